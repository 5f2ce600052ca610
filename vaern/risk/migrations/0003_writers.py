from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("risk", "0002_append_only")]
    operations = [migrations.AddField("assessment", "writers", models.JSONField(null=True))]
