"""The forms of an assessment: one a step, made from its frame, and nothing chosen beforehand."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from vaern.desk.forms.guarded import DayField, GuardedForm, Text, radios
from vaern.desk.forms.screening import LINE, MomentField, select, ticks
from vaern.guard import Guarded
from vaern.inquiries.terms import Caller
from vaern.law.assessment import MISSING
from vaern.law.screening import latest_validity
from vaern.law.terms import Finding
from vaern.risk.assessed import (
    CONFIRMED,
    MOST_MEASURES,
    MOST_OTHERS,
    MOST_SCENARIOS,
    Assessed,
    Sort,
    fields_of,
    other_name,
    owners,
)
from vaern.risk.frame import Frame
from vaern.risk.terms import SignedAs, Step

LONG = 4000  # characters of what may take a few paragraphs
NOT_CHOSEN = ("", _("Ikke valgt"))


def typed(data: QueryDict, frame: Frame, step: Step) -> dict[str, str]:
    """Return what a draft remembers of one step's page: its own fields, days and times in one way of writing."""
    fields, kept = fields_of(frame), {}
    for name, value in data.items():
        field = fields.get(name)
        if field is None or field.step != step or not value.strip():
            continue
        text = in_one_way(field.sort, value.replace("\r\n", "\n").strip())
        if field.sort is not Sort.CHOICE or field.holds(text):
            kept[name] = text
    if confirmed := sorted(set(data.getlist("confirmed"))):
        kept[f"{CONFIRMED}{step}"] = " ".join(confirmed)
    return kept


def in_one_way(sort: Sort, value: str) -> str:
    """Write a day or a time as the drafts do; what is neither stays as it was typed, and is said to be wrong."""
    try:
        if sort is Sort.DAY:
            return DayField().clean(value).isoformat()
        if sort is Sort.MOMENT:
            return f"{localtime(MomentField().clean(value)):%Y-%m-%dT%H:%M}"
    except ValidationError:
        return value
    return value


def one_of(choices: Iterable[tuple[str, str]], label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[NOT_CHOSEN, *choices],
        label=label,
        required=False,
        error_messages={"invalid_choice": _("Vælg en af dem, der står her.")},
    )


class StepForm(GuardedForm):
    """One step of the draft ``content``. Only looked through (``checking``) does it say faults at its fields."""

    def __init__(
        self, content: Assessed, *, step: Step, people: list[Any], at: datetime, checking: bool = False
    ) -> None:
        self.content, self.step, self.people = content, step, people
        confirmed = content.beside.get(f"{CONFIRMED}{step}", "").split()
        data = QueryDict(mutable=True)
        for name, value in content.raw.items():
            data.setlist(name, [value])
        data.setlist("confirmed", confirmed)
        super().__init__(data if checking else None, at=at, initial=dict(content.raw) | {"confirmed": confirmed})
        make = {
            Step.CONTEXT: self.context_fields,
            Step.FACTORS: self.factor_fields,
            Step.SCENARIOS: self.scenario_fields,
            Step.MEASURES: self.measure_fields,
            Step.CONCLUSIONS: self.conclusion_fields,
        }
        self.fields |= make[step](content.frame)

    def context_fields(self, frame: Frame) -> dict[str, forms.Field]:
        return {each.name: Text(label=each.asks, rows=2, max_length=LONG) for each in frame.context}

    def factor_fields(self, frame: Frame) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for domain in frame.domains:
            for factor in domain.factors:
                said = f"{factor.code} {factor.label}"
                found |= self.weighed_fields(factor.name, said, frame) | {
                    f"{factor.name}.find": ticks(
                        [("yes", _("Find ud af det"))], _t("Opgave: %(what)s") % {"what": said}
                    ),
                    f"{factor.name}.owner": select(self.people, _t("Hvem finder ud af det?"), _t("Ikke valgt")),
                    f"{factor.name}.by": MomentField(label=_("Senest")),
                }
            for place in range(MOST_OTHERS):
                name = other_name(domain, place)
                found[f"{name}.label"] = Text(label=_("Andet forhold i denne sag"), max_length=LINE)
                found |= self.weighed_fields(name, _t("Andet forhold"), frame)
        return found

    def weighed_fields(self, name: str, said: str, frame: Frame) -> dict[str, forms.Field]:
        return {
            f"{name}.now": radios(frame.marks, _t("Nu")),
            f"{name}.earlier": radios(frame.marks, _t("Tidligere")),
            f"{name}.evidence": Text(label=_t("Belæg: %(what)s") % {"what": said}, rows=2, max_length=LONG),
            f"{name}.source": one_of(frame.sources, _t("Kilde")),
            f"{name}.on": DayField(label=_("Oplyst den"), required=False),
            f"{name}.who": Text(label=_("Hvem gælder det?"), max_length=LINE),
        }

    def scenario_fields(self, frame: Frame) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for place in range(MOST_SCENARIOS):
            name = f"scenario.{place}"
            found |= {
                f"{name}.kind": radios(frame.scenarios, _t("Hvilken slags?")),
                f"{name}.what": Text(label=_("Hvad kan ske?"), rows=2, max_length=LONG),
                f"{name}.who": Text(label=_("Hvem mod hvem?"), max_length=LINE),
                f"{name}.why": Text(label=_("Hvorfor ville de gøre det?"), max_length=LONG),
                f"{name}.signs": Text(label=_("Hvor hurtigt, og hvilke tegn ses først?"), max_length=LONG),
                f"{name}.likely": radios(frame.likely, _t("Hvor sandsynligt, med ord?")),
            }
        return found

    def measure_fields(self, frame: Frame) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for place in range(MOST_SCENARIOS):
            for number in range(MOST_MEASURES):
                name = f"measure.{place}.{number}"
                found |= {
                    f"{name}.what": Text(label=_("Hvad gøres der?"), max_length=LONG),
                    f"{name}.owner": one_of(owners(), _t("Hvem har det?")),
                    f"{name}.kind": one_of(frame.measures, _t("Slags")),
                    f"{name}.state": one_of(frame.states, _t("Hvor langt er det?")),
                    f"{name}.by": DayField(label=_("Senest"), required=False),
                    f"{name}.follow": ticks([("yes", _("Sæt opfølgning hos os den dag"))], _t("Opfølgning")),
                }
        return found

    def conclusion_fields(self, frame: Frame) -> dict[str, forms.Field]:
        def choice(choices: Any, label: str) -> forms.ChoiceField:
            return radios([(each.code, each.label) for each in choices], label)

        def why(label: str) -> Text:
            return Text(label=label, rows=2, max_length=LONG)

        return {
            "priority": choice(frame.levels, _t("Hvor meget haster sagen i forhold til andre?")),
            "priority.why": why(_("Hvorfor haster den så meget?")),
            "level": choice(frame.levels, _t("Fare for alvorlig vold. Det bliver sagens trusselsniveau")),
            "level.why": why(_("Hvorfor den fare?")),
            "imminent": choice(frame.levels, _t("Fare lige nu")),
            "imminent.why": why(_("Hvorfor lige nu?")),
            "soon": choice(frame.soon, _t("Hvor hurtigt skal der ske noget?")),
            "knowledge": choice(frame.knowledge, _t("Hvor godt ved vi det?")),
            "risk.other": why(_("Andre farer")),
            "risk.whom": Text(label=_("Hvem kan det især ramme?"), max_length=LINE),
            "change": why(_("Hvad ville ændre vurderingen?")),
            "citizen.wish": why(_("Hvad ønsker borgeren?")),
            "citizen.agrees": radios(frame.agrees, _t("Er borgeren enig?")),
            "citizen.told": why(_("Hvornår og hvordan er det fortalt sikkert? Eller hvorfor ikke?")),
            "valid_until": DayField(label=_("Gælder til og med"), required=False, help_text=self.longest(frame)),
        }

    def longest(self, frame: Frame) -> str:
        """Say for every level how long a conclusion may hold. The day is chosen by the person."""
        parts = []
        for level in frame.levels:
            last = localtime(latest_validity(self.at, holds_days=level.holds_days or 0) - timedelta(seconds=1))
            parts.append(f"{level.label.lower()}: {last.day}.{last.month}.")
        return _t("Du vælger dagen. Højst, når faren er %(parts)s") % {"parts": ", ".join(parts)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for gap in self.content.gaps():
            if gap.field in self.fields and gap.field not in self.errors:
                self.add_error(gap.field, MISSING[gap.lacks])
        for name in self.content.strays():
            if name in self.fields and name not in self.errors:
                self.add_error(name, _("Skriv en dag og en tid, der findes."))
        return cleaned

    def cleared(self) -> dict[str, Guarded]:
        """Return the words of a valid form, past the guard."""
        return {name: self.cleaned_data[name] for name in self.content.texts(self.step) if name in self.fields}


class SignForm(GuardedForm):
    """Under which name it is signed, and what the name PATRIARK rests on."""

    signed_as = radios(SignedAs.choices, _("Skriv under som"), required=True, missing=_("Vælg et navn."))
    edition = Text(label=_("Hvilken udgave er brugt?"), help_text=_("Kun for PATRIARK."), max_length=LINE)
    manual = Text(label=_("Hvilken manual har du haft ved hånden?"), help_text=_("Kun for PATRIARK."), max_length=LINE)

    FIELD_OF = {"edition": "edition", "manual": "manual", "attestation": "signed_as"}

    def say(self, finding: Finding) -> None:
        """Say at the fields what the name misses."""
        for missing, way in zip(finding.missing, finding.ways_forward, strict=False):
            self.add_error(self.FIELD_OF[missing], way)


class SupportForm(forms.Form):
    """What of the method was gone through, and with whom. There is no field for words: nothing about the person."""

    of = radios(
        [choice for choice in Caller.choices if choice[0] not in {Caller.CITIZEN, Caller.RELATIVE}],
        _("Hvem vurderer selv?"),
        required=True,
        missing=_("Vælg, hvem der vurderer."),
    )
    covered = forms.MultipleChoiceField(
        label=_("Det har I gennemgået"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Sæt kryds ved mindst én ting.")},
    )

    def __init__(self, *args: Any, frame: Frame, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["covered"].choices = frame.method  # type: ignore[attr-defined]
