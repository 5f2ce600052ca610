"""The forms about consent: the check before, what was given, its end, and a municipality's request."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from vaern.cases.documents import Filed
from vaern.cases.reading import Portrayed
from vaern.cases.terms import AuthorityKind, Scope
from vaern.desk.forms.guarded import DayField, GuardedForm, Text, radios
from vaern.law.clocks import local_day
from vaern.sharing.actions.consents import Consenting
from vaern.sharing.actions.requests import MUNICIPALITY, Asking
from vaern.sharing.terms_consent import REQUESTED, Capacity, Custody, HowGiven, Safety

YES, NO, UNKNOWN = "yes", "no", "unknown"
YES_NO = [(YES, _("Ja")), (NO, _("Nej")), (UNKNOWN, _("Ved ikke"))]
KNOWN = {YES: True, NO: False}
LONG = 2000
THE_TEXT = _(
    "Vi beder om lov til at gemme, hvem borgeren er, og til at hjælpe på de måder, der er sat hak ved. Vi giver kun "
    "videre, hvad du har sagt ja til. Du kan altid trække dit ja tilbage. Det kræver ingen grund, og det, der allerede "
    "er gjort, bliver ikke lavet om."
)


def several(choices: Iterable[Any], label: str, missing: str = "", help_text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=[(each.value, each.label) for each in choices],
        label=label,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": missing or _("Sæt mindst ét hak."),
            "invalid_choice": _("Vælg blandt dem, der står her."),
        },
    )


class SafetyForm(GuardedForm):
    """Can somebody be asked, without raising the danger? Pass whom one could ask."""

    of = radios((), _("Hvem skulle spørges?"), required=True, missing=_("Vælg, hvem der skulle spørges."))
    outcome = radios(
        Safety.choices,
        _("Kan der bedes om samtykke, uden at faren vokser?"),
        required=True,
        missing=_("Vælg et svar. »Det ved vi ikke endnu« er også et."),
    )
    words = Text(
        label=_("Hvordan ved I det?"),
        help_text=_("Fx: hvem der kan få det at vide, hvad der skete sidst, hvem der har vurderet det med dig."),
        rows=3,
        max_length=LONG,
    )

    def __init__(self, *args: Any, of: Iterable[Capacity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = [(each.value, each.label) for each in of]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("words", _("Skriv, hvordan I ved det. Det bliver spurgt til senere."))
        return cleaned


class ConsentForm(GuardedForm):
    """A consent as it was given. Pass the persons of the case, and as what one was found safe to ask."""

    capacity = radios((), _("Hvem har givet det?"), required=True, missing=_("Vælg, hvem der har givet det."))
    givers = forms.MultipleChoiceField(
        label=_("Hvem i sagen er det?"),
        help_text=_("Er forældremyndigheden fælles, så sæt hak ved begge."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Sæt hak ved den, der har givet det.")},
    )
    holds_custody = radios(YES_NO, _("Har de forældremyndigheden?"), help_text=_("Kun når forældre giver det."))
    custody = radios(Custody.choices, _("Er forældremyndigheden fælles?"), help_text=_("Kun når forældre giver det."))
    within_guardianship = radios(YES_NO, _("Omfatter værgemålet dette?"), help_text=_("Kun når en værge giver det."))
    adult_from = DayField(
        label=_("Hvilken dag fylder borgeren 18?"),
        help_text=_("Når borgeren er under 18. Er dagen ikke kendt, så lad det stå tomt: Så får du en opgave om det."),
        required=False,
    )
    decision = Text(
        label=_("Frygtes den, der giver samtykke? Hvad har I besluttet?"),
        help_text=_("Så er der en konflikt. Skriv, hvorfor samtykket alligevel skal gælde, og hvem der var med."),
        rows=2,
        max_length=LONG,
    )
    is_mandate = forms.BooleanField(
        label=_("Det er en aftale på forhånd: Borgeren siger, hvad vi må gøre, hvis borgeren ikke selv kan nås."),
        required=False,
    )
    scopes = several(
        Scope, _("Hvad er der sagt ja til?"), _("Sæt hak ved det, der er sagt ja til. Intet andet gælder.")
    )
    information = Text(label=_("Hvilke oplysninger?"), rows=2, max_length=LONG)
    purpose = Text(label=_("Til hvad?"), rows=2, max_length=LONG)
    recipients = Text(
        label=_("Hvem må få dem?"),
        help_text=_("Skal udfyldes, når vi må give videre. Fx: Kommunens familieafdeling."),
        max_length=LONG,
    )
    text_shown = Text(
        label=_("Den tekst, der blev vist eller læst op"),
        help_text=_("Ret den, så den er præcis det, der blev sagt."),
        rows=4,
        max_length=LONG,
    )
    how = radios(
        HowGiven.choices, _("Hvordan blev det givet?"), required=True, missing=_("Vælg, hvordan det blev givet.")
    )
    witness = Text(label=_("Hvem var til stede?"), help_text=_("Rolle, fx: kollega fra regionen."), max_length=200)
    document = Text(label=_("Hvor ligger papiret?"), help_text=_("Fx: i kommunens sag."), max_length=200)
    first_day = DayField(label=_("Gælder fra"))
    last_day = DayField(label=_("Til og med"), help_text=_("Tomt: indtil det trækkes tilbage."), required=False)

    def __init__(self, *args: Any, persons: Iterable[Portrayed], capacities: Iterable[Capacity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capacity"].choices = [(each.value, each.label) for each in capacities]  # type: ignore[attr-defined]
        self.fields["givers"].choices = [(str(each.id), each.label) for each in persons]  # type: ignore[attr-defined]
        self.initial.setdefault("text_shown", THE_TEXT)
        self.initial.setdefault("first_day", local_day(self.at))

    def consent(self) -> Consenting:
        cleaned = self.cleaned_data
        capacity = Capacity(cleaned["capacity"])
        is_parents = capacity == Capacity.CUSTODY_HOLDER
        texts = ("information", "purpose", "text_shown", "recipients", "witness", "document", "decision")
        return Consenting(
            capacity=capacity,
            givers=tuple(UUID(each) for each in cleaned["givers"]),
            scopes=frozenset(Scope(each) for each in cleaned["scopes"]),
            how=HowGiven(cleaned["how"]),
            first_day=cleaned["first_day"],
            last_day=cleaned["last_day"],
            custody=Custody(cleaned["custody"]) if is_parents and cleaned["custody"] else None,
            holds_custody=KNOWN.get(cleaned["holds_custody"]) if is_parents else None,
            within_guardianship=KNOWN.get(cleaned["within_guardianship"]),
            adult_from=cleaned["adult_from"],
            is_mandate=cleaned["is_mandate"],
            **{name: cleaned[name] for name in texts},
        )


class PaperForm(GuardedForm):
    """Which file of the case proves a consent. Pass the files that are in use."""

    document = radios((), _("Hvilken fil er det?"), required=True, missing=_("Vælg en fil."))

    def __init__(self, *args: Any, files: Iterable[Filed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each.id), f"{each.kind.label}: {each.title}") for each in files]
        self.fields["document"].choices = choices  # type: ignore[attr-defined]
        self.fields["document"].error_messages["invalid_choice"] = _("Den fil er ikke i sagen. Vælg en af dem, der er.")


class WithdrawalForm(GuardedForm):
    """One page, one button. Nothing must be filled in."""

    words = Text(label=_("Hvorfor? Det må stå tomt"), rows=2, max_length=LONG)
    pressed = forms.BooleanField(
        label=_("Jeg tror, nogen har presset. Så får du en opgave i dag om at se på det."), required=False
    )


class MunicipalRequestForm(GuardedForm):
    authority = radios(
        [(kind.value, kind.label) for kind in MUNICIPALITY],
        _("Hvem beder om det?"),
        required=True,
        missing=_("Vælg, hvilken del af kommunen der beder om det."),
    )
    who = Text(label=_("Hvem hos dem?"), help_text=_("Rollen, fx: lederen af familieafdelingen."), max_length=200)
    basis = Text(
        label=_("På hvilket grundlag giver kommunen oplysningerne?"),
        help_text=_("Kommunens egne ord. Serviceloven § 12 c giver opgaven; den er ingen undtagelse i sig selv."),
        rows=2,
        max_length=LONG,
    )
    why = Text(label=_("Hvorfor er samtykke ikke vejen?"), rows=2, max_length=LONG)
    scopes = several(REQUESTED, _("Hvad beder kommunen om?"), _("Sæt hak ved det, kommunen beder om."))
    last_day = DayField(label=_("Gælder til og med"))
    takes_responsibility = forms.BooleanField(
        label=_("Kommunen har sagt, at den tager ansvaret."),
        error_messages={"required": _("Uden kommunens eget ansvar er det ikke en mulighed. Gå videre uden navn.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("who", _("Skriv, hvem der bad om det."))
        self.demand("basis", _("Skriv kommunens grundlag."))
        self.demand("why", _("Skriv, hvorfor samtykke ikke er vejen."))
        if (day := cleaned.get("last_day")) and day < local_day(self.at):
            self.add_error("last_day", _("Den dag er gået. Vælg en, der kommer."))
        return cleaned

    def request(self) -> Asking:
        cleaned = self.cleaned_data
        return Asking(
            authority=AuthorityKind(cleaned["authority"]),
            scopes=frozenset(Scope(each) for each in cleaned["scopes"]),
            last_day=cleaned["last_day"],
            takes_responsibility=cleaned["takes_responsibility"],
            who=cleaned["who"],
            basis=cleaned["basis"],
            why=cleaned["why"],
        )


class ConfirmationForm(GuardedForm):
    words = Text(label=_("Hvorfor er du enig?"), rows=2, max_length=LONG)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.demand("words", _("Skriv med få ord, hvorfor du er enig."))
        return cleaned
