"""Closed lists of the room, with the words the pages show. A code is permanent; a label may change."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Section(TextChoices):
    """A part of a case a guest may be given. Which of them can be shown is registered by the pages."""

    JUDGEMENT = "judgement", _("Trusselsniveau nu")
    STEPS = "steps", _("Aftalte skridt")
    RECOMMENDATIONS = "recommendations", _("Anbefalinger")
    QUESTIONS = "questions", _("Spørgsmål, der skal findes svar på")
    PLAN = "plan", _("Plan")
    WORKSHEETS = "worksheets", _("Arbejdsark")
