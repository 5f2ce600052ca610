"""How the persons of a case are related, and which cases belong together."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from vaern.audit.append_only import AppendOnly, AppendOnlyQuerySet
from vaern.vault.fields import SealedJSON
from vaern.vault.rows import SealedQuerySet, SealedRow
from vaern.work.rows import paired, staff


class RelationQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    def in_order(self):
        return self.order_by("number")


class Relation(AppendOnly, SealedRow):
    """What one person is to another from one moment on. The newest of the two counts."""

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="relations")
    person = models.ForeignKey("cases.Person", models.PROTECT, related_name="relations")
    relative = models.ForeignKey("cases.Person", models.PROTECT, related_name="relations_to_others")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = staff("case_relations")
    facts = SealedJSON("case_relation.facts")

    objects = RelationQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_relation_follows_another"),
            models.CheckConstraint(condition=~Q(person=F("relative")), name="nobody_is_related_to_themselves"),
        ]

    def __str__(self):
        return str(self.pk)


class CaseLinkQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended_at=None)

    def touching(self, case):
        return self.filter(Q(one=case) | Q(other=case))


class CaseLink(models.Model):
    """Two cases belong together, siblings' for example. Says nothing to whoever may see only one of them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    one = models.ForeignKey("cases.Case", models.PROTECT, related_name="links_out")
    other = models.ForeignKey("cases.Case", models.PROTECT, related_name="links_in")
    linked_at = models.DateTimeField()
    linked_by = staff("cases_linked")
    ended_at = models.DateTimeField(null=True)
    ended_by = staff("case_links_ended", null=True)

    objects = CaseLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            paired("link_ended_when_and_by_whom", "ended_at", "ended_by"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="a_link_is_written_one_way"),
            models.UniqueConstraint(fields=["one", "other"], condition=Q(ended_at=None), name="two_cases_link_once"),
        ]

    def __str__(self):
        return str(self.pk)
