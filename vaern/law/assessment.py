"""Assessment: what must stand before it is signed, and under which name. People choose every conclusion.

Nothing here sees a factor: what is present, possible, absent or unknown reaches no rule, so that no rule can turn it
into a level.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from vaern.law.clocks import local_day, moment
from vaern.law.screening import STEPS_DOWN, Level
from vaern.law.sources import ASSESSED_BY_PEOPLE, NAMED_AFTER_THE_TOOL
from vaern.law.terms import Condition, Finding, ask, may, must_not, rule

MISSING = {
    "context": "Skriv om sammenhængen: Det, der er mærket, skal med.",
    "marks": "Svar for hvert forhold, både nu og tidligere. »Ved ikke« er et svar.",
    "label": "Skriv, hvad det er for et forhold.",
    "evidence": "Skriv belæg, og hvor det kommer fra, hvor noget er til stede eller muligt.",
    "find": "Vælg, hvem der finder ud af det, og hvornår.",
    "scenarios": "Skriv mindst ét scenarie: hvilken slags, og hvad der kan ske.",
    "measures": "Skriv til hvert scenarie mindst ét tiltag, og hvem der har det.",
    "follow": "Vælg den dag, tiltaget følges op.",
    "priority": "Vælg, hvor meget sagen haster i forhold til andre, og skriv hvorfor.",
    "level": "Vælg faren for alvorlig vold, og skriv hvorfor. »Kan ikke vurderes endnu« er et svar.",
    "imminent": "Vælg faren lige nu, og skriv hvorfor.",
    "soon": "Vælg, hvor hurtigt der skal ske noget.",
    "knowledge": "Vælg, hvor godt vi ved det.",
    "change": "Skriv, hvad der ville ændre vurderingen.",
    "citizen": "Skriv borgerens ønske, om borgeren er enig, og hvordan det er fortalt sikkert, eller hvorfor ikke.",
    "valid_until": "Vælg, hvornår der skal vurderes igen.",
}


@dataclass(frozen=True, kw_only=True)
class AssessmentFacts:
    """What signing turns on: ``lacks`` names what does not stand there yet, by the keys of ``MISSING``."""

    lacks: frozenset[str] = frozenset()
    valid_until: datetime | None = None
    latest_valid_until: datetime | None = None


@rule("Må risikovurderingen underskrives?", ASSESSED_BY_PEOPLE)
def may_sign_assessment(facts: AssessmentFacts, *, at: datetime) -> Finding:
    """Test whether everything stands that a signed assessment must say, in the order of its steps.

    A conclusion ends: after it was signed, and no later than its level may hold.
    """
    missing = tuple(name for name in MISSING if name in facts.lacks)
    if missing or facts.valid_until is None or facts.latest_valid_until is None:
        missing = missing or ("valid_until",)
        return ask(
            "Noget mangler, før du kan skrive under.",
            ASSESSED_BY_PEOPLE,
            instead=tuple(MISSING[name] for name in missing),
            missing=missing,
        )
    if moment(facts.valid_until) <= moment(at):
        return must_not(
            "Vurderingen ville være udløbet med det samme.",
            ASSESSED_BY_PEOPLE,
            instead=("Vælg en dag fra i dag og frem.",),
        )
    if moment(facts.valid_until) > moment(facts.latest_valid_until):
        last = local_day(facts.latest_valid_until - timedelta(seconds=1))
        return must_not(
            "Så længe kan en vurdering på det niveau ikke gælde.",
            ASSESSED_BY_PEOPLE,
            instead=(f"Vælg senest den {last.day}.{last.month}.{last.year}, og vurder igen.",),
        )
    return may("Alt, hvad der skal stå, står der.", ASSESSED_BY_PEOPLE)


@dataclass(frozen=True, kw_only=True)
class LoweringFacts:
    """``previous`` is the newest signed level of the case, whether a screening or an assessment said it."""

    previous: Level | None = None
    level: Level | None = None
    second_reader: bool = False


@rule("Må en vurdering sætte niveauet ned?", ASSESSED_BY_PEOPLE)
def may_conclude_lower(facts: LoweringFacts) -> Finding:
    """Test whether an assessment may end lower than the case stands: always after a colleague has read it."""
    if facts.previous is None or facts.level is None or (facts.previous, facts.level) not in STEPS_DOWN:
        return may("Niveauet sættes ikke ned.", ASSESSED_BY_PEOPLE)
    if not facts.second_reader:
        return must_not(
            "Niveauet sættes ned.",
            ASSESSED_BY_PEOPLE,
            instead=(
                "Bed en kollega læse vurderingen, som den står nu, og skriv så under.",
                "Eller lad niveauet stå, til kollegaen har læst.",
            ),
        )
    return may("En kollega har læst med.", ASSESSED_BY_PEOPLE, conditions=(Condition.SECOND_CONSULTANT,))


@dataclass(frozen=True, kw_only=True)
class NameFacts:
    """What the name PATRIARK turns on. ``attested``: a team lead has ever attested the training."""

    edition: str = ""
    manual: str = ""
    attested: bool = False
    attestation_holds: bool = False


@rule("Må vurderingen underskrives som PATRIARK?", NAMED_AFTER_THE_TOOL)
def may_sign_as_patriark(facts: NameFacts) -> Finding:
    """Test whether an assessment may carry the name of the tool. The same frame may always be signed without it."""
    missing = [
        name
        for name, stands in (
            ("edition", facts.edition.strip()),
            ("manual", facts.manual.strip()),
            ("attestation", facts.attested),
        )
        if not stands
    ]
    if missing:
        ways = {
            "edition": "Skriv, hvilken udgave du har brugt.",
            "manual": "Skriv, hvilken manual du har haft ved hånden.",
            "attestation": "Bed din teamleder attestere din uddannelse i PATRIARK.",
        }
        return ask(
            "Navnet PATRIARK kræver udgave, manual og en attest for uddannelse.",
            NAMED_AFTER_THE_TOOL,
            instead=(*(ways[name] for name in missing), "Eller skriv under som »Struktureret vurdering«."),
            missing=tuple(missing),
        )
    if not facts.attestation_holds:
        return may(
            "Attesten er udløbet. Du kan skrive under, og det bliver skrevet ned.",
            NAMED_AFTER_THE_TOOL,
            conditions=(Condition.SHOWN_IN_REVIEW,),
        )
    return may("Udgave, manual og attest er på plads.", NAMED_AFTER_THE_TOOL)
