from django.db import migrations

from vaern.audit.append_only import append_only

CASE_OF_VOIDING = "(SELECT a.case_id FROM risk_assessment a WHERE a.id = OLD.assessment_id)"


class Migration(migrations.Migration):
    dependencies = [("risk", "0003_assessments")]
    operations = [
        append_only("risk_assessment", about="OLD.case_id", once="OLD.signed_at IS NOT NULL"),
        append_only("risk_assessmentreading", about="OLD.case_id"),
        append_only("risk_assessmentvoiding", about=CASE_OF_VOIDING),
        append_only("risk_methodsupport", about="OLD.case_id"),
    ]
