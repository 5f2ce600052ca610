"""Who was told what of a case, on which basis, and who must not know. Rows are only ever added."""

from django.db import models
from django.db.models import Q

from vaern.audit.append_only import AppendOnly, AppendOnlyQuerySet
from vaern.cases.models import Case, Person
from vaern.sharing.terms_disclosure import Act, Basis, Channel, PartyKind
from vaern.vault.fields import Sealed, SealedJSON
from vaern.vault.rows import SealedQuerySet, SealedRow
from vaern.work.rows import staff


class RegisterQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    def in_order(self):
        return self.order_by("at", "pk")


class Party(AppendOnly, SealedRow):
    """Somebody who is told things of a case, or from whom they are kept. ``name`` is a role, never of a person."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    kind = models.CharField(max_length=20, choices=PartyKind.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="parties")
    at = models.DateTimeField()
    by = staff("parties_added")
    name = Sealed("party.name")

    objects = RegisterQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=PartyKind.PERSON, person__isnull=False)
                | (~Q(kind=PartyKind.PERSON) & Q(person__isnull=True)),
                name="a_party_is_a_person_of_the_case_or_a_role",
            ),
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(person__isnull=False), name="a_person_is_one_party"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind=PartyKind.CITIZEN), name="the_citizen_is_one_party"
            ),
        ]

    def __str__(self):
        return str(self.pk)


class DisclosureQuerySet(RegisterQuerySet):
    def telling_a_level(self):
        return self.exclude(level="")

    def newest_first(self):
        return self.order_by("-at", "-written_at", "-pk")


class Disclosure(AppendOnly, SealedRow):
    """Somebody was told something of a case, or it was decided that they are not told yet.

    ``paper`` is the code of the paper that left, "" when something was said. ``level`` is what was shown as the
    current level, if they were told it, and ``judgement`` the judgement it came from. ``content`` has what was told,
    in which words, why, how safely, and why sealed whereabouts were let go. The paper itself is not kept.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="disclosures")
    party = models.ForeignKey(Party, models.PROTECT, related_name="disclosures")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    act = models.CharField(max_length=16, choices=Act.choices)
    paper = models.CharField(max_length=24, blank=True)
    basis = models.CharField(max_length=16, choices=Basis.choices, blank=True)
    channel = models.CharField(max_length=16, choices=Channel.choices, blank=True)
    level = models.CharField(max_length=20, blank=True)
    judgement = models.UUIDField(null=True)
    at = models.DateTimeField()
    written_at = models.DateTimeField()
    by = staff("disclosures")
    content = SealedJSON("disclosure.content")

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=(Q(act=Act.RELEASED) & ~Q(paper="")) | (~Q(act=Act.RELEASED) & Q(paper="")),
                name="a_paper_left_or_something_was_said",
            ),
            models.CheckConstraint(
                condition=~Q(act__in=[Act.RELEASED, Act.SAID]) | (~Q(basis="") & ~Q(channel="")),
                name="what_we_tell_has_a_basis_and_a_channel",
            ),
            models.CheckConstraint(
                condition=Q(act=Act.NOT_SAID, level="", channel="") | ~Q(act=Act.NOT_SAID),
                name="what_was_not_said_told_nothing",
            ),
        ]
        indexes = [models.Index(fields=["case", "party", "-at"], name="disclosure_newest")]

    def __str__(self):
        return str(self.pk)


class Knowing(AppendOnly, SealedRow):
    """What one party knows, or must not know, from one moment on. The newest counts."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="knowings")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = staff("knowings")
    states = SealedJSON("knowing.states")
    words = Sealed("knowing.words")

    objects = RegisterQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["party", "number"], name="one_knowing_follows_another")]

    def __str__(self):
        return str(self.pk)
