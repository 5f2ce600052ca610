"""What a child or a citizen decides or may ask for themselves: at 10, at 15, at 18, and beforehand."""

from dataclasses import dataclass
from datetime import date

from vaern.law.gate import DANGER_CALL_112, WORK_ANONYMISED
from vaern.law.sources import BARNETS_LOV_3, BARNETS_LOV_47
from vaern.law.sources_duties import ACCESS_IS_THE_PERSONS_OWN, ADVANCE_MANDATE, AT_18, BARNETS_LOV_137
from vaern.law.terms import Condition, Finding, Provision, ask, may, must, must_not, rule, silent
from vaern.law.values import ADULT_AGE, PARTY_AGE, PLACEMENT_CONSENT_AGE

THE_MUNICIPALITY_DECIDES = "Kommunen afgør det. Du kan sige det til sagsbehandleren og skrive, hvornår du har sagt det."


@dataclass(frozen=True, kw_only=True)
class ChildFacts:
    """What a child's own rights turn on. ``None`` is not established; ``age`` is in whole years on the day asked of."""

    age: int | None = None
    consents_to_placement: bool | None = None
    municipality_is_notified: bool | None = None


@rule("Er barnet selv part i kommunens sag?", BARNETS_LOV_3)
def child_is_a_party(facts: ChildFacts, *, on: date) -> Finding:
    """Test whether the child has a party's rights of their own in the municipality's decisions.

    From the age in force that day. Source: barnets lov § 3.
    """
    if facts.age is None:
        return _ask(BARNETS_LOV_3, "age", "Spørg, hvor gammelt barnet er.")
    if facts.age >= ADULT_AGE.on(on):
        return silent("Personen er fyldt 18 og er selv part i sine sager.", BARNETS_LOV_3)
    if facts.age >= PARTY_AGE.on(on):
        return may(f"Barnet er selv part i de afgørelser, loven nævner. {THE_MUNICIPALITY_DECIDES}", BARNETS_LOV_3)
    return silent(
        f"Under {PARTY_AGE.on(on)} år er det ikke barnet selv, der er part.",
        BARNETS_LOV_3,
        instead=("Barnets ord skal høres alligevel. Skriv dem.",),
    )


@rule("Tæller barnets eget samtykke til en anbringelse?", BARNETS_LOV_47)
def childs_consent_to_placement_counts(facts: ChildFacts, *, on: date) -> Finding:
    """Test whether the child's own consent lets the committee place them against the parents' will.

    From the age in force that day. The children and youth committee decides; we only tell of it.
    Source: barnets lov § 47.
    """
    if facts.age is None:
        return _ask(BARNETS_LOV_47, "age", "Spørg, hvor gammelt barnet er.")
    if not PLACEMENT_CONSENT_AGE.on(on) <= facts.age < ADULT_AGE.on(on):
        return silent(
            f"Reglen gælder unge, der er fyldt {PLACEMENT_CONSENT_AGE.on(on)}, men ikke {ADULT_AGE.on(on)}.",
            BARNETS_LOV_47,
            instead=("Skriv, hvad barnet ønsker. Kommunen skal høre det.",),
        )
    if facts.consents_to_placement is None:
        return _ask(
            BARNETS_LOV_47, "consents_to_placement", "Lad sagsbehandleren spørge den unge alene, når det er sikkert."
        )
    if not facts.consents_to_placement:
        return silent(
            "Den unge samtykker ikke. Så gælder de almindelige betingelser for at anbringe.",
            BARNETS_LOV_47,
            instead=("Skriv, hvad den unge ønsker i stedet.",),
        )
    return may(
        f"Den unges eget samtykke tæller. Børne- og ungeudvalget afgør det. {THE_MUNICIPALITY_DECIDES}", BARNETS_LOV_47
    )


@rule("Må kommunen tale med barnet uden forældrenes samtykke?", BARNETS_LOV_137)
def municipality_may_talk_to_the_child(facts: ChildFacts) -> Finding:
    """Test whether the municipality may talk to a child it has been notified of, without the parents' consent.

    It is the municipality that talks, not we. Source: barnets lov § 137.
    """
    if facts.municipality_is_notified is None:
        return _ask(BARNETS_LOV_137, "municipality_is_notified", "Spørg, om kommunen er underrettet.")
    if not facts.municipality_is_notified:
        return silent(
            "Reglen gælder, når kommunen er underrettet.",
            BARNETS_LOV_137,
            instead=("Hjælp fagpersonen med at underrette kommunen.",),
        )
    return may(
        "Kommunen kan tale med barnet alene. Bed den vælge et sted, hvor familien ikke ser det.",
        BARNETS_LOV_137,
        conditions=(Condition.WITH_THE_AUTHORITY,),
    )


@dataclass(frozen=True, kw_only=True)
class MandateFacts:
    """What somebody said beforehand. ``None`` is not established. ``holds_until`` is the last day of it."""

    said_by_the_citizen: bool | None = None
    of_age: bool | None = None
    covers_this: bool | None = None
    holds_until: date | None = None
    taken_back: bool = False


@rule("Gælder det, borgeren har sagt på forhånd?", ADVANCE_MANDATE)
def advance_mandate_counts(facts: MandateFacts, *, on: date) -> Finding:
    """Test whether what was said beforehand lets us act while the citizen cannot be reached.

    Said by the citizen. Of age: a child's word is a question, never a silent no. Not taken back. Only what was said.
    To the end of the day agreed.
    """
    if facts.said_by_the_citizen is None:
        return _ask(ADVANCE_MANDATE, "said_by_the_citizen", "Se i sagen, om borgeren selv har sagt, hvad vi må gøre.")
    if not facts.said_by_the_citizen:
        return _not_mandated("Borgeren har ikke selv sagt noget på forhånd. Andre kan ikke sige det for dem.")
    if facts.taken_back:
        return _not_mandated("Borgeren har taget det tilbage.")
    if facts.of_age is None:
        return _ask(ADVANCE_MANDATE, "of_age", "Spørg, om borgeren var fyldt 18, da det blev sagt.")
    if not facts.of_age:
        return ask(
            "Et barn har sagt det. Det tæller, men afgør det ikke alene.",
            ADVANCE_MANDATE,
            instead=("Drøft barnets ønske med en kollega og med kommunen, og skriv, hvad I kommer frem til.",),
            missing=("of_age",),
        )
    if facts.covers_this is None:
        return _ask(ADVANCE_MANDATE, "covers_this", "Læs, hvad borgeren sagde, og hold det op mod det, du vil gøre nu.")
    if not facts.covers_this:
        return _not_mandated("Det, borgeren har sagt, handler ikke om dette.")
    if facts.holds_until is None:
        return _ask(ADVANCE_MANDATE, "holds_until", "Se, til hvilken dag det gælder.")
    if facts.holds_until < on:
        return _not_mandated("Det, borgeren har sagt, gælder ikke længere.")
    return may(
        "Borgeren har sagt det på forhånd, og det gælder endnu.", ADVANCE_MANDATE, conditions=(Condition.REASON,)
    )


@dataclass(frozen=True, kw_only=True)
class ComingOfAgeFacts:
    """What settles a case at 18. ``None`` is not established."""

    of_age: bool | None = None
    citizen_consents: bool | None = None
    mandate_counts: bool | None = None
    acute_danger: bool | None = None


@rule("Må vi gå videre, når borgeren er fyldt 18?", AT_18, ADVANCE_MANDATE)
def may_go_on_at_18(facts: ComingOfAgeFacts) -> Finding:
    """Test whether a case under a custody holder's consent may go on once the citizen is 18.

    Acute danger goes first. Then the citizen's own answer, then what they said beforehand. Until one of them
    settles it, it is a question; those in the case keep the file.
    """
    if facts.of_age is None:
        return _ask(AT_18, "of_age", "Spørg, hvornår borgeren fylder 18.")
    if not facts.of_age:
        return silent("Borgeren er ikke fyldt 18. Forældremyndighedshaverens samtykke dækker det, det nævner.", AT_18)
    if facts.acute_danger:
        return may("Der er akut fare.", AT_18, conditions=(Condition.REASON,))
    if facts.citizen_consents:
        return may("Borgeren har selv givet samtykke.", AT_18)
    if facts.citizen_consents is False:
        return must_not(
            "Borgeren har sagt nej. Nye skridt tages ikke.",
            AT_18,
            instead=(WORK_ANONYMISED, "Sig, at borgeren altid kan vende tilbage.", DANGER_CALL_112),
        )
    if facts.mandate_counts:
        return may("Borgeren har sagt det på forhånd.", AT_18, ADVANCE_MANDATE, conditions=(Condition.REASON,))
    return ask(
        "Borgeren er fyldt 18 og har ikke selv svaret.",
        AT_18,
        instead=("Spørg borgeren selv, når det er sikkert.", WORK_ANONYMISED, DANGER_CALL_112),
        missing=("citizen_consents",),
    )


@dataclass(frozen=True, kw_only=True)
class AccessFacts:
    """Who asks to see what stands about somebody. ``None`` is not established."""

    is_the_person: bool | None = None
    is_a_custody_holder: bool | None = None
    raises_the_danger: bool | None = None


@rule("Må jeg give indsigt i det, der står?", ACCESS_IS_THE_PERSONS_OWN)
def may_give_access(facts: AccessFacts) -> Finding:
    """Test whether somebody who asks is to see what stands, the log of openings included.

    The right is the person's own, also a child's. A custody holder may ask for the child; what raises the danger is
    never given before a jurist has looked. To anybody else it is not given.
    """
    if facts.is_the_person is None:
        return _ask(ACCESS_IS_THE_PERSONS_OWN, "is_the_person", "Find sikkert ud af, hvem der beder om det.")
    if facts.is_the_person:
        return must(
            "Personen har selv ret til indsigt, også i loggen. Aftal en sikker måde at vise det på.",
            ACCESS_IS_THE_PERSONS_OWN,
        )
    if facts.is_a_custody_holder is None:
        return _ask(ACCESS_IS_THE_PERSONS_OWN, "is_a_custody_holder", "Spørg, om personen har forældremyndigheden.")
    if not facts.is_a_custody_holder:
        return must_not(
            "Indsigt er personens egen ret.",
            ACCESS_IS_THE_PERSONS_OWN,
            instead=("Sig hverken ja eller nej til, at der findes noget. Bed om en skriftlig henvendelse.",),
        )
    return ask(
        "En forælder kan bede om indsigt for barnet, men den kan øge faren."
        if facts.raises_the_danger is not False
        else "En forælder kan bede om indsigt for barnet.",
        ACCESS_IS_THE_PERSONS_OWN,
        instead=(
            "Giv intet nu. Tal med teamlederen og en jurist.",
            "Sig hverken ja eller nej til, at der findes noget.",
            "Gå det igennem stykke for stykke: hvad øger faren, og hvad kan vises?",
        ),
        missing=("raises_the_danger",) if facts.raises_the_danger is None else (),
    )


def _not_mandated(because: str) -> Finding:
    return must_not(
        because,
        ADVANCE_MANDATE,
        instead=("Spørg borgeren selv, når det er sikkert.", WORK_ANONYMISED, DANGER_CALL_112),
    )


def _ask(ground: Provision, fact: str, question: str) -> Finding:
    return ask("Det er ikke afklaret endnu.", ground, instead=(question, WORK_ANONYMISED), missing=(fact,))
