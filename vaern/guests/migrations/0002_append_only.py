from django.db import migrations

from vaern.audit.append_only import append_only

CASE_OF_MARK = "(SELECT g.case_id FROM guests_guest g WHERE g.id = OLD.guest_id)"


class Migration(migrations.Migration):
    dependencies = [("guests", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        append_only("guests_readmark", about=CASE_OF_MARK),
    ]
