"""Consent: whether it may be asked for, and from whom it counts.

Consent here is the scheme's own condition for concrete work. What a consent then permits is the gate's matter.
"""

from dataclasses import dataclass

from vaern.law.gate import WORK_ANONYMISED, ConsentFrom
from vaern.law.sources import ASK_ONLY_IF_SAFE, OF_AGE, SCHEME_PAGE, WHO_MAY_CONSENT
from vaern.law.terms import Finding, ask, may, must_not, rule


@dataclass(frozen=True, kw_only=True)
class ConsentFacts:
    """What it turns on. ``None`` is not established. ``holders_named`` counts who is named as giving it."""

    safe_to_ask: bool | None = None
    of_age: bool | None = None
    holds_custody: bool | None = None
    custody_is_joint: bool | None = None
    holders_named: int = 0
    within_guardianship: bool | None = None


AUTHORITY_NOTIFIES = "Fagpersonen kan underrette kommunen om et barn. Det kræver ikke samtykke; du kan hjælpe."
ADVISE_THE_CALLER = "Rådgiv den, der henvender sig, om hvordan faren bliver mindre. Det kræver ikke samtykke."
FIND_THE_AGE = "Find ud af, om borgeren er fyldt 18, og skriv det på sagen."


@rule("Må jeg bede om samtykke?", ASK_ONLY_IF_SAFE)
def may_ask_for_consent(facts: ConsentFacts) -> Finding:
    """Test whether a consent may be asked for: only when that does not raise the danger.

    Not to ask because it is unsafe is a whole answer. Doubt is no yes.
    """
    if facts.safe_to_ask is None:
        return ask(
            "Det er ikke afklaret, om der kan bedes om samtykke, uden at faren vokser.",
            ASK_ONLY_IF_SAFE,
            instead=(
                "Tal det igennem med en, der kender familien gennem sit arbejde, fx sagsbehandleren.",
                WORK_ANONYMISED,
                AUTHORITY_NOTIFIES,
            ),
            missing=("safe_to_ask",),
        )
    if not facts.safe_to_ask:
        return must_not(
            "Det er ikke sikkert at bede om samtykke. Sagen går videre uden.",
            ASK_ONLY_IF_SAFE,
            instead=(WORK_ANONYMISED, ADVISE_THE_CALLER, AUTHORITY_NOTIFIES),
        )
    return may("Der kan bedes om samtykke, uden at faren vokser.", ASK_ONLY_IF_SAFE)


@rule("Kan borgeren selv give samtykke?", SCHEME_PAGE, OF_AGE, WHO_MAY_CONSENT)
def citizen_may_consent(facts: ConsentFacts) -> Finding:
    """Test whether the citizen's own consent counts: at 18 and over.

    A minor's own wish is a question, never a silent no.
    """
    if facts.of_age is None:
        return _ask_the_age()
    if not facts.of_age:
        return ask(
            "Barnet ønsker det selv, men et samtykke skal komme fra den, der har forældremyndigheden, eller en værge.",
            WHO_MAY_CONSENT,
            instead=(
                "Skriv barnets ønske i journalen, og drøft det med en kollega.",
                AUTHORITY_NOTIFIES,
                WORK_ANONYMISED,
            ),
            missing=("custody_holder",),
        )
    return may("Borgeren er fyldt 18.", SCHEME_PAGE, OF_AGE)


@rule("Kan forældrene give samtykke?", SCHEME_PAGE, WHO_MAY_CONSENT)
def custody_holder_may_consent(facts: ConsentFacts) -> Finding:
    """Test whether a custody holder's consent counts: for a child, and where custody is joint, from both.

    At 18 it is the citizen's own to give.
    """
    if facts.of_age is None:
        return _ask_the_age()
    if facts.of_age:
        return ask(
            "Borgeren er fyldt 18. Ingen anden har forældremyndighed.",
            WHO_MAY_CONSENT,
            instead=("Spørg borgeren selv, når det er sikkert.", WORK_ANONYMISED),
            missing=("citizens_answer",),
        )
    if facts.holds_custody is None:
        return ask(
            "Det er ikke afklaret, hvem der har forældremyndigheden.",
            WHO_MAY_CONSENT,
            instead=("Spørg sagsbehandleren, hvem der har forældremyndigheden.", WORK_ANONYMISED),
            missing=("holds_custody",),
        )
    if not facts.holds_custody:
        return must_not(
            "Den, der har sagt ja, har ikke forældremyndigheden.",
            WHO_MAY_CONSENT,
            instead=(
                "Find ud af, hvem der har forældremyndigheden, og om det er sikkert at spørge.",
                AUTHORITY_NOTIFIES,
                WORK_ANONYMISED,
            ),
        )
    if facts.custody_is_joint is None:
        return ask(
            "Det er ikke afklaret, om forældremyndigheden er fælles.",
            WHO_MAY_CONSENT,
            instead=("Spørg sagsbehandleren, om forældremyndigheden er fælles.", WORK_ANONYMISED),
            missing=("custody_is_joint",),
        )
    if facts.custody_is_joint and facts.holders_named < 2:
        return ask(
            "Forældremyndigheden er fælles. Begge skal nævnes.",
            WHO_MAY_CONSENT,
            instead=("Spørg, om den anden også siger ja, hvis det er sikkert at spørge.", WORK_ANONYMISED),
            missing=("both_holders",),
        )
    return may("Den, der har forældremyndigheden, har sagt ja.", SCHEME_PAGE, WHO_MAY_CONSENT)


@rule("Kan en værge give samtykke?", SCHEME_PAGE, WHO_MAY_CONSENT)
def guardian_may_consent(facts: ConsentFacts) -> Finding:
    """Test whether a guardian's consent counts: for whoever is under guardianship, and within it."""
    if facts.within_guardianship is None:
        return ask(
            "Det er ikke afklaret, hvad værgemålet omfatter.",
            WHO_MAY_CONSENT,
            instead=("Spørg, hvad værgemålet omfatter, og bed om at se det.", WORK_ANONYMISED),
            missing=("within_guardianship",),
        )
    if not facts.within_guardianship:
        return must_not(
            "Værgemålet omfatter ikke dette.",
            WHO_MAY_CONSENT,
            instead=("Spørg borgeren selv, når det er sikkert.", WORK_ANONYMISED),
        )
    return may("Værgen har sagt ja, og værgemålet omfatter det.", SCHEME_PAGE, WHO_MAY_CONSENT)


BY_CAPACITY = {
    ConsentFrom.CITIZEN: citizen_may_consent,
    ConsentFrom.CUSTODY_HOLDER: custody_holder_may_consent,
    ConsentFrom.GUARDIAN: guardian_may_consent,
}


def _ask_the_age() -> Finding:
    return ask(
        "Det er ikke afklaret, om borgeren er fyldt 18. Det afgør, hvem der kan give samtykke.",
        OF_AGE,
        instead=(FIND_THE_AGE, WORK_ANONYMISED),
        missing=("age",),
    )
