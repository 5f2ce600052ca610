"""Who knows what: what somebody was told, what a party must not know, a briefing, help with a notification."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.cases.telling import Fact
from vaern.desk.forms.guarded import ClockField, DayField, GuardedForm, Text, radios, when
from vaern.desk.forms.release import CheckBasis, RecipientFields
from vaern.law.immigration import RESIDENCE_LABELS, Residence
from vaern.sharing.actions.told import Told
from vaern.sharing.briefing import Piece
from vaern.sharing.notifying import Draft
from vaern.sharing.parties import Recipient
from vaern.sharing.reading import CITIZEN
from vaern.sharing.terms_disclosure import CHOSEN_CHANNELS, Act, Basis, Channel, Knows, PartyKind, ToldLevel

WE_MAY_SAY = [(act.value, act.label) for act in Act if act != Act.RELEASED]
TOLD_FACTS = [(fact.value, fact.label) for fact in Fact if fact != Fact.LEVEL]
UNKNOWN, YES, NO = "unknown", "yes", "no"


class ToldForm(RecipientFields, CheckBasis):
    """What somebody was told, or why they are not told yet."""

    act = radios(WE_MAY_SAY, _("Hvad er sket?"), required=True, missing=_("Vælg, hvad der er sket."))
    facts = forms.MultipleChoiceField(
        choices=TOLD_FACTS,
        label=_("Hvad fik de at vide?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Vælg blandt dem, der står her.")},
    )
    level = radios(
        ToldLevel.choices,
        _("Fik de trusselsniveauet at vide?"),
        missing=_("Vælg et svar, så I kan ringe, hvis det ændrer sig."),
    )
    channel = radios(CHOSEN_CHANNELS, _("Hvordan?"), missing=_("Vælg, hvordan det blev sagt."))
    told_on = DayField(label=_("Hvilken dag?"), required=False, help_text=_("Tomt: lige nu."))
    told_at = ClockField(label=_("Klokken"), required=False)
    words = Text(
        label=_("Hvordan blev det sagt sikkert, eller hvorfor ikke?"),
        rows=3,
        help_text=_("Skal skrives om borgeren, og når noget ikke er sagt."),
    )
    basis = radios(Basis.choices, _("På hvilket grundlag?"), missing=_("Vælg grundlaget."))
    is_said = forms.BooleanField(
        label=_("Det er allerede sagt: Skriv det ned, selv om reglerne ikke tillod det"), required=False
    )
    disclosure = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        act = cleaned.get("act")
        told = act and act != Act.NOT_SAID
        if told:
            self.want("level", "channel")
            if not cleaned.get("facts") and cleaned.get("level") in {"", None, ToldLevel.NONE}:
                self.add_error("facts", _("Vælg mindst én ting, de fik at vide."))
        if act == Act.SAID:
            self.want("basis")
        if act == Act.NOT_SAID or cleaned.get("to") == CITIZEN:
            self.demand("words", _("Skriv, hvordan det blev sagt sikkert, eller hvorfor ikke."))
        moment = self.moment()
        if moment > self.at:
            self.add_error("told_on", _("Det er ikke sket endnu. Skriv et tidspunkt, der er gået."))
        return cleaned

    def want(self, *names: str) -> None:
        for name in names:
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])

    def moment(self) -> Any:
        return when(self.cleaned_data.get("told_on"), self.cleaned_data.get("told_at")) or self.at

    def told(self) -> Told:
        cleaned = self.cleaned_data
        return Told(
            act=Act(cleaned["act"]),
            facts=frozenset(Fact(each) for each in cleaned["facts"]),
            at=self.moment(),
            words=cleaned["words"],
            level=ToldLevel(cleaned["level"] or ToldLevel.NONE),
            channel=Channel(cleaned["channel"]) if cleaned["channel"] else None,
            basis=Basis(cleaned["basis"]) if cleaned["basis"] else None,
            reason=cleaned["reason"],
            is_said=cleaned["is_said"],
        )


class KnowingForm(GuardedForm):
    """What one party knows and must not know: one answer a fact, none where nothing is known. A new one is named."""

    kind = radios([], _("Hvem er det?"), missing=_("Vælg, hvem det er."))
    role = Text(label=_("Rolle"), help_text=_("Fx: fætter i Aarhus. Aldrig et navn."), max_length=120)
    words = Text(
        label=_("Hvad bygger det på?"),
        rows=3,
        help_text=_("Skal skrives, når noget, de ikke måtte vide, nu er kendt eller må vides."),
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = is_new
        if is_new:
            self.fields["kind"].choices = RecipientFields.base_fields["kind"].choices  # type: ignore[attr-defined]
        else:
            del self.fields["kind"], self.fields["role"]
        for fact in Fact:
            self.fields[fact.value] = radios([("", _("Ikke noteret")), *Knows.choices], fact.label)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_new:
            if not cleaned.get("kind") and "kind" not in self.errors:
                self.add_error("kind", self.fields["kind"].error_messages["required"])
            self.demand("role", _("Skriv rollen, så I ved, hvem det er."))
        return cleaned

    def of(self) -> Recipient:
        return Recipient(kind=PartyKind(self.cleaned_data["kind"]), name=self.cleaned_data["role"])

    def states(self) -> dict[Fact, Knows]:
        return {fact: Knows(state) for fact in Fact if (state := self.cleaned_data.get(fact.value))}

    def rows(self) -> list[Any]:
        return [self[fact.value] for fact in Fact]


class BriefingForm(GuardedForm):
    """Which pieces of the case a briefing tells. Nothing is chosen beforehand."""

    pieces = forms.MultipleChoiceField(
        label=_("Hvad skal de vide?"),
        help_text=_("Kun det, du vælger, kommer med."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Vælg mindst én ting."),
            "invalid_choice": _("Sagen er ændret. Vælg blandt dem, der står her nu."),
        },
    )

    def __init__(self, *args: Any, pieces: Iterable[Piece], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pieces"].choices = [(each.key, f"{each.label}: {each.words}") for each in pieces]  # type: ignore[attr-defined]


class NotificationForm(GuardedForm):
    """The two texts of a notification, and what decides its clocks and § 44 c."""

    for_parents = Text(
        label=_("Del 1: det, forældrene kan læse"),
        rows=7,
        help_text=_("Skriv, hvad der er set og hørt, så ingen kan se, hvem der har fortalt det."),
    )
    withhold = Text(
        label=_("Del 2: det, kommunen bør overveje at holde tilbage"),
        rows=5,
        help_text=_("Fx hvem der ved det, en plan, en kæreste. Kommunen afgør, hvad forældrene får at læse."),
    )
    withhold_because = Text(label=_("Hvorfor er det farligt, hvis forældrene læser del 2?"), rows=2)
    trip = radios(
        [(YES, _("Ja, mistanke eller viden")), (NO, _("Nej")), (UNKNOWN, _("Ved ikke"))],
        _("Er der tale om en rejse, som kan skade barnet?"),
        required=True,
        missing=_("Vælg et svar. »Ved ikke« er også et svar."),
    )
    residence = radios(
        [*RESIDENCE_LABELS.items(), (UNKNOWN, _("Ved ikke"))],
        _("Hvordan bor barnet lovligt i Danmark?"),
        help_text=_("Kun ved en rejse: det afgør, hvem kommunen skal sige det til."),
    )
    received_on = DayField(label=_("Hvilken dag får kommunen den?"), required=False, help_text=_("Tomt: lige nu."))
    received_at = ClockField(label=_("Klokken"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("for_parents", _("Skriv det, forældrene kan læse."))
        if str(self.data.get("withhold", "")).strip():
            self.demand("withhold_because", _("Skriv hvorfor. Kommunen skal kunne bruge det til at afgøre det."))
        if cleaned.get("trip") == YES and not cleaned.get("residence") and "residence" not in self.errors:
            self.add_error("residence", _("Vælg et svar. »Ved ikke« er også et svar."))
        return cleaned

    def draft(self) -> Draft:
        cleaned = self.cleaned_data
        residence = cleaned["residence"]
        return Draft(
            for_parents=cleaned["for_parents"].text,
            withhold=cleaned["withhold"].text,
            withhold_because=cleaned["withhold_because"].text,
            received_at=when(cleaned["received_on"], cleaned["received_at"]) or self.at,
            trip={YES: True, NO: False}.get(cleaned["trip"]),
            residence=Residence(residence) if residence and residence != UNKNOWN else None,
        )
