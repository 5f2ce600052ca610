"""What may be a crime, as information to the one who asks. Nobody is called guilty, and nothing here is our ground.

Each rule finds only whether the provision is worth telling of; what was seen and heard is written down apart from that.
"""

from dataclasses import dataclass

from vaern.law.gate import DANGER_CALL_112
from vaern.law.sources_duties import (
    NOBODY_IS_CALLED_GUILTY,
    STRAFFELOVEN_243,
    STRAFFELOVEN_260,
    STRAFFELOVEN_260_A,
)
from vaern.law.sources_travel import COERCING_AN_ADULT, STRAFFELOVEN_215_A
from vaern.law.terms import Finding, Provision, ask, may, rule, silent

WRITE_WHAT_WAS_SEEN = "Skriv, hvad der er set og hørt, hvornår og af hvem. Kald ingen skyldig."
THE_POLICE_DECIDE = "Politi, anklager og domstol afgør, om det er strafbart. Det kan anmeldes."


@dataclass(frozen=True, kw_only=True)
class StayAbroadFacts:
    """What straffeloven § 215 a speaks of. ``None`` is not established."""

    under_18: bool | None = None
    sent_or_let_go: bool | None = None
    conditions_endanger: bool | None = None


@rule("Skal jeg fortælle om strafferegler for rejser med børn?", STRAFFELOVEN_215_A, NOBODY_IS_CALLED_GUILTY)
def tell_of_215_a(facts: StayAbroadFacts) -> Finding:
    """Test whether the provision on harmful stays abroad is worth telling of.

    It speaks of one's child under 18, sent or let go abroad, to conditions that bring health or development into
    serious danger. Conditions nobody has described are not harmless: a court acquitted because they were not
    proved. Source: straffeloven § 215 a.
    """
    if facts.sent_or_let_go is None:
        return _ask(STRAFFELOVEN_215_A, "sent_or_let_go", "Spørg, om barnet sendes eller får lov at rejse ud.")
    if not facts.sent_or_let_go:
        return silent("Ingen sendes på en rejse.", STRAFFELOVEN_215_A)
    if facts.under_18 is None:
        return _ask(STRAFFELOVEN_215_A, "under_18", "Spørg, om personen er under 18 år.")
    if not facts.under_18:
        return silent(
            "Reglen gælder børn under 18 år.",
            STRAFFELOVEN_215_A,
            instead=("Er en voksen tvunget, så se reglen om tvang.",),
        )
    if facts.conditions_endanger is None:
        return _ask(
            STRAFFELOVEN_215_A,
            "conditions_endanger",
            "Spørg, hvad barnet rejser til: skole, bolig, læge, hvem der bestemmer. Skriv dato og kilde ved svaret.",
        )
    if not facts.conditions_endanger:
        return silent("Intet peger på forhold, der bringer barnet i alvorlig fare.", STRAFFELOVEN_215_A)
    return _tell(
        "Forældre kan straffes for at sende et barn til forhold, der bringer det i alvorlig fare.", STRAFFELOVEN_215_A
    )


@dataclass(frozen=True, kw_only=True)
class CoercionFacts:
    """What straffeloven §§ 243, 260 and 260 a speak of. ``None`` is not established."""

    violence_or_threats: bool | None = None
    made_to_travel: bool | None = None
    kept_from_returning: bool | None = None
    made_to_marry_or_stay_married: bool | None = None
    controlled_and_humiliated: bool | None = None
    religious_marriage: bool | None = None
    under_18: bool | None = None


@rule("Skal jeg fortælle om strafferegler for tvang?", STRAFFELOVEN_260, COERCING_AN_ADULT, NOBODY_IS_CALLED_GUILTY)
def tell_of_coercion(facts: CoercionFacts) -> Finding:
    """Test whether the provision on coercion is worth telling of. It has no limit of age: adults too.

    Forced by violence or threats: to travel, to stay away, to marry, or to stay in a marriage or what is like one.
    Source: straffeloven § 260.
    """
    if facts.violence_or_threats is None:
        return _ask(STRAFFELOVEN_260, "violence_or_threats", "Spørg, om der er brugt vold eller trusler.")
    if not facts.violence_or_threats:
        return silent(
            "Reglen gælder tvang med vold eller trusler.",
            STRAFFELOVEN_260,
            instead=("Er der pres uden trusler, så se reglen om psykisk vold.",),
        )
    if facts.made_to_marry_or_stay_married:
        return _tell("Det er strafbart at tvinge nogen ind i et ægteskab eller til at blive i det.", STRAFFELOVEN_260)
    if facts.made_to_travel or facts.kept_from_returning:
        return _tell(
            "Det er strafbart at tvinge nogen til at rejse eller at holde nogen fra at rejse hjem, også en voksen.",
            STRAFFELOVEN_260,
            COERCING_AN_ADULT,
        )
    for fact, question in (
        ("made_to_travel", "Spørg, om personen tvinges til at rejse."),
        ("kept_from_returning", "Spørg, om personen holdes fra at rejse hjem."),
        ("made_to_marry_or_stay_married", "Spørg, om personen tvinges til at gifte sig eller til at blive gift."),
    ):
        if getattr(facts, fact) is None:
            return _ask(STRAFFELOVEN_260, fact, question)
    return silent(
        "Der er vold eller trusler, men de tvinger ikke til noget af det, reglen nævner her.", STRAFFELOVEN_260
    )


@rule("Skal jeg fortælle om strafferegler for psykisk vold?", STRAFFELOVEN_243, NOBODY_IS_CALLED_GUILTY)
def tell_of_psychological_violence(facts: CoercionFacts) -> Finding:
    """Test whether the provision on psychological violence, which names negative social control, is worth telling of.

    Source: straffeloven § 243.
    """
    if facts.controlled_and_humiliated is None:
        return _ask(
            STRAFFELOVEN_243, "controlled_and_humiliated", "Spørg, hvordan personen kontrolleres eller nedgøres."
        )
    if not facts.controlled_and_humiliated:
        return silent("Intet peger på psykisk vold.", STRAFFELOVEN_243)
    return _tell("Psykisk vold er strafbar, og negativ social kontrol kan være det.", STRAFFELOVEN_243)


@rule("Skal jeg fortælle om strafferegler for vielse af børn?", STRAFFELOVEN_260_A, NOBODY_IS_CALLED_GUILTY)
def tell_of_marrying_a_child(facts: CoercionFacts) -> Finding:
    """Test whether the provision on religious marriage of a child is worth telling of. Force is no condition.

    Source: straffeloven § 260 a.
    """
    if facts.religious_marriage is None:
        return _ask(STRAFFELOVEN_260_A, "religious_marriage", "Spørg, om der er eller skal være en religiøs vielse.")
    if not facts.religious_marriage:
        return silent("Der er ingen religiøs vielse.", STRAFFELOVEN_260_A)
    if facts.under_18 is None:
        return _ask(STRAFFELOVEN_260_A, "under_18", "Spørg, om en af dem er under 18 år.")
    if not facts.under_18:
        return silent(
            "Reglen gælder vielse af en under 18 år.",
            STRAFFELOVEN_260_A,
            instead=("Er der tvang, så se reglen om tvang.",),
        )
    return _tell(
        "Det er strafbart at medvirke til en religiøs vielse af en under 18, også uden tvang.", STRAFFELOVEN_260_A
    )


def _tell(said: str, *grounds: Provision) -> Finding:
    return may(f"{said} {THE_POLICE_DECIDE} {WRITE_WHAT_WAS_SEEN}", *grounds, NOBODY_IS_CALLED_GUILTY)


def _ask(ground: Provision, fact: str, question: str) -> Finding:
    return ask(
        "Det er ikke afklaret, om bestemmelsen er værd at nævne.",
        ground,
        instead=(question, WRITE_WHAT_WAS_SEEN, DANGER_CALL_112),
        missing=(fact,),
    )
