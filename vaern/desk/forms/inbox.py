"""The forms of a thread: an answer that does no harm if somebody else reads it, and handing the thread over."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.desk.forms.guarded import GuardedForm, Text, radios
from vaern.inquiries.surroundings import regions
from vaern.law.clocks import local_day
from vaern.staff.people import consultants_on

# Words that say what the conversation is about to whoever looks over a shoulder.
TELLING = re.compile(
    r"\b(?:ære\w*|vold\w*|tvang\w*|tvunge\w*|genopdragelse\w*|social kontrol|flugt\w*|flygt\w*|krisecent\w+"
    r"|sikkerhedskonsulent\w*|politi\w*|kommune\w*|underret\w*|ægteskab\w*|gift(?:e|es)?|bortfør\w+|kæreste\w*)\b",
    re.IGNORECASE,
)
OPENINGS = [
    ("tak", _("Tak for din besked. Jeg har læst den.")),
    ("ord", _("Tak for din besked. Har vi aftalt et ord, så skriv det, før jeg svarer på resten.")),
    ("tid", _("Tak for din besked. Svar kun, når du har fred og ro. Vi kan godt vente.")),
]


class AnswerForm(GuardedForm):
    """``seen`` is the number of the last message on the page: nobody answers past something unread."""

    opening = radios(OPENINGS, _("Begynd neutralt"), help_text=_("Teksten sættes foran dit svar. Du kan lade være."))
    text = Text(label=_("Svar"), rows=6, max_length=10_000, key="t")
    telling_is_meant = forms.BooleanField(label=_("Ordene skal stå der. Det er sikkert nok."), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """Put the chosen opening in front, so that the guard and the reader see the whole answer."""
        opening = str(dict(OPENINGS).get(self.data.get("opening", ""), ""))
        return "\n\n".join(part for part in (opening, self.cleaned_data["text"].strip()) if part)

    def clean(self) -> dict[str, Any]:
        written = self.cleaned_data.get("text", "")
        cleaned = super().clean()
        if "text" in self.errors:
            return cleaned
        if not written:
            self.add_error("text", _("Skriv et svar, eller vælg en begyndelse."))
        elif (found := self.telling_words(written)) and not cleaned.get("telling_is_meant"):
            said = _("Læser en anden med, siger disse ord, hvad det handler om: %(words)s. Skriv om, eller bekræft.")
            self.add_error("text", said % {"words": ", ".join(found)})
        return cleaned

    @staticmethod
    def telling_words(written: str) -> list[str]:
        return sorted({found.lower() for found in TELLING.findall(written)})


class ThreadHandOverForm(forms.Form):
    to = radios((), _("Til hvem?"), required=True, missing=_("Vælg en region eller en kollega."))

    def __init__(self, data: Any = None, *, at: datetime, by: Any) -> None:
        super().__init__(data)
        colleagues = [person for person in consultants_on(local_day(at)) if person.pk != by.pk]
        self.fields["to"].choices = [  # type: ignore[attr-defined]
            *((f"region:{code}", name) for code, name in regions(at)),
            *((f"person:{person.pk}", person.first_name) for person in colleagues),
        ]

    def receiver(self) -> dict[str, Any]:
        """Return whom a valid form gives the thread to, as `hand_over` takes it."""
        kind, _colon, value = self.cleaned_data["to"].partition(":")
        return {"region": value} if kind == "region" else {"colleague": UUID(value)}
