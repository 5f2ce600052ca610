"""Nødnotat: the one form whose text the guard does not read."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.desk.forms.guarded import radios
from vaern.inquiries.terms import EmergencyReason
from vaern.ui.fields import UncutField

LONGEST = 5000


class EmergencyForm(forms.Form):
    emergency_acute = forms.BooleanField(
        label=_("Faren er akut nu"),
        error_messages={
            "required": _("Et nødnotat er kun til akut fare. Er faren ikke akut, så skriv uden navn i notatet.")
        },
    )
    emergency_reason = radios(
        EmergencyReason.choices,
        _("Hvorfor skal det skrives ned?"),
        required=True,
        missing=_("Vælg, hvorfor det skal skrives ned."),
    )
    emergency_grounds = UncutField(
        label=_("Hvad er faren?"),
        max_length=500,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Skriv med få ord, hvad faren er.")},
    )
    emergency_text = UncutField(
        label=_("Navn, adresse og andet, politiet eller et sikkert sted skal bruge"),
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "class": "note", "autocomplete": "off"}),
        error_messages={
            "required": _("Skriv det, der skal bruges nu."),
            "max_length": _("Et nødnotat er kort. Skriv kun det, der skal bruges nu."),
        },
    )
