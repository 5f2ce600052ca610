from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guests", "0002_append_only")]
    operations = [
        migrations.AddField(model_name="guest", name="on_a_consent", field=models.BooleanField(null=True)),
    ]
