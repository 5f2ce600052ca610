"""The forms an administrator invites with, and changes roles and regions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.desk.forms.directory import Line
from vaern.desk.forms.guarded import radios
from vaern.staff.roles import CONSULTANT, EMPLOYED


def duty() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Vagt for regioner"),
        help_text=_("Kun for sikkerhedskonsulenter."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Vælg blandt dem, der står her.")},
    )


class InviteForm(forms.Form):
    first_name = Line(
        _("Fornavn"),
        longest=60,
        missing=_("Skriv fornavnet."),
        help_text=_("Kun fornavn. Efternavne står her aldrig, af hensyn til medarbejdernes sikkerhed."),
    )
    email = forms.EmailField(
        label=_("Arbejdsmail"),
        help_text=_("Bruges kun til at logge ind. Værn sender ikke mail."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Skriv arbejdsmailen."),
            "invalid": _("Det ligner ikke en mailadresse. Se den efter."),
        },
    )
    role = radios(
        [(role.code, role.label) for role in EMPLOYED], _("Rolle"), required=True, missing=_("Vælg en rolle.")
    )
    regions = duty()

    def __init__(self, *args: Any, regions: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regions"].choices = list(regions)  # type: ignore[attr-defined]


class PowersForm(forms.Form):
    """``seen``: what stood when the page was made."""

    roles = forms.MultipleChoiceField(
        choices=[(role.code, role.label) for role in EMPLOYED],
        label=_("Roller"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Vælg mindst én rolle. Er personen stoppet, så luk adgangen i stedet."),
            "invalid_choice": _("Vælg blandt dem, der står her."),
        },
    )
    regions = duty()
    seen = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args: Any, regions: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["regions"].choices = list(regions)  # type: ignore[attr-defined]

    def clean(self) -> None:
        typed = self.cleaned_data
        if typed.get("regions") and "roles" in typed and CONSULTANT.code not in typed["roles"]:
            self.add_error("regions", _("Kun sikkerhedskonsulenter har vagt. Vælg den rolle, eller fjern regionerne."))
