"""What a page may read of a case's assessments. A case that was opened opens them; who rates blindly does not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from vaern.audit import trail
from vaern.cases import basis
from vaern.cases.models import Case
from vaern.cases.reading import facts_of
from vaern.cases.terms import Scope
from vaern.law import gate
from vaern.law.clocks import local_day
from vaern.law.terms import Finding
from vaern.risk.assessed import Assessed, Weighed
from vaern.risk.frame import Frame, built
from vaern.risk.models import Assessment, AssessmentReading, AssessmentVoiding, MethodSupport
from vaern.staff.models import User


class NoSuchAssessment(Exception):
    """There is none in this case."""


class RatesBlindly(Exception):
    """They are making a second rating of it, and see the first when theirs is signed. ``rating`` is their own."""

    def __init__(self, rating: UUID) -> None:
        super().__init__(rating)
        self.rating = rating


class NotTheirRating(Exception):
    """A blind rating is seen by nobody but the rater until it is signed."""


# The gate.


def assessing_finding(case: Case, *, at: datetime) -> Finding:
    """Return what the gate finds on assessing the opened case. Three queries."""
    day = local_day(at)
    age = facts_of(case).age
    return gate.may_assess_with_patriark(basis.gate_facts(case, on=day, scope=Scope.ASSESSMENT, age=age))


def support_finding(case: Case, *, at: datetime) -> Finding:
    day = local_day(at)
    age = facts_of(case).age
    return gate.may_support_a_professionals_assessment(basis.gate_facts(case, on=day, scope=Scope.ASSESSMENT, age=age))


# One assessment.


def frame_of(assessment: Assessment) -> Frame:
    """Return the frame as it was when the assessment was begun: its own copy, whatever edition came after."""
    return built(assessment.frame, fingerprint=assessment.fingerprint, overlay=assessment.overlay)


def content_of(assessment: Assessment) -> Assessed:
    return Assessed(frame_of(assessment), assessment.content)


def assessment_of(case: Case, assessment_id: UUID, *, user: User) -> Assessment:
    """Return one assessment of an opened case, readable.

    Raises NoSuchAssessment; RatesBlindly for the first while the reader's own second rating waits; NotTheirRating for
    a second rating that is not signed and somebody else's. Both stand in the trail as refusals.
    """
    rows = Assessment.objects.of(case).select_related("signed_by", "saved_by", "began_by", "attestation", "voiding")
    found = rows.filter(pk=assessment_id).first()
    if found is None:
        raise NoSuchAssessment
    if found.is_second_rating and not found.is_signed and found.began_by_id != user.pk:
        trail.record_refusal("assessment.blind_refused", by=user.pk, about=case.pk, code="second-rating")
        raise NotTheirRating(found.pk)
    own = blind_rating_of(case, user)
    is_ones_own = not found.is_signed and found.began_by_id == user.pk  # nobody is asked to rate what they wrote in
    if own is not None and not is_ones_own:
        trail.record_refusal("assessment.blind_refused", by=user.pk, about=case.pk, code="second-rating")
        raise RatesBlindly(own.pk)
    found.case = case
    return found.opened_with(case.key_in_hand)


def blind_rating_of(case: Case, user: User) -> Assessment | None:
    """Return the unsigned second rating somebody is making in the case, shut, or None."""
    return Assessment.objects.of(case).drafts().blind().by(user).oldest_first().first()


def drafts_of(case: Case) -> list[Assessment]:
    """Return the assessments that are being written, the oldest first, without the blind ones."""
    rows = Assessment.objects.of(case).first_ratings().drafts().oldest_first().select_related("saved_by")
    return rows.opened_with(case.key_in_hand)


def signed_of(case: Case) -> list[Assessment]:
    """Return what was signed, the newest first, each with its voiding if it has one."""
    rows = Assessment.objects.of(case).first_ratings().signed().newest_first()
    return rows.select_related("signed_by", "voiding", "attestation").opened_with(case.key_in_hand)


def newest_assessment(case: Case) -> Assessment | None:
    row = Assessment.objects.of(case).newest().select_related("voiding", "signed_by").first()
    return row.opened_with(case.key_in_hand) if row else None


def has_one_that_stands(case: Case) -> bool:
    """Tell whether the newest signed assessment is in use. One query; nothing opens."""
    return Assessment.objects.of(case).newest().filter(voiding=None).exists()


def voiding_of(assessment: Assessment) -> AssessmentVoiding | None:
    """Return why an opened assessment was taken out of use, readable, or None."""
    voiding = getattr(assessment, "voiding", None)
    return voiding.opened_with(assessment.key_in_hand) if voiding else None


def readings_of(case: Case, assessment: Assessment) -> list[AssessmentReading]:
    """Return who has read a draft as it stands now, readable."""
    rows = AssessmentReading.objects.filter(assessment=assessment.pk, revision=assessment.revision)
    return rows.oldest_first().select_related("by").opened_with(case.key_in_hand)


def supports_of(case: Case) -> list[MethodSupport]:
    """Return when a professional was supported in assessing themselves, the newest first, readable."""
    return case.method_supports.newest_first().select_related("by").opened_with(case.key_in_hand)


# Two ratings side by side.


def ratings_of(assessment: Assessment) -> list[Assessment]:
    """Return the second ratings of an assessment, shut: a name and whether it is signed."""
    return list(assessment.second_ratings.order_by("began_at", "pk").select_related("began_by"))


@dataclass(frozen=True)
class Pair:
    """The same thing as two people saw it, in words. It differs or it does not; how much is no number."""

    label: str
    code: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


def side_by_side(first: Assessment, second: Assessment) -> list[tuple[str, list[Pair]]]:
    """Return what two people answered and concluded, domain by domain, and last the conclusions."""
    one, other = content_of(first), content_of(second)
    marks = dict(one.frame.marks)
    found = []
    for domain in one.frame.domains:
        pairs = []
        for mine, theirs in paired(one.weighed(domain), other.weighed(domain)):
            for part, label in (("now", "nu"), ("earlier", "tidligere")):
                words = [marks.get(getattr(each, part), "Ikke besvaret") if each else "–" for each in (mine, theirs)]
                known = mine or theirs
                pairs.append(Pair(f"{known.label if known else ''}, {label}", known.code if known else "", *words))
        found.append((domain.label, pairs))
    return [*found, ("Konklusionerne", list(conclusions(one, other)))]


def paired(first: list[Weighed], second: list[Weighed]) -> Iterator[tuple[Weighed | None, Weighed | None]]:
    """Match the frame's factors; what each added of their own stands alone."""
    theirs = {each.code: each for each in second if each.code}
    for each in first:
        yield each, theirs.get(each.code) if each.code else None
    for each in second:
        if not each.code:
            yield None, each


def conclusions(one: Assessed, other: Assessed) -> Iterator[Pair]:
    levels = {choice.code: choice.label for choice in one.frame.levels}
    lists = {
        "priority": ("Hvor meget sagen haster", levels),
        "level": ("Fare for alvorlig vold", levels),
        "imminent": ("Fare lige nu", levels),
        "soon": ("Hvor hurtigt", {choice.code: choice.label for choice in one.frame.soon}),
        "knowledge": ("Hvor godt vi ved det", {choice.code: choice.label for choice in one.frame.knowledge}),
    }
    for name, (label, words) in lists.items():
        yield Pair(label, "", *(words.get(each.get(name), "Ikke valgt") for each in (one, other)))


def note_compared(case: Case, second: Assessment, *, by: User) -> None:
    """Write down that two people's ratings were looked at beside each other."""
    trail.record_opening("assessment.compared", by=by.pk, about=case.pk, subject=second.pk, code="casework")


def standing_judgements(case: Case) -> Iterable[Assessment]:
    """Return every signed assessment of the case, the oldest first, shut: levels and times only."""
    rows = Assessment.objects.of(case).first_ratings().signed().select_related("signed_by", "voiding")
    return rows.defer("content", "frame", "saves").order_by("signed_at", "pk")
