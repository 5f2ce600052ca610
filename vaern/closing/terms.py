"""Closed lists of the room, with the words the pages show. A code is permanent; a label may change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from vaern.law.closing import CloseReason

CLOSE_REASONS = [(reason.value, reason.label) for reason in CloseReason]


class Outcome(TextChoices):
    """What became of a task that was open when the case was closed."""

    FINISHED = "finished", _("Gjort")
    HANDED_ON = "handed-on", _("Givet til myndigheden")
    DROPPED = "dropped", _("Droppet")


class Told(TextChoices):
    """Whether somebody knows that the case ends."""

    YES = "yes", _("Orienteret")
    NO = "no", _("Ikke orienteret")
