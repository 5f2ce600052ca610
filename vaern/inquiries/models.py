"""What an inquiry is made of.

In clear stands only the closed list of work columns: reference, cover name, kind, stage, region, consultant and the
next step's kind and time, beside ids and the times rows were written; and, while a call-back waits, whose phone it
is, so that a case can say whether the citizen may be called and open no number. All else said or chosen is sealed.
"""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from vaern.audit.append_only import AppendOnly, AppendOnlyQuerySet
from vaern.directory.terms import Concern
from vaern.inquiries.terms import (
    Age,
    AttemptOutcome,
    CallBackEnd,
    Caller,
    Closing,
    EmergencyReason,
    EntryKind,
    HandOver,
    Haste,
    Kind,
    PhoneOf,
    ReviewFinding,
    Stage,
    TaskKind,
)
from vaern.vault.fields import Sealed, SealedJSON
from vaern.vault.rows import SealedQuerySet, SealedRow
from vaern.work.rows import JournalLine, JournalQuerySet, TaskRow, paired, staff


class DraftQuerySet(SealedQuerySet):
    def of(self, user):
        return self.filter(owner=user)

    def newest_first(self):
        return self.order_by("-saved_at", "pk")

    def untouched_since(self, moment):
        return self.filter(saved_at__lt=moment)


class Draft(SealedRow):
    """A call being written down. Its id and its key become the inquiry's when it is filed.

    ``content`` is what stood in the form: field name to text. ``revision`` counts saves, so that two tabs are told
    apart; the tab that comes second goes on in a draft of its own (``fork_of``).
    """

    owner = staff("drafts")
    content = SealedJSON("draft.content")
    revision = models.PositiveIntegerField(default=1)
    fork_of = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["owner", "-saved_at"], name="draft_owner_saved")]

    def __str__(self):
        return str(self.pk)


class InquiryQuerySet(SealedQuerySet):
    def open(self):
        return self.filter(stage=Stage.OPEN)

    def closed(self):
        return self.filter(stage=Stage.CLOSED)

    def kept(self):
        """Leave out what two people have destroyed: to everybody it is not there."""
        return self.filter(destroyed_at=None)

    def held_by(self, user):
        return self.filter(consultant=user)

    def left_to_the_region(self, region):
        """Return what everybody on duty for ``region`` may see."""
        return self.filter(region=region, is_restricted=False)

    def not_kept_from(self, user):
        """Leave out what ``user`` is kept out of, on whatever ground they would see it."""
        return self.exclude(pk__in=KeptOut.objects.of(user))

    def unclaimed(self):
        return self.filter(consultant=None)

    def awaiting_from(self, user):
        """Return what ``user`` gave away and nobody has taken yet: still theirs to answer for."""
        return self.filter(handed_by=user, consultant=None)

    def by_next_step(self):
        return self.order_by("next_step_at", "pk")

    def newest_first(self):
        return self.order_by("-filed_at", "-pk")


class Inquiry(SealedRow):
    """Somebody contacted the service. Never holds who the citizen is."""

    reference = models.CharField(max_length=12, unique=True)
    cover_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    stage = models.CharField(max_length=8, choices=Stage.choices)
    region = models.CharField(max_length=8)
    is_restricted = models.BooleanField(default=False, db_default=False)  # as its case is: not for all on duty
    consultant = staff("inquiries", null=True)
    handed_by = staff("inquiries_handed_over", null=True)
    next_step_kind = models.CharField(max_length=16, choices=TaskKind.choices, blank=True)
    next_step_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField()
    filed_by = staff("inquiries_filed")
    closed_at = models.DateTimeField(null=True)
    closed_by = staff("inquiries_closed", null=True)
    destroyed_at = models.DateTimeField(null=True)

    emptied = {"cover_name": "", "kind": Kind.CALL}
    objects = InquiryQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED, next_step_at=None, next_step_kind="")
                | (Q(stage=Stage.OPEN, next_step_at__isnull=False) & ~Q(next_step_kind="")),
                name="an_open_inquiry_has_a_next_step",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                | Q(stage=Stage.OPEN, closed_at=None, closed_by=None),
                name="a_closed_inquiry_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(consultant__isnull=False) | Q(handed_by__isnull=False),
                name="someone_answers_for_an_inquiry",
            ),
        ]
        indexes = [
            models.Index(fields=["consultant", "stage", "next_step_at", "id"], name="inquiry_mine"),
            models.Index(fields=["region", "stage", "next_step_at", "id"], name="inquiry_region"),
            models.Index(fields=["region", "stage", "-filed_at", "-id"], name="inquiry_region_filed"),
            models.Index(fields=["consultant", "stage", "-filed_at", "-id"], name="inquiry_mine_filed"),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_open(self):
        return self.stage == Stage.OPEN

    @property
    def answers_for_it(self):
        """The person who holds it, or who gave it away and still does until it is taken."""
        return self.consultant or self.handed_by

    def is_due_by(self, moment):
        return self.next_step_at is not None and self.next_step_at <= moment


class KeptOutQuerySet(AppendOnlyQuerySet):
    def of(self, user):
        """Return the ids of what ``user`` is kept out of."""
        return self.filter(user=user).values("inquiry")


class KeptOut(AppendOnly):
    """Somebody who never sees the inquiry again, whoever holds it: they know the family of the case it became."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="kept_out")
    user = staff("inquiries_kept_from")
    at = models.DateTimeField()

    objects = KeptOutQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [models.UniqueConstraint(fields=["user", "inquiry"], name="kept_out_once")]

    def __str__(self):
        return str(self.pk)


class EntryQuerySet(JournalQuerySet):
    def about(self, inquiry):
        return self.filter(inquiry=inquiry)


class Entry(JournalLine):
    """One line of the inquiry's journal.

    ``facts``: caller, subject, haste, age, minutes, prompts covered, closing reason.
    """

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    by = staff("entries")
    safety = Sealed("entry.safety")
    note = Sealed("entry.note")
    summary = Sealed("entry.summary")
    advice = Sealed("entry.advice")
    told = Sealed("entry.told")
    facts = SealedJSON("entry.facts")

    objects = EntryQuerySet.as_manager()

    class Meta(JournalLine.Meta):
        abstract = False
        indexes = [models.Index(fields=["inquiry", "-happened_at"], name="entry_inquiry_happened")]

    @property
    def chosen(self):
        """What was chosen in a call, as pairs of words to read."""
        facts = self.facts
        lists = (
            (_("Hvem ringede"), Caller, "caller"),
            (_("Emne"), Concern, "subject"),
            (_("Hast"), Haste, "haste"),
            (_("Alder"), Age, "age"),
        )
        said = [(label, terms(facts[name]).label) for label, terms, name in lists if facts.get(name)]
        if "minutes" in facts:
            said.append((_("Varighed"), _("%(minutes)s min.") % facts))
        if facts.get("cut_off"):
            said.append((_("Forbindelsen"), _("blev afbrudt")))
        return said

    @property
    def reasons(self):
        """Why the inquiry was closed or given away, as pairs of words to read."""
        lists = (
            (_("Afsluttet, fordi"), Closing, "closing"),
            (_("Givet videre, fordi"), HandOver, "reason"),
            (_("Opringningen"), CallBackEnd, "call_back"),
        )
        return [(label, terms(self.facts[name]).label) for label, terms, name in lists if self.facts.get(name)]


class Task(TaskRow):
    """Something somebody will do about the inquiry. The earliest open one is its next step."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=16, choices=TaskKind.choices)
    owner = staff("tasks")
    text = Sealed("task.text")
    set_by = staff("tasks_set")
    done_by = staff("tasks_done", null=True)

    emptied = {"kind": TaskKind.FOLLOW_UP, "due_at": F("set_at")}

    class Meta(TaskRow.Meta):
        abstract = False
        constraints = [paired("task_done_when_and_by_whom", "done_at", "done_by")]
        indexes = [
            models.Index(fields=["owner", "due_at"], condition=Q(done_at=None), name="task_owner_due"),
            models.Index(fields=["inquiry", "due_at"], name="task_inquiry_due"),
        ]


class NotificationAnswerQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    def newest_first(self):
        return self.order_by("-at", "-pk")


class NotificationAnswer(AppendOnly, SealedRow):
    """The answer to "has the child's municipality been notified?". The newest counts.

    ``answer`` holds the state and what goes with it: by whom and when, owner and date, or that the duty was explained.
    """

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="notification_answers")
    answer = SealedJSON("notification.answer")
    at = models.DateTimeField()
    by = staff("notification_answers")

    objects = NotificationAnswerQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)


class CallBackQuerySet(SealedQuerySet):
    def waiting(self):
        return self.filter(ended_at=None)

    def of(self, user):
        return self.filter(inquiry__consultant=user)


class CallBack(SealedRow):
    """An agreed call, with how it is safe to make it. Has a key of its own, destroyed when it is over."""

    inquiry = models.ForeignKey(Inquiry, models.PROTECT, related_name="call_backs")
    contact = SealedJSON("callback.contact")
    phone_of = models.CharField(max_length=20, choices=PhoneOf.choices, null=True)  # None once it has ended
    valid_until = models.DateField()
    confirmed_at = models.DateTimeField()
    confirmed_by = staff("call_backs_confirmed")
    ended_at = models.DateTimeField(null=True)
    ended_by = staff("call_backs_ended", null=True)

    objects = CallBackQuerySet.as_manager()
    emptied = {"phone_of": None}

    class Meta:
        base_manager_name = "objects"
        constraints = [
            paired("callback_ended_when_and_by_whom", "ended_at", "ended_by"),
            models.UniqueConstraint(
                fields=["inquiry"], condition=Q(ended_at=None), name="one_waiting_callback_per_inquiry"
            ),
        ]

    def __str__(self):
        return str(self.pk)

    @property
    def rings_the_citizen(self):
        """Tell whether it is the citizen's phone; a friend's, the school's or a professional's is no leave to ring."""
        return self.phone_of in {PhoneOf.OWN, PhoneOf.SHARED}

    def has_lapsed(self, day):
        """Tell whether the safe-contact answers are too old to dial on without asking again."""
        return day > self.valid_until


class AttemptQuerySet(AppendOnlyQuerySet, SealedQuerySet):
    def newest_first(self):
        return self.order_by("-at", "-pk")


class Attempt(AppendOnly, SealedRow):
    """One try at an agreed call, sealed with the inquiry's key: it outlives the number."""

    call_back = models.ForeignKey(CallBack, models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    by = staff("attempts")
    outcome = Sealed("attempt.outcome")

    objects = AttemptQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)

    @property
    def outcome_label(self):
        return AttemptOutcome(self.outcome).label


class EmergencyNoteQuerySet(SealedQuerySet):
    def awaiting_review(self):
        return self.filter(reviewed_at=None)

    def expired_by(self, moment):
        return self.filter(expires_at__lte=moment, erased_at=None)

    def oldest_first(self):
        return self.order_by("written_at", "pk")


class EmergencyNote(SealedRow):
    """Nødnotat: the one text that may name and place a citizen, while danger is acute.

    Has a key of its own and an end: when it expires the key is destroyed and the words are gone. ``about`` is the id
    of the call, which may still be a draft.
    """

    about = models.UUIDField(db_index=True)
    region = models.CharField(max_length=8)
    text = Sealed("emergency.text")
    grounds = Sealed("emergency.grounds")
    reason = Sealed("emergency.reason")
    written_at = models.DateTimeField()
    written_by = staff("emergency_notes")
    review_by = models.DateTimeField()
    expires_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = staff("emergency_notes_reviewed", null=True)
    finding = models.CharField(max_length=12, choices=ReviewFinding.choices, blank=True)

    objects = EmergencyNoteQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [paired("emergency_reviewed_when_and_by_whom", "reviewed_at", "reviewed_by")]

    def __str__(self):
        return str(self.pk)

    def is_readable(self, at):
        return self.erased_at is None and at < self.expires_at

    @property
    def reason_label(self):
        return EmergencyReason(self.reason).label
