"""What the room keeps of a screening.

In clear stands the chosen level and how long it holds, beside ids and times. Every answer, every word, and which cards
an answer opened, is sealed: of a screening under the inquiry's key, of an assessment under the case's.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from vaern.audit.append_only import AppendOnly, AppendOnlyQuerySet, refuse
from vaern.cases.models import Case
from vaern.cases.models import Task as CaseTask
from vaern.inquiries.models import Inquiry, Task
from vaern.law.screening import STANDING_LABELS, Level, Standing
from vaern.risk.terms import SignedAs
from vaern.staff.models import Attestation
from vaern.vault.fields import Sealed, SealedJSON
from vaern.vault.rows import SealedQuerySet, SealedRow
from vaern.work.rows import staff

LEVELS = [(level.value, STANDING_LABELS[Standing(level.value)]) for level in Level]


class ScreeningQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    """Screenings are changed one by one, by their actions."""

    def of(self, inquiry):
        return self.filter(inquiry=inquiry)

    def drafts(self):
        return self.filter(signed_at=None)

    def signed(self):
        return self.exclude(signed_at=None)

    def newest(self):
        """Return those that nothing signed has followed: of each inquiry, one."""
        return self.signed().filter(followed_by=None)

    def newest_first(self):
        return self.order_by("-signed_at", "-pk")

    def oldest_first(self):
        return self.order_by("began_at", "pk")


class Screening(SealedRow):
    """A screening of an inquiry: a draft until it is signed, and from then on only followed by another.

    ``content`` is what stands in the form: field name to text (see `content.py`). ``opened`` is which cards its answers
    have opened, each with the moment: deadlines run from there. ``revision`` counts saves, so that two people are told
    apart; who comes second goes on in a draft of their own (``fork_of``). ``follows`` is the signed one it takes over
    from; the newest is the one nothing follows, whatever the clocks said.
    """

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="screenings")
    instrument = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    content = SealedJSON("screening.content")
    opened = SealedJSON("screening.opened")
    revision = models.PositiveIntegerField(default=1)
    fork_of = models.UUIDField(null=True)
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")
    supersedes = models.ForeignKey("Assessment", models.PROTECT, null=True, related_name="superseded_by")
    began_at = models.DateTimeField()
    began_by = staff("screenings_begun")
    saved_at = models.DateTimeField()
    saved_by = staff("screenings_saved")
    signed_at = models.DateTimeField(null=True)
    signed_by = staff("screenings_signed", null=True)
    level = models.CharField(max_length=8, choices=LEVELS, blank=True)
    valid_until = models.DateTimeField(null=True)

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None, level="", valid_until=None)
                | (
                    Q(signed_at__isnull=False, signed_by__isnull=False, valid_until__isnull=False)
                    & Q(level__in=[level.value for level in Level])
                ),
                name="a_level_stands_only_where_somebody_signed",
            ),
        ]
        indexes = [models.Index(fields=["inquiry", "-signed_at"], name="screening_inquiry_signed")]

    def __str__(self):
        return str(self.pk)

    @property
    def is_signed(self):
        return self.signed_at is not None

    def save(self, **kwargs: Any) -> None:
        """Save a draft, or sign it. Raises AppendOnlyViolation for one that was signed before."""
        if not self._state.adding and Screening.objects.signed().filter(pk=self.pk).exists():
            refuse()
        super().save(**kwargs)

    def delete(self, **kwargs: Any) -> Any:
        """Put a draft away. Raises AppendOnlyViolation for a signed one."""
        if Screening.objects.signed().filter(pk=self.pk).exists():
            refuse()
        return super().delete(**kwargs)


class WrittenOnceQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    def oldest_first(self):
        return self.order_by("at", "pk")

    def newest_first(self):
        return self.order_by("-at", "-pk")


class CardAnswer(AppendOnly, SealedRow):
    """What became of one open card: done, set as a task, or put away with a reason. The newest counts.

    ``inquiry`` and ``screening`` both: the answer outlives a draft that is put away, as the task it set does.
    """

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="card_answers")
    screening = models.UUIDField(db_index=True)
    answer = SealedJSON("card.answer")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="card_answers")
    at = models.DateTimeField()
    by = staff("card_answers")

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)


class SecondReading(AppendOnly, SealedRow):
    """A colleague has read: a screening at one revision, or (without one) that the inquiry may be closed."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="second_readings")
    screening = models.UUIDField(null=True, db_index=True)
    revision = models.PositiveIntegerField(null=True)
    remark = Sealed("second_reading.remark")
    at = models.DateTimeField()
    by = staff("second_readings")

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(screening=None, revision=None) | Q(screening__isnull=False, revision__isnull=False),
                name="a_second_reading_is_of_one_revision",
            )
        ]

    def __str__(self):
        return str(self.pk)


class Voiding(AppendOnly, SealedRow):
    """A signed screening no longer says how it is. ``why`` holds what happened, and words."""

    screening = models.OneToOneField(Screening, models.PROTECT, related_name="voiding")
    why = SealedJSON("voiding.why")
    at = models.DateTimeField()
    by = staff("voidings")

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)


# Assessments.


class AssessmentQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    """Assessments are changed one by one, by their actions."""

    def of(self, case):
        return self.filter(case=case)

    def first_ratings(self):
        """Leave out the blind second ratings: they are nobody's judgement of the case."""
        return self.filter(rates=None)

    def blind(self):
        return self.exclude(rates=None)

    def by(self, user):
        return self.filter(began_by=user)

    def drafts(self):
        return self.filter(signed_at=None)

    def signed(self):
        return self.exclude(signed_at=None)

    def newest(self):
        """Return those that no signed assessment has followed: of each case, one."""
        return self.first_ratings().signed().filter(followed_by=None)

    def newest_first(self):
        return self.order_by("-signed_at", "-pk")

    def oldest_first(self):
        return self.order_by("began_at", "pk")


class Assessment(SealedRow):
    """An assessment of a case: a draft until it is signed, and from then on only followed.

    ``frame`` is its own copy of the frame it was made in, with the labels as they were: whatever edition comes after,
    it is read as it was written. ``saves`` says at which revision each step was last written, so that two people on
    different steps both go on, and two on the same step are told apart (``fork_of``). ``writers`` are the ids of
    everybody who has written in it, none of whom can rate it blindly; None in one from before this was kept. ``rates``
    is the assessment a blind second rating is of; a second rating never is a level of the case. ``supersedes`` is the
    newest screening of the inquiry when this was signed. ``attestation`` is the training it rests on, where it was
    signed as PATRIARK.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="assessments")
    rates = models.ForeignKey("self", models.PROTECT, null=True, related_name="second_ratings")
    instrument = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    overlay = models.CharField(max_length=64, blank=True)
    frame = SealedJSON("assessment.frame")
    content = SealedJSON("assessment.content")
    saves = SealedJSON("assessment.saves")
    revision = models.PositiveIntegerField(default=1)
    fork_of = models.UUIDField(null=True)
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")
    supersedes = models.ForeignKey(Screening, models.PROTECT, null=True, related_name="superseded_by")
    began_at = models.DateTimeField()
    began_by = staff("assessments_begun")
    saved_at = models.DateTimeField()
    saved_by = staff("assessments_saved")
    writers = models.JSONField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = staff("assessments_signed", null=True)
    signed_as = models.CharField(max_length=12, choices=SignedAs.choices, blank=True)
    attestation = models.ForeignKey(Attestation, models.PROTECT, null=True, related_name="assessments")
    level = models.CharField(max_length=8, choices=LEVELS, blank=True)
    valid_until = models.DateTimeField(null=True)
    renewal = models.ForeignKey(CaseTask, models.PROTECT, null=True, related_name="renews_assessments")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None, signed_as="", level="", valid_until=None, attestation=None)
                | Q(
                    signed_at__isnull=False,
                    signed_by__isnull=False,
                    signed_as=SignedAs.STRUCTURED,
                    attestation=None,
                    level="",
                    valid_until=None,
                    rates__isnull=False,
                )
                | (
                    Q(signed_at__isnull=False, signed_by__isnull=False, valid_until__isnull=False, rates=None)
                    & Q(level__in=[level.value for level in Level])
                    & (Q(signed_as=SignedAs.STRUCTURED, attestation=None) | Q(signed_as=SignedAs.PATRIARK))
                ),
                name="an_assessment_is_signed_whole",
            ),
            models.CheckConstraint(
                condition=~Q(signed_as=SignedAs.PATRIARK) | Q(attestation__isnull=False),
                name="the_name_patriark_rests_on_an_attestation",
            ),
        ]
        indexes = [models.Index(fields=["case", "-signed_at"], name="assessment_case_signed")]

    def __str__(self):
        return str(self.pk)

    @property
    def is_signed(self):
        return self.signed_at is not None

    @property
    def is_second_rating(self):
        return self.rates_id is not None

    def save(self, **kwargs: Any) -> None:
        """Save a draft, or sign it. Raises AppendOnlyViolation for one that was signed before."""
        if not self._state.adding and Assessment.objects.signed().filter(pk=self.pk).exists():
            refuse()
        super().save(**kwargs)

    def delete(self, **kwargs: Any) -> Any:
        """Put a draft away. Raises AppendOnlyViolation for a signed one."""
        if Assessment.objects.signed().filter(pk=self.pk).exists():
            refuse()
        return super().delete(**kwargs)


class AssessmentReading(AppendOnly, SealedRow):
    """A colleague has read a draft as it stood at one revision."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assessment_readings")
    assessment = models.UUIDField(db_index=True)
    revision = models.PositiveIntegerField()
    remark = Sealed("assessment_reading.remark")
    at = models.DateTimeField()
    by = staff("assessment_readings")

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)


class AssessmentVoiding(AppendOnly, SealedRow):
    """A signed assessment no longer says how it is. ``why`` holds what happened, and words."""

    assessment = models.OneToOneField(Assessment, models.PROTECT, related_name="voiding")
    why = SealedJSON("assessment_voiding.why")
    at = models.DateTimeField()
    by = staff("assessment_voidings")

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)


class MethodSupport(AppendOnly, SealedRow):
    """A professional assesses themselves, and we went through the method with them.

    ``covered`` is what was gone through, by the frame's own list, and who the professional is by their role. Nothing
    about the person, and nothing of what the professional concluded: that is theirs.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="method_supports")
    covered = SealedJSON("method_support.covered")
    at = models.DateTimeField()
    by = staff("method_supports")

    objects = WrittenOnceQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)
