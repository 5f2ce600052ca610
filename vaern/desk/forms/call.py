"""The call log's form: what stands while talking, and what is filled in after."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from vaern.desk.forms.guarded import ClockField, DayField, GuardedForm, Text, radios, when
from vaern.directory.terms import Concern
from vaern.inquiries.actions.filing import Call
from vaern.inquiries.actions.notification import Notification
from vaern.inquiries.actions.tasks import NewTask
from vaern.inquiries.prompts import PROMPTS
from vaern.inquiries.surroundings import regions
from vaern.inquiries.terms import (
    CHOSEN_TASKS,
    Age,
    Caller,
    Haste,
    NotificationState,
    TaskKind,
)

NOTHING = "none"
LONGEST_CALL = 24 * 60  # minutes


class NotificationFields(forms.Form):
    """The question about notification, as part of another form."""

    notification = radios(NotificationState.choices, _("Er kommunen underrettet?"))
    notification_who = Text(
        label=_("Hvem?"),
        help_text=_("En rolle, ikke et navn, fx: skolelederen."),
        max_length=200,
    )
    notification_ours = forms.BooleanField(label=_("Jeg gør det selv, eller har gjort det"), required=False)
    notification_on = DayField(label=_("Hvilken dag?"), required=False)
    notification_at = ClockField(label=_("Klokken"), required=False)

    def notification_answer(self) -> Notification | None:
        """Return the answer as typed, complete or not; the act says what it lacks. None when nothing is chosen."""
        state = self.cleaned_data.get("notification")
        if not state:
            return None
        return Notification(
            state=NotificationState(state),
            who=self.cleaned_data["notification_who"],
            when=when(self.cleaned_data["notification_on"], self.cleaned_data["notification_at"]),
            is_ours=self.cleaned_data["notification_ours"],
            duty_explained=state == NotificationState.NOT_IDENTIFIABLE,
        )


class CallForm(GuardedForm, NotificationFields):
    safety = Text(label=_("I sikkerhed nu? Hvor?"), max_length=300)
    note = Text(label=_("Notat"), rows=7, key="t")
    caller = radios(Caller.choices, _("Hvem ringer?"), required=True, missing=_("Vælg, hvem der ringer."))
    subject = radios(
        Concern.choices, _("Emne"), required=True, missing=_("Vælg et emne. »Ved ikke endnu« er også et svar.")
    )
    haste = radios(Haste.choices, _("Hast"), required=True, missing=_("Vælg, hvor meget det haster."))
    age = radios(
        Age.choices,
        _("Borgerens alder"),
        required=True,
        missing=_("Vælg en alder. »Ved ikke« er også et svar."),
    )
    region = radios((), _("Region"), required=True, missing=_("Vælg en region."))
    prompts = forms.MultipleChoiceField(
        choices=[(prompt.code, prompt.text) for prompt in PROMPTS], required=False, widget=forms.MultipleHiddenInput
    )
    cut_off = forms.BooleanField(required=False, widget=forms.HiddenInput)
    summary = Text(label=_("Kort: hvad handlede det om?"), rows=2, max_length=2000)
    advice = Text(label=_("Hvad rådede du til?"), rows=3)
    told = Text(
        label=_("Hvem fik hvad at vide?"),
        rows=2,
        max_length=2000,
        help_text=_("Skriv roller, fx: læreren ved, at vi har talt sammen. Faren ved intet."),
    )
    minutes = forms.IntegerField(
        label=_("Minutter"),
        min_value=0,
        max_value=LONGEST_CALL,
        error_messages={
            "invalid": _("Skriv antallet af minutter som et tal."),
            "required": _("Skriv, hvor mange minutter samtalen varede."),
            "min_value": _("Minutter kan ikke være mindre end 0."),
            "max_value": _("Det er mere end et døgn. Skriv minutter, ikke et klokkeslæt."),
        },
    )
    next_step = radios(
        [*((kind.value, kind.label) for kind in CHOSEN_TASKS), (NOTHING, _("Ingen"))],
        _("Næste skridt"),
        required=True,
        missing=_("Vælg et næste skridt, eller »Ingen«."),
    )
    next_text = Text(label=_("Hvad skal der ske?"), max_length=300)
    next_on = DayField(label=_("Dag"), required=False)
    next_at = ClockField(label=_("Klokken"), required=False)

    def __init__(self, *args: Any, by: AbstractBaseUser, started_at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.started_at = by, started_at
        self.fields["region"].choices = regions(self.at)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not str(self.data.get("safety", "")).strip():
            self.add_error("safety", _("Spørg først: er personen i sikkerhed nu, og hvor? »Ved ikke« er også et svar."))
        if not any(str(self.data.get(name, "")).strip() for name in ("note", "summary")):
            self.add_error("summary", _("Skriv mindst én sætning om, hvad det handlede om."))
        step = cleaned.get("next_step")
        if step and step != NOTHING:
            due = when(cleaned.get("next_on"), cleaned.get("next_at"))
            if cleaned.get("next_on") is None and "next_on" not in self.errors:
                self.add_error("next_on", _("Skriv, hvilken dag det næste skridt skal ske."))
            elif due and due < self.at - timedelta(minutes=1):
                self.add_error("next_on", _("Det tidspunkt er gået. Vælg et, der kommer."))
        return cleaned

    def call(self) -> Call:
        """Return the call of a valid form."""
        cleaned = self.cleaned_data
        return Call(
            happened_at=self.started_at,
            minutes=cleaned["minutes"],
            safety=cleaned["safety"],
            note=cleaned["note"],
            summary=cleaned["summary"],
            advice=cleaned["advice"],
            told=cleaned["told"],
            caller=Caller(cleaned["caller"]),
            subject=Concern(cleaned["subject"]),
            haste=Haste(cleaned["haste"]),
            age=Age(cleaned["age"]),
            region=cleaned["region"],
            prompts=tuple(cleaned["prompts"]),
            was_cut_off=cleaned["cut_off"],
        )

    def next_task(self) -> NewTask | None:
        """Return the next step of a valid form, or None for "ingen"."""
        cleaned = self.cleaned_data
        due_at = when(cleaned["next_on"], cleaned["next_at"])
        if cleaned["next_step"] == NOTHING or due_at is None:
            return None
        return NewTask(kind=TaskKind(cleaned["next_step"]), due_at=due_at, owner=self.by, text=cleaned["next_text"])


def minutes_since(started_at: datetime, at: datetime) -> int:
    """Return the length of a call in whole minutes, at least one."""
    return min(max(1, round((at - started_at).total_seconds() / 60)), LONGEST_CALL)
