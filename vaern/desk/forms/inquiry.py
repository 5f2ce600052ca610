"""The forms of a filed inquiry."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from vaern.desk.forms.call import NotificationFields
from vaern.desk.forms.guarded import ClockField, DayField, GuardedForm, Text, radios, when
from vaern.inquiries.actions.tasks import NewTask
from vaern.inquiries.surroundings import regions
from vaern.inquiries.terms import CHOSEN_TASKS, Closing, HandOver, ReviewFinding
from vaern.law.terms import Finding


class NoteForm(GuardedForm):
    note = Text(label=_("Notat"), rows=5)
    happened_on = DayField(label=_("Hvornår skete det?"), required=False, help_text=_("Tomt: lige nu."))
    happened_at = ClockField(label=_("Klokken"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("note", _("Skriv notatet."))
        if (happened := self.happened(cleaned)) and happened > self.at + timedelta(minutes=1):
            self.add_error("happened_on", _("Det er ikke sket endnu. Skriv et tidspunkt, der er gået."))
        return cleaned

    def happened(self, cleaned: dict[str, Any]) -> datetime | None:
        return when(cleaned.get("happened_on"), cleaned.get("happened_at"))

    def note_about(self) -> dict[str, Any]:
        """Return the note and its time, as the act takes them."""
        return {"note": self.cleaned_data["note"], "happened_at": self.happened(self.cleaned_data) or self.at}


class StepForm(GuardedForm):
    """A next step: what, when, and in words."""

    kind = radios(
        [(kind.value, kind.label) for kind in CHOSEN_TASKS],
        _("Næste skridt"),
        required=True,
        missing=_("Vælg, hvad det næste skridt er."),
    )
    text = Text(label=_("Hvad skal der ske?"), max_length=300)
    due_on = DayField(label=_("Dag"))
    due_at = ClockField(label=_("Klokken"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand_ahead("due_on", "due_at")
        return cleaned

    def task(self, owner: AbstractBaseUser) -> NewTask:
        cleaned = self.cleaned_data
        due_at = when(cleaned["due_on"], cleaned["due_at"])
        assert due_at is not None  # noqa: S101  the day is required
        return NewTask(kind=cleaned["kind"], due_at=due_at, owner=owner, text=cleaned["text"])


class HandOverForm(GuardedForm):
    region = radios((), _("Til hvilken region?"), required=True, missing=_("Vælg en region."))
    reason = radios(HandOver.choices, _("Hvorfor?"), required=True, missing=_("Vælg en grund."))
    note = Text(label=_("Hvad skal de vide?"), rows=3)

    def __init__(self, *args: Any, current: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [pair for pair in regions(self.at) if pair[0] != current]  # type: ignore[attr-defined]


class CloseForm(GuardedForm):
    reason = radios(Closing.choices, _("Hvorfor afsluttes den?"), required=True, missing=_("Vælg en grund."))
    remark = Text(label=_("Det sidste, der er værd at vide"), rows=3)
    why_not_screened = Text(
        label=_("Hvorfor er der ikke screenet?"),
        help_text=_("Kun når der ikke er lavet en screening. Det skrives i journalen."),
        rows=2,
        max_length=2000,
    )

    def say(self, finding: Finding, *, draft_waits: bool) -> None:
        """Say what stands in the way of closing: at the field that can settle it, where there is one."""
        settled_here = finding.rule == "may_close_as_screened" and not draft_waits
        self.add_error("why_not_screened" if settled_here else None, finding.because)


class NotificationForm(GuardedForm, NotificationFields):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("notification") and "notification" not in self.errors:
            self.add_error("notification", _("Vælg et af de tre svar."))
        return cleaned


class ReviewForm(forms.Form):
    finding = radios(ReviewFinding.choices, _("Hvad er din vurdering?"), required=True, missing=_("Vælg en vurdering."))
