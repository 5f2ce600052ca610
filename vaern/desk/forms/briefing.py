"""The briefing for 114 as a caseworker fills it in. Nothing typed here is stored: names and numbers may stand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.cases.uploads import FileKind, FileRefused, made_safe
from vaern.ui.briefing import HEADINGS, HINTS, MOST, Briefing
from vaern.ui.fields import UncutField

TOO_LONG = _("Skriv kortere: arket skal kunne læses op på to minutter.")
NOT_A_PICTURE = _("Det er ikke et billede. Vælg et foto som JPEG eller PNG, eller lad feltet stå tomt.")


class BriefingForm(forms.Form):
    """Twelve lines, none of which must be filled in: what stands empty is printed as "Ukendt". And a photo."""

    error_css_class = "form-error"
    photo = forms.FileField(label=_("Vellignende foto"), required=False, help_text=_("Gemmes ikke."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in HEADINGS.items():
            self.fields[name] = UncutField(
                label=label,
                help_text=HINTS.get(name, ""),
                required=False,
                max_length=MOST,
                error_messages={"max_length": TOO_LONG},
                widget=forms.Textarea(attrs={"rows": 2, "class": "note", "autocomplete": "off", "dir": "auto"}),
            )

    @property
    def lines(self) -> list[Any]:
        return [self[name] for name in HEADINGS]

    def clean_photo(self) -> bytes | None:
        sent = self.cleaned_data["photo"]
        if not sent:
            return None
        try:
            safe = made_safe(sent.read())
        except FileRefused as refusal:
            raise forms.ValidationError(refusal.said) from refusal
        if safe.kind is FileKind.PDF:
            raise forms.ValidationError(NOT_A_PICTURE)
        return safe.content

    def briefing(self) -> Briefing:
        return Briefing(**{name: self.cleaned_data[name] for name in HEADINGS})
