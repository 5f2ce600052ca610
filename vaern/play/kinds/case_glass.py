"""Breaking the glass: a case not one's own to see, opened because somebody needs it now, and reviewed next morning."""

from datetime import datetime

from vaern.cases.access import glass_to_review, open_broken_glass
from vaern.cases.actions import breaking_glass
from vaern.cases.models import BrokenGlass
from vaern.cases.terms import Emergency, ReviewFinding
from vaern.play.cast import WHO_LEADS
from vaern.play.fields import INQUIRY, Choice, Field, Flag, Moment, OneOf, Text, Who, Word
from vaern.play.kinds.cases import CASES
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, clock_shows, hold, stands_in
from vaern.staff.models import User
from vaern.staff.roles import Permission

REVIEW = Permission.REVIEW_BREAK_GLASS

refused_with(breaking_glass.NoReason, "Nødåbning kræver en grund.", "Skriv, hvorfor det ikke kan vente.")
refused_with(breaking_glass.AlreadyReviewed, "Den er gennemset.", "Se den vurdering, der er givet.")
refused_with(breaking_glass.OwnGlass, "Ingen gennemser sin egen nødåbning.", "Bed en anden teamleder om det.")


@step(
    "break-glass",
    needs=CASES,
    example='by = "Carla"\nemergency = "in-contact-now"\nreason = "Skolen ringer nu, og ingen i regionen svarer."',
    inquiry=INQUIRY,
    typed=Field(OneOf("reference", "cover-name", "half"), "what is typed: all of either, or only a part", "reference"),
    emergency=Field(Choice(Emergency), "why", Emergency.IN_CONTACT_NOW.value),
    reason=Field(Text(), "why it cannot wait, in words", ""),
)
def break_glass(scene: Scene, *, by: User, inquiry: str, typed: str, emergency: Emergency, reason: str) -> None:
    """Open a case that is not one's own, by its exact reference or cover name, for a few hours."""
    row = scene.case_of(inquiry)
    name = {"reference": row.reference, "cover-name": row.cover_name, "half": row.reference[:4]}[typed]
    words = scene.guarded(reason=reason)["reason"]
    breaking_glass.break_glass(name=name, emergency=emergency, reason=words, by=by, at=scene.at)


@step(
    "review-glass",
    needs=REVIEW,
    by=WHO_LEADS,
    example='finding = "right"',
    inquiry=INQUIRY,
    finding=Field(Choice(ReviewFinding), "the judgement", ReviewFinding.RIGHT.value),
)
def review_glass(scene: Scene, *, by: User, inquiry: str, finding: ReviewFinding) -> None:
    """Judge whether the newest break-glass of a case was needed. The reviewer reads the reason, nothing of the case."""
    glass = open_broken_glass(user=by, glass_id=newest(scene, inquiry).pk)
    breaking_glass.review_broken_glass(glass=glass, finding=finding, by=by, at=scene.at)


def newest(scene: Scene, inquiry: str) -> BrokenGlass:
    found: BrokenGlass | None = scene.case_of(inquiry).broken_glass.order_by("at").last()
    if found is None:
        raise Broken("nobody has broken the glass")
    return found


@expectation(
    "glass",
    example='awaits_review = true\nreview_by = "+1 working day 09:00"\nlapses_at = "+8 hours"',
    inquiry=INQUIRY,
    awaits_review=Field(Flag(), "whether it waits for a team lead", None),
    review_by=Field(Moment(), "when that must be done", None),
    lapses_at=Field(Moment(), "when it shuts by itself", None),
    broken_by=Field(Who(), "who did it", None),
    finding=Field(Choice(ReviewFinding), "how it was judged", None),
    has=Field(Word(), "words of the reason, as a team lead reads it", None),
)
def look_at_glass(
    scene: Scene,
    *,
    inquiry: str,
    awaits_review: bool | None,
    review_by: datetime | None,
    lapses_at: datetime | None,
    broken_by: str | None,
    finding: ReviewFinding | None,
    has: str | None,
) -> None:
    """Look at the newest break-glass of a case."""
    glass = newest(scene, inquiry)
    waits = glass.pk in {each.pk for each in glass_to_review()}
    hold(awaits_review in {None, waits}, "it waits" if waits else "it does not wait")
    hold(review_by in {None, glass.review_by}, f"it is to be reviewed by {clock_shows(glass.review_by)}")
    hold(lapses_at in {None, glass.lapses_at}, f"it shuts at {clock_shows(glass.lapses_at)}")
    hold(broken_by in {None, glass.by.first_name}, f"it was {glass.by.first_name}")
    hold(finding in {None, glass.finding}, f"it is judged {glass.finding or 'not yet'}")
    if has is not None:
        lead = User.objects.exclude(pk=glass.by_id).order_by("first_name")
        reader = next((each for each in lead if each.may(REVIEW)), None)
        if reader is None:
            raise Broken("no team lead is there to read it: name one in the file")
        hold(stands_in(has, open_broken_glass(user=reader, glass_id=glass.pk).reason), "it has not these words")
