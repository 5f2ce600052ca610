"""A paper that was made and has not left, and what it tells. Rooms above let it go; the room that knows makes it."""

from dataclasses import dataclass
from typing import Any, Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from vaern.ui import pdf

PAPER = "paper"


class NothingToPrint(Exception):
    """The case has nothing the paper could tell, or not to this reader."""


class Fact(TextChoices):
    """What somebody may know, or must not know, of a case."""

    INVOLVED = "involved", _("At vi er med")
    CONCERN = "concern", _("Hvad bekymringen er")
    LEVEL = "level", _("Vurderingen")
    PLAN = "plan", _("Planen")
    WHEREABOUTS = "whereabouts", _("Hvor borgeren er")
    TRIP = "trip", _("Rejsen")
    IDENTITY = "identity", _("Hvem borgeren er")
    SOURCE = "source", _("Hvem der har fortalt det")


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A paper in memory. ``code`` is its code among the papers, ``text`` every word in it, ``told`` what it tells."""

    code: str
    title: str
    pdf: bytes
    text: str
    told: frozenset[Fact]

    @classmethod
    def of(cls, code: str, content: dict[str, Any], *, told: frozenset[Fact], template: str = PAPER) -> Self:
        """Make a paper, so that its text and its PDF come from the same content."""
        content = pdf.cleaned(content)
        made = pdf.render(template, content)
        text = pdf.words_of(content) if template == PAPER else pdf.every_word(content)
        return cls(code=code, title=content["title"], pdf=made, text=text, told=told | {Fact.INVOLVED})
