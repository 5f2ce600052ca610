"""The plan of a case: the question board, the worksheets and the meetings."""

from datetime import datetime, timedelta
from typing import Any

from vaern.cases.models import Case, PlanItem
from vaern.cases.plan import calendar, meetings, questions, rows, worksheets
from vaern.cases.plan.terms import Asker, MeetingForm, MeetingState, PlanKind
from vaern.cases.terms import TaskKind
from vaern.play.fields import INQUIRY, Choice, Coded, Field, Flag, Moment, Number, OneOf, Text, Who, Word
from vaern.play.kinds.case_tasks import case_task
from vaern.play.kinds.cases import CASES
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, hold, stands_in
from vaern.staff.models import User

refused_with(questions.NothingAsked, "Der står intet spørgsmål.", "Skriv spørgsmålet.")
refused_with(questions.NoRoute, "Der er ingen sikker vej.", "Find den først, og skriv den.")
refused_with(questions.NobodyAsks, "Der står ikke, hvem der spørger.", "Skriv en rolle, ikke et navn.")
refused_with(questions.AlreadyAnswered, "Spørgsmålet er besvaret.", "Er der nyt, så skriv det i journalen.")
refused_with(worksheets.NothingFilledIn, "Der er ikke skrevet noget endnu.", "Skriv mindst ét sted.")
refused_with(meetings.EndsBeforeItStarts, "Mødet slutter, før det begynder.", "Ret tiden.")
refused_with(meetings.NobodyMeets, "Der står ikke, hvem der er med.", "Skriv roller, en på hver linje.")
refused_with(meetings.MeetingIsOver, "Mødet er holdt eller aflyst.", "Aftal et nyt.")
refused_with(meetings.NotBegun, "Mødet er ikke begyndt endnu.", "Skriv referatet bagefter.")
refused_with(meetings.NoReasonGiven, "Der mangler en grund.", "Skriv hvorfor.")
refused_with(calendar.NoSuchHour, "Den time findes ikke den nat.", "Vælg en anden tid.")
refused_with(calendar.HourComesTwice, "Den time kommer to gange den nat.", "Vælg en anden tid.")

PROMPTS = Coded((each.code, str(each.text)) for prompts in worksheets.QUESTIONS.values() for each in prompts)
SHEETS = OneOf(PlanKind.CASEWORKER_SHEET.value, PlanKind.CITIZEN_SHEET.value)


@step(
    "ask-question",
    needs=CASES,
    example="""
what = "Hvem har passet?"
asker = "authority"
role = "sundhedsplejersken"
route = "Hun spørger alene på klinikken."
due = "+2 days 10:00"
""",
    inquiry=INQUIRY,
    what=Field(Text(), "what is to be found out"),
    route=Field(Text(), "by which safe route", ""),
    asker=Field(Choice(Asker), "who asks", Asker.CONSULTANT.value),
    role=Field(Text(), "what they are, outside", ""),
    due=Field(Moment(), "by when", "+2 days 10:00"),
)
def ask(scene: Scene, *, by: User, inquiry: str, asker: Asker, due: datetime, **texts: str) -> None:
    """Put a question on the board: who finds it out, by which safe route, by when."""
    case = scene.case_opened(inquiry, by)
    find_out = case_task(scene, TaskKind.FIND_OUT, due, texts["what"], None, by)
    said = questions.Question(asker=asker, find_out=find_out, **scene.guarded(**texts))
    questions.ask(case=case, said=said, by=by, at=scene.at)


@step(
    "answer-question",
    needs=CASES,
    example='what = "passet"\nnote = "Moren har det i en skuffe."',
    inquiry=INQUIRY,
    what=Field(Word(), "words of the question"),
    note=Field(Text(), "the answer"),
)
def answer(scene: Scene, *, by: User, inquiry: str, what: str, note: str) -> None:
    """Answer a question by a line of the journal; its task is done."""
    case = scene.case_opened(inquiry, by)
    asked = the_question(case, what)
    item = the_item(case, PlanKind.QUESTION, asked.id)
    told = {"note": scene.guarded(note=note)["note"], "happened_at": scene.at, "at": scene.at}
    questions.answer(case=case, item=item, seen=asked.number, by=by, **told)


def the_question(case: Case, words: str) -> questions.Asked:
    for each in questions.board_of(case):
        if stands_in(words, each.what):
            return each
    raise Broken("no such question is on the board")


def the_item(case: Case, kind: PlanKind, item_id: Any) -> PlanItem:
    item = rows.item_of(case, kind, item_id)
    assert item is not None  # noqa: S101  it was just read
    return item


@step(
    "fill-in",
    needs=CASES,
    example='sheet = "caseworker-sheet"\nquestion = "severity"\nso_far = "Han leder efter hende."',
    inquiry=INQUIRY,
    sheet=Field(SHEETS, "which sheet", PlanKind.CASEWORKER_SHEET.value),
    question=Field(PROMPTS, "which of its questions"),
    so_far=Field(Text(), "what is known", ""),
    missing=Field(Text(), "what is not", ""),
    who=Field(Text(), "who finds it", ""),
)
def fill_in(scene: Scene, *, by: User, inquiry: str, sheet: str, question: str, **texts: str) -> None:
    """Write under one question of a worksheet; the rest of the sheet goes with it into the new version."""
    case = scene.case_opened(inquiry, by)
    kind = PlanKind(sheet)
    stands = worksheets.sheet_of(case, kind)
    answers = {
        each.code: worksheets.Filled(
            on=each.on, **scene.guarded(so_far=each.so_far, missing=each.missing, who=each.who)
        )
        for each in stands.answers
    }
    answers[question] = worksheets.Filled(on=None, **scene.guarded(**texts))
    worksheets.fill_in(case=case, sheet=kind, answers=answers, seen=stands.number, by=by, at=scene.at)


@step(
    "agree-meeting",
    needs=CASES,
    example="""
begins = "+2 days 10:00"
minutes = 45
participants = "sagsbehandleren"
points = "Hvem gør hvad?"
""",
    inquiry=INQUIRY,
    form=Field(Choice(MeetingForm), "on the phone or in a room", MeetingForm.PHONE.value),
    begins=Field(Moment(), "when it begins"),
    minutes=Field(Number(), "how long it is; 0 ends as it begins", 30),
    place=Field(Text(), "where", ""),
    participants=Field(Text(), "who is in it, by what they are, a line each", "sagsbehandleren"),
    points=Field(Text(), "what about, a line each", ""),
)
def agree(scene: Scene, *, by: User, inquiry: str, **told: Any) -> None:
    """Agree a meeting. Nobody is told of it by us."""
    case = scene.case_opened(inquiry, by)
    meetings.plan_meeting(case=case, said=meeting_of(scene, told, by), by=by, at=scene.at)


def meeting_of(scene: Scene, told: dict[str, Any], by: User) -> meetings.Meeting:
    texts = scene.guarded(**{name: told[name] for name in ("place", "participants", "points")})
    ends = told["begins"] + timedelta(minutes=told["minutes"])
    return meetings.Meeting(form=told["form"], begins_at=told["begins"], ends_at=ends, owner=by, **texts)


@step(
    "move-meeting",
    needs=CASES,
    example='begins = "+3 days 10:00"\nreason = "Politiet kunne ikke."',
    inquiry=INQUIRY,
    begins=Field(Moment(), "its new time"),
    reason=Field(Text(), "why", ""),
)
def move(scene: Scene, *, by: User, inquiry: str, begins: datetime, reason: str) -> None:
    """Give the next meeting another time."""
    case = scene.case_opened(inquiry, by)
    stands = the_meeting(case)
    told = {
        "form": stands.form,
        "begins": begins,
        "minutes": (stands.ends_at - stands.begins_at) // timedelta(minutes=1),
        "place": stands.place,
        "participants": "\n".join(stands.participants),
        "points": "\n".join(stands.points),
    }
    meetings.move_meeting(
        case=case,
        item=the_item(case, PlanKind.MEETING, stands.id),
        said=meeting_of(scene, told, by),
        reason=scene.guarded(reason=reason)["reason"],
        seen=stands.number,
        by=by,
        at=scene.at,
    )


@step(
    "cancel-meeting",
    needs=CASES,
    example='reason = "Det er ikke sikkert nu."',
    inquiry=INQUIRY,
    reason=Field(Text(), "why", ""),
)
def cancel(scene: Scene, *, by: User, inquiry: str, reason: str) -> None:
    """Call the next meeting off."""
    case = scene.case_opened(inquiry, by)
    stands = the_meeting(case)
    item = the_item(case, PlanKind.MEETING, stands.id)
    why = scene.guarded(reason=reason)["reason"]
    meetings.cancel_meeting(case=case, item=item, reason=why, seen=stands.number, by=by, at=scene.at)


@step(
    "minutes",
    needs=CASES,
    example="""
note = "De taler med hende på fredag."
agreed = "Hør, hvad hun sagde"
agreed_by = "sagsbehandleren"
due = "+7 days 10:00"
""",
    inquiry=INQUIRY,
    note=Field(Text(), "what was said"),
    agreed=Field(Text(), "one thing agreed; nothing", ""),
    agreed_by=Field(Text(), "who carries it, by what they are", ""),
    owner=Field(Who(), "who of us does it, or asks; who writes it down", None),
    due=Field(Moment(), "by when", "+7 days 10:00"),
)
def write_minutes(
    scene: Scene, *, by: User, inquiry: str, note: str, agreed: str, agreed_by: str, owner: str | None, due: datetime
) -> None:
    """Write the minutes of the next meeting into the journal; what was agreed becomes a task."""
    case = scene.case_opened(inquiry, by)
    stands = the_meeting(case)
    decisions = []
    if agreed:
        task = case_task(scene, TaskKind.FOLLOW_UP, due, agreed, owner, by)
        decisions.append(meetings.Decision(who=scene.guarded(who=agreed_by)["who"], task=task))
    meetings.write_minutes(
        case=case,
        item=the_item(case, PlanKind.MEETING, stands.id),
        note=scene.guarded(note=note)["note"],
        decisions=decisions,
        seen=stands.number,
        by=by,
        at=scene.at,
    )


def the_meeting(case: Case) -> meetings.Met:
    """Return the next meeting, or the last of those that are over."""
    found = meetings.meetings_of(case)
    if not found:
        raise Broken("no meeting was agreed")
    return found[0]


@expectation(
    "question",
    example='what = "passet"\nis_answered = true\nhas = "skuffe"',
    inquiry=INQUIRY,
    what=Field(Word(), "words of the question"),
    route=Field(Word(), "words of its safe route", None),
    is_answered=Field(Flag(), "whether it has an answer", None),
    has=Field(Word(), "words of the answer", None),
)
def look_at_question(
    scene: Scene, *, inquiry: str, what: str, route: str | None, is_answered: bool | None, has: str | None
) -> None:
    """Look at a question on the board."""
    found = the_question(scene.case_as_its_consultant_sees_it(inquiry), what)
    hold(route is None or stands_in(route, found.route), "the route has not these words")
    hold(is_answered in {None, found.is_answered}, "it is answered" if found.is_answered else "it is not answered")
    hold(has is None or stands_in(has, found.answer), "the answer has not these words")


@expectation(
    "worksheet",
    example='sheet = "caseworker-sheet"\nversion = 2\nanswered = 1',
    inquiry=INQUIRY,
    sheet=Field(SHEETS, "which sheet", PlanKind.CASEWORKER_SHEET.value),
    version=Field(Number(), "how many versions there are", None),
    answered=Field(Number(), "how many of its questions have an answer so far", None),
)
def look_at_sheet(scene: Scene, *, inquiry: str, sheet: str, version: int | None, answered: int | None) -> None:
    """Look at a worksheet as it stands."""
    found = worksheets.sheet_of(scene.case_as_its_consultant_sees_it(inquiry), PlanKind(sheet))
    hold(version in {None, found.number}, f"there are {found.number}")
    hold(answered in {None, found.answered}, f"{found.answered} are answered")


@expectation(
    "meeting",
    example='state = "planned"\nbegins = "+2 days 10:00"',
    inquiry=INQUIRY,
    state=Field(Choice(MeetingState), "agreed, called off or held", None),
    begins=Field(Moment(), "when it begins", None),
    has=Field(Word(), "words of its minutes", None),
    agreed=Field(Number(), "how many things were agreed", None),
    calendar_lacks=Field(Word(), "words that must not stand in its calendar file", None),
)
def look_at_meeting(
    scene: Scene,
    *,
    inquiry: str,
    state: MeetingState | None,
    begins: datetime | None,
    has: str | None,
    agreed: int | None,
    calendar_lacks: str | None,
) -> None:
    """Look at the next meeting, or the last of those that are over."""
    found = the_meeting(scene.case_as_its_consultant_sees_it(inquiry))
    hold(state in {None, found.state}, f"it is {found.state}")
    hold(begins in {None, found.begins_at}, "it begins at another time")
    hold(has is None or stands_in(has, found.minutes), "the minutes have not these words")
    hold(agreed in {None, len(found.decisions)}, f"{len(found.decisions)} things were agreed")
    if calendar_lacks is not None:
        told = calendar.calendar_file(found, with_place=False, at=scene.at).decode()
        hold(not stands_in(calendar_lacks, told), "it stands in the calendar file")
