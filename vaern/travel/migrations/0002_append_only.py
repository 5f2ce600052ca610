from django.db import migrations

from vaern.audit.append_only import append_only

CASE_OF_FACT = "(SELECT t.case_id FROM travel_trip t WHERE t.id = OLD.trip_id)"


class Migration(migrations.Migration):
    dependencies = [("travel", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        append_only("travel_fact", about=CASE_OF_FACT),
    ]
