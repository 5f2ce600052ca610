"""The end of a case: closing, reopening, moving to another municipality, keeping, and destroying by two."""

from datetime import date
from typing import Any

from vaern.audit.models import Destruction
from vaern.cases.access import is_on_the_case
from vaern.cases.actions.tasks import DoneElsewhere
from vaern.cases.terms import Stage, TaskKind
from vaern.closing import reading
from vaern.closing.actions import closing, destruction, keeping, moving
from vaern.closing.models import CaseFact
from vaern.closing.reach import keys_of
from vaern.closing.terms import CLOSE_REASONS, Outcome, Told
from vaern.inquiries.access import may_see
from vaern.law.closing import CloseReason
from vaern.play.cast import WHO_LEADS
from vaern.play.fields import INQUIRY, Choice, Coded, Day, Field, Flag, Moment, Municipality, Number, Text, Who, Word
from vaern.play.kinds.cases import CASES
from vaern.play.kinds.journal import NOTHING, new_task
from vaern.play.refusals import refused_by_laws, refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, hold, stands_in
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.vault.models import Key, Tombstone

DESTROY = Permission.DESTROY_CASES
UNSAID = "none"

refused_by_laws(closing.MayNotCloseCase, lambda error: error.findings)  # type: ignore[attr-defined]
refused_with(closing.AlreadyClosed, "Sagen er afsluttet.", "Genåbn den først, hvis der er noget at gøre.")
refused_with(closing.NotClosed, "Sagen er åben.", "Gå videre i den.")
refused_with(keeping.NotClosedYet, "Kun en afsluttet sag har en dato.", "Afslut den først.")
refused_with(keeping.NoWhy, "Der mangler, hvorfor det er den dag.", "Skriv det med få ord.")
refused_with(keeping.DayIsOver, "Den dag er gået.", "Vælg i dag eller senere.")
refused_with(moving.CaseIsClosed, "En afsluttet sag flytter ikke.", "Genåbn den først.")
refused_with(moving.SameMunicipality, "Det er den samme kommune.", "Vælg den, sagen flytter til.")
refused_with(
    moving.MoveIncomplete, "Der mangler, hvem der har ansvaret imens, eller hvad de har fået.", "Skriv begge dele."
)
refused_with(moving.MovesAlready, "Sagen er allerede på vej.", "Skriv først, om de har taget imod.")
refused_with(moving.AlreadyConfirmed, "De har bekræftet.", "Lad det stå.")
refused_with(moving.ConfirmedTooSoon, "Den dag er ikke kommet endnu.", "Skriv den dag, de bekræftede.")
refused_with(DoneElsewhere, "Opgaven kræver mere end et hak.", "Gå til dens egen side.")
refused_with(destruction.NotDueYet, "Sagens tid er ikke gået.", "Vent, til dagen er gået.")
refused_with(destruction.InquiryIsOpen, "Henvendelsen, sagen kom fra, er åben.", "Bed om, at den afsluttes først.")
refused_with(destruction.AlreadyAsked, "En anden har bedt om det.", "Nu skal det bekræftes.")
refused_with(destruction.NobodyAsked, "Ingen har bedt om det, eller det er taget tilbage.", "Bed om det først.")
refused_with(destruction.SamePerson, "Du har selv bedt om det.", "En anden teamleder bekræfter.")


@step(
    "close-case",
    needs=CASES,
    example='reason = "calm"\nhelped = "At skolen talte med ham alene."\ncheck_on = "+180 days"',
    inquiry=INQUIRY,
    reason=Field(Coded([*CLOSE_REASONS, (UNSAID, "usagt")]), "why it is closed", CloseReason.CALM.value),
    helped=Field(Text(), "what helped", "At de talte sammen uden familien."),
    hindered=Field(Text(), "what did not", "At mødet kom for sent."),
    remaining_risk=Field(Text(), "the risk that is left, in words", "Den kan vokse igen før en ferie."),
    accountable=Field(Text(), "who answers for it now: a role", "sagsbehandler i familieafdelingen"),
    check_on=Field(Day(), "the day somebody looks again", None),
    why_no_check=Field(Text(), "why nobody does", ""),
    tasks=Field(Choice(Outcome, UNSAID), "what became of each open task", Outcome.FINISHED.value),
    tasks_why=Field(Text(), "to whom they were given, or why they were dropped", ""),
    told=Field(Choice(Told, UNSAID), "whether each party knows", Told.YES.value),
    told_why=Field(Text(), "why not", ""),
)
def close_case(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    reason: str,
    check_on: date | None,
    tasks: Any,
    told: Any,
    tasks_why: str,
    told_why: str,
    **texts: str,
) -> None:
    """Close a case with everything it is closed with. What is missing is said all at once."""
    case = scene.case_opened(inquiry, by)
    opened = scene.opened(inquiry, by) if may_see(by, case.inquiry, at=scene.at, let_in=is_on_the_case) else None
    said = scene.guarded(**texts, tasks_why=tasks_why, told_why=told_why)
    ends = {} if tasks == UNSAID else {row.pk: tasks for row in case.tasks.open()}
    knowing = {} if told == UNSAID else {row.key: told for row in reading.parties_of(case, by=by, at=scene.at)}
    ending = closing.Ending(
        reason=None if reason == UNSAID else CloseReason(reason),
        check_on=check_on,
        tasks={pk: closing.TaskEnd(outcome=each, why=said["tasks_why"]) for pk, each in ends.items()},
        parties={key: closing.Informed(told=each, why=said["told_why"]) for key, each in knowing.items()},
        **{name: said[name] for name in texts},
    )
    closing.close_case(case=case, inquiry=opened, ending=ending, seen=None, by=by, at=scene.at)


@step(
    "reopen-case",
    needs=CASES,
    example='why = "Han har ringet igen."\nstage = "assessing"\nnext = "call"\nnext_at = "+1 day 10:00"',
    inquiry=INQUIRY,
    why=Field(Text(), "why it goes on", "Der er ny bekymring."),
    stage=Field(Choice(Stage), "where the work is now", Stage.ADVISING.value),
    next=Field(Choice(TaskKind), "the next step", TaskKind.FOLLOW_UP.value),
    next_at=Field(Moment(), "when it is due", "+1 day 10:00"),
)
def reopen_case(scene: Scene, *, by: User, inquiry: str, why: str, stage: Stage, **step: Any) -> None:
    """Go on with a closed case: the same case, with its history, a reason and a new next step."""
    case = scene.case_opened(inquiry, by)
    task = new_task(scene, step["next"], step["next_at"], "", by)
    words = scene.guarded(why=why)["why"]
    closing.reopen_case(case=case, stage=stage, why=words, next_step=task, seen=None, by=by, at=scene.at)


@step(
    "keep-case",
    needs=CASES,
    example='until = "2040-01-01"\nwhy = "En retssag er i gang."',
    inquiry=INQUIRY,
    until=Field(Day(), "the last day it is kept"),
    why=Field(Text(), "why that day", "En retssag er i gang."),
)
def keep_case(scene: Scene, *, by: User, inquiry: str, until: date, why: str) -> None:
    """Set until when a closed case is kept, where the reason does not say it."""
    case = scene.case_opened(inquiry, by)
    keeping.set_keeping(case=case, until=until, why=scene.guarded(why=why)["why"], by=by, at=scene.at)


@step(
    "move-case",
    needs=CASES,
    example='from_place = "Aarhus"\nto_place = "Aalborg"\nhanded_over = "Planen og den sidste vurdering."',
    inquiry=INQUIRY,
    from_place=Field(Municipality(), "from which municipality"),
    to_place=Field(Municipality(), "to which"),
    on=Field(Day(), "from which day", "+7 days"),
    ask_on=Field(Day(), "when to ask whether they took it", "+2 days"),
    carries_risk=Field(Text(), "who carries the risk meanwhile", "sagsbehandleren i den gamle kommune"),
    handed_over=Field(Text(), "what they were given", "Planen og den sidste vurdering."),
    receiver=Field(Text(), "who takes it: a role", "leder af familieafdelingen"),
)
def move_case(
    scene: Scene, *, by: User, inquiry: str, from_place: str, to_place: str, on: date, ask_on: date, **texts: str
) -> None:
    """Write down that a case moves to another municipality, with a dated task until they confirm."""
    case = scene.case_opened(inquiry, by)
    said = scene.guarded(**texts)
    move = moving.Move(from_place=from_place, to_place=to_place, on=on, ask_on=ask_on, **said)
    moving.begin_move(case=case, move=move, by=by, at=scene.at)


@step(
    "confirm-move",
    needs=CASES,
    example='who = "lederen af familieafdelingen, i telefonen"',
    inquiry=INQUIRY,
    who=Field(Text(), "who confirmed", "leder af familieafdelingen"),
    on=Field(Day(), "on which day", "+0 days"),
    next=Field(Choice(TaskKind, NOTHING), "the next step, where none is left", NOTHING),
    next_at=Field(Moment(), "when it is due", "+7 days 10:00"),
)
def confirm_move(scene: Scene, *, by: User, inquiry: str, who: str, on: date, **step: Any) -> None:
    """Write down that the receiving municipality has confirmed."""
    case = scene.case_opened(inquiry, by)
    rows = reading.transfers_of(case)
    if not rows:
        raise Broken("the case is not on its way anywhere")
    then = None if step["next"] == NOTHING else new_task(scene, step["next"], step["next_at"], "", by)
    words = scene.guarded(who=who)["who"]
    moving.confirm_move(case=case, transfer=rows[0], who=words, on=on, then=then, by=by, at=scene.at)


@step("ask-destruction", needs=DESTROY, by=WHO_LEADS, inquiry=INQUIRY)
def ask_destruction(scene: Scene, *, by: User, inquiry: str) -> None:
    """Ask that a case whose time is over is destroyed, by its reference, unread."""
    destruction.ask_destruction(case_id=scene.case_of(inquiry).pk, by=by, at=scene.at)


@step("take-back-destruction", needs=DESTROY, by=WHO_LEADS, inquiry=INQUIRY)
def withdraw_destruction(scene: Scene, *, by: User, inquiry: str) -> None:
    """Take back what was asked."""
    destruction.withdraw_destruction(case_id=scene.case_of(inquiry).pk, by=by, at=scene.at)


@step("confirm-destruction", needs=DESTROY, by=WHO_LEADS, example='by = "Inger"', inquiry=INQUIRY)
def confirm_destruction(scene: Scene, *, by: User, inquiry: str) -> None:
    """Be the second person: the keys go, and a row without a person stays."""
    destruction.confirm_destruction(case_id=scene.case_of(inquiry).pk, by=by, at=scene.at)


@expectation(
    "case-closing",
    example='reason = "calm"\nhas = "skolen"\nkept_until = "2031-11-24"\ntimes = 1',
    inquiry=INQUIRY,
    times=Field(Number(), "how often it has been closed", None),
    reason=Field(Coded(CLOSE_REASONS), "why it was last closed", None),
    has=Field(Word(), "words of what was said then", None),
    kept_until=Field(Day(), "until when it is kept", None),
    has_day=Field(Flag(), "whether such a day is set", None),
)
def look_at_closing(
    scene: Scene,
    *,
    inquiry: str,
    times: int | None,
    reason: str | None,
    has: str | None,
    kept_until: date | None,
    has_day: bool | None,
) -> None:
    """Look at what a case was closed with, and until when it is kept."""
    case = scene.case_as_its_consultant_sees_it(inquiry)
    rows = reading.closures_of(case)
    hold(times in {None, len(rows)}, f"it has been closed {len(rows)} times")
    if rows:
        newest = rows[0]
        texts = " ".join([newest.helped, newest.hindered, newest.remaining_risk, newest.facts["accountable"]])
        hold(reason in {None, newest.facts["reason"]}, f"the reason is {newest.facts['reason']}")
        hold(has is None or stands_in(has, texts), "nothing of that was said")
    keepings = reading.keepings_of(case)
    day = keepings[0].keep_until if keepings else None
    hold(kept_until in {None, day}, f"it is kept until {day}")
    hold(has_day in {None, day is not None}, f"it is kept until {day}")


@expectation(
    "case-moves",
    example='to_place = "Aalborg"\nis_confirmed = false',
    inquiry=INQUIRY,
    to_place=Field(Municipality(), "where it is going", None),
    is_confirmed=Field(Flag(), "whether they have confirmed", None),
    has=Field(Word(), "words of who carries the risk, or of what they got", None),
)
def look_at_moves(
    scene: Scene, *, inquiry: str, to_place: str | None, is_confirmed: bool | None, has: str | None
) -> None:
    """Look at the newest move of a case between municipalities."""
    rows = reading.transfers_of(scene.case_as_its_consultant_sees_it(inquiry))
    hold(bool(rows), "it has not moved")
    newest = rows[0]
    hold(to_place in {None, newest.facts["to"]}, f"it goes to {newest.facts['to']}")
    hold(is_confirmed in {None, hasattr(newest, "receipt")}, "it is otherwise")
    hold(has is None or stands_in(has, f"{newest.carries_risk} {newest.handed_over}"), "nothing of that was said")


@expectation(
    "case-destroyed",
    example="is_destroyed = true\ncounted = 1",
    inquiry=INQUIRY,
    is_destroyed=Field(Flag(), "whether every key of it is gone, with two people's decision", True),
    counted=Field(Number(), "how many rows statistics have", None),
)
def look_at_destruction(scene: Scene, *, inquiry: str, is_destroyed: bool, counted: int | None) -> None:
    """See whether a case can still be opened by anybody, and how many rows are counted."""
    case = scene.case_of(inquiry)
    keys = keys_of(case)
    left = Key.objects.filter(pk__in=keys).count()
    shut = Tombstone.objects.filter(pk__in=keys).count() == len(keys)
    decided = Destruction.objects.of([case.pk, case.inquiry_id]).count() == 2
    hold((left == 0 and shut and decided) == is_destroyed, f"{left} of {len(keys)} keys are left")
    rows = CaseFact.objects.count()
    hold(counted in {None, rows}, f"there are {rows} rows")


@expectation(
    "to-destroy",
    example="number = 1",
    who=Field(Who(), "whose list", WHO_LEADS),
    number=Field(Number(), "how many cases stand there"),
)
def look_at_list(scene: Scene, *, who: str, number: int) -> None:
    """Look at the team lead's list of cases whose time is over."""
    found = len(reading.past_keeping(scene.person(who), on=scene.today))
    hold(found == number, f"there are {found}")
