"""Closed lists of the vault."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """Why a key is opened; stands in the trail with every opening."""

    CALL = "call", _("Under samtalen")
    CASEWORK = "casework", _("Arbejde med henvendelsen")
    CONTACT = "contact", _("Sikker kontakt")
    BREAK_GLASS = "break-glass", _("Nødåbning")
    REVIEW = "review", _("Gennemsyn")
    GUEST = "guest", _("Gæst i sagen")
    DESTRUCTION = "destruction", _("Destruktion")
    SIGN_IN = "sign-in", _("Log ind")
    UPKEEP = "upkeep", _("Drift")


class TombstoneReason(models.TextChoices):
    DONE = "done", _("Færdig")
    DISCARDED = "discarded", _("Slettet af den, der skrev")
    EXPIRED = "expired", _("Udløbet")
    ORPHAN = "orphan", _("Uden indhold")
    DESTRUCTION = "destruction", _("Destrueret af to personer")
