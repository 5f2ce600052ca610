"""Safe contact: how somebody may be called back."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from vaern.desk.forms.guarded import ClockField, DayField, GuardedForm, Text, radios, when
from vaern.desk.forms.inquiry import StepForm
from vaern.directory.numbers import NotANumber, digits, written
from vaern.inquiries.actions.callbacks import Contact
from vaern.inquiries.terms import AttemptOutcome, CallBackEnd, HideNumber, IfOtherAnswers, PhoneOf
from vaern.law.clocks import local_day
from vaern.law.values import SAFE_CONTACT_HOLDS_DAYS

TEXTS = (
    "when_safe never_when agreed_words safe_word cannot_talk_word send_help_word must_not_know interpreter "
    "digital_post easier"
).split()


SHORTEST = 7  # digits of the shortest number a person has, abroad included


class PhoneField(forms.CharField):
    """A number as people write it, also a foreign one."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Nummer"),
            max_length=40,
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            help_text=_("Forsegles for sig, og slettes, når opringningen er slut."),
            error_messages={
                "required": _("Skriv nummeret."),
                "max_length": _("Et telefonnummer er kortere. Skriv kun nummeret her."),
            },
        )

    def clean(self, value: Any) -> str:
        try:
            number = written(super().clean(value))
        except NotANumber:
            number = ""
        if len(digits(number)) < SHORTEST:  # a helpline's short number is nobody's own
            raise ValidationError(
                _("Det er ikke et nummer, der kan ringes til. Skriv otte cifre, eller + og landekode.")
            )
        return number


class ContactForm(GuardedForm):
    number = PhoneField()
    phone_of = radios(
        PhoneOf.choices, _("Hvis telefon er det?"), required=True, missing=_("Vælg, hvis telefon det er.")
    )
    when_safe = Text(
        label=_("Hvornår er det sikkert?"), max_length=300, help_text=_("Fx: hverdage efter 15, aldrig søndag.")
    )
    never_when = Text(label=_("Hvornår må vi aldrig ringe?"), max_length=300)
    if_other_answers = radios(
        IfOtherAnswers.choices, _("Hvis en anden tager telefonen"), required=True, missing=_("Vælg, hvad du så gør.")
    )
    agreed_words = Text(
        label=_("Hvad siger du så?"), max_length=300, help_text=_("Jeres egne ord, hvis I har aftalt nogle.")
    )
    hide_number = radios(
        HideNumber.choices,
        _("Skal vores nummer være skjult?"),
        required=True,
        missing=_("Vælg et svar. »Ved ikke« er også et svar."),
        help_text=_("Skjult nummer kan vække opsigt. Vælg det, der er mest normalt hos personen."),
    )
    safe_word = Text(label=_("Et ord, så vi ved, det er den rigtige"), max_length=80)
    cannot_talk_word = Text(label=_("Et ord, der betyder »jeg kan ikke tale nu«"), max_length=80)
    send_help_word = Text(label=_("Et ord, der betyder »send hjælp«, og hvad du så gør"), max_length=300)
    must_not_know = Text(label=_("Hvem må ikke vide noget?"), max_length=300, help_text=_("Roller, også ansatte."))
    interpreter = Text(
        label=_("Tolk"),
        max_length=300,
        help_text=_("Sprog, køn, ikke fra samme by eller kreds. Kun i telefonen. Aldrig familie."),
    )
    digital_post = Text(
        label=_("Hvem kan læse personens Digital Post og breve?"),
        max_length=200,
        help_text=_("Ved du det ikke: send intet."),
    )
    easier = Text(label=_("Noget, der gør det lettere at tale sammen?"), max_length=300)
    valid_until = DayField(
        label=_("Svarene gælder til og med"), help_text=_("Derefter spørger du igen, før du ringer.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = local_day(self.at)
        self.initial.setdefault("valid_until", today + timedelta(days=SAFE_CONTACT_HOLDS_DAYS.on(today)))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (until := cleaned.get("valid_until")) and until < local_day(self.at):
            self.add_error("valid_until", _("Den dag er gået. Vælg en, der kommer."))
        return cleaned

    def contact(self) -> Contact:
        cleaned = self.cleaned_data
        return Contact(
            number=cleaned["number"],
            phone_of=PhoneOf(cleaned["phone_of"]),
            if_other_answers=IfOtherAnswers(cleaned["if_other_answers"]),
            hide_number=HideNumber(cleaned["hide_number"]),
            **{name: cleaned[name] for name in TEXTS},
        )


class CallBackForm(ContactForm):
    due_on = DayField(label=_("Hvilken dag ringer du?"))
    due_at = ClockField(label=_("Klokken"))
    field_order = ("number", "due_on", "due_at")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        due, until = self.due(cleaned), cleaned.get("valid_until")
        if due and due < self.at - timedelta(minutes=1):
            self.add_error("due_on", _("Det tidspunkt er gået. Vælg et, der kommer."))
        if due and until and until < local_day(due):
            self.add_error("valid_until", _("Svarene skal gælde den dag, du ringer."))
        return cleaned

    def due(self, cleaned: dict[str, Any]) -> datetime | None:
        return when(cleaned.get("due_on"), cleaned.get("due_at"))


class AttemptForm(forms.Form):
    outcome = radios(AttemptOutcome.choices, _("Hvad skete der?"), required=True, missing=_("Vælg, hvad der skete."))
    again_on = DayField(label=_("Prøv igen den"), required=False)
    again_at = ClockField(label=_("Klokken"), required=False)
    attempt = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        again = self.again(cleaned)
        if again and again < self.at - timedelta(minutes=1):
            self.add_error("again_on", _("Det tidspunkt er gået. Vælg et, der kommer."))
        return cleaned

    def again(self, cleaned: dict[str, Any]) -> datetime | None:
        return when(cleaned.get("again_on"), cleaned.get("again_at"))


class EndForm(StepForm):
    outcome = radios(
        CallBackEnd.choices, _("Hvordan sluttede det?"), required=True, missing=_("Vælg, hvordan det sluttede.")
    )
    field_order = ("outcome", "kind", "text", "due_on", "due_at")


class OverrideForm(GuardedForm):
    """Why danger cannot wait for the safe-contact answers to be confirmed."""

    reason = Text(label=_("Hvorfor kan det ikke vente?"), max_length=300)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("reason", _("Skriv, hvilken akut fare der ikke kan vente."))
        return cleaned
