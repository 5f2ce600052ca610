"""The screening of an inquiry: who sees the inquiry sees and makes its screenings."""

from vaern.desk.guards import can, route
from vaern.desk.views import screening, screening_signed
from vaern.staff.roles import Permission

CALLS = can(Permission.ANSWER_CALLS)
HERE = "henvendelser/<uuid:inquiry_id>/screening/"
ONE = f"{HERE}<uuid:screening_id>/"

urlpatterns = [
    route(HERE, screening_signed.history, name="screening-history", guard=CALLS),
    route(f"{HERE}ny/", screening.begin, name="screening-begin", guard=CALLS),
    route(f"{HERE}spoerg/", screening_signed.ask, name="screening-ask", guard=CALLS),
    route(f"{HERE}luk/", screening_signed.read_before_closing, name="screening-read-closing", guard=CALLS),
    route(ONE, screening.screening, name="screening", guard=CALLS),
    route(f"{ONE}gem/", screening.save, name="screening-save", guard=CALLS),
    route(f"{ONE}kort/", screening.card, name="screening-card", guard=CALLS),
    route(f"{ONE}slet/", screening.discard, name="screening-discard", guard=CALLS),
    route(f"{ONE}laes/", screening_signed.read, name="screening-read", guard=CALLS),
    route(f"{ONE}annuller/", screening_signed.void, name="screening-void", guard=CALLS),
]
