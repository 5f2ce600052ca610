"""Closed lists of the room, with the words the pages show. A code is permanent; a label may change.

What is asked, and the four judgements, stand in the instrument files; the judgements' codes in `vaern.law.screening`.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class FactorMark(TextChoices):
    """What is said of a factor, now and earlier apart. Not knowing is not the same as no."""

    PRESENT = "present", _("Til stede")
    POSSIBLE = "possible", _("Muligt eller delvist")
    ABSENT = "absent", _("Ikke til stede")
    UNKNOWN = "unknown", _("Ved ikke")


class Subject(TextChoices):
    """Whom a domain of factors is about."""

    CASE = "case", _("Forløbet")
    FEARED = "feared", _("Dem, der frygtes")
    AT_RISK = "at-risk", _("Dem, der er i fare")


class Step(TextChoices):
    """The five steps of an assessment, in order."""

    CONTEXT = "context", _("Sammenhæng")
    FACTORS = "factors", _("Forhold")
    SCENARIOS = "scenarios", _("Scenarier")
    MEASURES = "measures", _("Tiltag")
    CONCLUSIONS = "conclusions", _("Konklusion")


class SignedAs(TextChoices):
    """Under which name an assessment is signed. The first asks for edition, manual and training."""

    PATRIARK = "patriark", _("PATRIARK")
    STRUCTURED = "structured", _("Struktureret vurdering")


class MeasureOwner(TextChoices):
    """Whose a measure is, beside the authorities: what an authority decides is never ours."""

    CONSULTANT = "consultant", _("Os: Vi rådgiver og følger op")
    CITIZEN = "citizen", _("Borgeren selv")
