from django.db import migrations

from vaern.audit.append_only import append_only

CASE_OF_RECEIPT = "(SELECT t.case_id FROM closing_transfer t WHERE t.id = OLD.transfer_id)"


class Migration(migrations.Migration):
    dependencies = [("closing", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        append_only("closing_closure", about="OLD.case_id"),
        append_only("closing_keeping", about="OLD.case_id"),
        append_only("closing_transfer", about="OLD.case_id"),
        append_only("closing_receipt", about=CASE_OF_RECEIPT),
        append_only("closing_casefact", about="OLD.id"),  # of nothing that is ever destroyed: it stays
    ]
