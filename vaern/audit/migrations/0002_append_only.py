from django.db import migrations

from vaern.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        append_only("audit_event", about="OLD.about"),
        append_only("audit_seal", about="NULL"),
        append_only("audit_destruction", about="NULL"),
    ]
