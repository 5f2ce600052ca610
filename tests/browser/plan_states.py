"""The pages of a plan, for the sweep over the pages of a case: (said, who, address, do)."""

from tests.browser.stage_cases import opened
from tests.browser.sweep import send
from tests.cases.plans import filled_plan, plan_ids_of
from tests.cast import MORNING


def plan_states(stage):
    """Yield them, on a case with a plan of its own, and on the one that has nothing."""
    full, bare = opened(stage.asta, at=MORNING), stage.cases.bare
    ids = plan_ids_of(full, stage.asta)
    filled_plan(full, stage.asta)
    meeting = f"moeder/{ids['meeting_id']}/"

    def plan(one, page=""):
        return f"/desk/sager/{one.pk}/plan/{page}"

    yield "plan", "asta", plan(full)
    yield "no plan", "asta", plan(bare)
    yield "recommend", "asta", plan(full, "anbefalinger/ny/")
    yield "recommend, not said", "asta", plan(bare, "anbefalinger/ny/"), send
    yield "recommendation", "asta", plan(full, f"anbefalinger/{ids['recommendation_id']}/")
    yield "safety plan", "asta", plan(full, "skridt/")
    yield "pocket plan", "asta", plan(full, "skridt/lomme/")
    yield "frame", "asta", plan(full, "skridt/ramme/")
    yield "new step", "asta", plan(bare, "skridt/nyt/"), send
    yield "step", "asta", plan(full, f"skridt/{ids['step_id']}/")
    yield "ask", "asta", plan(full, "spoergsmaal/nyt/"), send
    yield "a route", "asta", plan(full, f"spoergsmaal/vej/{ids['task_id']}/")
    yield "question", "asta", plan(full, f"spoergsmaal/{ids['question_id']}/")
    yield "caseworker's sheet", "asta", plan(full, "sagsbehandler/")
    yield "caseworker's sheet, writing", "asta", plan(full, "sagsbehandler/skriv/")
    yield "citizen's sheet", "asta", plan(bare, "borger/")
    yield "citizen's sheet, not said", "asta", plan(bare, "borger/skriv/"), send
    yield "agree a meeting", "asta", plan(full, "moeder/nyt/"), send
    yield "meeting", "asta", plan(full, meeting)
    yield "meeting, moved", "asta", plan(full, f"{meeting}flyt/")
    yield "meeting, called off", "asta", plan(full, f"{meeting}aflys/"), send
    yield "meeting, minutes", "asta", plan(full, f"{meeting}referat/"), send
    yield "meeting, released", "asta", plan(full, f"{meeting}giv-videre/")
