"""The form of a training attestation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.desk.forms.guarded import DayField
from vaern.staff.terms import Trained
from vaern.ui.fields import UncutField


class TrainingForm(forms.Form):
    """Whose training, what was shown, and until when it counts."""

    person = forms.ChoiceField(
        label=_("Konsulent"),
        error_messages={"required": _("Vælg en konsulent."), "invalid_choice": _("Vælg en af dem, der står her.")},
    )
    instrument = forms.ChoiceField(
        label=_("Uddannet i"), choices=Trained.choices, error_messages={"required": _("Vælg, hvad det gælder.")}
    )
    course = UncutField(
        label=_("Kursus og udbyder"),
        help_text=_("Det, du har set bevis for."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Skriv kursus og udbyder."),
            "max_length": _("Skriv det kortere: højst 120 tegn."),
        },
    )
    first_day = DayField(label=_("Uddannet den"))
    last_day = DayField(label=_("Gælder til og med"), help_text=_("Højst fem år efter."))

    def __init__(self, *args: Any, people: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        names = [(code, person.first_name) for code, person in self.people.items()]
        self.fields["person"].choices = [("", _("Vælg")), *names]  # type: ignore[attr-defined]
