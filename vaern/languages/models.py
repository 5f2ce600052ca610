"""The marks of those who have read a language through."""

from django.db import models
from django.db.models import F, Q

from vaern.dated import Dated, DatedQuerySet
from vaern.languages.catalogues import CORE


class ReviewQuerySet(DatedQuerySet):
    def of(self, language, pack):
        return self.filter(language=language, pack=pack)

    def standing(self, day):
        """Return the marks that hold on ``day``. One that was taken back is gone at once, also on its last day."""
        return self.on(day).filter(ended_by=None)

    def newest_first(self):
        return self.order_by("-at")


class Review(Dated):
    """Somebody who knows the language has read a pack of its pages and says they can be shown to the public.

    ``fingerprint`` is of the very words that were read: the mark holds for those and no others.
    """

    language = models.CharField(max_length=12)
    pack = models.CharField(max_length=12, default=CORE, db_default=CORE)  # as marks were before there were packs
    fingerprint = models.CharField(max_length=64)
    by = models.UUIDField()
    at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta(Dated.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="languages_review_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None, ended_at=None, valid_until=None)
                | Q(ended_by__isnull=False, ended_at__isnull=False, valid_until__isnull=False),
                name="languages_review_is_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["language", "pack"], condition=Q(valid_until=None), name="languages_review_one_open_mark"
            ),
        ]
