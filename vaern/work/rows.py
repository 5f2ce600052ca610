"""Rows that both rooms have: tasks and journal lines.

Each room adds what they belong to, the kinds it has, and the sealed columns, whose names may be used only once.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from vaern.audit.append_only import AppendOnly, AppendOnlyQuerySet
from vaern.vault.rows import SealedQuerySet, SealedRow


def staff(related_name: str, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name=related_name, **options)


def paired(name: str, moment: str, person: str) -> models.CheckConstraint:
    """Return the constraint that when and by whom are both known, or neither."""
    known = Q(**{f"{moment}__isnull": False, f"{person}__isnull": False})
    return models.CheckConstraint(
        condition=known | Q(**{f"{moment}__isnull": True, f"{person}__isnull": True}), name=name
    )


def lock(row: Any) -> Any:
    """Return an opened row as it stands now, locked until the act around it is committed."""
    return type(row).objects.select_for_update(of=("self",)).get(pk=row.pk).opened_with(row.key_in_hand)


class JournalQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    def newest_first(self):
        return self.order_by("-happened_at", "-written_at", "-pk")


class JournalLine(AppendOnly, SealedRow):
    """One line of a journal, written once. A correction is a new line that points to the one it corrects."""

    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField()

    objects = JournalQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)


class TaskQuerySet(SealedQuerySet):
    def open(self):
        return self.filter(done_at=None)

    def owned_by(self, user):
        return self.filter(owner=user)

    def due_by(self, moment):
        return self.filter(due_at__lte=moment)

    def by_due(self):
        return self.order_by("due_at", "pk")


class TaskRow(SealedRow):
    """Something somebody will do by a certain time. The earliest open one is the next step of what it belongs to."""

    due_at = models.DateTimeField()
    set_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)

    def is_due_by(self, moment):
        return self.done_at is None and self.due_at <= moment
