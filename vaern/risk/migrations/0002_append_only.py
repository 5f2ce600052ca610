from django.db import migrations

from vaern.audit.append_only import append_only

INQUIRY_OF_VOIDING = "(SELECT s.inquiry_id FROM risk_screening s WHERE s.id = OLD.screening_id)"
CASE_OF_VOIDING = "(SELECT a.case_id FROM risk_assessment a WHERE a.id = OLD.assessment_id)"


class Migration(migrations.Migration):
    dependencies = [("risk", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        append_only("risk_screening", about="OLD.inquiry_id", once="OLD.signed_at IS NOT NULL"),
        append_only("risk_cardanswer", about="OLD.inquiry_id"),
        append_only("risk_secondreading", about="OLD.inquiry_id"),
        append_only("risk_voiding", about=INQUIRY_OF_VOIDING),
        append_only("risk_assessment", about="OLD.case_id", once="OLD.signed_at IS NOT NULL"),
        append_only("risk_assessmentreading", about="OLD.case_id"),
        append_only("risk_assessmentvoiding", about=CASE_OF_VOIDING),
        append_only("risk_methodsupport", about="OLD.case_id"),
    ]
