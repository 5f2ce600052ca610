"""The plan of a case: recommendations, safety plan, questions, worksheets, meetings."""

from vaern.desk.guards import can, route
from vaern.desk.views import plan, plan_meetings, plan_questions, plan_safety, plan_sheets
from vaern.staff.roles import Permission

CASES = can(Permission.WORK_ON_CASES)
PLAN = "sager/<uuid:case_id>/plan/"
MEETING = f"{PLAN}moeder/<uuid:meeting_id>/"

urlpatterns = [
    route(PLAN, plan.show, name="case-plan", guard=CASES),
    route(f"{PLAN}anbefalinger/ny/", plan.recommend, name="case-plan-recommend", guard=CASES),
    route(
        f"{PLAN}anbefalinger/<uuid:recommendation_id>/",
        plan.revise,
        name="case-plan-recommendation",
        guard=CASES,
    ),
    route(f"{PLAN}skridt/", plan_safety.full, name="case-plan-safety", guard=CASES),
    route(f"{PLAN}skridt/lomme/", plan_safety.pocket, name="case-plan-pocket", guard=CASES),
    route(f"{PLAN}skridt/ramme/", plan_safety.frame, name="case-plan-frame", guard=CASES),
    route(f"{PLAN}skridt/nyt/", plan_safety.add, name="case-plan-step-add", guard=CASES),
    route(f"{PLAN}skridt/<uuid:step_id>/", plan_safety.revise, name="case-plan-step", guard=CASES),
    route(f"{PLAN}spoergsmaal/nyt/", plan_questions.ask, name="case-plan-ask", guard=CASES),
    route(f"{PLAN}spoergsmaal/vej/<uuid:task_id>/", plan_questions.agree_route, name="case-plan-route", guard=CASES),
    route(f"{PLAN}spoergsmaal/<uuid:question_id>/", plan_questions.answer, name="case-plan-question", guard=CASES),
    route(f"{PLAN}sagsbehandler/", plan_sheets.caseworker, name="case-plan-caseworker", guard=CASES),
    route(f"{PLAN}sagsbehandler/skriv/", plan_sheets.caseworker_write, name="case-plan-caseworker-write", guard=CASES),
    route(f"{PLAN}borger/", plan_sheets.citizen, name="case-plan-citizen", guard=CASES),
    route(f"{PLAN}borger/skriv/", plan_sheets.citizen_write, name="case-plan-citizen-write", guard=CASES),
    route(f"{PLAN}moeder/nyt/", plan_meetings.add, name="case-plan-meet", guard=CASES),
    route(MEETING, plan_meetings.show, name="case-plan-meeting", guard=CASES),
    route(f"{MEETING}flyt/", plan_meetings.move, name="case-plan-meeting-move", guard=CASES),
    route(f"{MEETING}aflys/", plan_meetings.cancel, name="case-plan-meeting-cancel", guard=CASES),
    route(f"{MEETING}referat/", plan_meetings.minutes, name="case-plan-meeting-minutes", guard=CASES),
    route(f"{MEETING}giv-videre/", plan_meetings.release_paper, name="case-plan-meeting-release", guard=CASES),
    route(f"{MEETING}kalender/", plan_meetings.calendar, name="case-plan-meeting-calendar", guard=CASES),
]
