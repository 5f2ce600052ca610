from django.db import migrations

from vaern.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        append_only("vault_tombstone", about="NULL"),
    ]
