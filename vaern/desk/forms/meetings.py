"""The forms of a meeting: agree it, move it, call it off, write its minutes."""

from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from vaern.cases.plan.calendar import HourComesTwice, NoSuchHour, wall_time
from vaern.cases.plan.meetings import Decision, Meeting
from vaern.cases.plan.terms import MeetingForm
from vaern.cases.terms import TaskKind
from vaern.desk.forms.case_parts import MaybeStepForm, OwnersForm
from vaern.desk.forms.guarded import ClockField, DayField, Text, radios, when
from vaern.work.tasks import NewTask

AT_ONCE = 4  # decisions on one page; more are tasks of their own
CLOCK_CHANGES = {
    NoSuchHour: _("Den time findes ikke den nat: uret stilles frem. Vælg en anden tid."),
    HourComesTwice: _("Den time kommer to gange den nat: uret stilles tilbage. Vælg en anden tid."),
}


class AgreedMeetingForm(OwnersForm):
    """When, where, who and what about."""

    day_field = "on"

    form = radios(MeetingForm.choices, _("Hvordan?"), required=True, missing=_("Vælg telefon eller fysisk."))
    on = DayField(label=_("Dag"))
    begins = ClockField(label=_("Fra"))
    ends = ClockField(label=_("Til"))
    place = Text(
        label=_("Sted"), help_text=_("Ved et fysisk møde. Kom ikke tæt på borgerens egne steder."), max_length=200
    )
    participants = Text(
        label=_("Hvem er med?"), help_text=_("En på hver linje: roller, ingen navne."), rows=4, max_length=2000
    )
    points = Text(label=_("Punkter"), help_text=_("Et på hver linje."), rows=5, max_length=5000)
    owner = radios((), _("Hvem af os holder mødet?"), required=True, missing=_("Vælg, hvem der holder mødet."))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("participants", _("Skriv, hvem der er med, en på hver linje."))
        for name in ("begins", "ends"):
            cleaned[f"{name}_at"] = self.on_the_clock(cleaned.get("on"), cleaned.get(name), name)
        return cleaned

    def on_the_clock(self, day: date | None, clock: time | None, name: str) -> datetime | None:
        if day is None or clock is None:
            return None
        try:
            return wall_time(day, clock)
        except (NoSuchHour, HourComesTwice) as refusal:
            self.add_error(name, CLOCK_CHANGES[type(refusal)])
            return None

    def meeting(self) -> Meeting:
        cleaned = self.cleaned_data
        return Meeting(
            form=MeetingForm(cleaned["form"]),
            begins_at=cleaned["begins_at"],
            ends_at=cleaned["ends_at"],
            place=cleaned["place"],
            participants=cleaned["participants"],
            points=cleaned["points"],
            owner=self.owners[cleaned["owner"]],
        )


class MovedMeetingForm(AgreedMeetingForm):
    reason = Text(label=_("Hvorfor ændres det?"), help_text=_("Skal skrives, når tiden er en anden."), max_length=500)


class CancelForm(MaybeStepForm):
    """Call a meeting off; a next step may be set in the same breath."""

    next_field = "due_on"

    reason = Text(label=_("Hvorfor aflyses det?"), max_length=500)


class MinutesForm(OwnersForm):
    """What was said, and up to four things agreed, each with who carries it and who of us does it or asks."""

    note = Text(label=_("Referat"), help_text=_("Det skrives i journalen, med mødets tid."), rows=8)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(pk, person.first_name) for pk, person in self.owners.items()]  # type: ignore[attr-defined]
        for place in range(AT_ONCE):
            self.fields[f"what-{place}"] = Text(label=_("Hvad er aftalt?"), max_length=300)
            self.fields[f"who-{place}"] = Text(label=_("Hvem gør det? (rolle)"), max_length=200)
            self.fields[f"due-{place}"] = DayField(label=_("Senest"), required=False)
            self.fields[f"owner-{place}"] = radios(people, _("Hvem af os gør det, eller spørger?"))

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the fields of each thing agreed, as the page draws them."""
        return [{part: self[f"{part}-{place}"] for part in ("what", "who", "due", "owner")} for place in range(AT_ONCE)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("note", _("Skriv referatet."))
        for place in range(AT_ONCE):
            if not self.has(place):
                continue
            self.demand(f"what-{place}", _("Skriv, hvad der er aftalt, eller slet resten."))
            for part, missing in (("due", _("Skriv en dag.")), ("owner", _("Vælg, hvem af os der gør det."))):
                if not cleaned.get(f"{part}-{place}") and f"{part}-{place}" not in self.errors:
                    self.add_error(f"{part}-{place}", missing)
            due = when(cleaned.get(f"due-{place}"), None)
            if due and due <= self.at:
                self.add_error(f"due-{place}", _("Den dag er gået. Vælg en, der kommer."))
        return cleaned

    def has(self, place: int) -> bool:
        return any(str(self.data.get(f"{part}-{place}", "")).strip() for part in ("what", "who", "due"))

    def decisions(self) -> list[Decision]:
        cleaned = self.cleaned_data
        found = []
        for place in range(AT_ONCE):
            due_at = when(cleaned.get(f"due-{place}"), None)
            if due_at is None:
                continue
            owner, text = self.owners[cleaned[f"owner-{place}"]], cleaned[f"what-{place}"]
            task = NewTask(kind=TaskKind.FOLLOW_UP, due_at=due_at, owner=owner, text=text)
            found.append(Decision(who=cleaned[f"who-{place}"], task=task))
        return found
