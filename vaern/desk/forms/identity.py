"""The forms of the identity. What is written here tells who somebody is, so the guard does not read it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.cases.identity import LONGEST
from vaern.cases.reading import Portrayed
from vaern.cases.terms import ItemKind
from vaern.desk.forms.guarded import GuardedForm, Text, radios
from vaern.ui.fields import UncutField


def item(label: str, **options: Any) -> forms.CharField:
    return UncutField(
        label=label,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={
            "required": _("Skriv oplysningen."),
            "max_length": _("Det er for langt. Skriv én ting: et navn, en adresse. Resten hører til i journalen."),
        },
        **options,
    )


class ItemForm(forms.Form):
    """One thing that says who or where somebody is. Pass the persons of the case."""

    person = radios((), _("Hvem i sagen?"), required=True, missing=_("Vælg, hvem det er."))
    kind = radios(ItemKind.choices, _("Hvad er det?"), required=True, missing=_("Vælg, hvad det er."))
    text = item(_("Oplysningen"))

    def __init__(self, *args: Any, persons: Iterable[Portrayed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [(str(each.id), each.label) for each in persons]  # type: ignore[attr-defined]


class CorrectionForm(forms.Form):
    """What holds now instead, or that nothing does: an empty field alone says nothing."""

    text = item(_("Det, der gælder nu"), required=False)
    is_over = forms.BooleanField(label=_("Det gælder ikke længere, og der er ikke noget i stedet."), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "text" in cleaned and not cleaned["text"].strip() and not cleaned.get("is_over"):
            self.add_error("text", _("Skriv det, der gælder nu, eller sæt hak ved, at det ikke gælder længere."))
        return cleaned

    def what_holds(self) -> str:
        return "" if self.cleaned_data["is_over"] else self.cleaned_data["text"]


class DangerForm(GuardedForm):
    """Open an identity that is shut, because the danger is acute."""

    is_acute = forms.BooleanField(
        label=_("Faren er akut nu"),
        error_messages={"required": _("Identiteten er lukket og åbnes kun i akut fare. Gå videre uden navn.")},
    )
    reason = Text(label=_("Hvad er faren?"), rows=2, max_length=500)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("reason", _("Skriv med få ord, hvad faren er."))
        return cleaned
