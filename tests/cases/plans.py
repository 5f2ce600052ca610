"""The parts of a plan, as a consultant writes them, and ways to say each otherwise by one fact."""

from datetime import UTC, date, datetime, timedelta

from tests.cast import MORNING, text
from vaern.cases.actions.tasks import set_task
from vaern.cases.plan.citizen import CitizenSaid
from vaern.cases.plan.meetings import Meeting, plan_meeting
from vaern.cases.plan.questions import Question, ask
from vaern.cases.plan.recommendations import Recommendation, recommend
from vaern.cases.plan.safety import Frame, Step, add_step, frame_plan
from vaern.cases.plan.terms import (
    Agreement,
    Asker,
    Contributor,
    MeetingForm,
    PlanKind,
    RecommendationState,
    SafeNow,
    StepArea,
    StepState,
    Told,
)
from vaern.cases.plan.worksheets import Filled, fill_in
from vaern.cases.terms import AuthorityKind, TaskKind
from vaern.work.tasks import NewTask

MONDAY = MORNING.date()


def on_day(days, owner, kind=TaskKind.FOLLOW_UP, words="Hør, hvordan det gik"):
    return NewTask(kind=kind, due_at=MORNING + timedelta(days=days), owner=owner, text=text(words))


def the_citizen(**changes):
    facts = {
        "wish": text("Vil blive hos sin veninde."),
        "agreement": Agreement.AGREES,
        "told": Told.SAFELY,
        "told_on": MONDAY,
        "told_how": text("På arbejdet, uden telefon."),
        "why_not": text(),
    }
    return CitizenSaid(**(facts | changes))


def a_recommendation(by, /, **changes):
    facts = {
        "what": text("Tal med hende alene inden fredag."),
        "why": text("Hun tør ikke tale, når broren er med."),
        "owner": AuthorityKind.MUNICIPALITY_ADULT.value,
        "owner_role": text("sagsbehandler i voksenteamet"),
        "asked": {Contributor.HEALTH: text("Giv hende en tid uden familie."), Contributor.POLICE: text()},
        "citizen": the_citizen(),
        "state": RecommendationState.RECOMMENDED,
        "reason": text(),
        "follow_up": on_day(3, by),
    }
    return Recommendation(**(facts | changes))


def a_step_of_plan(by, /, **changes):
    facts = {
        "area": StepArea.LEAVING,
        "what": text("En taske står klar hos naboen."),
        "who": text("Borgeren selv"),
        "by_on": date(2026, 11, 27),
        "remind": on_day(4, by, TaskKind.PLAN_STEP, "Står tasken klar?"),
        "state": StepState.OPEN,
        "reason": text(),
        "safe_now": SafeNow.YES,
        "side_effects": text("Nogen kan se, at der mangler tøj."),
        "pocket": text("Hent posen hos den, vi aftalte."),
        "citizen": the_citizen(),
    }
    return Step(**(facts | changes))


def a_frame(owner, *, days=30):
    review = on_day(days, owner, TaskKind.CHECK, "Gå planen igennem")
    return Frame(
        made_with=text("borgeren og sagsbehandleren"),
        read_aloud=True,
        kept=text(),
        by_heart=text("Kodeordet og vejen ud."),
        triggers=text("En hændelse eller en flytning"),
        review=review,
    )


def a_question(by, /, **changes):
    facts = {
        "what": text("Hvem har passet?"),
        "route": text("Sundhedsplejersken spørger hende alene på klinikken."),
        "asker": Asker.AUTHORITY,
        "role": text("sundhedsplejersken"),
        "find_out": on_day(2, by, TaskKind.FIND_OUT, "Hvem har passet?"),
    }
    return Question(**(facts | changes))


def a_meeting(by, /, **changes):
    begins = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
    facts = {
        "form": MeetingForm.PHYSICAL,
        "begins_at": begins,
        "ends_at": begins + timedelta(hours=1),
        "place": text("Hos kommunen, mødelokale 2"),
        "participants": text("sagsbehandleren\nsundhedsplejersken"),
        "points": text("Hvor alvorligt er det?\nHvem gør hvad?"),
        "owner": by,
    }
    return Meeting(**(facts | changes))


def filled(so_far="Hun er i fare, når broren er hjemme.", **changes):
    facts = {"so_far": text(so_far), "missing": text("Om han har nøgle"), "who": text("sagsbehandleren"), "on": None}
    return Filled(**(facts | changes))


def plan_ids_of(case, by):
    """Return the ids that fill the addresses of the pages of a plan."""
    about = {"case": case, "by": by, "at": MORNING}
    return {
        "recommendation_id": recommend(said=a_recommendation(by), **about).pk,
        "step_id": add_step(said=a_step_of_plan(by), **about).pk,
        "question_id": ask(said=a_question(by), **about).pk,
        "meeting_id": plan_meeting(said=a_meeting(by), **about).pk,
        "task_id": set_task(task=on_day(1, by, TaskKind.FIND_OUT, "Hvad siger skolen?"), **about).pk,
    }


def filled_plan(case, by):
    """Put on a plan what its pages show beside its parts: the frame, and a sheet in two versions."""
    about = {"case": case, "by": by, "at": MORNING}
    frame_plan(said=a_frame(by), seen=0, **about)
    for seen in (0, 1):
        fill_in(sheet=PlanKind.CASEWORKER_SHEET, answers={"severity": filled()}, seen=seen, **about)
