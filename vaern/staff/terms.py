"""Closed lists about signing in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkKind(models.TextChoices):
    INVITATION = "invitation", _("Invitation")
    RECOVERY = "recovery", _("Ny adgang")


class Device(models.TextChoices):
    """All that is kept of what somebody signs in with."""

    COMPUTER = "computer", _("Computer")
    PHONE = "phone", _("Telefon")
    TABLET = "tablet", _("Tablet")
    UNKNOWN = "unknown", _("Ukendt enhed")


class SessionEnd(models.TextChoices):
    SIGNED_OUT = "signed-out", _("Loggede ud")
    REVOKED = "revoked", _("Afsluttet fra listen")
    IDLE = "idle", _("Ikke brugt")
    TOO_LONG = "too-long", _("Varede for længe")
    CHANGED = "changed", _("Adgang ændret")
    LEFT = "left", _("Stoppet")


class Way(models.TextChoices):
    """What somebody showed to sign in; a code of the trail."""

    PASSKEY = "passkey", _("Adgangsnøgle")
    APP = "app", _("Kode fra app")
    RECOVERY_CODE = "recovery-code", _("Genopretningskode")
    LINK = "link", _("Engangslink")
    DEMO = "demo", _("Øvelse")


class Trained(models.TextChoices):
    """What somebody can be trained in."""

    PATRIARK = "patriark", _("PATRIARK")
