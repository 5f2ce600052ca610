"""The directory: who is named for a municipality and a concern on a day, when a team answers, and who changes it."""

from datetime import date, datetime, time
from typing import Any

from vaern.desk.views.directory_parts import REFUSALS as ON_THE_PAGE
from vaern.directory import actions
from vaern.directory.finder import Answer, UnknownMunicipality, find
from vaern.directory.models import ConsultantListing, Coverage
from vaern.directory.opening import State, opening
from vaern.directory.terms import WEEKDAYS, Competence, Concern, Way
from vaern.play.cast import WHO_LEADS
from vaern.play.fields import (
    Choice,
    Day,
    Field,
    Flag,
    ListOf,
    Moment,
    Municipality,
    OneOf,
    Region,
    Unguarded,
    Who,
    Word,
)
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, hold, stands_in
from vaern.play.times import local
from vaern.staff.actions import end_duty, give_duty
from vaern.staff.models import User
from vaern.staff.roles import Permission

EDIT = Permission.EDIT_DIRECTORY
CONSULTANT = Field(Word(), "the first name, as the directory has it")
FROM = Field(Day(), "from which day", "+0 days")
DAYS = [str(day) for day in WEEKDAYS]

for refusal, (_field, words) in ON_THE_PAGE.items():
    refused_with(refusal, *str(words).split(". ", 1))
refused_with(actions.EndsBeforeItBegins, "Den sidste dag ligger før den første.", "Vælg en senere sidste dag.")
refused_with(actions.OpensAfterItCloses, "Tiden slutter, før den begynder.", "Ret et af klokkeslættene.")
refused_with(UnknownMunicipality, "Den kommune er der ikke på den dag.", "Vælg en anden kommune, eller ring 114.")


def listing(scene: Scene, name: str) -> ConsultantListing:
    """Return how a consultant is listed today. Raises Broken for a name nobody has, or more than one."""
    found = list(ConsultantListing.objects.on(scene.today).filter(first_name=name))
    if len(found) != 1:
        raise Broken(f"{'nobody' if not found else 'more than one'} in the directory is called {name} on this day")
    return found[0]


@step(
    "absence",
    needs=EDIT,
    by=WHO_LEADS,
    example='consultant = "Julie"\nfrom_day = "+0 days"\nlast_day = "+7 days"',
    consultant=CONSULTANT,
    from_day=FROM,
    last_day=Field(Day(), "the last day away; until further notice", None),
)
def absence(scene: Scene, *, by: User, consultant: str, from_day: date, last_day: date | None) -> None:
    """Note that a consultant of the directory does not answer."""
    who = listing(scene, consultant).consultant_id
    actions.set_absence(consultant=who, first_day=from_day, last_day=last_day, by=by.pk)


@step(
    "cover",
    needs=EDIT,
    by=WHO_LEADS,
    example='consultant = "Martin"\nmunicipality = "Slagelse"',
    consultant=CONSULTANT,
    municipality=Field(Municipality(), "which"),
    from_day=FROM,
    covers=Field(Flag(), "false: no longer", True),
)
def cover(scene: Scene, *, by: User, consultant: str, municipality: str, from_day: date, covers: bool) -> None:
    """Let a consultant answer for a municipality, or no longer."""
    pair = [(listing(scene, consultant).consultant_id, municipality)]
    actions.change_coverage(add=pair if covers else [], remove=[] if covers else pair, by=by.pk, on=from_day)


@step(
    "confirm-coverage",
    needs=EDIT,
    by=WHO_LEADS,
    example='municipality = "Roskilde"',
    municipality=Field(Municipality(), "which"),
    from_day=FROM,
)
def confirm_coverage(scene: Scene, *, by: User, municipality: str, from_day: date) -> None:
    """Say that who answers for a municipality is right, also in the region it lies in now."""
    rows = list(Coverage.objects.on(from_day).filter(municipality=municipality))
    actions.confirm_coverage(rows=rows, by=by.pk, on=from_day)


@step(
    "new-consultant",
    needs=EDIT,
    by=WHO_LEADS,
    example='consultant = "Ulrikke"\nnumber = "70 00 00 01"',
    consultant=Field(Word(), "the first name"),
    number=Field(Unguarded(), "the public number; invented"),
    competence=Field(Choice(Competence), "what they advise about", Competence.ALL.value),
    from_day=FROM,
)
def new_consultant(
    scene: Scene, *, by: User, consultant: str, number: str, competence: Competence, from_day: date
) -> None:
    """List a consultant in the directory. They answer for nothing until `cover` says so."""
    actions.add_consultant(first_name=consultant, phone=number, competence=competence, by=by.pk, on=from_day)


@step(
    "new-number",
    needs=EDIT,
    by=WHO_LEADS,
    example='consultant = "Julie"\nnumber = "70 00 00 02"',
    consultant=CONSULTANT,
    number=Field(Unguarded(), "the public number; invented"),
    from_day=FROM,
)
def new_number(scene: Scene, *, by: User, consultant: str, number: str, from_day: date) -> None:
    """Give a consultant of the directory another public number."""
    actions.revise(row=listing(scene, consultant), by=by.pk, on=from_day, phone=number)


@step(
    "consultant-leaves",
    needs=EDIT,
    by=WHO_LEADS,
    example='consultant = "Julie"\nlast_day = "+30 days"',
    consultant=CONSULTANT,
    last_day=Field(Day(), "the last day"),
)
def consultant_leaves(scene: Scene, *, by: User, consultant: str, last_day: date) -> None:
    """Take a consultant out of the directory."""
    actions.end_consultant(consultant=listing(scene, consultant).consultant_id, by=by.pk, last_day=last_day)


@step(
    "hours",
    needs=EDIT,
    by=WHO_LEADS,
    example='region = "Sjælland"\nweekdays = ["mandag", "onsdag"]\nopens = "09:00"\ncloses = "14:30"',
    region=Field(Region(), "whose"),
    weekdays=Field(ListOf(OneOf(*DAYS)), "on which days", DAYS[:5]),
    opens=Field(Moment(), "from"),
    closes=Field(Moment(), "until"),
    from_day=FROM,
)
def hours(
    scene: Scene, *, by: User, region: str, weekdays: tuple[str, ...], opens: datetime, closes: datetime, from_day: date
) -> None:
    """Say when a region's team answers the telephone."""
    day = (clock_of(opens), clock_of(closes))
    week = {DAYS.index(each): day for each in weekdays}
    actions.set_hours(region=region, week=week, source="team lead", by=by.pk, on=from_day)


def clock_of(at: datetime) -> time:
    return local(at).time()


@step(
    "duty",
    by=WHO_LEADS,
    example='person = "Carla"\nregion = "Midtjylland"',
    person=Field(Who(), "who"),
    region=Field(Region(), "for which region"),
    from_day=FROM,
    on_duty=Field(Flag(), "false: no longer", True),
)
def duty(scene: Scene, *, by: User, person: str, region: str, from_day: date, on_duty: bool) -> None:
    """Put somebody of the cast on duty for a region, or let the duty end."""
    user = scene.person(person)
    if on_duty:
        give_duty(user=user, region=region, by=by.pk, on=from_day)
        return
    held = user.duties.on(scene.today).filter(region=region).first()
    if held is None:
        raise Broken("the person has no such duty")
    end_duty(duty=held, by=by.pk, on=from_day)


NAMES = ListOf(Word())


@expectation(
    "finder",
    example='municipality = "Roskilde"\nconcern = "trip"\nnames = ["Julie", "Line"]\nregion = "Sjælland"',
    municipality=Field(Municipality(), "where the citizen lives"),
    concern=Field(Choice(Concern), "what it is about", Concern.UNKNOWN.value),
    on=Field(Day(), "on which day", "+0 days"),
    names=Field(NAMES, "consultants who can be called, each of them", []),
    not_names=Field(NAMES, "consultants who are not named at all", []),
    first=Field(Word(), "the consultant who is named first", None),
    absent=Field(NAMES, "consultants who would be right, but are away", []),
    back_on=Field(Day(), "when the absent ones are back", None),
    fallback=Field(NAMES, "consultants to try when nobody answers", []),
    way=Field(Choice(Way), "where those are", None),
    region=Field(Region(), "the region the municipality lies in", None),
    is_confirmed=Field(Flag(), "false: a team lead has yet to confirm who answers there", None),
    others=Field(NAMES, "numbers that answer when we do not", []),
)
def finder(scene: Scene, *, municipality: str, concern: Concern, on: date, first: str | None, **expected: Any) -> None:
    """Ask the finder whom to call. Every answer ends in a number."""
    answer = find(municipality_code=municipality, concern=concern, on=on)
    named = [one.first_name for one in answer.consultants]
    away = [one.first_name for one in answer.absent]
    behind = [one.first_name for one in answer.fallback]
    everybody = {*named, *away, *behind}
    hold(set(expected["names"]) <= set(named), f"it names {', '.join(named) or 'nobody'}")
    hold(not everybody & set(expected["not_names"]), f"it names {', '.join(sorted(everybody))}")
    hold(first is None or [first] == named[:1], f"it names {', '.join(named) or 'nobody'}")
    hold(set(expected["absent"]) <= set(away), f"away are {', '.join(away) or 'none'}")
    hold(set(expected["fallback"]) <= set(behind), f"the fallback is {', '.join(behind) or 'nobody'}")
    if expected["back_on"] is not None:
        backs = {one.back_on for one in answer.absent}
        hold(backs == {expected["back_on"]}, f"they are back on {', '.join(str(day) for day in backs) or 'no day'}")
    hold(expected["way"] in {None, answer.way}, f"the fallback is {answer.way}")
    where = answer.region.code if answer.region else ""
    hold(expected["region"] in {None, where}, f"the region is {answer.region.name if answer.region else 'unknown'}")
    if expected["is_confirmed"] is not None:
        hold(
            answer.is_unconfirmed != expected["is_confirmed"],
            "it is not confirmed" if answer.is_unconfirmed else "it is confirmed",
        )
    hold(bool(numbers_in(answer)), "it ends in no number")
    missing = set(expected["others"]) - {other.number for other in answer.others}
    hold(not missing, "it names other numbers")


def numbers_in(answer: Answer) -> list[str]:
    return [*(one.phone for one in answer.first_to_call), *(other.number for other in answer.others)]


@expectation(
    "opening",
    example='at = "2026-12-24 10:00"\nregion = "Midtjylland"\nstate = "closed"\nhas = "Åbner igen mandag"',
    region=Field(Region(), "whose team"),
    state=Field(OneOf(*(state.value for state in State)), "what it is", None),
    has=Field(Word(), "words of the sentence that is shown", ""),
)
def look_at_opening(scene: Scene, *, region: str, state: str | None, has: str) -> None:
    """Look whether a region's team answers the telephone now, in the sentence that is shown."""
    found = opening(region=region, at=scene.at)
    hold(state in {None, found.state.value}, f"it is {found.state.value}: {found.sentence}")
    hold(stands_in(has, found.sentence), f"the sentence is: {found.sentence}")
