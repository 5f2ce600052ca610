"""A second look: a colleague reads before a level is lowered, or rates blindly; and the method for a professional."""

from datetime import datetime

from django.db import transaction

from vaern.audit import trail
from vaern.cases.access import ground_for
from vaern.cases.actions.opening import GateRefused
from vaern.cases.actions.tasks import set_task
from vaern.cases.models import Case
from vaern.cases.terms import TaskKind
from vaern.guard import Context, Guarded, guarded
from vaern.inquiries.terms import Caller
from vaern.law.screening import second_reading_due
from vaern.risk.actions.assessing import AlreadySigned, new_draft, require_permitted
from vaern.risk.actions.cards import is_colleague
from vaern.risk.actions.reading import CannotRead, OwnWork
from vaern.risk.actions.signing import ChangedSince
from vaern.risk.assessments import blind_rating_of, frame_of, support_finding
from vaern.risk.frame import current
from vaern.risk.models import Assessment, AssessmentReading, MethodSupport
from vaern.staff.models import User
from vaern.work.rows import lock
from vaern.work.tasks import NewTask, show_next_step


class AlreadyAsked(Exception):
    """They have a blind rating waiting in this case."""


class KnowsIt(Exception):
    """Who has written in the first, or read it as a draft, cannot rate it blindly."""


class NothingCovered(Exception):
    """At least one thing of the method was gone through."""


def require_reader(case: Case, reader: User, *, by: User, at: datetime) -> None:
    if not is_colleague(reader, of=by) or ground_for(reader, case.pk, at=at) is None:
        raise CannotRead


@transaction.atomic
def ask_second_reader(*, case: Case, reader: User, by: User, at: datetime) -> None:
    """Ask a colleague who sees the case to read, with a task and a deadline on the clock. Raises CannotRead."""
    lock(case)
    require_reader(case, reader, by=by, at=at)
    new = NewTask(kind=TaskKind.SECOND_READER, due_at=second_reading_due(at), owner=reader)
    task = set_task(case=case, task=new, by=by, at=at)
    trail.record("assessment.second_asked", by=by.pk, about=case.pk, subject=task.pk)


@transaction.atomic
def read_as_second(
    *, case: Case, assessment: Assessment, base: int, remark: Guarded, by: User, at: datetime
) -> AssessmentReading:
    """Say that one has read a draft as it stands at revision ``base``. What is written afterwards is unread again.

    Raises AlreadySigned, ChangedSince and OwnWork.
    """
    lock(case)
    draft = Assessment.objects.of(case).first_ratings().drafts().filter(pk=assessment.pk).first()
    if draft is None:
        raise AlreadySigned(assessment.pk)
    if draft.revision != base:
        raise ChangedSince(assessment.pk)
    if draft.saved_by_id == by.pk:
        raise OwnWork(assessment.pk)
    reading = AssessmentReading(
        case=case, assessment=draft.pk, revision=base, remark=remark.text, at=at, by=by
    ).opened_with(case.key_in_hand)
    reading.save()
    trail.record("assessment.second_read", by=by.pk, about=case.pk, subject=draft.pk, digest=reading.sealed_digest())
    finish_asking(case, TaskKind.SECOND_READER, by=by, at=at, tell=True)
    return reading


def finish_asking(case: Case, kind: TaskKind, *, by: User, at: datetime, tell: bool = False) -> None:
    """Mark the reader's own task done; ``tell``: the one who asked gets a task that says it was read."""
    asked = list(case.tasks.open().filter(kind=kind, owner=by).select_related("set_by"))
    for task in asked:
        if tell:
            words = guarded("Vurderingen er læst: Skriv under, eller ret den", Context())
            told = NewTask(kind=TaskKind.CHECK, due_at=at, owner=task.set_by, text=words)
            set_task(case=case, task=told, by=by, at=at)
        task.done_at, task.done_by = at, by
        task.save(update_fields=["done_at", "done_by"])
        trail.record("task.done", by=by.pk, about=case.pk, subject=task.pk, code=task.kind)
    if asked:
        show_next_step(case)


def ask_blind_rating(*, case: Case, assessment: Assessment, rater: User, by: User, at: datetime) -> Assessment:
    """Ask a colleague to fill in the same frame without seeing the first. They get an empty draft and a task.

    Raises GateRefused, CannotRead, KnowsIt for somebody whose words stand in the first or who has read it as a
    draft, and AlreadyAsked.
    """
    require_permitted(case, by=by, at=at)
    with transaction.atomic():
        lock(case)
        require_reader(case, rater, by=by, at=at)
        if knows_it(assessment, rater):
            raise KnowsIt(assessment.pk)
        if assessment.second_ratings.filter(began_by=rater).exists() or blind_rating_of(case, rater):
            raise AlreadyAsked(assessment.pk)
        rating = new_draft(case, frame_of(assessment), {}, by=rater, at=at, rates=assessment.pk)
        new = NewTask(kind=TaskKind.SECOND_RATING, due_at=second_reading_due(at), owner=rater)
        set_task(case=case, task=new, by=by, at=at)
        trail.record("assessment.blind_asked", by=by.pk, about=case.pk, subject=rating.pk)
        return rating


def knows_it(assessment: Assessment, rater: User) -> bool:
    """Tell whether somebody has written in an assessment, or read it before it was signed."""
    wrote = {assessment.began_by_id, assessment.saved_by_id, assessment.signed_by_id}
    if rater.pk in wrote or str(rater.pk) in (assessment.writers or ()):
        return True
    return AssessmentReading.objects.filter(assessment=assessment.pk, by=rater).exists()


def support_method(*, case: Case, covered: frozenset[str], of: Caller, by: User, at: datetime) -> MethodSupport:
    """Write that the method was gone through with a professional who assesses themselves.

    Nothing about the person, and nothing of what they concluded. Raises GateRefused and NothingCovered.
    """
    finding = support_finding(case, at=at)
    if not finding.permits:
        trail.record_refusal("assessment.gate_refused", by=by.pk, about=case.pk, code="method")
        raise GateRefused(finding)
    frame = current()
    known = [code for code, _ in frame.method if code in covered]
    if not known:
        raise NothingCovered
    with transaction.atomic():
        said = {"instrument": frame.code, "of": of, "labels": [label for code, label in frame.method if code in known]}
        row = MethodSupport(case=case, covered=said, at=at, by=by).opened_with(case.key_in_hand)
        row.save()
        trail.record("assessment.method_supported", by=by.pk, about=case.pk, subject=row.pk, digest=row.sealed_digest())
        return row
