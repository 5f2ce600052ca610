"""Trips: the board, the file of one trip, its signs of life; and the briefing that is stored nowhere."""

from vaern.desk.guards import can, route
from vaern.desk.views import trip, trip_board, trip_briefing, trip_facts, trip_signs
from vaern.staff.roles import Permission

CASES = can(Permission.WORK_ON_CASES)
TEAM = can(Permission.SEE_TEAM)
HERE = "sager/<uuid:case_id>/rejser/"
ONE = f"{HERE}<uuid:trip_id>/"

urlpatterns = [
    route("rejser/", trip_board.board, name="travel", guard=CASES),
    route("rejser/114/", trip_briefing.fill, name="travel-briefing", guard=CASES),
    route("rejser/kalender.ics", trip_board.calendar, name="travel-calendar", guard=CASES),
    route("team/rejser/", trip_board.season, name="travel-season", guard=TEAM),
    route(HERE, trip.trips, name="travel-case", guard=CASES),
    route(ONE, trip.show, name="travel-trip", guard=CASES),
    route(f"{ONE}gang/", trip.move, name="travel-move", guard=CASES),
    route(f"{ONE}livstegn/", trip_signs.agree, name="travel-sign-agree", guard=CASES),
    route(f"{ONE}livstegn/<uuid:sign_id>/", trip_signs.answer, name="travel-sign", guard=CASES),
    route(f"{ONE}skriv/<slug:topic>/", trip_facts.state, name="travel-fact", guard=CASES),
    route(f"{ONE}skriv/<slug:topic>/<uuid:thread>/", trip_facts.anew, name="travel-fact-anew", guard=CASES),
]
