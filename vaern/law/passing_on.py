"""Passing information on between authorities: consent, a weighing, a cooperation, or a children's house.

These are the grounds a disclosure names. Acute danger and the duty to notify have rules of their own, and go first.
"""

from dataclasses import dataclass

from vaern.law.gate import DANGER_CALL_112, WORK_ANONYMISED
from vaern.law.sources_duties import BARNETS_LOV_126, FORVALTNINGSLOVEN_28, RETSPLEJELOVEN_115
from vaern.law.terms import Condition, Finding, Provision, ask, may, must_not, rule, silent

NOTIFY_INSTEAD = "Gælder det et barn, så hjælp med en underretning. Den kræver ikke samtykke."


@dataclass(frozen=True, kw_only=True)
class WrittenConsent:
    """What forvaltningsloven § 28 asks of a consent. ``None`` is not established."""

    given: bool | None = None
    in_writing: bool | None = None
    says_what: bool | None = None
    says_to_whom: bool | None = None
    says_for_what: bool | None = None


@dataclass(frozen=True, kw_only=True)
class WeighingFacts:
    """``reasons_outweigh`` is a person's answer: nothing here weighs."""

    consent: WrittenConsent = WrittenConsent()
    reasons_outweigh: bool | None = None


PARTS = {
    "in_writing": "Bed om samtykket på skrift.",
    "says_what": "Skriv hvilke oplysninger samtykket dækker.",
    "says_to_whom": "Skriv, hvem oplysningerne må gives til.",
    "says_for_what": "Skriv, hvad de skal bruges til.",
}


@rule("Må oplysninger gives videre til en anden myndighed?", FORVALTNINGSLOVEN_28)
def may_pass_on_to_an_authority(facts: WeighingFacts) -> Finding:
    """Test whether confidential information may be passed on between authorities.

    With a consent in writing that says which information, to whom and for what. Without one a person weighs
    whether the reasons for passing it on are the stronger, and writes why.
    Source: forvaltningsloven § 28.
    """
    if facts.consent.given is None:
        return _ask(
            FORVALTNINGSLOVEN_28,
            "Det er ikke afklaret, om der er samtykke.",
            "Spørg først, om der kan bedes om det, uden at faren vokser.",
            fact="consent",
        )
    if facts.consent.given:
        for part, question in PARTS.items():
            if not getattr(facts.consent, part):
                return _ask(FORVALTNINGSLOVEN_28, "Samtykket er ikke helt.", question, fact=part)
        return may(
            "Samtykket siger hvad, til hvem og til hvad.",
            FORVALTNINGSLOVEN_28,
            conditions=(Condition.WITHIN_THE_CONSENT,),
        )
    if facts.reasons_outweigh is None:
        return _ask(
            FORVALTNINGSLOVEN_28,
            "Uden samtykke skal nogen veje hensynene.",
            "Skriv, hvorfor modtageren har brug for det, og hvad der taler imod. Drøft det med en kollega.",
            fact="reasons_outweigh",
        )
    if facts.reasons_outweigh:
        return may("Hensynene til at give videre vejer tungest.", FORVALTNINGSLOVEN_28, conditions=(Condition.REASON,))
    return must_not(
        "Hensynene til at give videre vejer ikke tungest.",
        FORVALTNINGSLOVEN_28,
        instead=(WORK_ANONYMISED, NOTIFY_INSTEAD, DANGER_CALL_112),
    )


@dataclass(frozen=True, kw_only=True)
class CooperationFacts:
    """What retsplejeloven § 115 turns on. ``None`` is not established."""

    in_the_cooperation: bool | None = None
    is_an_authority: bool | None = None
    does_public_tasks: bool | None = None
    necessary: bool | None = None
    to_investigate_a_crime: bool | None = None


@rule("Må oplysninger deles i SSP, PSP eller KSP?", RETSPLEJELOVEN_115)
def may_share_in_a_cooperation(facts: CooperationFacts) -> Finding:
    """Test whether private matters may be shared in the cooperation on the young, the vulnerable or the convicted.

    Between authorities, and private bodies that do public tasks. When it is necessary for the cooperation. Never to
    investigate a crime. There is no limit of age. Source: retsplejeloven § 115.
    """
    if facts.in_the_cooperation is None:
        return _ask_115("in_the_cooperation", "Spørg, om modtageren er med i samarbejdet: SSP, PSP eller KSP.")
    if not facts.in_the_cooperation:
        return silent("Reglen gælder samarbejdet i SSP, PSP og KSP.", RETSPLEJELOVEN_115)
    if facts.is_an_authority is None:
        return _ask_115("is_an_authority", "Spørg, om modtageren er en myndighed.")
    if not facts.is_an_authority:
        if facts.does_public_tasks is None:
            return _ask_115("does_public_tasks", "Spørg, om modtageren løser opgaver for det offentlige.")
        if not facts.does_public_tasks:
            return silent("Modtageren er hverken en myndighed eller løser opgaver for en.", RETSPLEJELOVEN_115)
    if facts.to_investigate_a_crime is None:
        return _ask_115(
            "to_investigate_a_crime", "Spørg, om oplysningerne skal bruges til at efterforske en straffesag."
        )
    if facts.to_investigate_a_crime:
        return must_not(
            "Oplysningerne må ikke bruges til at efterforske en straffesag.",
            RETSPLEJELOVEN_115,
            instead=(
                "Skal det anmeldes, så hjælp borgeren eller myndigheden med det.",
                NOTIFY_INSTEAD,
                DANGER_CALL_112,
            ),
        )
    if facts.necessary is None:
        return _ask_115("necessary", "Spørg, hvad samarbejdet ikke kan løse uden oplysningen.")
    if not facts.necessary:
        return must_not(
            "Det er ikke nødvendigt for samarbejdet.",
            RETSPLEJELOVEN_115,
            instead=("Del det, der er nødvendigt, og ikke mere.", WORK_ANONYMISED),
        )
    return may(
        "Det er nødvendigt for samarbejdet. Ingen er forpligtet til at dele.",
        RETSPLEJELOVEN_115,
        conditions=(Condition.REASON,),
    )


@rule("Har jeg pligt til at dele i SSP, PSP eller KSP?", RETSPLEJELOVEN_115)
def duty_to_share_in_a_cooperation(facts: CooperationFacts) -> Finding:
    """Test whether anybody must share there. Nobody must. Source: retsplejeloven § 115."""
    return silent(
        "Ingen er forpligtet til at dele i samarbejdet.",
        RETSPLEJELOVEN_115,
        instead=("Gælder det et barn, så se reglen om underretning: Den er en pligt.",),
    )


@dataclass(frozen=True, kw_only=True)
class ChildrensHouseFacts:
    """What barnets lov § 126 turns on. ``None`` is not established."""

    childrens_house_case: bool | None = None
    among_the_named: bool | None = None
    necessary_for_the_child: bool | None = None


@rule("Må oplysninger udveksles i en børnehussag?", BARNETS_LOV_126)
def may_exchange_in_a_childrens_house_case(facts: ChildrensHouseFacts) -> Finding:
    """Test whether the authorities of a children's house case may exchange private matters.

    Between those the rule names, when it is necessary for the child's health and development. We are not among
    them. Source: barnets lov § 126.
    """
    if facts.childrens_house_case is None:
        return _ask_126("childrens_house_case", "Spørg kommunen, om et børnehus er med i sagen.")
    if not facts.childrens_house_case:
        return silent("Reglen gælder sager, hvor et børnehus er med.", BARNETS_LOV_126)
    if facts.among_the_named is None:
        return _ask_126(
            "among_the_named",
            "Spørg, om begge parter er blandt børnehus, kommune, politi, anklagemyndighed og sygehus.",
        )
    if not facts.among_the_named:
        return silent(
            "Reglen nævner ikke konsulenterne eller andre end børnehusets parter.",
            BARNETS_LOV_126,
            instead=("Brug reglen om at give videre til en anden myndighed.", WORK_ANONYMISED),
        )
    if facts.necessary_for_the_child is None:
        return _ask_126("necessary_for_the_child", "Spørg, hvorfor det er nødvendigt for barnets sundhed og udvikling.")
    if not facts.necessary_for_the_child:
        return must_not(
            "Det er ikke nødvendigt for barnets sundhed og udvikling.",
            BARNETS_LOV_126,
            instead=("Del det, der er nødvendigt for barnet, og ikke mere.",),
        )
    return may("Det er nødvendigt for barnets sundhed og udvikling.", BARNETS_LOV_126, conditions=(Condition.REASON,))


def _ask(ground: Provision, because: str, *instead: str, fact: str) -> Finding:
    return ask(because, ground, instead=(*instead, WORK_ANONYMISED, DANGER_CALL_112), missing=(fact,))


def _ask_115(fact: str, question: str) -> Finding:
    return _ask(RETSPLEJELOVEN_115, "Det er ikke afklaret, om reglen om SSP, PSP og KSP gælder.", question, fact=fact)


def _ask_126(fact: str, question: str) -> Finding:
    return _ask(BARNETS_LOV_126, "Det er ikke afklaret, om reglen om børnehuse gælder.", question, fact=fact)
