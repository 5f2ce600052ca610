from django.db import migrations

from vaern.audit.append_only import append_only

INQUIRY_OF_ATTEMPT = "(SELECT c.inquiry_id FROM inquiries_callback c WHERE c.id = OLD.call_back_id)"


class Migration(migrations.Migration):
    dependencies = [("inquiries", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        append_only("inquiries_entry", about="OLD.inquiry_id"),
        append_only("inquiries_notificationanswer", about="OLD.inquiry_id"),
        append_only("inquiries_attempt", about=INQUIRY_OF_ATTEMPT),
    ]
