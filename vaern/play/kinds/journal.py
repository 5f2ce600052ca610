"""A filed inquiry: what is added to it, who holds it, what is to be done, and who may see it."""

from datetime import datetime

from vaern.audit.models import Event
from vaern.desk.views.day import LOOK_AHEAD
from vaern.directory.terms import Concern
from vaern.inquiries import worklist as lists
from vaern.inquiries.access import NoSuchInquiry, call_facts, journal_of
from vaern.inquiries.actions import journal
from vaern.inquiries.actions.tasks import AlreadyDone, LastStep, NewTask, finish_task
from vaern.inquiries.actions.tasks import set_task as set_it
from vaern.inquiries.models import Entry, Inquiry
from vaern.inquiries.terms import (
    Age,
    Caller,
    Closing,
    EntryKind,
    HandOver,
    Haste,
    Kind,
    Stage,
    TaskKind,
)
from vaern.inquiries.worklist import branches, day_of, load_of, worklist
from vaern.law.clocks import end_of
from vaern.play.fields import INQUIRY, Choice, Field, Flag, Moment, Number, OneOf, Region, Text, Who, Word
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, hold, stands_in
from vaern.play.todo import NOTHING, look_at_next_step_of, look_at_tasks_of, task_of
from vaern.risk.access import newest_signed
from vaern.risk.actions.closing import close_inquiry
from vaern.staff.models import User
from vaern.staff.roles import Permission

NOT_SCREENED = "Der er givet råd, og der er ikke grund til at screene."
CALLS = Permission.ANSWER_CALLS
A_STEP = {
    "next": Field(Choice(TaskKind), "what it is", TaskKind.FOLLOW_UP.value),
    "next_at": Field(Moment(), "when it is due", "+7 days 10:00"),
    "next_text": Field(Text(), "it in words", ""),
}

refused_with(journal.IsClosed, "Henvendelsen er afsluttet.", "Genåbn den først.")
refused_with(journal.IsOpen, "Henvendelsen er i gang.", "Gå videre med den, som den er.")
refused_with(journal.SameRegion, "Den ligger allerede i den region.", "Vælg en anden region.")
refused_with(journal.IsRestricted, "Sagen er lukket for regionen.", "Giv sagen til en kollega; så følger denne med.")
refused_with(journal.AlreadyTaken, "En anden har taget den imens.", "Tal med den, der har taget den.")
refused_with(journal.CallBackWaits, "Der er aftalt en opringning.", "Afslut den først; så slettes nummeret også.")
refused_with(journal.NotificationWaits, "Vi har lovet at underrette.", "Gør det først, og sæt handlingen som udført.")
refused_with(LastStep, "En henvendelse i gang har altid et næste skridt.", "Sæt det næste skridt, eller afslut.")
refused_with(AlreadyDone, "Det er gjort.", "Se, hvad der nu er det næste skridt.")


def new_task(scene: Scene, kind: TaskKind, at: datetime, text: str, owner: User) -> NewTask:
    return NewTask(kind=kind, due_at=at, owner=owner, text=scene.guarded(text=text)["text"])


@step(
    "note",
    needs=CALLS,
    example='note = "Skolen har talt med pigen alene. Hun er bange for ferien."',
    inquiry=INQUIRY,
    note=Field(Text(), "what is written"),
    happened=Field(Moment(), "when it happened; when it is written", None),
    corrects=Field(Word(), "words of the earlier entry it corrects", None),
)
def add_note(
    scene: Scene, *, by: User, inquiry: str, note: str, happened: datetime | None, corrects: str | None
) -> None:
    """Add a note to the journal, or the correction of an earlier entry, which stays as it was."""
    opened = scene.opened(inquiry, by)
    journal.add_note(
        inquiry=opened,
        note=scene.guarded(note=note)["note"],
        happened_at=happened or scene.at,
        by=by,
        at=scene.at,
        corrects=entry_with(corrects, opened) if corrects else None,
    )


def entry_with(words: str, opened: Inquiry) -> Entry:
    for entry in journal_of(opened):
        if any(stands_in(words, text) for text in texts_of(entry)):
            return entry
    raise Broken("corrects: no entry of the journal has these words")


def texts_of(entry: Entry) -> list[str]:
    return [entry.safety, entry.note, entry.summary, entry.advice, entry.told]


@step("next-step", needs=CALLS, example='next = "meeting"\nnext_at = "+1 working day 10:00"', inquiry=INQUIRY, **A_STEP)
def set_task(scene: Scene, *, by: User, inquiry: str, next: TaskKind, next_at: datetime, next_text: str) -> None:  # noqa: A002
    """Set one more thing to be done. The earliest that is not done is the inquiry's next step."""
    opened = scene.opened(inquiry, by)
    set_it(inquiry=opened, task=new_task(scene, next, next_at, next_text, by), by=by, at=scene.at)


@step(
    "done",
    needs=CALLS,
    example='task = "follow-up"\nthen = "meeting"\nthen_at = "+3 days 10:00"',
    inquiry=INQUIRY,
    task=Field(Choice(TaskKind), "which; the next step", None),
    then=Field(Choice(TaskKind), "the next step after it", None),
    then_at=Field(Moment(), "when that is due", "+7 days 10:00"),
    then_text=Field(Text(), "that in words", ""),
)
def finish(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    task: TaskKind | None,
    then: TaskKind | None,
    then_at: datetime,
    then_text: str,
) -> None:
    """Mark something as done."""
    opened = scene.opened(inquiry, by)
    following = new_task(scene, then, then_at, then_text, by) if then else None
    finish_task(inquiry=opened, task=task_of(opened, task), by=by, at=scene.at, then=following)


@step(
    "hand-over",
    needs=CALLS,
    example='region = "Nordjylland"\nreason = "lives-there"\nnote = "Hun er flyttet."',
    inquiry=INQUIRY,
    region=Field(Region(), "the region it goes to"),
    reason=Field(Choice(HandOver), "why", HandOver.LIVES_THERE.value),
    note=Field(Text(), "what they should know", ""),
)
def hand_over(scene: Scene, *, by: User, inquiry: str, region: str, reason: HandOver, note: str) -> None:
    """Leave an open inquiry to another region. Until somebody there takes it, the giver answers for it."""
    opened = scene.opened(inquiry, by)
    passed = scene.guarded(note=note)["note"]
    journal.hand_over(inquiry=opened, region=region, reason=reason, note=passed, by=by, at=scene.at)


@step("take", needs=CALLS, example='by = "Carla"', inquiry=INQUIRY)
def take(scene: Scene, *, by: User, inquiry: str) -> None:
    """Take an inquiry nobody holds."""
    journal.take(inquiry=scene.opened(inquiry, by), by=by, at=scene.at)


@step(
    "close",
    needs=CALLS,
    example='reason = "advice-given"',
    inquiry=INQUIRY,
    reason=Field(Choice(Closing), "why", Closing.ADVICE_GIVEN.value),
    remark=Field(Text(), "the last that is worth knowing", ""),
    why_not_screened=Field(
        Text(), "why nobody screens, where nothing is signed; it goes into the journal", NOT_SCREENED
    ),
)
def close(scene: Scene, *, by: User, inquiry: str, reason: Closing, remark: str, why_not_screened: str) -> None:
    """Close an inquiry. A concern about a person is screened first, or it is said why not."""
    opened = scene.opened(inquiry, by)
    is_judged = newest_signed(opened) is not None or call_facts(opened)["subject"] == Concern.METHOD
    passed = scene.guarded(remark=remark, why="" if is_judged else why_not_screened)
    close_inquiry(
        inquiry=opened,
        reason=reason,
        remark=passed["remark"],
        why_not_screened=passed["why"],
        by=by,
        at=scene.at,
    )


@step("reopen", needs=CALLS, example='next = "follow-up"\nnext_at = "+1 day 10:00"', inquiry=INQUIRY, **A_STEP)
def reopen(scene: Scene, *, by: User, inquiry: str, next: TaskKind, next_at: datetime, next_text: str) -> None:  # noqa: A002
    """Go on with a closed inquiry; it needs a next step from the start."""
    opened = scene.opened(inquiry, by)
    journal.reopen(inquiry=opened, next_step=new_task(scene, next, next_at, next_text, by), by=by, at=scene.at)


@step("wait", example='at = "+3 days 09:00"')
def wait(scene: Scene, *, by: User) -> None:
    """Let time go by. Nobody does anything."""


@expectation(
    "inquiry",
    example='stage = "open"\nheld_by = "Asta"',
    inquiry=INQUIRY,
    stage=Field(Choice(Stage), "open or closed", None),
    region=Field(Region(), "its region", None),
    held_by=Field(Who(), "who holds it", None),
    is_taken=Field(Flag(), "whether anybody holds it", None),
    handed_by=Field(Who(), "who gave it away", None),
    kind=Field(Choice(Kind), "a call, or a call-back", None),
    caller=Field(Choice(Caller), "who called", None),
    subject=Field(Choice(Concern), "what the call was about", None),
    haste=Field(Choice(Haste), "the haste that was chosen", None),
    age=Field(Choice(Age), "the age that was said", None),
    minutes=Field(Number(), "how long the call took", None),
)
def look_at_inquiry(scene: Scene, *, inquiry: str, **expected: object) -> None:
    """Look at an inquiry as whoever answers for it sees it."""
    opened = scene.as_its_consultant_sees_it(inquiry)
    found = call_facts(opened) | {
        "stage": opened.stage,
        "region": opened.region,
        "held_by": opened.consultant.first_name if opened.consultant else "nobody",
        "is_taken": opened.consultant is not None,
        "handed_by": opened.handed_by.first_name if opened.handed_by else "nobody",
        "kind": opened.kind,
    }
    for name, value in expected.items():
        if value is not None:
            hold(found.get(name, "") == value, f"{name} is {found.get(name, '') or 'not stated'}")


@expectation(
    "filed",
    example="is_filed = false",
    inquiry=INQUIRY,
    is_filed=Field(Flag(), "whether it is", True),
)
def look_at_filed(scene: Scene, *, inquiry: str, is_filed: bool) -> None:
    """Look whether a call has become an inquiry. The same call is never two."""
    number = Inquiry.objects.filter(pk=scene.id_of(inquiry)).count()
    hold(number == is_filed, "it has not been filed" if is_filed else "it has been filed")


@expectation(
    "next-step",
    example='kind = "follow-up"\ndue_by = "+7 days 10:00"',
    inquiry=INQUIRY,
    kind=Field(Choice(TaskKind, NOTHING), "what it is; `none` when it is closed", None),
    due=Field(Moment(), "the time it is due", None),
    due_by=Field(Moment(), "it is due then or earlier", None),
)
def look_at_next_step(
    scene: Scene, *, inquiry: str, kind: str | None, due: datetime | None, due_by: datetime | None
) -> None:
    """Look at the next step that stands on the worklist."""
    look_at_next_step_of(scene.filed(inquiry), kind, due, due_by)


@expectation(
    "task",
    example='kind = "receipt"\ndue_by = "+6 working days 23:59"',
    inquiry=INQUIRY,
    kind=Field(Choice(TaskKind), "what is to be done"),
    due=Field(Moment(), "the time it is due", None),
    due_by=Field(Moment(), "it is due then or earlier", None),
    owner=Field(Who(), "who is to do it", None),
    has=Field(Word(), "words that stand in it", None),
    is_done=Field(Flag(), "whether it is done", False),
    is_there=Field(Flag(), "false: there must be no such thing", True),
)
def look_at_task(
    scene: Scene,
    *,
    inquiry: str,
    kind: TaskKind,
    due: datetime | None,
    due_by: datetime | None,
    owner: str | None,
    has: str | None,
    is_done: bool,
    is_there: bool,
) -> None:
    """Look for something that is to be done, or has been."""
    expected = {"due": due, "due_by": due_by, "owner": owner, "has": has, "is_done": is_done, "is_there": is_there}
    look_at_tasks_of(scene.as_its_consultant_sees_it(inquiry), kind=kind, **expected)


@expectation(
    "journal",
    example='has = "bange for ferien"',
    inquiry=INQUIRY,
    has=Field(Word(), "words that stand in an entry"),
    kind=Field(Choice(EntryKind), "the entry's kind", None),
    entry_by=Field(Who(), "who wrote it", None),
    is_corrected=Field(Flag(), "whether a later entry corrects it", None),
    is_there=Field(Flag(), "false: no entry may have these words", True),
)
def look_at_journal(
    scene: Scene,
    *,
    inquiry: str,
    has: str,
    kind: EntryKind | None,
    entry_by: str | None,
    is_corrected: bool | None,
    is_there: bool,
) -> None:
    """Look for an entry of the journal. Nothing there is ever changed, only followed by more."""
    entries = journal_of(scene.as_its_consultant_sees_it(inquiry))
    corrected = {entry.corrects_id for entry in entries}
    found = [
        entry
        for entry in entries
        if any(stands_in(has, text) for text in texts_of(entry))
        and (kind is None or entry.kind == kind)
        and (entry_by is None or entry.by.first_name == entry_by)
        and (is_corrected is None or (entry.pk in corrected) == is_corrected)
    ]
    hold(bool(found) == is_there, "there is no such entry" if is_there else "there is such an entry")


@expectation("seen-by", example='person = "Bo"', inquiry=INQUIRY, person=Field(Who(), "who sees it"))
def seen_by(scene: Scene, *, inquiry: str, person: str) -> None:
    """See that a person can open an inquiry, and has it on the worklist."""
    user, row = scene.person(person), scene.filed(inquiry)
    scene.opened(inquiry, user)
    hold(is_listed(user, row, scene.at), "it is not on the worklist")


@expectation("not-shown-to", example='person = "Carla"', inquiry=INQUIRY, person=Field(Who(), "who must not see it"))
def not_shown_to(scene: Scene, *, inquiry: str, person: str) -> None:
    """See that to a person an inquiry does not exist: no page, no list, no day; and that the attempt is on record."""
    user, row = scene.person(person), scene.filed(inquiry)
    tried = Event.objects.refusals().by(user.pk).about(row.pk)
    before = tried.count()
    try:
        scene.opened(inquiry, user)
    except NoSuchInquiry:
        pass
    else:
        raise Broken("it opened")
    hold(not is_listed(user, row, scene.at), "it is on the worklist")
    hold(not places_on_the_day(user, row, scene), "it is on the person's day")
    hold(tried.count() == before + 1, "the attempt is not on record")


def is_listed(user: User, row: Inquiry, at: datetime) -> bool:
    """Tell whether the inquiry is on any page of the person's worklist."""
    after = ""
    while True:
        page = worklist(user, at=at, stage=Stage(row.stage), after=after)
        if row.pk in {each.pk for each in page.rows}:
            return True
        if not page.next:
            return False
        after = page.next


NOWHERE = "nowhere"


def places_on_the_day(user: User, row: Inquiry, scene: Scene) -> set[str]:
    """Return the parts of the person's day that show the inquiry."""
    midnight = end_of(scene.today)
    day = day_of(user, at=scene.at, midnight=midnight, until=midnight + LOOK_AHEAD)
    shown = {
        "due": {each.task.inquiry_id for each in day.due},
        "ahead": {each.task.inquiry_id for each in day.ahead},
        "unclaimed": {each.pk for each in day.unclaimed},
        "awaiting": {each.pk for each in day.awaiting},
    }
    return {place for place, rows in shown.items() if row.pk in rows}


@expectation(
    "day",
    example='person = "Asta"\nwhere = "due"',
    inquiry=INQUIRY,
    person=Field(Who(), "whose day"),
    where=Field(
        OneOf("due", "ahead", "unclaimed", "awaiting", NOWHERE),
        "due by tonight, further ahead, nobody's yet, given away and not taken, or not there",
    ),
)
def look_at_day(scene: Scene, *, inquiry: str, person: str, where: str) -> None:
    """Look where a person's day (Min dag) shows an inquiry."""
    found = places_on_the_day(scene.person(person), scene.filed(inquiry), scene) or {NOWHERE}
    hold(where in found, f"it is {', '.join(sorted(found))}")


@expectation(
    "worklist",
    example='person = "Carla"\nnumber = 0',
    person=Field(Who(), "whose"),
    number=Field(Number(), "how many inquiries the person may see"),
    stage=Field(Choice(Stage), "open or closed", Stage.OPEN.value),
)
def look_at_worklist(scene: Scene, *, person: str, number: int, stage: Stage) -> None:
    """Count what a person may see."""
    rows = {row.pk for branch in branches(scene.person(person), at=scene.at) for row in branch.filter(stage=stage)}
    hold(len(rows) == number, f"it is {len(rows)}")


@expectation(
    "load",
    example='person = "Asta"\nopen = 1\noverdue = 0',
    person=Field(Who(), "whose load"),
    open=Field(Number(), "how many open inquiries the person holds", None),
    overdue=Field(Number(), "how many of them are past their next step", None),
    nobody_has=Field(Number(), "how many inquiries nobody holds", None),
)
def look_at_load(
    scene: Scene,
    *,
    person: str,
    open: int | None,  # noqa: A002
    overdue: int | None,
    nobody_has: int | None,
) -> None:
    """Look at the team lead's overview, which reads no inquiry."""
    (found,) = load_of([scene.person(person)], at=scene.at)
    hold(open in {None, found.open}, f"open is {found.open}")
    hold(overdue in {None, found.overdue}, f"overdue is {found.overdue}")
    if nobody_has is not None:
        number = len(lists.nobody_has())
        hold(number == nobody_has, f"nobody_has is {number}")
