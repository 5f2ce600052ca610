"""The municipality's own duty to tell the immigration authorities of a harmful trip.

We remind; the duty is never ours and never our ground for passing anything on.
"""

from dataclasses import dataclass
from enum import StrEnum

from vaern.law.sources import UDLAENDINGELOVEN_44_C
from vaern.law.terms import Finding, ask, must, rule, silent


class Residence(StrEnum):
    """On what ground a person lives in Denmark, as far as it decides who is to be told of a trip."""

    DANISH_CITIZEN = "danish_citizen"
    PERMIT_FROM_UDLAENDINGESTYRELSEN = "permit_udlaendingestyrelsen"
    PERMIT_FROM_SIRI = "permit_siri"
    PERMIT_ISSUER_UNKNOWN = "permit_issuer_unknown"
    EU_RULES = "eu_rules"

    @property
    def label(self) -> str:
        return RESIDENCE_LABELS[self]


RESIDENCE_LABELS = {
    Residence.DANISH_CITIZEN: "Dansk statsborger",
    Residence.PERMIT_FROM_UDLAENDINGESTYRELSEN: "Opholdstilladelse fra Udlændingestyrelsen",
    Residence.PERMIT_FROM_SIRI: "Opholdstilladelse fra SIRI",
    Residence.PERMIT_ISSUER_UNKNOWN: "Opholdstilladelse, men vi ved ikke fra hvem",
    Residence.EU_RULES: "Ophold efter EU-reglerne",
}


@dataclass(frozen=True, kw_only=True)
class TripFacts:
    """What udlændingeloven § 44 c turns on. ``None`` is not established.

    ``under_18`` is the age now; ``left_as_a_child`` matters only for someone who has turned 18 since.
    """

    harmful_trip_suspected_or_known: bool | None = None
    under_18: bool | None = None
    left_as_a_child: bool | None = None
    residence: Residence | None = None


@rule("Skal vi minde kommunen om at give oplysninger om en rejse videre?", UDLAENDINGELOVEN_44_C)
def remind_of_44_c(facts: TripFacts) -> Finding:
    """Test whether we remind the municipality of its own duty to tell the immigration authorities of a trip.

    The duty is the municipality's; it is never our ground for passing anything on. Suspicion is enough,
    consent is no condition, it is renewed as new facts come, and it goes on after the person has come of age
    abroad. Source: udlændingeloven § 44 c.
    """
    if facts.harmful_trip_suspected_or_known is None:
        return _ask_44_c("harmful_trip_suspected_or_known", "Spørg, om der er mistanke eller viden om en rejse.")
    if not facts.harmful_trip_suspected_or_known:
        return silent("Der er ingen mistanke eller viden om en rejse.", UDLAENDINGELOVEN_44_C)
    if facts.under_18 is None:
        return _ask_44_c("under_18", "Spørg, om personen er under 18 år.")
    if not facts.under_18:
        if facts.left_as_a_child is None:
            return _ask_44_c("left_as_a_child", "Spørg, om personen var under 18, da rejsen begyndte.")
        if not facts.left_as_a_child:
            return silent("Personen var fyldt 18, da rejsen begyndte.", UDLAENDINGELOVEN_44_C)
    match facts.residence:
        case None:
            return _ask_44_c("residence", "Spørg kommunen, om barnet har opholdstilladelse, og hvem der har givet den.")
        case Residence.DANISH_CITIZEN:
            return silent("Reglen gælder børn med opholdstilladelse.", UDLAENDINGELOVEN_44_C)
        case Residence.PERMIT_FROM_UDLAENDINGESTYRELSEN:
            return _remind("Udlændingestyrelsen")
        case Residence.PERMIT_FROM_SIRI:
            return _remind("SIRI")
        case Residence.PERMIT_ISSUER_UNKNOWN:
            return _ask_44_c(
                "residence",
                "Spørg kommunen, om tilladelsen er fra Udlændingestyrelsen eller SIRI.",
                "Vent ikke på svaret: Mind kommunen om pligten nu. Den kan selv se opholdsgrundlaget.",
            )
        case Residence.EU_RULES:
            return _ask_44_c("residence", "Bed kommunen spørge SIRI, om pligten også gælder ophold efter EU-reglerne.")


def _remind(recipient: str) -> Finding:
    return must(
        f"Mind kommunen om, at den skal give oplysningerne videre til {recipient}, og at den skal gøre det "
        f"igen, når der kommer nyt. Det kræver ikke samtykke. Skriv, hvornår du har sagt det.",
        UDLAENDINGELOVEN_44_C,
    )


def _ask_44_c(fact: str, *instead: str) -> Finding:
    return ask(
        "Det er ikke afklaret, om kommunen skal give oplysninger om rejsen videre, og til hvem.",
        UDLAENDINGELOVEN_44_C,
        instead=instead,
        missing=(fact,),
    )
