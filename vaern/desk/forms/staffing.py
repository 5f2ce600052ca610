"""The forms on who works on a case: hand over, take part, restrict, cover for a colleague, break the glass."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.cases.terms import CHOSEN_HAND_OVERS, Emergency, ParticipantRole, ReviewFinding
from vaern.desk.forms.guarded import DayField, GuardedForm, Text, radios
from vaern.inquiries.surroundings import regions
from vaern.law.clocks import local_day
from vaern.staff.people import consultants_on
from vaern.ui.fields import UncutField

PERSON, REGION = "person", "region"
NOBODY_CHOSEN = _("Vælg en kollega.")
LAST_DAY_IS_OVER = _("Den dag er gået. Vælg i dag eller en senere dag.")


def colleagues(people: list[Any], *, but: UUID | None) -> list[tuple[str, str]]:
    """Return consultants to choose between, by id and first name."""
    return [(str(person.pk), person.first_name) for person in people if person.pk != but]


def choose_one(label: Any, *, help_text: Any = "", missing: Any = NOBODY_CHOSEN) -> forms.ChoiceField:
    """Return a list to choose one colleague from, with nobody chosen beforehand."""
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        widget=forms.Select,
        error_messages={"required": missing, "invalid_choice": missing},
    )


class CaseHandOverForm(GuardedForm):
    """Give a case to a colleague, who has it at once, or leave it to a region."""

    to = choose_one(
        _("Hvem skal have sagen?"),
        help_text=_("En kollega har den med det samme. I en region svarer du for den, til en tager den."),
        missing=_("Vælg en kollega eller en region."),
    )
    reason = radios(
        [(each.value, each.label) for each in CHOSEN_HAND_OVERS],
        _("Hvorfor?"),
        required=True,
        missing=_("Vælg en grund."),
    )
    note = Text(label=_("Hvad skal de vide?"), rows=3)

    def __init__(self, *args: Any, holder: UUID | None, restricted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(f"{PERSON}:{pk}", name) for pk, name in colleagues(consultants_on(local_day(self.at)), but=holder)]
        places = [] if restricted else [(f"{REGION}:{code}", name) for code, name in regions(self.at)]
        groups = [(_("En kollega"), people)] + ([(_("En region"), places)] if places else [])
        self.fields["to"].choices = [("", _("Vælg")), *groups]  # type: ignore[attr-defined]

    def receiver(self) -> tuple[str, str]:
        """Return "person" and an id, or "region" and a code."""
        kind, _sep, value = self.cleaned_data["to"].partition(":")
        return kind, value


class ParticipantForm(forms.Form):
    """Let a colleague work on a case."""

    user = choose_one(_("Hvem skal være med?"))
    role = radios(ParticipantRole.choices, _("Som hvad?"), required=True, missing=_("Vælg en rolle."))
    last_day = DayField(label=_("Sidste dag"), required=False, help_text=_("Tomt: til du fjerner kollegaen igen."))

    def __init__(self, *args: Any, at: Any, holder: UUID | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = local_day(at)
        self.fields["user"].choices = [  # type: ignore[attr-defined]
            ("", _("Vælg")),
            *colleagues(consultants_on(self.today), but=holder),
        ]

    def clean_last_day(self) -> Any:
        day = self.cleaned_data["last_day"]
        if day and day < self.today:
            raise forms.ValidationError(LAST_DAY_IS_OVER)
        return day


class AssignForm(forms.Form):
    """Give a case to a consultant by its reference alone, as a team lead does."""

    to = choose_one(_("Hvem skal have sagen?"))

    def __init__(self, *args: Any, at: Any, holder: UUID | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = consultants_on(local_day(at))
        self.fields["to"].choices = [("", _("Vælg")), *colleagues(people, but=holder)]  # type: ignore[attr-defined]


class CoverForm(forms.Form):
    """Let a colleague look after somebody's cases for some days. Only a team lead chooses whose."""

    absent = choose_one(_("Hvem er væk?"))
    stands_in = choose_one(_("Hvem passer sagerne?"))
    first_day = DayField(label=_("Første dag"))
    last_day = DayField(label=_("Sidste dag"))

    def __init__(self, *args: Any, at: Any, by: Any, for_anybody: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = local_day(at)
        people = consultants_on(self.today)
        if for_anybody:
            self.fields["absent"].choices = [("", _("Vælg")), *colleagues(people, but=None)]  # type: ignore[attr-defined]
        else:
            del self.fields["absent"]
        but = None if for_anybody else by.pk
        self.fields["stands_in"].choices = [("", _("Vælg")), *colleagues(people, but=but)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Den sidste dag ligger før den første."))
        elif last and last < self.today:
            self.add_error("last_day", LAST_DAY_IS_OVER)
        if cleaned.get("absent") and cleaned.get("absent") == cleaned.get("stands_in"):
            self.add_error("stands_in", _("Vælg en anden end den, der er væk."))
        return cleaned


class GlassForm(GuardedForm):
    """Open a case that is not one's own to see."""

    name = UncutField(
        label=_("Sagens nummer eller dæknavn"),
        help_text=_("Præcis, som det er, fx K-7QF2K eller Blå cykel."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Skriv sagens nummer eller dæknavn."),
            "max_length": _("Det er for langt til at være et nummer eller et dæknavn."),
        },
    )
    emergency = radios(Emergency.choices, _("Hvorfor nu?"), required=True, missing=_("Vælg en grund."))
    reason = Text(
        label=_("Hvad er der sket?"), rows=3, max_length=1000, help_text=_("En teamleder læser det næste hverdag.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "reason" not in self.errors and not cleaned["reason"].text.strip():
            self.add_error("reason", _("Skriv, hvad der er sket."))
        return cleaned


class GlassReviewForm(forms.Form):
    finding = radios(ReviewFinding.choices, _("Hvad er din vurdering?"), required=True, missing=_("Vælg en vurdering."))
