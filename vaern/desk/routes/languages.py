"""The languages of the open site: everybody may see how far each has come, a team lead marks one as read through."""

from vaern.desk.guards import can, route
from vaern.desk.views import languages
from vaern.staff.roles import WORK, Permission

ANY_WORK = can(*WORK)
REVIEW = can(Permission.REVIEW_LANGUAGES)

urlpatterns = [
    route("sprog/", languages.overview, name="languages", guard=ANY_WORK),
    route("sprog/vis/", languages.mark, name="languages-mark", guard=REVIEW),
    route("sprog/skjul/", languages.take_back, name="languages-take-back", guard=REVIEW),
]
