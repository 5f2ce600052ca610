"""What a case is made of.

In clear stands only the closed list of work columns: reference, cover name, kind, stage, situation, level, region,
consultant and the next step's kind and time, beside ids, times, and who may see the case. Everything said is sealed.
"""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from vaern.audit.append_only import AppendOnly, AppendOnlyQuerySet
from vaern.cases.models_documents import Document, DocumentContent, DocumentWithdrawal  # noqa: F401 -- Django and others
from vaern.cases.models_identity import DangerOpening, IdentityItem  # noqa: F401 -- find them here
from vaern.cases.models_relations import CaseLink, Relation  # noqa: F401
from vaern.cases.plan.terms import ONE_IN_A_CASE, PlanKind
from vaern.cases.terms import (
    Emergency,
    EntryKind,
    HandOver,
    Kind,
    ParticipantRole,
    Respect,
    ReviewFinding,
    Situation,
    Stage,
    TaskKind,
)
from vaern.dated import Dated, DatedQuerySet
from vaern.inquiries.models import Inquiry
from vaern.vault.fields import Sealed, SealedJSON
from vaern.vault.rows import SealedQuerySet, SealedRow
from vaern.work.rows import JournalLine, TaskRow, paired, staff

STAGE_OR_SITUATION = Q(respect__in=[Respect.STAGE, Respect.SITUATION])


def open_to_the_region(name: str, *narrowed: str) -> models.Index:
    """Return an index for what everybody on duty may see. Partial: SQLite takes no yes-or-no column as an equality."""
    return models.Index(fields=["region", *narrowed, "next_step_at", "id"], condition=Q(is_restricted=False), name=name)


class CaseQuerySet(SealedQuerySet):
    def open(self):
        return self.filter(next_step_at__isnull=False)

    def closed(self):
        return self.filter(stage=Stage.CLOSED, destroyed_at=None)

    def kept(self):
        """Leave out what two people have destroyed: to everybody it is not there."""
        return self.filter(destroyed_at=None)

    def by_request_on(self, day):
        """Return what is worked with at a municipality's request on a day; a consent goes before it."""
        return self.filter(by_request_until__gte=day).exclude(consented_until__gte=day)

    def held_by(self, user):
        return self.filter(consultant=user)

    def left_to_the_region(self, region):
        """Return what everybody on duty for ``region`` may see."""
        return self.filter(region=region, is_restricted=False)

    def awaiting_from(self, user):
        """Return what ``user`` gave away and nobody has taken yet: still theirs to answer for."""
        return self.filter(handed_by=user, consultant=None)

    def unclaimed(self):
        return self.filter(consultant=None)

    def with_participant(self, user, day):
        return self.filter(pk__in=Participant.objects.active_on(day).filter(user=user).values("case"))

    def covered_by(self, user, day):
        return self.filter(consultant__in=LeaveCover.objects.in_force(day).filter(stands_in=user).values("absent"))

    def broken_open_by(self, user, moment):
        return self.filter(pk__in=BrokenGlass.objects.in_force(moment).filter(by=user).values("case"))

    def outside_the_family_of(self, user):
        """Leave out the cases whose family ``user`` said they know."""
        return self.exclude(pk__in=Acquaintance.objects.filter(user=user, knows=True).values("case"))

    def by_next_step(self):
        return self.order_by("next_step_at", "pk")


class Case(SealedRow):
    """Something the team goes on working with. Anonymised until a consent is on record: a label, no identity."""

    reference = models.CharField(max_length=12, unique=True)
    cover_name = models.CharField(max_length=40, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)  # since the newest act; `kind_on` says it of a day
    consented_until = models.DateField(null=True)  # the last day of the consents on record; none has no end: date.max
    by_request_until = models.DateField(null=True)
    stage = models.CharField(max_length=12, choices=Stage.choices)
    situation = models.CharField(max_length=16, choices=Situation.choices)
    level = models.CharField(max_length=20, blank=True)
    level_valid_until = models.DateTimeField(null=True)
    region = models.CharField(max_length=8)
    is_restricted = models.BooleanField(default=False)
    consultant = staff("cases", null=True)
    handed_by = staff("cases_handed_over", null=True)
    next_step_kind = models.CharField(max_length=16, choices=TaskKind.choices, blank=True)
    next_step_at = models.DateTimeField(null=True)
    inquiry = models.OneToOneField(Inquiry, models.PROTECT, related_name="case")
    opened_at = models.DateTimeField()
    opened_by = staff("cases_opened")
    identity_key_id = models.UUIDField(null=True)  # of whatever says who the persons are, in whatever room it stands
    destroyed_at = models.DateTimeField(null=True)

    emptied = {  # the reference stays, so that one can tell what was destroyed
        "cover_name": "",
        "kind": Kind.ANONYMISED,
        "consented_until": None,
        "by_request_until": None,
        "situation": Situation.UNKNOWN,
        "level": "",
        "level_valid_until": None,
    }
    objects = CaseQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED, next_step_at=None, next_step_kind="")
                | (~Q(stage=Stage.CLOSED) & Q(next_step_at__isnull=False) & ~Q(next_step_kind="")),
                name="an_open_case_has_a_next_step",
            ),
            models.CheckConstraint(
                condition=Q(consultant__isnull=False) | Q(handed_by__isnull=False),
                name="someone_answers_for_a_case",
            ),
            models.CheckConstraint(
                condition=Q(level="", level_valid_until=None) | (~Q(level="") & Q(level_valid_until__isnull=False)),
                name="a_level_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at=None) | Q(stage=Stage.CLOSED), name="only_a_closed_case_is_destroyed"
            ),
        ]
        indexes = [
            models.Index(fields=["consultant", "next_step_at", "id"], name="case_mine"),
            open_to_the_region("case_region"),
            open_to_the_region("case_region_stage", "stage"),
            open_to_the_region("case_region_situation", "situation"),
            # Few are ever left to a region: without this, looking for them reads every open case of the region.
            models.Index(
                fields=["region", "next_step_at", "id"],
                condition=Q(consultant=None, is_restricted=False),
                name="case_region_unclaimed",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_open(self):
        return self.stage != Stage.CLOSED

    @property
    def answers_for_it(self):
        """The person who holds it, or who gave it away and still does until it is taken."""
        return self.consultant or self.handed_by

    def is_due_by(self, moment):
        return self.next_step_at is not None and self.next_step_at <= moment

    def kind_on(self, day):
        """Tell what the case may hold on a day: a consent runs out on its own day, and no job has to say so."""
        if self.consented_until and day <= self.consented_until:
            return Kind.CONSENTED
        return Kind.BY_REQUEST if self.by_request_until and day <= self.by_request_until else Kind.ANONYMISED

    def level_has_lapsed(self, moment):
        """Tell whether the judgement is out of date; without one there is nothing to lapse."""
        return self.level_valid_until is not None and self.level_valid_until <= moment


class StandingQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    def in_respect_of(self, respect):
        return self.filter(respect=respect)

    def newest_first(self):
        return self.order_by("-at", "-number", "pk")


class Standing(AppendOnly, SealedRow):
    """How the case stands in one respect from one day on. The newest counts; a request never replaces another.

    ``number`` counts within the respect: two people who both go on from the same row cannot both be the next.
    ``value`` is the stage or the situation, which stand in clear; everything else is in ``facts``, ``words`` why.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="standings")
    respect = models.CharField(max_length=12, choices=Respect.choices)
    number = models.PositiveIntegerField()
    value = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField()
    by = staff("case_standings")
    facts = SealedJSON("case_standing.facts")
    words = Sealed("case_standing.words")

    objects = StandingQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["case", "respect", "number"], name="one_row_follows_another"),
            models.CheckConstraint(
                condition=(STAGE_OR_SITUATION & ~Q(value="")) | (~STAGE_OR_SITUATION & Q(value="")),
                name="only_stage_and_situation_stand_in_clear",
            ),
        ]

    def __str__(self):
        return str(self.pk)


class Entry(JournalLine):
    """One line of the case's journal. ``facts`` names the authority whose decision it tells of."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    by = staff("case_entries")
    note = Sealed("case_entry.note")
    facts = SealedJSON("case_entry.facts")

    class Meta(JournalLine.Meta):
        abstract = False
        indexes = [models.Index(fields=["case", "-happened_at"], name="case_entry_happened")]


class Task(TaskRow):
    """Something somebody will do about the case. The earliest open one is its next step."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=16, choices=TaskKind.choices)
    owner = staff("case_tasks")
    text = Sealed("case_task.text")
    set_by = staff("case_tasks_set")
    done_by = staff("case_tasks_done", null=True)

    emptied = {"kind": TaskKind.FOLLOW_UP, "due_at": F("set_at")}

    class Meta(TaskRow.Meta):
        abstract = False
        constraints = [paired("case_task_done_when_and_by_whom", "done_at", "done_by")]
        indexes = [
            models.Index(fields=["owner", "due_at"], condition=Q(done_at=None), name="case_task_owner_due"),
            models.Index(fields=["case", "due_at"], name="case_task_due"),
        ]


class Person(SealedRow):
    """Somebody in the case, known by a label. What is said of them stands in their portraits."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="persons")
    added_at = models.DateTimeField()
    added_by = staff("case_persons_added")

    def __str__(self):
        return str(self.pk)


class PortraitQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    def newest_first(self):
        return self.order_by("-number")


class Portrait(AppendOnly, SealedRow):
    """What is said of a person from one moment on: label, roles, stance. The newest counts."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="portraits")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = staff("case_portraits")
    facts = SealedJSON("case_portrait.facts")
    words = Sealed("case_portrait.words")

    objects = PortraitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["person", "number"], name="one_portrait_follows_another"),
        ]

    def __str__(self):
        return str(self.pk)


class ParticipantQuerySet(models.QuerySet):
    def active_on(self, day):
        return self.filter(Q(last_day=None) | Q(last_day__gte=day), ended_at=None)


class Participant(models.Model):
    """A colleague who works on the case without holding it, from one moment until a day or until it is ended."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="participants")
    user = staff("case_participations")
    role = models.CharField(max_length=16, choices=ParticipantRole.choices)
    added_at = models.DateTimeField()
    added_by = staff("case_participants_added")
    last_day = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = staff("case_participations_ended", null=True)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            paired("participation_ended_when_and_by_whom", "ended_at", "ended_by"),
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(ended_at=None), name="one_participation_at_a_time"
            ),
        ]

    def __str__(self):
        return str(self.pk)


class HoldingQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    def newest_first(self):
        return self.order_by("-at", "pk")


class Holding(AppendOnly, SealedRow):
    """Who has held the case from one moment on; nobody, when it was left to a region. ``note`` may be missing."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="holdings")
    consultant = staff("case_holdings", null=True)
    region = models.CharField(max_length=8)
    reason = models.CharField(max_length=12, choices=HandOver.choices)
    note = Sealed("case_holding.note", null=True)
    at = models.DateTimeField()
    by = staff("case_holdings_made")

    objects = HoldingQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)


class Acquaintance(AppendOnly):
    """The answer to "kender du familien?", given once by everybody before their first opening."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="acquaintances")
    user = staff("case_acquaintances")
    knows = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["user", "knows", "case"], name="case_acquaintance")]

    def __str__(self):
        return str(self.pk)


class LeaveCoverQuerySet(DatedQuerySet):
    def in_force(self, day):
        return self.on(day).filter(ended_at=None)


class LeaveCover(Dated):
    """One consultant looks after another's cases while they are away, both days included."""

    absent = staff("leave_covers")
    stands_in = staff("leave_covers_given")
    arranged_at = models.DateTimeField()
    arranged_by = staff("leave_covers_arranged")
    ended_at = models.DateTimeField(null=True)
    ended_by = staff("leave_covers_ended", null=True)

    objects = LeaveCoverQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        constraints = [
            *Dated.Meta.constraints,
            paired("cover_ended_when_and_by_whom", "ended_at", "ended_by"),
            models.CheckConstraint(condition=~Q(absent=F("stands_in")), name="nobody_stands_in_for_themselves"),
        ]


class BrokenGlassQuerySet(SealedQuerySet):
    def in_force(self, moment):
        return self.filter(at__lte=moment, lapses_at__gt=moment)

    def awaiting_review(self):
        return self.filter(reviewed_at=None)

    def oldest_first(self):
        return self.order_by("review_by", "at", "pk")


class BrokenGlass(SealedRow):
    """Somebody opened a case that was not theirs to see. The reason has a key of its own: a reviewer reads no more."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="broken_glass")
    by = staff("glass_broken")
    emergency = models.CharField(max_length=16, choices=Emergency.choices)
    reason = Sealed("broken_glass.reason")
    at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    review_by = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = staff("glass_reviewed", null=True)
    finding = models.CharField(max_length=12, choices=ReviewFinding.choices, blank=True)

    objects = BrokenGlassQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [paired("glass_reviewed_when_and_by_whom", "reviewed_at", "reviewed_by")]

    def __str__(self):
        return str(self.pk)


class PlanItem(SealedRow):
    """One part of the plan: a recommendation, a step, a question, a meeting, a worksheet. Its rows say what it is."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="plan_items")
    kind = models.CharField(max_length=20, choices=PlanKind.choices)
    added_at = models.DateTimeField()
    added_by = staff("plan_items_added")

    emptied = {"kind": PlanKind.RECOMMENDATION}

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(kind__in=ONE_IN_A_CASE), name="one_such_part_in_a_plan"
            )
        ]

    def __str__(self):
        return str(self.pk)


class PlanRowQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    def newest_first(self):
        return self.order_by("-number")


class PlanRow(AppendOnly, SealedRow):
    """How a part of the plan stands from one moment on. The newest counts.

    ``task`` is what brings it up again, ``entry`` the line of the journal it ended in.
    """

    item = models.ForeignKey(PlanItem, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = staff("plan_rows")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="plan_rows")
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="plan_rows")
    facts = SealedJSON("case_plan_row.facts")

    objects = PlanRowQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="one_plan_row_follows_another")]

    def __str__(self):
        return str(self.pk)
