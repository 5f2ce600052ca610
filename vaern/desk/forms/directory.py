"""The forms of the directory: what a team lead may change, and from which day."""

import unicodedata
from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from vaern.desk.forms.call_back import PhoneField
from vaern.desk.forms.guarded import ClockField, DayField, radios
from vaern.directory.terms import TEAM_LEADS, WEEKDAYS, Certainty, Competence
from vaern.ui.fields import UncutField

FURTHEST_AHEAD = timedelta(days=5 * 366)
LONGEST_AGO = timedelta(days=5 * 366)


class Line(UncutField):
    """A text of the register: one line, without characters that do not show."""

    def __init__(self, label: str, *, longest: int, missing: str = "", help_text: str = "", rows: int = 0) -> None:
        attributes = {"autocomplete": "off"} | ({"rows": rows} if rows else {})
        super().__init__(
            label=label,
            help_text=help_text,
            required=bool(missing),
            max_length=longest,
            widget=forms.Textarea(attrs=attributes) if rows else forms.TextInput(attrs=attributes),
            error_messages={
                "required": missing,
                "max_length": _("Teksten er for lang. Der er plads til %(limit_value)d tegn; her er %(show_value)d."),
            },
        )

    def to_python(self, value: Any) -> str:
        text = unicodedata.normalize("NFC", super().to_python(value))
        text = " ".join(text.split())
        if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs"} for sign in text):
            raise ValidationError(_("Teksten indeholder et usynligt tegn. Slet det, eller skriv teksten igen."))
        return text


class PublicNumber(PhoneField):
    """A number anyone may be given."""

    def __init__(self) -> None:
        super().__init__()
        self.help_text = _("Står offentligt. Fx 25 20 28 46, 1888 eller +46 og resten.")


class FromADay(forms.Form):
    """A change that holds from a day. A change cannot hold backwards: what people were told stays told."""

    on = DayField(label=_("Gælder fra"))
    last_fields: tuple[str, ...] = ("on",)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("on", today)
        self.order_fields([name for name in self.fields if name not in self.last_fields] + [*self.last_fields])

    def clean_on(self) -> date:
        return self.coming(self.cleaned_data["on"])

    def coming(self, day: date) -> date:
        if day < self.today:
            raise ValidationError(_("Den dag er gået. Vælg i dag eller en dag, der kommer."))
        if day > self.today + FURTHEST_AHEAD:
            raise ValidationError(_("Det er mere end fem år frem. Se årstallet efter."))
        return day

    def looked_at(self) -> date | None:
        """Return the day the number or page was last looked at; empty is never."""
        day = self.cleaned_data["checked_on"]
        if day and day > self.today:
            raise ValidationError(_("Den dag er ikke kommet endnu. Skriv den dag, du så efter."))
        if day and day < self.today - LONGEST_AGO:
            raise ValidationError(_("Det er mere end fem år siden. Se årstallet efter, eller lad feltet stå tomt."))
        return day


class EndForm(FromADay):
    """Take something out of the directory from a day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Gælder ikke mere fra")

    @property
    def last_day(self) -> date:
        return self.cleaned_data["on"] - timedelta(days=1)


class ConsultantForm(FromADay):
    first_name = Line(
        _("Fornavn"),
        longest=60,
        missing=_("Skriv fornavnet."),
        help_text=_("Kun fornavn. Efternavne står her aldrig, af hensyn til konsulentens sikkerhed."),
    )
    phone = PublicNumber()
    competence = radios(Competence.choices, _("Rådgiver om"), required=True, missing=_("Vælg, hvad der rådgives om."))
    staff_id = forms.ChoiceField(
        label=_("Bruger i Værn"), required=False, error_messages={"invalid_choice": _("Vælg en fra listen.")}
    )
    owner = Line(_("Ansvarlig for oplysningerne"), longest=60, missing=_("Skriv, hvem der holder dem ved lige."))

    def __init__(self, *args: Any, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("owner", TEAM_LEADS)
        self.fields["staff_id"].choices = [("", _("Ingen")), *people]  # type: ignore[attr-defined]


class AbsenceForm(FromADay):
    until = DayField(label=_("Til og med"), required=False, help_text=_("Tomt: indtil videre."))
    last_fields = ("on", "until")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = _("Fra og med")
        self.fields["on"].help_text = _("Skriv ikke hvorfor. Det vedkommer ingen her.")

    def clean_until(self) -> date | None:
        until = self.cleaned_data["until"]
        if until and self.cleaned_data.get("on") and until < self.cleaned_data["on"]:
            raise ValidationError(_("Den sidste dag ligger før den første."))
        return self.coming(until) if until else None


class ChoicesForm(FromADay):
    """Tick who or what belongs together. Only what was ticked or unticked here is changed (``was``: how it stood)."""

    chosen = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-checkbox"}),
        error_messages={"invalid_choice": _("En af dem findes ikke længere. Gå tilbage, og begynd igen.")},
    )
    was = forms.CharField(required=False, widget=forms.HiddenInput, max_length=10_000)

    def __init__(self, *args: Any, choices: Iterable[tuple[str, str]], chosen: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = list(choices)  # type: ignore[attr-defined]
        self.initial |= {"chosen": sorted(chosen), "was": " ".join(sorted(chosen))}

    @property
    def ticked(self) -> set[str]:
        return set(self.cleaned_data["chosen"]) - set(self.cleaned_data["was"].split())

    @property
    def unticked(self) -> set[str]:
        known = {str(value) for value, _label in self.fields["chosen"].choices}  # type: ignore[attr-defined]
        return (set(self.cleaned_data["was"].split()) & known) - set(self.cleaned_data["chosen"])


class MunicipalityForm(FromADay):
    name = Line(_("Navn"), longest=60, missing=_("Skriv kommunens navn."))
    region = forms.ChoiceField(
        label=_("Region"),
        error_messages={"required": _("Vælg en region."), "invalid_choice": _("Vælg en region fra listen.")},
    )
    is_small = forms.BooleanField(
        label=_("Lille kommune"),
        required=False,
        help_text=_("Under cirka 40.000 indbyggere. Her kan alder og land tilsammen pege på én person."),
    )
    is_host = forms.BooleanField(label=_("Har sikkerhedskonsulenter ansat"), required=False)

    def __init__(self, *args: Any, regions: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = list(regions)  # type: ignore[attr-defined]


class RegionForm(FromADay):
    name = Line(_("Navn"), longest=60, missing=_("Skriv regionens navn."))
    first = forms.ChoiceField(label=_("Svarer ingen, så prøv først"), required=False)
    second = forms.ChoiceField(label=_("Derefter"), required=False)
    third = forms.ChoiceField(label=_("Til sidst"), required=False)

    def __init__(self, *args: Any, regions: Iterable[tuple[str, str]], neighbours: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Ingen bestemt")), *regions]
        for place, name in enumerate(("first", "second", "third")):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.initial[name] = neighbours[place] if place < len(neighbours) else ""

    def neighbours(self) -> list[str]:
        chosen = [self.cleaned_data[name] for name in ("first", "second", "third")]
        return list(dict.fromkeys(code for code in chosen if code))


class HoursForm(FromADay):
    """A week of hours. A day without times is closed; a week without times says that no hours are stated."""

    source = Line(
        _("Hvor ved vi det fra?"),
        longest=400,
        missing=_("Skriv, hvor tiderne kommer fra."),
        help_text=_("Fx: teamet selv."),
    )
    last_fields = ("source", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, name in enumerate(WEEKDAYS):
            self.fields[f"opens_{weekday}"] = ClockField(label=_("%(day)s fra") % {"day": name}, required=False)
            self.fields[f"closes_{weekday}"] = ClockField(label=_("%(day)s til") % {"day": name}, required=False)
        self.order_fields([name for name in self.fields if name not in self.last_fields] + [*self.last_fields])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for weekday in range(len(WEEKDAYS)):
            names = f"opens_{weekday}", f"closes_{weekday}"
            if any(name in self.errors for name in names):
                continue
            opens, closes = (cleaned.get(name) for name in names)
            if (opens is None) != (closes is None):
                missing = names[0] if opens is None else names[1]
                self.add_error(missing, _("Skriv begge tider, eller slet dem begge, hvis der er lukket."))
            elif opens and opens >= closes:
                self.add_error(names[1], _("Lukketiden skal ligge efter åbningstiden."))
        return cleaned

    def days(self) -> list[tuple[Any, Any]]:
        """Return the two bound fields of each weekday."""
        return [(self[f"opens_{day}"], self[f"closes_{day}"]) for day in range(len(WEEKDAYS))]

    def week(self) -> dict[int, tuple[time, time] | None]:
        cleaned = self.cleaned_data
        pairs = {day: (cleaned[f"opens_{day}"], cleaned[f"closes_{day}"]) for day in range(len(WEEKDAYS))}
        return {day: pair if pair[0] else None for day, pair in pairs.items()}


class SourcedForm(FromADay):
    """Something said by others: where from, how sure, whose to keep right, and when last looked at."""

    source = Line(_("Hvor ved vi det fra?"), longest=400, missing=_("Skriv, hvor oplysningen kommer fra."))
    certainty = radios(
        Certainty.choices, _("Hvor sikkert er det?"), required=True, missing=_("Vælg, hvor sikkert det er.")
    )
    owner = Line(_("Ansvarlig for oplysningen"), longest=60, missing=_("Skriv, hvem der holder den ved lige."))
    checked_on = DayField(
        label=_("Kontrolleret den"),
        required=False,
        help_text=_("Tomt: ikke kontrolleret endnu. Mindes om efter 90 dage."),
    )
    last_fields = ("source", "certainty", "owner", "checked_on", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("owner", TEAM_LEADS)

    def clean_checked_on(self) -> date | None:
        return self.looked_at()

    def facts(self) -> dict[str, Any]:
        """Return what the form says, without the day it holds from."""
        return {name: value for name, value in self.cleaned_data.items() if name != "on"}


class ActorForm(SourcedForm):
    name = Line(_("Navn"), longest=120, missing=_("Skriv, hvad aktøren hedder."))
    what_for = Line(_("Hvad kan de bruges til?"), longest=300, missing=_("Skriv det i en sætning."), rows=3)
    website = Line(_("Hjemmeside"), longest=120, help_text=_("Uden https, fx: nyidanmark.dk."))


class NumberForm(SourcedForm):
    number = PublicNumber()
    label = Line(_("Hvilken linje er det?"), longest=80, help_text=_("Tomt, hvis aktøren kun har ét nummer."))
    hours = Line(_("Hvornår svarer de?"), longest=120, missing=_("Skriv tiderne, eller »Ikke oplyst«."))
    answers_when_we_do_not = forms.BooleanField(
        label=_("Vis nummeret, når vores egne linjer er lukket"), required=False
    )
