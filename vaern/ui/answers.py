"""The answers that any room may ask for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class YesNoUnknown(TextChoices):
    """Not knowing is an answer, and never stands for no."""

    YES = "yes", _("Ja")
    NO = "no", _("Nej")
    UNKNOWN = "unknown", _("Ved ikke")
