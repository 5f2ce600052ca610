"""Sign an assessment, under the name it may carry, and take a signed one out of use when the world has changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from django.db import transaction

from vaern.audit import trail
from vaern.cases.actions.course import show_level
from vaern.cases.actions.opening import GateRefused
from vaern.cases.actions.tasks import set_task
from vaern.cases.models import Case
from vaern.cases.terms import TaskKind
from vaern.guard import Context, Guarded, guarded
from vaern.inquiries.models import Inquiry
from vaern.law import assessment as law
from vaern.law.clocks import COPENHAGEN, local_day
from vaern.law.screening import Level, latest_validity
from vaern.law.terms import Finding
from vaern.risk.access import newest_of
from vaern.risk.actions.assessing import AlreadySigned, CaseIsClosed, require_rater
from vaern.risk.actions.second_look import finish_asking
from vaern.risk.actions.signing import AlreadyVoided, ChangedSince, MayNotSign, NotAReason, NotGuarded, NotTheNewest
from vaern.risk.assessed import Assessed
from vaern.risk.assessments import assessing_finding, content_of, frame_of, newest_assessment
from vaern.risk.content import as_date, as_time
from vaern.risk.models import Assessment, AssessmentReading, AssessmentVoiding, Screening
from vaern.risk.terms import SignedAs
from vaern.staff.attesting import attestation_of, holds
from vaern.staff.models import Attestation, User
from vaern.staff.people import consultants_on
from vaern.staff.terms import Trained
from vaern.work.rows import lock
from vaern.work.tasks import NewTask, blank, show_next_step

NINE = time(9)  # a follow-up has a day; the clock is the morning's
SIGNED_WITH = ("signed.edition", "signed.manual")  # written at signing, beside what the pages hold


@dataclass(frozen=True, kw_only=True)
class Name:
    """Under which name it is signed, and what the name PATRIARK rests on."""

    signed_as: SignedAs
    edition: Guarded = field(default_factory=blank)
    manual: Guarded = field(default_factory=blank)


def sign(
    *,
    case: Case,
    assessment: Assessment,
    base: int,
    name: Name,
    cleared: Mapping[str, Guarded],
    by: User,
    at: datetime,
) -> Assessment:
    """Sign the draft as it stands at revision ``base``. From then on it is only followed by another.

    ``cleared`` is every field of words, past the guard. What somebody is to find out, and the measures to follow up,
    become tasks; one says when to assess anew. A second rating is signed the same way, and changes no level. Raises
    GateRefused, CaseIsClosed, AlreadySigned, ChangedSince, NotGuarded, RatedByAnother, and MayNotSign with what the
    law finds.
    """
    try:
        return sign_once(case, assessment, base, name, cleared, by, at)
    except GateRefused as refusal:
        trail.record_refusal("assessment.gate_refused", by=by.pk, about=case.pk, code=refusal.finding.answer)
        raise


@transaction.atomic
def sign_once(
    case: Case,
    assessment: Assessment,
    base: int,
    name: Name,
    cleared: Mapping[str, Guarded],
    by: User,
    at: datetime,
) -> Assessment:
    Inquiry.objects.select_for_update(of=("self",)).get(pk=case.inquiry_id)  # a screening is signed under this lock
    held = lock(case)
    if not held.is_open:
        raise CaseIsClosed(case.pk)
    finding = assessing_finding(case, at=at)
    if not finding.permits:
        raise GateRefused(finding)
    draft = Assessment.objects.of(case).drafts().select_for_update(of=("self",)).filter(pk=assessment.pk).first()
    if draft is None:
        raise AlreadySigned(assessment.pk)
    draft.opened_with(case.key_in_hand)
    require_rater(draft, by)
    if draft.revision != base:
        raise ChangedSince(draft.pk)
    content = content_of(draft)
    require_guarded(content, cleared)
    if draft.is_second_rating:
        name = Name(signed_as=SignedAs.STRUCTURED)
    attestation = attestation_for(name, by=by, at=at)
    if in_the_way := [each for each in findings(case, draft, name, by=by, at=at) if not each.permits]:
        raise MayNotSign(in_the_way)
    draft.signed_at, draft.signed_by, draft.signed_as = at, by, name.signed_as
    draft.attestation = attestation
    draft.content = draft.content | {
        key: words.text for key, words in zip(SIGNED_WITH, (name.edition, name.manual), strict=True) if words.text
    }
    if draft.is_second_rating:
        return signed_blindly(case, draft, by=by, at=at)
    draft.level, draft.valid_until = content.level, content.valid_until
    draft.follows = newest_assessment(case)
    draft.supersedes = Screening.objects.newest().filter(inquiry=case.inquiry_id).first()
    draft.renewal = plan(case, draft, content, cleared, by=by, at=at)
    draft.save()
    trail.record(
        "assessment.signed", by=by.pk, about=case.pk, subject=draft.pk, code=draft.level, digest=draft.sealed_digest()
    )
    if attestation is not None and not holds(attestation, on=local_day(at)):
        trail.record("assessment.signed_on_expired", by=by.pk, about=case.pk, subject=draft.pk, code=draft.signed_as)
    show_level(case=case, level=draft.level, valid_until=draft.valid_until, by=by)
    return draft


def signed_blindly(case: Case, draft: Assessment, *, by: User, at: datetime) -> Assessment:
    """Hand in a second rating: from now on both raters see both. It is nobody's level of the case."""
    draft.save()
    finish_asking(case, TaskKind.SECOND_RATING, by=by, at=at)
    trail.record(
        "assessment.blind_signed", by=by.pk, about=draft.case_id, subject=draft.pk, digest=draft.sealed_digest()
    )
    return draft


def require_guarded(content: Assessed, cleared: Mapping[str, Guarded]) -> None:
    """Raise NotGuarded for words that did not pass the guard, and for fields no page shows."""
    texts = content.texts()
    wrong = content.strays()
    wrong += [name for name, text in texts.items() if name not in cleared or cleared[name].text.strip() != text]
    if wrong:
        raise NotGuarded(wrong)


def findings(case: Case, draft: Assessment, name: Name | None, *, by: User, at: datetime) -> list[Finding]:
    """Return what the law finds on signing the draft as it stands; without ``name`` what it finds whatever the name."""
    content = content_of(draft)
    level = content.level
    frame = content.frame
    facts = law.AssessmentFacts(
        lacks=frozenset(gap.lacks for gap in content.gaps()),
        valid_until=content.valid_until,
        latest_valid_until=latest_validity(at, holds_days=frame.holds_days(level)) if level else None,
    )
    found = [law.may_sign_assessment(facts, at=at)]
    if not draft.is_second_rating:
        newest = newest_of([case.inquiry_id]).get(case.inquiry_id)
        lowering = law.LoweringFacts(
            previous=Level(newest.level) if newest else None, level=level, second_reader=was_read(draft, by=by)
        )
        found.append(law.may_conclude_lower(lowering))
    if name is not None and name.signed_as == SignedAs.PATRIARK:
        found.append(law.may_sign_as_patriark(name_facts(name, by=by, at=at)))
    return found


def name_facts(name: Name, *, by: User, at: datetime) -> law.NameFacts:
    attestation = attestation_for(name, by=by, at=at)
    return law.NameFacts(
        edition=name.edition.text,
        manual=name.manual.text,
        attested=attestation is not None,
        attestation_holds=holds(attestation, on=local_day(at)),
    )


def attestation_for(name: Name, *, by: User, at: datetime) -> Attestation | None:
    """Return the training the name rests on; None where it rests on none, or there is none."""
    if name.signed_as != SignedAs.PATRIARK:
        return None
    return attestation_of(by, Trained.PATRIARK, on=local_day(at))


def was_read(draft: Assessment, *, by: User) -> bool:
    """Tell whether somebody other than the signer has read the draft as it stands now."""
    return AssessmentReading.objects.filter(assessment=draft.pk, revision=draft.revision).exclude(by=by).exists()


def plan(
    case: Case, draft: Assessment, content: Assessed, cleared: Mapping[str, Guarded], *, by: User, at: datetime
) -> object:
    """Set the tasks that follow from a signed assessment, and return the one that says to assess anew."""
    people = {person.pk: person for person in consultants_on(local_day(at))}
    labels = {factor.name: factor.label for factor in content.frame.factors}
    for name in content.to_find_out():
        owner = people.get(content.owner_of(name), by)
        due = as_time(content.get(f"{name}.by"))
        words = guarded(f"Find ud af: {labels[name]}", Context())
        set_task(case=case, task=NewTask(kind=TaskKind.FIND_OUT, due_at=due, owner=owner, text=words), by=by, at=at)
    holder = case.answers_for_it
    for scenario in content.scenarios():
        for measure in scenario.measures:
            day = as_date(measure.by)
            if measure.follow and day:
                words = cleared[f"{measure.name}.what"]
                new = NewTask(
                    kind=TaskKind.FOLLOW_UP,
                    due_at=datetime.combine(day, NINE, tzinfo=COPENHAGEN),
                    owner=holder,
                    text=words,
                )
                set_task(case=case, task=new, by=by, at=at)
    earlier = draft.follows.renewal if draft.follows else None
    again = NewTask(kind=TaskKind.ASSESSMENT, due_at=draft.valid_until, owner=holder)
    renewal = set_task(case=case, task=again, by=by, at=at)
    if earlier is not None and earlier.done_at is None:
        earlier.done_at, earlier.done_by = at, by
        earlier.save(update_fields=["done_at", "done_by"])
        trail.record("task.done", by=by.pk, about=case.pk, subject=earlier.pk, code=earlier.kind)
        show_next_step(case)
    return renewal


@transaction.atomic
def void(
    *, case: Case, assessment: Assessment, happened: str, words: Guarded, by: User, at: datetime
) -> AssessmentVoiding:
    """Take the assessment that says the case's level out of use, because something happened: it is made anew.

    ``happened`` is one of its frame's own list; "mistake" needs words. Raises AlreadyVoided, NotTheNewest, NotAReason.
    """
    Inquiry.objects.select_for_update(of=("self",)).get(pk=case.inquiry_id)
    held = lock(case)
    newest = newest_of([case.inquiry_id]).get(case.inquiry_id)
    if newest is None or newest.pk != assessment.pk:
        raise NotTheNewest(assessment.pk)
    if hasattr(newest, "voiding"):
        raise AlreadyVoided(assessment.pk)
    if happened not in dict(frame_of(assessment).redo) or (happened == "mistake" and not words.text.strip()):
        raise NotAReason
    why = {"happened": happened, "words": words.text}
    row = AssessmentVoiding(assessment=assessment, why=why, at=at, by=by).opened_with(case.key_in_hand)
    row.save()
    trail.record(
        "assessment.voided", by=by.pk, about=case.pk, subject=assessment.pk, code=happened, digest=row.sealed_digest()
    )
    if held.is_open:
        anew = NewTask(kind=TaskKind.ASSESSMENT, due_at=at, owner=case.answers_for_it)
        set_task(case=case, task=anew, by=by, at=at)
    show_level(case=case, level="", valid_until=None, by=by)
    return row
