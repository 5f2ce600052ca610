"""Write an assessment of a case: begin it through the gate, keep each step, put a draft away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from vaern.audit import trail
from vaern.cases.actions.opening import GateRefused
from vaern.cases.models import Case
from vaern.cases.surroundings import require_consultant
from vaern.risk.assessed import CONFIRMED, fields_of
from vaern.risk.assessments import assessing_finding, frame_of
from vaern.risk.frame import Frame, current
from vaern.risk.models import Assessment
from vaern.risk.terms import Step
from vaern.staff.models import User

Fields = dict[str, Any]
CARRIED_ON = (Step.CONTEXT, Step.FACTORS)  # what an assessment may begin with from the last; the rest is made anew


class CaseIsClosed(Exception):
    """Nothing is assessed in a closed case; open it again first."""


class AlreadySigned(Exception):
    """The assessment was signed; another may follow it."""


class RatedByAnother(Exception):
    """A blind rating is written by the one who was asked, and by nobody else."""


@dataclass(frozen=True)
class Saved:
    """Where the text is now.

    ``forked``: it went to a draft of its own, because somebody else had written in the same step. ``others_wrote``:
    somebody has written in another step since the page was shown.
    """

    assessment: Assessment
    forked: bool = False
    others_wrote: bool = False


def require_permitted(case: Case, *, by: User, at: datetime) -> None:
    """Raise GateRefused unless the case may be assessed today; the refusal stands in the trail."""
    finding = assessing_finding(case, at=at)
    if not finding.permits:
        trail.record_refusal("assessment.gate_refused", by=by.pk, about=case.pk, code=finding.answer)
        raise GateRefused(finding)


def begin(
    *, case: Case, by: User, at: datetime, assessment_id: UUID | None = None, after: Assessment | None = None
) -> Assessment:
    """Begin an assessment of an opened case with the newest frame. Raises GateRefused and CaseIsClosed.

    ``after`` is a signed one to go on from: context and factors are carried over, everything concluded is made anew.
    ``assessment_id`` makes a double click one assessment.
    """
    require_consultant(by)
    require_permitted(case, by=by, at=at)
    if not case.is_open:
        raise CaseIsClosed(case.pk)
    with transaction.atomic():
        begun = Assessment.objects.of(case).filter(pk=assessment_id).first() if assessment_id else None
        if begun:
            return begun.opened_with(case.key_in_hand)
        frame = current()
        content = carried_on(after, frame) if after else {}
        draft = new_draft(case, frame, content, by=by, at=at, assessment_id=assessment_id)
        trail.record("assessment.begun", by=by.pk, about=case.pk, subject=draft.pk, code=draft.instrument)
        return draft


def carried_on(after: Assessment, frame: Frame) -> Fields:
    """Return what a following assessment begins with: answers of another edition's codes stay behind."""
    if after.instrument != frame.code:
        return {name: value for name, value in after.content.items() if name.startswith("context.")}
    fields = fields_of(frame)
    return {
        name: value
        for name, value in after.content.items()
        if name in fields and fields[name].step in CARRIED_ON and not name.endswith((".find", ".owner", ".by"))
    }


def save(*, case: Case, assessment_id: UUID, step: Step, base: int, content: Fields, by: User, at: datetime) -> Saved:
    """Keep what stands on the page of one step, sealed; the other steps stay as they are.

    ``base`` is the revision the page last saw. If this step has been written since, or the draft was signed or put
    away, the text goes to a draft of its own with the rest beside it: two people at once lose nothing, and both see
    both. Raises RatedByAnother.
    """
    with transaction.atomic():
        now = Assessment.objects.of(case).drafts().select_for_update(of=("self",)).filter(pk=assessment_id).first()
        if now is not None:
            now.opened_with(case.key_in_hand)
            require_rater(now, by)
            whole = with_step(now, step, content)
            if now.content == whole:
                return Saved(now, others_wrote=now.revision != base)
            if now.saves.get(step, 0) <= base <= now.revision:
                others_wrote = now.revision != base
                keep(now, step, whole, by=by, at=at)
                return Saved(now, others_wrote=others_wrote)
    return Saved(fork(case, assessment_id, step, content, by=by, at=at), forked=True)


def require_rater(draft: Assessment, by: User) -> None:
    if draft.is_second_rating and draft.began_by_id != by.pk:
        raise RatedByAnother(draft.pk)


def with_step(draft: Assessment, step: Step, content: Fields) -> Fields:
    """Return the whole content with one step's fields as they stand on its page."""
    fields = fields_of(frame_of(draft))
    confirmed = f"{CONFIRMED}{step}"

    def is_elsewhere(name: str) -> bool:
        return name != confirmed and (name not in fields or fields[name].step != step)

    return {name: value for name, value in draft.content.items() if is_elsewhere(name)} | {
        name: value for name, value in content.items() if not is_elsewhere(name)
    }


def keep(draft: Assessment, step: Step, content: Fields, *, by: User, at: datetime) -> None:
    draft.content, draft.revision = content, draft.revision + 1
    draft.saves = draft.saves | {str(step): draft.revision}
    draft.saved_at, draft.saved_by = at, by
    draft.writers = sorted({*(draft.writers or ()), str(by.pk)})
    draft.save(update_fields=["content", "revision", "saves", "saved_at", "saved_by", "writers"])


@transaction.atomic
def fork(case: Case, assessment_id: UUID, step: Step, content: Fields, *, by: User, at: datetime) -> Assessment:
    """Give the text a draft of its own, with the other steps as they stood."""
    first = Assessment.objects.of(case).filter(pk=assessment_id).first()
    if first is not None:
        require_rater(first.opened_with(case.key_in_hand), by)
    frame = frame_of(first) if first else current()
    draft = new_draft(case, frame, {}, by=by, at=at, fork_of=assessment_id, rates=first.rates_id if first else None)
    draft.content = with_step(first or draft, step, content)
    draft.writers = sorted({*draft.writers, *(first.writers or () if first else ())})
    draft.save(update_fields=["content", "writers"])
    trail.record("assessment.forked", by=by.pk, about=case.pk, subject=draft.pk, code=step)
    return draft


def new_draft(
    case: Case,
    frame: Frame,
    content: Fields,
    *,
    by: User,
    at: datetime,
    assessment_id: UUID | None = None,
    fork_of: UUID | None = None,
    rates: UUID | None = None,
) -> Assessment:
    draft = Assessment(
        id=assessment_id or uuid4(),
        case=case,
        rates_id=rates,
        instrument=frame.code,
        fingerprint=frame.fingerprint,
        overlay=frame.overlay,
        frame=frame.document,
        content=content,
        saves={},
        fork_of=fork_of,
        began_at=at,
        began_by=by,
        saved_at=at,
        saved_by=by,
        writers=[str(by.pk)],
    ).opened_with(case.key_in_hand)
    draft.save(force_insert=True)
    return draft


@transaction.atomic
def discard(*, case: Case, assessment: Assessment, by: User) -> None:
    """Put a draft away for good. Raises AlreadySigned and RatedByAnother."""
    draft = Assessment.objects.of(case).drafts().select_for_update(of=("self",)).filter(pk=assessment.pk).first()
    if draft is None:
        raise AlreadySigned(assessment.pk)
    require_rater(draft, by)
    draft.delete()
    trail.record("assessment.discarded", by=by.pk, about=case.pk, subject=assessment.pk)
