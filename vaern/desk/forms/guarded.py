"""Forms whose texts must pass the anonymity guard before they are filed."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from vaern.guard import Shown, Stopped, check, guarded, reworded
from vaern.inquiries.surroundings import guard_context
from vaern.law.clocks import local_day
from vaern.ui.fields import UncutField

NINE = time(9)
LONGEST = 100_000  # characters; a call fits in a twentieth of it


class Text(UncutField):
    """A text the guard reads. Kept as typed, spaces and line breaks included."""

    def __init__(
        self, *, label: str, rows: int = 0, help_text: str = "", max_length: int = LONGEST, key: str = ""
    ) -> None:
        attributes: dict[str, Any] = {"autocomplete": "off", "dir": "auto"}
        if rows:
            attributes |= {"rows": rows, "class": "note"}
        if key:
            attributes["data-key"] = key
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            strip=False,
            max_length=max_length,
            widget=forms.Textarea(attrs=attributes) if rows else forms.TextInput(attrs=attributes),
            error_messages={
                "max_length": _("Teksten er for lang. Der er plads til %(limit_value)d tegn; her er %(show_value)d.")
            },
        )
        self.found: list[Shown] = []

    def clean(self, value: Any) -> str:
        if isinstance(value, str) and "\x00" in value:
            raise forms.ValidationError(
                _("Teksten indeholder et usynligt tegn, som ikke kan gemmes. Skriv det sted igen.")
            )
        return super().clean(value)


class GuardedForm(forms.Form):
    """A form that hands over `Guarded` texts, or says at each field what cannot stand there.

    Pass the clock; the guard is asked with the directory of that day. Sent by the button "Brug forslagene" it is not an
    answer yet: it is shown again with the proposals put in, and is never valid.
    """

    error_css_class = "form-error"

    def __init__(self, data: Any = None, *args: Any, at: datetime, **kwargs: Any) -> None:
        if data and "use_proposals" in data:
            typed = with_proposals(data, at)
            several = [name for name, field in self.base_fields.items() if isinstance(field, forms.MultipleChoiceField)]
            kwargs["initial"] = typed.dict() | {name: typed.getlist(name) for name in [*several, "confirmed"]}
            data = None
        super().__init__(data, *args, **kwargs)
        self.at = at

    @property
    def confirmed(self) -> frozenset[str]:
        """The warnings somebody has looked at and let stand: in this form, or in the draft it was filled from."""
        if not self.is_bound:
            return frozenset(self.initial.get("confirmed", ()))
        return frozenset(self.data.getlist("confirmed")) if hasattr(self.data, "getlist") else frozenset()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        context = guard_context(self.at)
        for name, field in self.fields.items():
            if not isinstance(field, Text) or name not in cleaned:
                continue
            text = cleaned[name]
            try:
                cleaned[name] = guarded(text, context, self.confirmed)
            except Stopped as stopped:
                field.found = stopped.report.shown(text, self.confirmed)
                self.add_error(
                    name,
                    _("Her er noget, der kan vise, hvem borgeren er. Ret det, eller brug forslaget.")
                    if stopped.report.stops
                    else _("Se på det, der er markeret: ret det, eller bekræft, at det kan stå."),
                )
        return cleaned

    def demand(self, name: str, message: Any) -> None:
        """Say at a text field that something must be written there, unless it was, or it has another fault."""
        if name not in self.errors and not str(self.data.get(name, "")).strip():
            self.add_error(name, message)

    def demand_ahead(self, day: str, clock: str) -> None:
        """Say at the field which is wrong that a day and a time are over: the day itself, or only the time of today."""
        due = when(self.cleaned_data.get(day), self.cleaned_data.get(clock))
        if due and due < self.at - timedelta(minutes=1):
            day_is_today = self.cleaned_data[day] == local_day(self.at)
            self.add_error(clock if day_is_today else day, _("Det tidspunkt er gået. Vælg et, der kommer."))


def with_proposals(data: QueryDict, at: datetime) -> QueryDict:
    """Return the form's data with every proposal put into the text whose button ``use_proposals`` was pressed."""
    name = data.get("use_proposals", "")
    if name not in data:
        return data
    text, confirmed = data[name], frozenset(data.getlist("confirmed"))
    data = data.copy()
    data[name] = reworded(text, check(text, guard_context(at)).unconfirmed(confirmed))
    return data


def when(day: date | None, clock: time | None) -> datetime | None:
    """Join a date and a time of the Danish clock; a date without time is nine in the morning."""
    if day is None:
        return None
    return datetime.combine(day, clock or NINE, tzinfo=get_current_timezone())


class DayField(forms.DateField):
    """A date typed or picked. Accepts 27-11-2026, 27.11.26, 27/11/2026 and the browser's own form."""

    def __init__(self, **options: Any) -> None:
        messages = {
            "invalid": _("Skriv datoen som dag, måned og år, fx 27-11-2026."),
            "required": _("Skriv en dato."),
        }
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date", "class": "day", "max": "9999-12-31"}, format="%Y-%m-%d"),
            error_messages=messages,
            **options,
        )


class ClockField(forms.TimeField):
    def __init__(self, **options: Any) -> None:
        messages = {
            "invalid": _("Skriv tiden som time og minut, fx 9.30."),
            "required": _("Skriv et klokkeslæt."),
        }
        super().__init__(
            widget=forms.TimeInput(attrs={"type": "time", "class": "clock"}, format="%H:%M"),
            error_messages=messages,
            **options,
        )


def radios(
    choices: Any, label: str, *, required: bool = False, missing: str = "", help_text: str = ""
) -> forms.ChoiceField:
    """Return a field of radio buttons in which nothing is chosen beforehand."""
    return forms.ChoiceField(
        choices=choices,
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.RadioSelect,
        error_messages={"required": missing or _("Vælg en."), "invalid_choice": _("Vælg en af dem, der står her.")},
    )
