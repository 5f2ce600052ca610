from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_the_keys(apps, schema_editor):
    """Say on each case which key its identity has. The days of a kind are sealed: the next act says them."""
    items = apps.get_model("cases", "IdentityItem").objects.filter(case=OuterRef("pk"))
    cases = apps.get_model("cases", "Case").objects.filter(identity_key_id=None)
    cases.update(identity_key_id=Subquery(items.values("key_id")[:1]))


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_append_only")]
    operations = [
        migrations.AddField("case", "by_request_until", models.DateField(null=True)),
        migrations.AddField("case", "consented_until", models.DateField(null=True)),
        migrations.AddField("case", "identity_key_id", models.UUIDField(null=True)),
        migrations.RunPython(name_the_keys, migrations.RunPython.noop),
    ]
