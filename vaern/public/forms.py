"""The finder's three questions, the one before consent, and the lines for 114. Nothing typed is kept or logged."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from vaern.directory.places import Place, municipality_called, municipality_names, search_municipalities
from vaern.directory.terms import Concern
from vaern.ui.answers import YesNoUnknown
from vaern.ui.briefing import HEADINGS, HINTS, MOST
from vaern.ui.fields import UncutField

MOST_SUGGESTIONS = 8


class Soon(TextChoices):
    """Er der en rejse eller fare de næste 14 dage? Not knowing is treated as near."""

    YES = "yes", _("Ja")
    NO = "no", _("Nej")
    UNKNOWN = "unknown", _("Ved ikke")

    @property
    def may_be_near(self) -> bool:
        return self is not Soon.NO


IN_PLAIN_WORDS = {
    Concern.HONOUR: _("familien mener, at dens ære er krænket"),
    Concern.CONTROL: _("andre styrer, hvem man ser, og hvad man må"),
    Concern.TRIP: _("et barn under 18 skal sendes til udlandet"),
    Concern.STAY: _("en over 18 skal rejse eller holdes i udlandet"),
}


def said_plainly(concern: Concern) -> Any:
    plain = IN_PLAIN_WORDS.get(concern)
    return format_lazy("{}: {}", concern.label, plain) if plain else lazystr(concern.label)


class FinderForm(forms.Form):
    """``place`` holds the municipality found; ``suggestions`` are offered when what was typed fits more than one."""

    municipality = UncutField(
        label=_("Hvor bor den, det handler om?"),
        help_text=_("Skriv kommunen. Det er borgerens kommune, ikke der hvor du arbejder."),
        max_length=60,
        error_messages={
            "required": _("Skriv en kommune. Kender du den ikke, så ring til et af numrene på listen."),
            "max_length": _("Skriv kun navnet på kommunen."),
        },
        widget=forms.TextInput(attrs={"list": "kommuner", "autocomplete": "off", "spellcheck": "false"}),
    )
    concern = forms.ChoiceField(
        label=_("Hvad handler det om?"),
        choices=[(concern.value, said_plainly(concern)) for concern in Concern],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Vælg, hvad det handler om, eller “Ved ikke endnu”."),
            "invalid_choice": _("Vælg et af svarene på listen."),
        },
    )
    soon = forms.ChoiceField(
        label=_("Er der en rejse eller fare de næste 14 dage?"),
        choices=Soon.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Vælg ja, nej eller ved ikke."),
            "invalid_choice": _("Vælg et af svarene på listen."),
        },
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.place: Place | None = None
        if not self.is_typed:
            names = [(name, name) for name in self.municipality_names]
            chosen = self.fields["municipality"]
            chosen.widget = forms.Select(attrs={"lang": "da"}, choices=[("", "–"), *names])
            chosen.help_text = _("Vælg kommunen. Det er borgerens kommune, ikke der hvor du arbejder.")
        self.suggestions: list[Place] = []

    @property
    def is_typed(self) -> bool:
        """Say whether the name is typed: not where the reader's keyboard has other letters than the names."""
        return not get_language_bidi()

    @property
    def municipality_names(self) -> list[str]:
        return list(municipality_names(self.on).values())

    def clean_municipality(self) -> str:
        typed = self.cleaned_data["municipality"]
        found = search_municipalities(typed, on=self.on)
        self.place = municipality_called(typed, on=self.on) or (found[0] if len(found) == 1 else None)
        if self.place:
            return typed
        self.suggestions = found[:MOST_SUGGESTIONS]
        if typed.strip().isdecimal():
            raise forms.ValidationError(_("Skriv navnet på kommunen. Vi kan ikke slå postnumre op."))
        if found:
            raise forms.ValidationError(_("Flere kommuner passer. Skriv navnet på en af dem."))
        raise forms.ValidationError(
            _("Vi kender ingen kommune med det navn. Prøv en anden stavemåde, eller ring til et af numrene på listen.")
        )


class SafetyForm(forms.Form):
    """The question that comes before consent is spoken of. Nothing is chosen beforehand."""

    safe = forms.ChoiceField(
        label=_("Kan du bede om samtykke uden at øge faren?"),
        help_text=_("Tænk på, hvem der får det at vide, hvis du spørger."),
        choices=YesNoUnknown.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Vælg ja, nej eller ved ikke."),
            "invalid_choice": _("Vælg et af svarene på listen."),
        },
    )


class BriefingForm(forms.Form):
    """Twelve lines of the briefing for 114. None must be filled in: an empty one is read aloud as unknown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in HEADINGS.items():
            self.fields[name] = UncutField(
                label=label,
                help_text=HINTS.get(name, ""),
                required=False,
                max_length=MOST,
                error_messages={"max_length": _("Skriv kortere: arket skal kunne læses op på to minutter.")},
                widget=forms.Textarea(attrs={"rows": 2, "class": "form-input", "autocomplete": "off", "dir": "auto"}),
            )
