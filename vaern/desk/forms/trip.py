"""The forms of a trip: one for every topic, made from what the topic asks; moves, and signs of life."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.desk.forms.guarded import ClockField, DayField, GuardedForm, Text, radios, when
from vaern.law.clocks import local_day
from vaern.travel import checking
from vaern.travel.actions import facts
from vaern.travel.actions.facts import Said
from vaern.travel.terms import Certainty, SignKind, SignOutcome, Source, TripStage
from vaern.travel.topics import As, Asks, TopicSpec
from vaern.ui.fields import UncutField

MOST_CHIPS = 9
UNFIT = {
    checking.Missing: _("Svar her. Ved I det ikke, så vælg »Spurgt, men ukendt« nedenfor."),
    checking.NotInTheList: _("Vælg en af dem, der står her."),
    checking.NotADay: _("Skriv datoen som dag, måned og år, fx 27-11-2026."),
    checking.NotAClock: _("Skriv tiden som time og minut, fx 9.30."),
    checking.NoSuchFlight: _("Sådan kan et flynummer ikke se ud. Skriv selskabets to tegn og tallet, fx: SK 1425."),
    checking.NoSuchAirport: _("En lufthavn har tre bogstaver, fx: CPH. Kender I kun byen, så skriv den under rute."),
    checking.SameAirport: _("Flyet kan ikke lande, hvor det lettede. Ret en af de to."),
    checking.NotABirth: _("Skriv måned og år, fx: 02-2009."),
    checking.WindowBackwards: _("Den seneste dag ligger før den tidligste. Ret en af dem."),
    checking.ReturnBeforeDeparture: _("Hjemrejsen ligger før afrejsen. Ret den dag, der er forkert."),
}
SAID = {
    facts.NothingSaid: (None, _("Skriv noget, eller vælg »Spurgt, men ukendt«.")),
    facts.NotTheirs: ("traveller", _("Vælg en af dem, der står i rejsen.")),
    facts.OnlyAnAdult: (
        None,
        _("Kun en borger, der er fyldt 18, kan aftale det. For et barn leder sagsbehandleren: aftal med kommunen."),
    ),
}


class TopicForm(GuardedForm):
    """Everything one topic asks, with source, day and certainty. ``private`` stands here only while a consent is."""

    def __init__(
        self, *args: Any, spec: TopicSpec, travellers: Iterable[tuple[str, str]], may_name: bool, **kwargs: Any
    ) -> None:
        self.spec = spec
        self.base_fields = {asks.name: field_of(asks, travellers) for asks in spec.fields}  # type: ignore[misc]
        self.base_fields["words"] = Text(label=spec.words, rows=3)
        if spec.private and may_name:
            self.base_fields["private"] = UncutField(
                label=spec.private,
                help_text=_("Her må navn, nummer og adresse stå: der er samtykke. Det vises kun, så længe der er det."),
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 2, "class": "note", "autocomplete": "off", "dir": "auto"}),
            )
        self.base_fields |= {
            "source": radios(
                Source.choices, _("Hvem siger det?"), required=True, missing=_("Vælg, hvor I ved det fra.")
            ),
            "said_on": DayField(label=_("Hvornår sagt eller set?"), required=False, help_text=_("Tomt: i dag.")),
            "certainty": radios(
                Certainty.choices, _("Hvor sikkert er det?"), required=True, missing=_("Vælg, hvor sikkert det er.")
            ),
        }
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (day := cleaned.get("said_on")) and day > local_day(self.at):
            self.add_error("said_on", _("Den dag er ikke kommet endnu. Skriv den dag, det blev sagt eller set."))
        return cleaned

    def said(self) -> Said:
        cleaned = self.cleaned_data
        return Said(
            topic=self.spec.topic,
            words=cleaned["words"],
            values={asks.name: cleaned[asks.name] for asks in self.spec.fields},
            private=cleaned.get("private", ""),
            source=Source(cleaned["source"]),
            on=cleaned["said_on"] or local_day(self.at),
            certainty=Certainty(cleaned["certainty"]),
        )

    @property
    def asked(self) -> list[Any]:
        """Return the bound fields of the topic itself, in order."""
        return [self[asks.name] for asks in self.spec.fields]

    def refuse(self, refusal: checking.Unfit) -> None:
        """Say at the field what cannot be so."""
        self.add_error(refusal.field if refusal.field in self.fields else None, UNFIT[type(refusal)])


def field_of(asks: Asks, travellers: Iterable[tuple[str, str]]) -> forms.Field:
    """Return the form field of one thing a topic asks. Nothing is chosen beforehand but the Danish clock."""
    shown: dict[str, Any] = {"label": asks.label, "help_text": asks.help_text, "required": False}
    match asks.kind:
        case As.CHOICE if len(asks.choices) <= MOST_CHIPS:
            return radios(asks.choices, str(asks.label), help_text=str(asks.help_text))
        case As.CHOICE:
            return forms.ChoiceField(choices=asks.choices, error_messages={"invalid_choice": NOT_OFFERED}, **shown)
        case As.TRAVELLER:
            choices = [("", _("Ved ikke")), *travellers]
            return forms.ChoiceField(choices=choices, error_messages={"invalid_choice": NOT_OFFERED}, **shown)
        case As.MANY:
            return forms.MultipleChoiceField(
                choices=asks.choices,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": NOT_OFFERED},
                **shown,
            )
        case As.DAY:
            return DayField(**shown)
        case As.CLOCK:
            return ClockField(**shown)
    return Text(label=str(asks.label), help_text=str(asks.help_text), max_length=200)


NOT_OFFERED = _("Vælg en af dem, der står her.")


class MoveTripForm(GuardedForm):
    """Left, home or averted, from which day, and how it is known."""

    to = radios((), _("Hvad er der sket?"), required=True, missing=_("Vælg, hvad der er sket."))
    moved_on = DayField(label=_("Hvilken dag?"))
    source = radios(Source.choices, _("Hvem siger det?"), required=True, missing=_("Vælg, hvor I ved det fra."))
    words = Text(label=_("Hvordan ved I det?"), rows=3)

    def __init__(self, *args: Any, ways: Iterable[TripStage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(way.value, MOVES[way]) for way in TripStage if way in ways]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (day := cleaned.get("moved_on")) and day > local_day(self.at):
            self.add_error("moved_on", _("Den dag er ikke kommet endnu."))
        self.demand("words", _("Skriv, hvordan I ved det."))
        return cleaned


MOVES = {
    TripStage.PLANNED: _("En ny rejse frygtes"),
    TripStage.ABROAD: _("Personen er rejst"),
    TripStage.HOME: _("Personen er hjemme igen"),
    TripStage.AVERTED: _("Rejsen er afværget"),
}


class SignForm(GuardedForm):
    """A sign of life or a return: when at the latest, how it comes, and who watches."""

    kind = radios(SignKind.choices, _("Hvad aftales?"), required=True, missing=_("Vælg, hvad der aftales."))
    due_on = DayField(label=_("Senest den"))
    due_at = ClockField(label=_("Klokken, dansk tid"))
    how = Text(
        label=_("Hvordan kommer det?"),
        rows=2,
        help_text=_("Hvem skriver eller ringer til hvem, og hvordan lyder en almindelig besked?"),
    )
    watcher = radios((), _("Hvem holder øje i den time?"), required=True, missing=_("Vælg, hvem der holder øje."))
    takes_watch = forms.BooleanField(
        label=_("Jeg holder selv øje i den time, også uden for arbejdstid."), required=False
    )

    def __init__(self, *args: Any, watchers: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.watchers = {str(person.pk): person for person in watchers}
        self.fields["watcher"].choices = [(pk, each.first_name) for pk, each in self.watchers.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand_ahead("due_on", "due_at")
        self.demand("how", _("Skriv, hvordan livstegnet kommer."))
        return cleaned

    def agreed(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "kind": SignKind(cleaned["kind"]),
            "due_at": when(cleaned["due_on"], cleaned["due_at"]),
            "how": cleaned["how"],
            "watcher": self.watchers[cleaned["watcher"]],
            "takes_watch": cleaned["takes_watch"],
        }


class SignAnswerForm(GuardedForm):
    outcome = radios(SignOutcome.choices, _("Hvad skete der?"), required=True, missing=_("Vælg, hvad der skete."))
    words = Text(label=_("Hvad blev sagt?"), rows=3)


def topic_initial(values: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the form's values for stating something anew; days and clocks as the fields show them."""
    born = values.get("born", "")
    turned = {"born": "-".join(reversed(born.split("-")))} if born else {}
    return values | turned | more
