"""The briefing for the duty officer on 114 as plain data: twelve lines, "Ukendt" where a fact is missing.

Made from a trip's file, from what a consultant typed, or on the open site from what a caseworker typed: the same lines
in the same order. Nothing here opens or stores a thing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

TEMPLATE = "briefing"
MOST = 300  # characters of one line: the whole is read aloud in two minutes
UNKNOWN = gettext_lazy("Ukendt")
CUT = gettext_lazy("%(truncated_text)s … (forkortet: mere i sagen)")


@dataclass(frozen=True, kw_only=True)
class Briefing:
    """What the duty officer must know, in the order it is read aloud. An empty line is unknown."""

    who: str = ""
    feared: str = ""
    when: str = ""
    where: str = ""
    along: str = ""
    passports: str = ""
    trusted: str = ""
    family_says: str = ""
    back: str = ""
    done: str = ""
    decides: str = ""
    contact: str = ""


HEADINGS = {
    "who": gettext_lazy("Hvem"),
    "feared": gettext_lazy("Hvad frygtes"),
    "when": gettext_lazy("Hvornår og hvorfra"),
    "where": gettext_lazy("Hvorhen og til hvem"),
    "along": gettext_lazy("Sammen med"),
    "passports": gettext_lazy("Pas: hvilke, hos hvem"),
    "trusted": gettext_lazy("Kan kontaktes"),
    "family_says": gettext_lazy("Det siger familien"),
    "back": gettext_lazy("Hjemrejse"),
    "done": gettext_lazy("Det er gjort"),
    "decides": gettext_lazy("Hvem beslutter"),
    "contact": gettext_lazy("Ring tilbage til"),
}
HINTS = {
    "who": gettext_lazy("Navn, cpr, alder, adresse, statsborgerskab. Under 18: også forældrene."),
    "when": gettext_lazy("Dag, klokken, lufthavn eller landevej, flynummer."),
    "trusted": gettext_lazy("Hvem kan politiet ringe til, og hvem må ikke få besked?"),
    "done": gettext_lazy("Underretning, anmeldelse, afgørelser: hvornår og af hvem."),
    "decides": gettext_lazy("Myndighed, navn og telefon, også uden for åbningstid."),
}
ASKED = gettext_lazy(
    "Vi beder politiet vurdere, om personen skal standses eller tales med alene, uden familien. "
    "Familien kan være en del af faren: ring ikke til hjemmet."
)


def content_of(briefing: Briefing, *, reference: str, date: str, photo: bytes | None = None) -> dict[str, Any]:
    """Return the content of the page; ``photo`` is a small JPEG. A line longer than MOST is cut, and says so."""
    rows = []
    for line in fields(briefing):
        said = " ".join(str(getattr(briefing, line.name)).split())
        shown = Truncator(said).chars(MOST, truncate=str(CUT)) or str(UNKNOWN)
        rows.append([str(HEADINGS[line.name]), shown, bool(said)])
    return {
        "title": _("Briefing til 114"),
        "reference": reference,
        "date": date,
        "to": _("Vagthavende, politiet"),
        "asked": str(ASKED),
        "rows": rows,
        "photo": list(photo) if photo else None,
        "photo_text": _("Foto af personen") if photo else _("Foto: ukendt"),
    }


def joined(parts: Iterable[object], between: str = ". ") -> str:
    """Return the parts that say something, one after another."""
    said = [str(part).strip().rstrip(".") for part in parts if part and str(part).strip()]
    return between.join(said)
