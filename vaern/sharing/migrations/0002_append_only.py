from django.db import migrations

from vaern.audit.append_only import append_only

CASE_OF_CONSENT = "(SELECT c.case_id FROM sharing_consent c WHERE c.id = OLD.consent_id)"
CASE_OF_REQUEST = "(SELECT r.case_id FROM sharing_municipalrequest r WHERE r.id = OLD.request_id)"


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        append_only("sharing_safetycheck", about="OLD.case_id"),
        append_only("sharing_consent", about="OLD.case_id"),
        append_only("sharing_withdrawal", about=CASE_OF_CONSENT),
        append_only("sharing_municipalrequest", about="OLD.case_id"),
        append_only("sharing_requeststep", about=CASE_OF_REQUEST),
        append_only("sharing_party", about="OLD.case_id"),
        append_only("sharing_disclosure", about="OLD.case_id"),
        append_only("sharing_knowing", about="(SELECT p.case_id FROM sharing_party p WHERE p.id = OLD.party_id)"),
    ]
