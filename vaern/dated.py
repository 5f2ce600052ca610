"""Rows that hold from one day to another. The past is never overwritten: a change ends one row and begins the next."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q


class DatedQuerySet(models.QuerySet):
    def on(self, day):
        """Return the rows in force on ``day``, both ends included."""
        return self.filter(valid_from__lte=day).filter(Q(valid_until=None) | Q(valid_until__gte=day))


class Dated(models.Model):
    """Something that holds from one day, until another or until further notice."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
            )
        ]

    def __str__(self):
        return str(self.pk)
