"""The screening's form: made from its instrument, with every answer a free choice and nothing chosen beforehand."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from vaern.desk.forms.guarded import DayField, GuardedForm, Text, radios
from vaern.guard import Guarded
from vaern.law.screening import latest_validity
from vaern.law.terms import Answer, Finding
from vaern.risk.access import OpenCard
from vaern.risk.actions.cards import Answer as CardsAnswer
from vaern.risk.content import NOTHING_UNKNOWN, UNKNOWN, Content
from vaern.risk.instrument import Instrument
from vaern.risk.terms import CardResponse
from vaern.ui.answers import YesNoUnknown

LINE = 300  # characters of what is to be one line
FEWEST_UNKNOWNS = 2
MOST_UNKNOWNS = 100  # places 0 to 99
DAY_NAMES = re.compile(r"valid_until|line\.[\w-]+\.on")
# Where a thing the law misses is said on the page.
MISSED_AT = {
    "safe_answered": "safe",
    "kind_chosen": "kinds",
    "honour_answered": "fact.honour",
    "unknowns_stated": "nothing_unknown",
    "cards_answered": "cards",
    "level": "level",
    "soon": "soon",
    "knowledge": "knowledge",
    "act": "act",
    "who_acts": "act.who",
    "points_up": "words.up",
    "points_down": "words.down",
    "would_change": "words.change",
    "why_low_on_thin": "thin",
    "valid_until": "valid_until",
}


class MomentField(forms.DateTimeField):
    """A day and a time in one field of the browser's own."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            widget=forms.DateTimeInput(
                attrs={"type": "datetime-local", "class": "moment", "max": "2100-12-31T23:59"}, format="%Y-%m-%dT%H:%M"
            ),
            error_messages={"invalid": _("Skriv dag og tid, fx 27-11-2026 14.00.")},
            required=False,
            **options,
        )


def select(people: Iterable[AbstractBaseUser], label: str, nobody: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[("", nobody), *((str(each.pk), each.first_name) for each in people)],
        label=label,
        required=False,
        error_messages={"invalid_choice": _("Vælg en af dem, der står her.")},
    )


def ticks(choices: Any, label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(choices=choices, label=label, required=False, widget=forms.CheckboxSelectMultiple)


def content_of(data: QueryDict, instrument: Instrument) -> dict[str, str]:
    """Return what a draft remembers of a form: its own fields, days and times in one way of writing."""
    empty, kept = Content(instrument, {}), {}
    for name, value in data.items():
        if not value.strip() or not empty.has_field(name):
            continue
        text = in_one_way(name, value.replace("\r\n", "\n"))
        if (choices := empty.choices(name)) is None or text in choices:
            kept[name] = text
    return kept


def in_one_way(name: str, value: str) -> str:
    """Write a day or a time as the drafts do; what is neither stays as it was typed, and is said to be wrong."""
    try:
        if DAY_NAMES.fullmatch(name):
            return DayField().clean(value).isoformat()
        if (part := UNKNOWN.fullmatch(name)) and part[2] == "by":
            return f"{localtime(MomentField().clean(value)):%Y-%m-%dT%H:%M}"
    except ValidationError:
        return value
    return value


class ScreeningForm(GuardedForm):
    """``content`` is what stands in the draft. Only a form that is to be signed (``signing``) is checked."""

    def __init__(
        self,
        content: dict[str, str],
        *,
        instrument: Instrument,
        colleagues: list[AbstractBaseUser],
        on_it: list[AbstractBaseUser],
        at: datetime,
        confirmed: Iterable[str] = (),
        signing: bool = False,
    ) -> None:
        self.content = Content(instrument, content)
        chosen = self.content.answers()
        values: dict[str, Any] = content | {
            "kinds": [kind.name for kind in instrument.kinds if kind.name in chosen],
            "subs": [kind.name for kind in instrument.subkinds if kind.name in chosen],
            "confirmed": list(confirmed),
        }
        data = QueryDict(mutable=True)
        for name, value in values.items():
            data.setlist(name, value if isinstance(value, list) else [value])
        super().__init__(data if signing else None, at=at, initial=values)
        self.fields |= self.questions(instrument) | self.unknown_fields(on_it)
        self.fields |= self.judgements(instrument, colleagues)

    def questions(self, instrument: Instrument) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {"safe": Text(label=instrument.asks_first, max_length=LINE)}
        found |= {each.name: radios(YesNoUnknown.choices, each.asks) for each in instrument.gate}
        found["kinds"] = ticks([(each.name, each.label) for each in instrument.kinds], _("Slags bekymring"))
        found["subs"] = ticks([(each.name, each.label) for each in instrument.subkinds], _("Nærmere"))
        found |= {each.name: radios(each.answers, each.asks) for each in instrument.facts}
        found["honour.why"] = Text(label=_("Hvorfor?"), max_length=LINE)
        for group in instrument.groups:
            for line in group.lines:
                label = _t("Note: %(line)s") % {"line": line.label}
                found[f"{line.name}.note"] = Text(label=label, max_length=LINE)
                if self.content.get(f"{line.name}.on"):
                    found[f"{line.name}.on"] = DayField(label=_("Dato"), required=False)
        return found | {each.name: Text(label=each.asks, rows=2, max_length=2000) for each in instrument.view}

    def places(self) -> list[str]:
        """Return the places for what we do not know: those that hold something, and always a free one."""
        used = {int(part[1]) for name in self.content.raw if (part := UNKNOWN.fullmatch(name))}
        wanted = max(FEWEST_UNKNOWNS, max(used, default=-1) + 2)
        return [str(place) for place in range(min(wanted, MOST_UNKNOWNS))]

    def unknown_fields(self, people: list[AbstractBaseUser]) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for place in self.places():
            found |= {
                f"unknown.{place}.what": Text(label=_("Hvad ved vi ikke?"), max_length=LINE),
                f"unknown.{place}.critical": ticks([("yes", _("Afgørende for vurderingen"))], _("Vigtighed")),
                f"unknown.{place}.owner": select(people, _t("Hvem af os finder ud af det?"), _t("Ingen af os")),
                f"unknown.{place}.who": Text(
                    label=_("Eller en anden"), help_text=_("En rolle, fx: skolelederen."), max_length=LINE
                ),
                f"unknown.{place}.safely": Text(label=_("Hvordan er det sikkert at spørge?"), max_length=LINE),
                f"unknown.{place}.by": MomentField(label=_("Senest")),
            }
        found[NOTHING_UNKNOWN] = ticks([("yes", _("Intet vigtigt mangler"))], _("Ved vi nok?"))
        return found

    def judgements(self, instrument: Instrument, colleagues: list[AbstractBaseUser]) -> dict[str, forms.Field]:
        def choice(choices: Any, label: str) -> forms.ChoiceField:
            return radios([(each.code, each.label) for each in choices], label)

        return {
            "level": choice(instrument.levels, _("Trusselsniveau")),
            "soon": choice(instrument.soon, _("Hvor hurtigt skal der ske noget?")),
            "knowledge": choice(instrument.knowledge, _("Hvor godt ved vi det?")),
            "act": choice(instrument.act, _("Skal nogen handle?")),
            "act.who": Text(label=_("Hvem skal handle?"), help_text=_("Når svaret er ja."), max_length=LINE),
            "words.up": Text(label=instrument.words[0].asks, rows=2, max_length=2000),
            "words.down": Text(label=instrument.words[1].asks, rows=2, max_length=2000),
            "words.change": Text(label=instrument.words[2].asks, rows=2, max_length=2000),
            "thin": Text(
                label=_("Hvorfor kan det allerede vurderes?"),
                help_text=_("Kun når niveauet er lavt, og vi ved det spinkelt."),
                max_length=LINE,
            ),
            "valid_until": DayField(label=_("Gælder til og med"), required=False, help_text=self.longest(instrument)),
            "override.reason": radios(instrument.overrides, _("Hvorfor vurderes det anderledes?")),
            "override.words": Text(label=_("Med dine ord"), max_length=2000),
            "override.colleague": select(colleagues, _t("Hvilken kollega har du spurgt?"), _t("Ikke valgt")),
            "cards": forms.CharField(label=_("Handlingskort"), required=False, widget=forms.HiddenInput),
        }

    def longest(self, instrument: Instrument) -> str:
        """Say for every level how long a judgement may hold. The day is chosen by the person."""
        parts = []
        for level in instrument.levels:
            last = localtime(latest_validity(self.at, holds_days=level.holds_days or 0) - timedelta(seconds=1))
            parts.append(f"{level.label.lower()}: {last.day}.{last.month}.")
        return _t("Du vælger dagen. Højst, når niveauet er %(parts)s") % {"parts": ", ".join(parts)}

    def cleared(self) -> dict[str, Guarded]:
        """Return the words of a valid form, past the guard."""
        return {name: self.cleaned_data[name] for name in self.content.texts()}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in self.content.strays():
            if name in self.fields and name not in self.errors:
                self.add_error(name, _("Skriv en dag og en tid, der findes."))
        return cleaned

    # What the law finds, said at the fields.

    def say(self, finding: Finding) -> None:
        """Say at the fields what a finding misses or refuses."""
        if finding.missing:
            for missing, way in zip(finding.missing, finding.ways_forward, strict=True):
                self.say_missing(missing, way)
            return
        text = " ".join((finding.because, *finding.ways_forward[:1]))
        match finding.rule:
            case "may_choose_kind":
                self.add_error("kinds", text)
            case "may_judge_against_danger":
                self.say_override()
            case "may_lower_the_level":
                self.add_error("level", text)
            case _:
                self.add_error("valid_until", text)

    def say_missing(self, missing: str, way: str) -> None:
        if missing == "gate_answered":
            for question in self.content.instrument.gate:
                if question.name not in self.content.answers():
                    self.add_error(question.name, _("Svar ja, nej eller ved ikke."))
        elif missing == "critical_unknowns_assigned":
            for unknown in self.content.unknowns():
                if unknown.is_critical and not unknown.is_assigned:
                    self.say_unassigned(f"unknown.{unknown.place}", unknown)
        elif (name := MISSED_AT[missing]) not in self.errors:
            self.add_error(name, way)

    def say_unassigned(self, row: str, unknown: Any) -> None:
        if not (unknown.owner or unknown.who):
            self.add_error(f"{row}.owner", _("Det er afgørende. Skriv, hvem der finder ud af det."))
        if not unknown.safely:
            self.add_error(f"{row}.safely", _("Det er afgørende. Skriv, hvordan det er sikkert at spørge."))
        if not unknown.by and f"{row}.by" not in self.errors:
            self.add_error(f"{row}.by", _("Det er afgørende. Skriv, hvornår vi ved det."))

    def say_override(self) -> None:
        said = {
            "override.reason": _("Der er svaret ja til akut fare. Vælg, hvorfor det vurderes lavere eller senere."),
            "override.words": _("Skriv grunden med dine ord."),
            "override.colleague": _("Vælg den kollega, du har spurgt."),
        }
        absent = [name for name in said if not self.content.get(name)]
        for name in absent or ["override.colleague"]:
            self.add_error(name, said[name])


class CardForm(GuardedForm):
    """What becomes of one card: put away with a reason, or set as a task for somebody, sooner than the card says.

    ``on_it`` are those who see the inquiry and can be given a task, the one who answers first.
    """

    reason = radios((), _("Hvorfor lægges det væk?"))
    words = Text(label=_("Med dine ord"), max_length=2000)
    owner = forms.ChoiceField(label=_("Hvem gør det?"), required=False)
    due_at = MomentField(label=_("Senest"), help_text=_("Tomt: kortets egen frist."))

    def __init__(
        self,
        data: QueryDict | None,
        *,
        shown: OpenCard,
        colleagues: list[AbstractBaseUser],
        on_it: list[AbstractBaseUser],
        at: datetime,
        answering: bool = False,
    ) -> None:
        prefix = f"card.{shown.card.code}"
        typed = {name: data.get(f"{prefix}-{name}", "") for name in (*self.base_fields, "colleague")} if data else {}
        typed |= {"confirmed": data.getlist("confirmed")} if data else {}
        super().__init__(data if answering else None, at=at, prefix=prefix, initial=typed)
        self.people = {str(each.pk): each for each in (*on_it, *colleagues)}
        self.fields["reason"].choices = shown.card.dismissed_by  # type: ignore[attr-defined]
        self.fields["owner"].choices = [(str(each.pk), each.first_name) for each in on_it]  # type: ignore[attr-defined]
        if shown.card.colleague:
            self.fields["colleague"] = select(colleagues, _t("Hvilken kollega har du spurgt?"), _t("Ikke valgt"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        due_at = cleaned.get("due_at")
        if due_at and due_at < self.at - timedelta(minutes=1):
            self.add_error("due_at", _("Det tidspunkt er gået. Vælg et, der kommer."))
        return cleaned

    def answer(self, response: CardResponse) -> CardsAnswer:
        """Return the answer of a valid form, with what goes with the response and nothing else."""
        cleaned = self.cleaned_data
        match response:
            case CardResponse.WILL_DO:
                return CardsAnswer(response=response, owner=self.people.get(cleaned["owner"]), due_at=cleaned["due_at"])
            case CardResponse.DISMISSED:
                colleague = self.people.get(cleaned.get("colleague", ""))
                return CardsAnswer(
                    response=response, reason=cleaned["reason"], words=cleaned["words"], colleague=colleague
                )
        return CardsAnswer(response=response)

    def say_no_reason(self) -> None:
        if not self.cleaned_data["reason"]:
            self.add_error("reason", _("Vælg en grund."))
        if not self.cleaned_data["words"].text.strip():
            self.add_error("words", _("Skriv grunden med dine ord."))


class ReaderForm(forms.Form):
    """Who is asked to read."""

    reader = radios((), _("Hvem spørger du?"), required=True, missing=_("Vælg en kollega."))

    def __init__(self, *args: Any, colleagues: list[AbstractBaseUser], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(each.pk): each for each in colleagues}
        self.fields["reader"].choices = [(code, each.first_name) for code, each in self.people.items()]  # type: ignore[attr-defined]


class RemarkForm(GuardedForm):
    """What the second reader has to say."""

    remark = Text(label=_("Din bemærkning"), rows=3, help_text=_("Må gerne være tom."), max_length=2000)


class VoidForm(GuardedForm):
    happened = radios((), _("Hvad er der sket?"), required=True, missing=_("Vælg, hvad der er sket."))
    words = Text(label=_("Med dine ord"), rows=3, max_length=2000)

    def __init__(self, *args: Any, reasons: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened"].choices = list(reasons)  # type: ignore[attr-defined]


def refusals(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that refuse, rather than miss something: those are shown whole, with grounds."""
    return [finding for finding in findings if finding.answer is Answer.MUST_NOT]
