"""Who works on a case: participants, hand-over to a person or a region, taking, giving, cover, and restricting it."""

from datetime import date

from vaern.cases.actions import staffing
from vaern.cases.models import Holding, LeaveCover
from vaern.cases.terms import HandOver, ParticipantRole
from vaern.play.cast import WHO_LEADS
from vaern.play.fields import INQUIRY, Choice, Day, Field, Flag, Number, Region, Text, Who, Word
from vaern.play.kinds.cases import CASES
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, hold, stands_in
from vaern.staff.models import User
from vaern.staff.roles import Permission

NOTE = Field(Text(), "what they should know", "")

refused_with(staffing.AlreadyTaken, "En anden har taget sagen imens.", "Tal med den, der har taget den.")
refused_with(staffing.AlreadyTheirs, "Det er deres allerede.", "Vælg en anden.")
refused_with(
    staffing.NeedsAName,
    "En begrænset sag kan ikke lægges til en region: Ingen der kunne se den.",
    "Giv den til en bestemt kollega.",
)
refused_with(staffing.NotTheirsToArrange, "Man aftaler kun afløsning for sig selv.", "Bed en teamleder om det.")
refused_with(
    staffing.NoCover, "Sådan kan en afløsning ikke være.", "Vælg en kollega, og en sidste dag efter den første."
)
refused_with(staffing.NotWhileRestricted, "Sagen står sådan allerede.", "Lad den stå.")


@step(
    "add-participant",
    needs=CASES,
    example='person = "Carla"\nrole = "co-consultant"\nlast_day = "+14 days"',
    inquiry=INQUIRY,
    person=Field(Who(), "the colleague"),
    role=Field(Choice(ParticipantRole), "as what", ParticipantRole.CO_CONSULTANT.value),
    last_day=Field(Day(), "the last day; until it is ended", None),
)
def add_participant(
    scene: Scene, *, by: User, inquiry: str, person: str, role: ParticipantRole, last_day: date | None
) -> None:
    """Let a colleague see a case and work on it."""
    case = scene.case_opened(inquiry, by)
    staffing.add_participant(case=case, user=scene.person(person), role=role, last_day=last_day, by=by, at=scene.at)


@step("end-participant", needs=CASES, example='person = "Carla"', inquiry=INQUIRY, person=Field(Who(), "the colleague"))
def end_participant(scene: Scene, *, by: User, inquiry: str, person: str) -> None:
    """Let a colleague step out of a case. What was theirs to do goes to who holds it."""
    case = scene.case_opened(inquiry, by)
    row = case.participants.filter(user=scene.people[person], ended_at=None).first()
    if row is None:
        raise Broken(f"{person} does not take part")
    staffing.end_participation(case=case, participant=row, by=by, at=scene.at)


@step(
    "restrict",
    needs=CASES,
    example="restricted = true",
    inquiry=INQUIRY,
    restricted=Field(Flag(), "false: let the region see it again", True),
)
def restrict(scene: Scene, *, by: User, inquiry: str, restricted: bool) -> None:
    """Let only those who hold a case, cover for it or take part see it; the region no longer."""
    case = scene.case_opened(inquiry, by)
    staffing.restrict(case=case, restricted=restricted, by=by, at=scene.at)


@step(
    "hand-case-to",
    needs=CASES,
    example='person = "Bo"\nreason = "competence"\nnote = "Han taler med politiet i forvejen."',
    inquiry=INQUIRY,
    person=Field(Who(), "the colleague"),
    reason=Field(Choice(HandOver), "why", HandOver.COMPETENCE.value),
    note=NOTE,
)
def hand_over_to(scene: Scene, *, by: User, inquiry: str, person: str, reason: HandOver, note: str) -> None:
    """Give a case to a colleague, who answers for it at once and is reminded to read it."""
    case = scene.case_opened(inquiry, by)
    words = scene.guarded(note=note)["note"]
    staffing.hand_over_to(case=case, to=scene.person(person), reason=reason, note=words, by=by, at=scene.at)


@step(
    "leave-case-to",
    needs=CASES,
    example='region = "Nordjylland"\nreason = "lives-there"',
    inquiry=INQUIRY,
    region=Field(Region(), "the region it goes to"),
    reason=Field(Choice(HandOver), "why", HandOver.LIVES_THERE.value),
    note=NOTE,
)
def leave_to_region(scene: Scene, *, by: User, inquiry: str, region: str, reason: HandOver, note: str) -> None:
    """Leave a case to a region. Until somebody there takes it, the giver answers for it."""
    case = scene.case_opened(inquiry, by)
    words = scene.guarded(note=note)["note"]
    staffing.hand_over_to_region(case=case, region=region, reason=reason, note=words, by=by, at=scene.at)


@step("take-case", needs=CASES, example='by = "Carla"', inquiry=INQUIRY)
def take_case(scene: Scene, *, by: User, inquiry: str) -> None:
    """Take a case nobody holds."""
    staffing.take(case=scene.case_opened(inquiry, by), by=by, at=scene.at)


@step(
    "assign-case",
    needs=Permission.ASSIGN_CASES,
    by=WHO_LEADS,
    example='person = "Bo"',
    inquiry=INQUIRY,
    person=Field(Who(), "the consultant who gets it"),
)
def assign_case(scene: Scene, *, by: User, inquiry: str, person: str) -> None:
    """Give a case to a consultant by its reference alone. The team lead reads nothing of it."""
    staffing.assign(case_id=scene.case_of(inquiry).pk, to=scene.person(person), by=by, at=scene.at)


@step(
    "leave-cover",
    needs=(CASES, Permission.ASSIGN_CASES),
    by=WHO_LEADS,
    example='absent = "Asta"\nstands_in = "Carla"\nlast_day = "+7 days"',
    absent=Field(Who(), "who is away"),
    stands_in=Field(Who(), "who looks after their cases"),
    from_day=Field(Day(), "from which day", "+0 days"),
    last_day=Field(Day(), "the last day", "+7 days"),
)
def arrange_cover(scene: Scene, *, by: User, absent: str, stands_in: str, from_day: date, last_day: date) -> None:
    """Let a colleague look after all cases somebody holds, while they are away."""
    staffing.arrange_cover(
        absent=scene.person(absent),
        stands_in=scene.person(stands_in),
        first_day=from_day,
        last_day=last_day,
        by=by,
        at=scene.at,
    )


@step(
    "end-leave-cover",
    needs=(CASES, Permission.ASSIGN_CASES),
    by=WHO_LEADS,
    example='absent = "Asta"',
    absent=Field(Who(), "who is back"),
)
def end_cover(scene: Scene, *, by: User, absent: str) -> None:
    """Let cover end now."""
    covers = list(LeaveCover.objects.in_force(scene.today).filter(absent=scene.people[absent]))
    if not covers:
        raise Broken(f"nobody covers for {absent} today")
    for cover in covers:
        staffing.end_cover(cover=cover, by=by, at=scene.at)


@expectation(
    "case-holding",
    example='person = "Bo"\nreason = "competence"\nrows = 2',
    inquiry=INQUIRY,
    rows=Field(Number(), "how many have had it, the first and the time with nobody included", None),
    person=Field(Who(), "somebody who has had it", None),
    reason=Field(Choice(HandOver), "why they got it", None),
    has=Field(Word(), "words of what they were told", None),
)
def look_at_holding(
    scene: Scene, *, inquiry: str, rows: int | None, person: str | None, reason: HandOver | None, has: str | None
) -> None:
    """Look at who has held a case, and why it changed hands. The history stays."""
    case = scene.case_as_its_consultant_sees_it(inquiry)
    found: list[Holding] = case.holdings.select_related("consultant").opened_with(case.key_in_hand)
    hold(rows in {None, len(found)}, f"there are {len(found)}")
    fitting = [
        each
        for each in found
        if person in {None, each.consultant.first_name if each.consultant else ""}
        and reason in {None, each.reason}
        and (has is None or stands_in(has, each.note or ""))
    ]
    hold(bool(fitting), "there is no such row")
