"""What a mailbox is made of. In clear stand ids, hours, and what a list of work needs; every word is sealed.

The open site reaches the tables through two database roles (operations/rights.py): one adds rows, the other reads them
and removes messages, visits and sittings. So nothing here is changed by the open site, only added and removed. It
knows nothing of `Holding`.
"""

from datetime import timedelta
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from vaern.law.clocks import local_day
from vaern.law.values import MAILBOX_KEPT_DAYS
from vaern.mailbox.reference import number_of
from vaern.mailbox.terms import Kind, SignalKind
from vaern.vault.fields import SealedJSON
from vaern.vault.handed_in import HandedIn
from vaern.vault.rows import SealedQuerySet, SealedRow


class Reading(models.QuerySet):
    """A queryset that the open site reads and removes through its second role."""

    def at_the_door(self) -> Self:
        return self.using(settings.MAILBOX_DATABASE)


SOON = timedelta(days=14)


class ThreadQuerySet(Reading, SealedQuerySet):
    def live_on(self, day):
        """Leave out what nobody has used for its time. A visit counts at once, whether the upkeep has run or not."""
        since = day - timedelta(days=MAILBOX_KEPT_DAYS.on(day))
        return self.filter(Q(expires_on__gte=day) | Q(visits__at__date__gte=since))

    def past(self, day):
        return self.filter(expires_on__lt=day)

    def not_set_aside(self):
        return self.exclude(pk__in=Holding.objects.aside().values("pk"))

    def by_arrival(self):
        return self.order_by("dropped_at", "pk")


class Thread(HandedIn):
    """One conversation with somebody we do not know, under one key.

    The key lies here twice: wrapped for the team until the key store has it, and locked by the writer's code. A brief
    from a professional has no code: nobody comes back to it.
    """

    kind = models.CharField(max_length=8, choices=Kind.choices)
    selector = models.PositiveIntegerField(null=True, unique=True)
    salt = models.BinaryField(null=True)
    for_writer = models.BinaryField(null=True)
    dropped_at = models.DateTimeField()
    expires_on = models.DateField()

    objects = ThreadQuerySet.as_manager()

    class Meta(HandedIn.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.BRIEF, selector=None, salt=None, for_writer=None)
                | Q(kind=Kind.CITIZEN, selector__isnull=False, salt__isnull=False, for_writer__isnull=False),
                name="a_citizens_thread_has_a_code",
            ),
            models.UniqueConstraint(fields=["key_id"], name="a_thread_has_a_key_of_its_own"),
        ]
        indexes = [models.Index(fields=["expires_on", "dropped_at"], name="thread_expires_dropped")]

    def __str__(self):
        return str(self.pk)

    def expires_soon(self, at):
        """Tell whether the thread goes within SOON if nobody uses it. Until then nothing shows when it was used."""
        return self.expires_on - local_day(at) <= SOON

    @property
    def number(self):
        """What the sender of a sheet was told to say on the phone."""
        return number_of(self.pk)


class MessageQuerySet(Reading, SealedQuerySet):
    def from_writer(self):
        return self.filter(from_team=False)

    def in_order(self):
        return self.order_by("number")


class Message(SealedRow):
    """One message, sealed with the thread's key. The writer's are dated to the hour and no closer."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="messages")
    number = models.PositiveIntegerField()
    from_team = models.BooleanField()
    is_urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    content = SealedJSON("message.content")

    objects = MessageQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="a_message_has_a_number_of_its_own"),
            models.CheckConstraint(
                condition=Q(from_team=True, by__isnull=False) | Q(from_team=False, by=None),
                name="the_team_says_who_answered",
            ),
        ]

    def __str__(self):
        return str(self.pk)


class Signal(models.Model):
    """Something the writer did: closed the mailbox, or removed the message with this number, whose id the row keeps."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    thread = models.ForeignKey(Thread, models.PROTECT, related_name="signals")
    kind = models.CharField(max_length=8, choices=SignalKind.choices)
    number = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()

    objects = Reading.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)


class Visit(models.Model):
    """When the mailbox was last opened. The newest row; the others go when it comes, so that nothing is counted."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    thread = models.ForeignKey(Thread, models.PROTECT, related_name="visits")
    at = models.DateTimeField()

    objects = Reading.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)


class Sitting(models.Model):
    """A mailbox that is open in some browser: half of what opens the cookie there. Gone when the reader leaves."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    thread = models.ForeignKey(Thread, models.PROTECT, related_name="sittings")
    half = models.BinaryField()
    begun_at = models.DateTimeField()
    before = models.DateTimeField(null=True)

    objects = Reading.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self):
        return str(self.pk)


class Stretch(models.Model):
    """Hours, the first to the last, in which so many wrote that somebody asked to set aside what nobody has taken.

    Another agrees, or it is taken back; what was agreed to may be put back. Out of the open site's reach.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    first = models.DateTimeField()
    last = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    agreed_by = models.UUIDField(null=True)
    agreed_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="a_stretch_begins_before_it_ends"),
            models.CheckConstraint(
                condition=Q(agreed_by=None, agreed_at=None)
                | (Q(agreed_by__isnull=False, agreed_at__isnull=False) & ~Q(agreed_by=F("asked_by"))),
                name="setting_aside_is_by_two",
            ),
            models.CheckConstraint(
                condition=Q(ended_by=None, ended_at=None) | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="a_stretch_ended_when_and_by_whom",
            ),
        ]

    def __str__(self):
        return str(self.pk)


class HoldingQuerySet(models.QuerySet):
    def held_by(self, user):
        return self.filter(holder=user)

    def aside(self):
        """Leave all but what was set aside and whose writer has written nothing since."""
        since = Message.objects.filter(thread=OuterRef("pk"), from_team=False, number__gt=OuterRef("read_to"))
        return self.filter(stretch__isnull=False).exclude(Exists(since))


class Holding(models.Model):
    """What the team knows of a thread: who holds it, and how far it is read. Out of the open site's reach.

    It points to the thread by id alone: the open site's roles know the one table and not the other.
    """

    thread = models.UUIDField(primary_key=True)
    cover_name = models.CharField(max_length=40)
    holder = models.UUIDField(null=True)
    handed_by = models.UUIDField(null=True)
    region = models.CharField(max_length=8, blank=True)
    read_to = models.PositiveIntegerField(default=0)
    signals_seen = models.PositiveIntegerField(default=0)
    inquiry = models.UUIDField(null=True)
    put_away_at = models.DateTimeField(null=True)
    put_away_by = models.UUIDField(null=True)
    stretch = models.ForeignKey(Stretch, models.PROTECT, null=True, related_name="holdings")

    objects = HoldingQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(put_away_at=None, put_away_by=None)
                | Q(put_away_at__isnull=False, put_away_by__isnull=False, holder=None),
                name="what_is_put_away_is_held_by_nobody",
            ),
            models.CheckConstraint(
                condition=Q(stretch=None) | Q(holder=None), name="what_is_set_aside_is_held_by_nobody"
            ),
        ]

    def __str__(self):
        return str(self.pk)
