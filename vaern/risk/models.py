"""What the room keeps of a screening.

In clear stands the chosen level and how long it holds, beside ids and times. Every answer, every word, and which cards
an answer opened, is sealed under the inquiry's key.
"""

from typing import Any

from django.db import models
from django.db.models import Q

from vaern.audit.append_only import AppendOnly, AppendOnlyQuerySet, refuse
from vaern.inquiries.models import Inquiry, Task
from vaern.law.screening import STANDING_LABELS, Level, Standing
from vaern.vault.fields import Sealed, SealedJSON
from vaern.vault.rows import SealedQuerySet, SealedRow
from vaern.work.rows import staff


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
    began_at = models.DateTimeField()
    began_by = staff("screenings_begun")
    saved_at = models.DateTimeField()
    saved_by = staff("screenings_saved")
    signed_at = models.DateTimeField(null=True)
    signed_by = staff("screenings_signed", null=True)
    level = models.CharField(
        max_length=8, choices=[(level.value, STANDING_LABELS[Standing(level.value)]) for level in Level], blank=True
    )
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
