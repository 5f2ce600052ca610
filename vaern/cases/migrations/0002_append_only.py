from django.db import migrations

from vaern.audit.append_only import append_only

CASE_OF_PORTRAIT = "(SELECT p.case_id FROM cases_person p WHERE p.id = OLD.person_id)"
CASE_OF_DOCUMENT = "(SELECT d.case_id FROM cases_document d WHERE d.id = OLD.document_id)"
CASE_OF_ROW = "(SELECT i.case_id FROM cases_planitem i WHERE i.id = OLD.item_id)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("audit", "0002_append_only")]
    operations = [
        append_only("cases_entry", about="OLD.case_id"),
        append_only("cases_standing", about="OLD.case_id"),
        append_only("cases_portrait", about=CASE_OF_PORTRAIT),
        append_only("cases_holding", about="OLD.case_id"),
        append_only("cases_acquaintance", about="OLD.case_id"),
        append_only("cases_identityitem", about="OLD.case_id"),
        append_only("cases_dangeropening", about="OLD.case_id"),
        append_only("cases_document", about="OLD.case_id"),
        append_only("cases_documentcontent", about=CASE_OF_DOCUMENT),
        append_only("cases_documentwithdrawal", about=CASE_OF_DOCUMENT),
        append_only("cases_planrow", about=CASE_OF_ROW),
        append_only("cases_relation", about="OLD.case_id"),
    ]
