"""The forms of a case's files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.cases.terms import DocumentKind, Withdrawn
from vaern.desk.forms.guarded import GuardedForm, Text, radios


class DocumentForm(GuardedForm):
    """A file to put into the case. What is in it is looked at by the act, not here."""

    kind = radios(DocumentKind.choices, _("Hvad er det?"), required=True, missing=_("Vælg, hvad filen er."))
    title = Text(
        label=_("Hvad skal den hedde på listen?"),
        help_text=_("Fx: brev fra skolen 12. november. Uden navne."),
        max_length=100,
    )
    file = forms.FileField(
        label=_("Filen"),
        help_text=_("Et billede (JPEG eller PNG) eller en PDF på højst 10 MB. Filens eget navn gemmes ikke."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
        allow_empty_file=True,  # the act answers that, as it answers everything else about what is in a file
        error_messages={
            "required": _("Vælg en fil. Er der noget at rette ovenfor, skal filen vælges igen."),
            "missing": _("Vælg en fil."),
            "invalid": _("Vælg en fil."),
        },
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("title", _("Skriv et par ord, så I kan finde filen igen."))
        return cleaned

    def document(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "kind": DocumentKind(cleaned["kind"]),
            "title": cleaned["title"],
            "sent": cleaned["file"].read(),
        }


class DangerForm(GuardedForm):
    """Why acute danger makes it necessary to see a file that no consent covers."""

    danger = Text(
        label=_("Hvad er faren lige nu?"),
        help_text=_("Det kommer til at stå i journalen."),
        rows=2,
        max_length=2000,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("danger", _("Skriv, hvad faren er. Er der ikke fare lige nu, forbliver filen lukket."))
        return cleaned


class WithdrawForm(forms.Form):
    reason = radios(
        Withdrawn.choices,
        _("Hvorfor skal den ikke bruges mere?"),
        required=True,
        missing=_("Vælg, hvorfor."),
    )
