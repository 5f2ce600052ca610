"""Closed lists about consent, with the words the pages show. A code is permanent; a label may change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from vaern.cases.terms import Scope


class Capacity(TextChoices):
    """As what somebody gives a consent. The first three are the law's own; the last is nobody's to give as."""

    CITIZEN = "citizen", _("Borgeren selv, fyldt 18")
    CUSTODY_HOLDER = "custody_holder", _("Den, der har forældremyndigheden")
    GUARDIAN = "guardian", _("En værge")
    OTHER = "other", _("En anden i familien, fx en bror, stedfar eller tante")


ASKED = [Capacity.CITIZEN, Capacity.CUSTODY_HOLDER, Capacity.GUARDIAN]  # whom one can consider asking


class Safety(TextChoices):
    """Can it be asked, without raising the danger?"""

    SAFE = "safe", _("Ja, det kan gøres sikkert")
    UNSAFE = "unsafe", _("Nej. Ikke bedt om, fordi det er usikkert")
    UNCLEAR = "unclear", _("Det ved vi ikke endnu")


class HowGiven(TextChoices):
    WRITTEN = "written", _("På skrift, underskrevet")
    ORAL_WITNESSED = "oral-witnessed", _("Mundtligt, med en kollega til stede")
    ORAL = "oral", _("Mundtligt, kun til dig")
    THROUGH_AUTHORITY = "through-authority", _("Til sagsbehandleren, som har det på skrift")


class Custody(TextChoices):
    SOLE = "sole", _("Den, der er nævnt, har den alene")
    JOINT = "joint", _("Den er fælles")
    UNKNOWN = "unknown", _("Ved ikke")


class RequestMoves(TextChoices):
    CONFIRMED = "confirmed", _("Bekræftet af en anden konsulent")
    ENDED = "ended", _("Hørt op")


MANDATED = [Scope.SHARING, Scope.COORDINATION, Scope.ABROAD]  # what a citizen may ask for beforehand
REQUESTED = [Scope.IDENTITY, Scope.PHOTO_AND_PASSPORT, Scope.SPARRING, Scope.ASSESSMENT]  # what the exception reaches
