"""The forms of the end of a case, and of its move to another municipality."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaern.cases.terms import STAGES_IN_ORDER, Stage
from vaern.closing.actions.closing import Ending, Informed, TaskEnd, party_name, task_name
from vaern.closing.actions.moving import Move
from vaern.closing.reading import AUTHORITY, CITIZEN, Party
from vaern.closing.terms import CLOSE_REASONS, Outcome, Told
from vaern.desk.forms.case_parts import CaseStepForm, MaybeStepForm
from vaern.desk.forms.guarded import DayField, GuardedForm, Text, radios
from vaern.guard import Guarded
from vaern.law.clocks import local_day
from vaern.law.closing import (
    CHECK_LATER,
    SAY_THE_RISK,
    SAY_WHAT_DID_NOT,
    SAY_WHAT_HELPED,
    SAY_WHEN_TO_CHECK,
    SAY_WHO_ANSWERS,
    SAY_WHY,
    CloseReason,
)
from vaern.work.tasks import blank

PARTIES: dict[str, str | Promise] = {CITIZEN: _("Borgeren"), AUTHORITY: _("Den ansvarlige sagsbehandler")}
TASK_MISSING = _("%(task)s: Sig, hvad der blev af opgaven, og til hvem eller hvorfor, hvis den ikke er gjort.")
PARTY_MISSING = _("%(party)s: Sig, om de er orienteret. Er de ikke, så skriv hvorfor.")
MISSING: dict[str, str] = {
    "reason": SAY_WHY,
    "helped": SAY_WHAT_HELPED,
    "hindered": SAY_WHAT_DID_NOT,
    "remaining_risk": SAY_THE_RISK,
    "accountable": SAY_WHO_ANSWERS,
    "check_on": SAY_WHEN_TO_CHECK,
}


def why_of(name: str) -> str:
    return f"why_{name}"


class CloseCaseForm(GuardedForm):
    """Everything a case is closed with, on one page. Pass its open tasks and whom to tell.

    What is missing is not the form's to judge: the law says it, all at once, and ``say_missing`` puts it at the fields.
    """

    reason = radios(CLOSE_REASONS, _("Hvorfor afsluttes sagen?"), missing=_("Vælg en grund."))
    helped = Text(label=_("Hvad hjalp?"), rows=3)
    hindered = Text(label=_("Hvad hjalp ikke?"), rows=3)
    remaining_risk = Text(
        label=_("Hvilken risiko er der tilbage?"), rows=3, help_text=_("Med ord. Niveauet står i vurderingen.")
    )
    accountable = Text(
        label=_("Hvem har ansvaret nu?"), max_length=200, help_text=_("Rollen, fx: sagsbehandler i ungeteamet.")
    )
    check_on = DayField(
        label=_("Hvornår ses der efter?"),
        required=False,
        help_text=_("Du får en opgave den dag, selv om sagen er lukket."),
    )
    why_no_check = Text(label=_("Ses der ikke efter: Hvorfor?"), rows=2)

    def __init__(self, *args: Any, tasks: Iterable[Any], parties: Iterable[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tasks = list(tasks)
        self.parties = list(parties)
        for task in self.tasks:
            self.add_pair(task_name(task.pk), task.get_kind_display(), Outcome.choices, _("Til hvem, eller hvorfor?"))
        for party in self.parties:
            said = PARTIES.get(party.key) or party.name
            self.add_pair(party_name(party.key), said, Told.choices, _("Hvis ikke: Hvorfor?"))

    def add_pair(self, name: str, label: Any, choices: Any, why: Any) -> None:
        self.fields[name] = radios(choices, label)
        self.fields[why_of(name)] = Text(label=why, max_length=500)

    def task_rows(self) -> list[tuple[Any, Any, Any]]:
        """Return each open task with its two fields."""
        return [(task, *self.pair(task_name(task.pk))) for task in self.tasks]

    def party_rows(self) -> list[tuple[Any, Any]]:
        return [self.pair(party_name(party.key)) for party in self.parties]

    def pair(self, name: str) -> tuple[Any, Any]:
        return self[name], self[why_of(name)]

    def words(self, name: str) -> Guarded:
        """Return a text as the guard let it through; where it did not, that stands at the field already."""
        text = self.cleaned_data.get(name)
        return text if isinstance(text, Guarded) else blank()

    def ending(self) -> Ending:
        """Return what has been said so far, whole or not."""
        cleaned = self.cleaned_data
        tasks = {
            task.pk: TaskEnd(outcome=Outcome(chosen), why=self.words(why_of(task_name(task.pk))))
            for task in self.tasks
            if (chosen := cleaned.get(task_name(task.pk)))
        }
        parties = {
            party.key: Informed(told=Told(chosen), why=self.words(why_of(party_name(party.key))))
            for party in self.parties
            if (chosen := cleaned.get(party_name(party.key)))
        }
        return Ending(
            reason=CloseReason(cleaned["reason"]) if cleaned.get("reason") else None,
            helped=self.words("helped"),
            hindered=self.words("hindered"),
            remaining_risk=self.words("remaining_risk"),
            accountable=self.words("accountable"),
            check_on=cleaned.get("check_on"),
            why_no_check=self.words("why_no_check"),
            tasks=tasks,
            parties=parties,
        )

    def say_missing(self, names: Iterable[str]) -> None:
        """Say at each field what the law misses there; where the guard stopped a text, that is said already."""
        for name in names:
            if name not in self.fields:
                continue
            chosen = bool(self.cleaned_data.get(name))
            where = why_of(name) if chosen and why_of(name) in self.fields else name
            if name in self.errors or where in self.errors:
                continue
            self.add_error(where, self.message_about(name))

    def message_about(self, name: str) -> Any:
        if name == "check_on" and self.cleaned_data.get("check_on"):
            return CHECK_LATER
        if name in MISSING:
            return MISSING[name]
        said = {"task": self.fields[name].label, "party": self.fields[name].label}
        return (TASK_MISSING if name.startswith("task_") else PARTY_MISSING) % said


class ReopenForm(CaseStepForm):
    """Why a closed case goes on, in which stage, and with which next step."""

    why = Text(label=_("Hvorfor genåbnes sagen?"), rows=3)
    stage = radios(
        [(stage.value, stage.label) for stage in STAGES_IN_ORDER if stage != Stage.CLOSED],
        _("Hvilken fase er arbejdet i nu?"),
        required=True,
        missing=_("Vælg en fase."),
    )
    field_order = ("why", "stage", "kind", "text", "due_on", "due_at", "owner")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("why", _("Skriv, hvorfor sagen genåbnes."))
        return cleaned


class DestroyForm(forms.Form):
    """Ask that a case is destroyed, or confirm it: that it cannot be undone is said by hand each time."""

    sure = forms.BooleanField(
        label=_("Jeg ved, at det ikke kan fortrydes, når to har sagt ja."),
        error_messages={"required": _("Sæt hak ved, at det ikke kan fortrydes.")},
    )


class KeepingForm(GuardedForm):
    """Until when a closed case is kept, and why."""

    until = DayField(label=_("Gemmes til og med"))
    why = Text(label=_("Hvorfor den dag?"), rows=2)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("why", _("Skriv, hvorfor det er den dag."))
        if (day := cleaned.get("until")) and day < local_day(self.at):
            self.add_error("until", _("Den dag er gået. Vælg i dag eller senere."))
        return cleaned


class MoveForm(GuardedForm):
    """From which municipality to which, from when, who carries the risk meanwhile, and what they got."""

    from_place = forms.ChoiceField(label=_("Fra kommune"), error_messages={"required": _("Vælg en kommune.")})
    to_place = forms.ChoiceField(label=_("Til kommune"), error_messages={"required": _("Vælg en kommune.")})
    on = DayField(label=_("Fra hvilken dag?"))
    carries_risk = Text(
        label=_("Hvem har ansvaret imens?"), rows=2, help_text=_("Indtil den nye kommune har taget imod. Skriv rollen.")
    )
    handed_over = Text(label=_("Hvad har de fået?"), rows=3, help_text=_("Hvilke papirer, og hvad er sagt mundtligt?"))
    receiver = Text(label=_("Hvem tager imod?"), max_length=200, help_text=_("Rollen, fx: leder af familieafdelingen."))
    ask_on = DayField(label=_("Hvornår spørger du, om de har taget imod?"))

    def __init__(self, *args: Any, places: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Vælg")), *places]
        for name in ("from_place", "to_place"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("ask_on", local_day(self.at) + timedelta(days=1))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("carries_risk", _("Skriv, hvem der har ansvaret, indtil de har taget imod."))
        self.demand("handed_over", _("Skriv, hvad de har fået."))
        self.demand("receiver", _("Skriv rollen på den, der tager imod."))
        if cleaned.get("from_place") and cleaned.get("from_place") == cleaned.get("to_place"):
            self.add_error("to_place", _("Det er den samme kommune. Vælg den, sagen flytter til."))
        if (day := cleaned.get("ask_on")) and day < local_day(self.at):
            self.add_error("ask_on", _("Den dag er gået. Vælg i dag eller senere."))
        return cleaned

    def move(self) -> Move:
        return Move(**{name: self.cleaned_data[name] for name in self.fields})


class MovedForm(MaybeStepForm):
    """The receiver has confirmed: who, when, and what is next if nothing else is."""

    who = Text(label=_("Hvem bekræftede, og hvad sagde de?"), rows=2)
    on = DayField(label=_("Hvilken dag?"))
    field_order = ("who", "on", "kind", "text", "due_on", "due_at", "owner")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("who", _("Skriv, hvem der bekræftede."))
        if (day := cleaned.get("on")) and day > local_day(self.at):
            self.add_error("on", _("Den dag er ikke kommet endnu. Skriv den dag, de bekræftede."))
        return cleaned

    def confirmed_on(self) -> date:
        day: date = self.cleaned_data["on"]
        return day
