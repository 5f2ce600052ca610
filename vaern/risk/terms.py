"""Closed lists of the room, with the words the pages show. A code is permanent; a label may change.

What is asked, and the four judgements, stand in the instrument files; the judgements' codes in `vaern.law.screening`.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class YesNo(TextChoices):
    """Answers to the acute gate. "Ved ikke" is an answer."""

    YES = "yes", _("Ja")
    NO = "no", _("Nej")
    UNKNOWN = "unknown", _("Ved ikke")


class Mark(TextChoices):
    """What is said of an indicator."""

    PRESENT = "present", _("Til stede")
    POSSIBLE = "possible", _("Muligt")
    ABSENT = "absent", _("Ikke til stede")
    NOT_ASKED = "not-asked", _("Ikke spurgt")


class When(TextChoices):
    NOW = "now", _("Nu")
    EARLIER = "earlier", _("Tidligere")


class Due(TextChoices):
    """When a card is to be done."""

    NOW = "now", _("Nu")
    CALL = "call", _("Før samtalen slutter")
    HOURS = "hours", _("Inden for timer på uret")
    STANDING = "standing", _("Hele vejen")


class Owner(TextChoices):
    """Whose a card is. What is an authority's to decide is never a consultant's: there we ask whether it was done."""

    CONSULTANT = "consultant", _("Konsulenten")
    CASEWORKER = "caseworker", _("Sagsbehandleren. Du rådgiver")
    TEAM_LEAD = "team-lead", _("Teamlederen")


class CardResponse(TextChoices):
    """What became of an open card."""

    DONE = "done", _("Gjort, eller allerede sat i gang")
    WILL_DO = "will-do", _("Sæt som handling")
    DISMISSED = "dismissed", _("Læg væk")
