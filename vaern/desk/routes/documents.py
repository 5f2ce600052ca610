"""The files of a case. Whether a consultant may see the case, and a consent covers the file, is asked of the room."""

from vaern.desk.guards import can, route
from vaern.desk.views import case_documents
from vaern.staff.roles import Permission

CASES = can(Permission.WORK_ON_CASES)
HERE = "sager/<uuid:case_id>/filer/"
ONE = f"{HERE}<uuid:document_id>/"

urlpatterns = [
    route(HERE, case_documents.documents, name="case-files", guard=CASES),
    route(f"{HERE}ny/", case_documents.add, name="case-file-add", guard=CASES),  # as settings.FILE_ADDRESS says
    route(ONE, case_documents.show, name="case-file", guard=CASES),
    route(f"{ONE}indhold/", case_documents.content, name="case-file-content", guard=CASES),
    route(f"{ONE}traek-tilbage/", case_documents.withdraw, name="case-file-withdraw", guard=CASES),
]
