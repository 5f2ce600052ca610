"""The gate: who may do what, on which ground. One function per act, one case per situation.

The order of the acts and of the cases is that of the table in the design. What is not permitted is refused on
the server; a question is no permission until a person has settled it and the conditions on the finding are on
record. Consent here is the scheme's own condition for concrete work; the data-protection basis is another
matter.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from vaern.law.sources import (
    BARNETS_LOV_133,
    CALL_112,
    CONSENT_IS_OUR_CONDITION,
    MUNICIPALITY_ASKS,
    SCHEME_PAGE,
    SERVICELOVEN_12_C,
    SHARING_ON_A_DUTY,
)
from vaern.law.terms import Condition, Finding, ask, may, must_not, rule, silent


class Situation(StrEnum):
    """The four columns of the table."""

    ANONYMISED = "anonymised"
    CONSENTED_ADULT = "consented_adult"
    CONSENTED_CHILD = "consented_child"
    IDENTITY_KNOWN = "identity_known"

    @property
    def label(self) -> str:
        return SITUATION_LABELS[self]


SITUATION_LABELS = {
    Situation.ANONYMISED: "Anonymiseret",
    Situation.CONSENTED_ADULT: "Samtykke, fyldt 18",
    Situation.CONSENTED_CHILD: "Samtykke, under 18",
    Situation.IDENTITY_KNOWN: "Den, der ringer, kender identiteten; intet samtykke",
}


class ConsentFrom(StrEnum):
    """Who gave the consent the situation speaks of."""

    CITIZEN = "citizen"
    CUSTODY_HOLDER = "custody_holder"
    GUARDIAN = "guardian"


@dataclass(frozen=True, kw_only=True)
class GateFacts:
    """What the gate turns on. ``None`` is not established."""

    situation: Situation | None = None
    consent_from: ConsentFrom | None = None
    given_for_a_child: bool | None = None
    within_the_consent: bool | None = None
    acute_danger: bool | None = None
    advance_mandate: bool | None = None
    on_a_duty: bool | None = None
    municipality_requests: bool | None = None
    municipality_states_its_basis: bool | None = None
    municipality_takes_responsibility: bool | None = None
    second_consultant_confirms: bool | None = None


WORK_ANONYMISED = "Gå videre anonymiseret: rådgiv uden navn og andet, der viser, hvem det er."
ASK_FOR_CONSENT_IF_SAFE = (
    "Overvej samtykke. Spørg først, om der kan bedes om det, uden at faren vokser. Kan der ikke det, er "
    "anonymiseret rådgivning og myndighedens egen underretning vejen."
)
MUNICIPALITY_MAY_ASK = (
    "Kommunen kan bede om det, oplyse sit eget grundlag for at give oplysningerne og tage ansvaret. Så afgør "
    "du det sammen med en anden konsulent."
)
CASEWORKER_MAY_ACT = "Sagsbehandleren kan selv gøre det på kommunens grundlag; du rådgiver om hvordan."
DANGER_CALL_112 = "Er der fare lige nu, så ring 112. Haster det, men ikke lige nu, så ring 114."


@rule("Må jeg rådgive den, der ringer, og lave en risikoscreening?", SCHEME_PAGE)
def may_advise_the_caller(facts: GateFacts) -> Finding:
    """Test whether whoever contacts us may have advice and a screening. Always; no reply is held back."""
    return may("Rådgivning og screening kan altid gives.", SCHEME_PAGE)


@rule("Må jeg åbne en sag under et dæknavn?", CONSENT_IS_OUR_CONDITION)
def may_open_a_case(facts: GateFacts) -> Finding:
    """Test whether a case may be opened under a label. Always; without consent it holds no identity."""
    match facts.situation:
        case None | Situation.IDENTITY_KNOWN:
            conditions: tuple[Condition, ...] = (Condition.WITHOUT_IDENTITY,)
        case Situation.ANONYMISED | Situation.CONSENTED_ADULT | Situation.CONSENTED_CHILD:
            conditions = ()
    return may("En sag kan altid åbnes under et dæknavn.", CONSENT_IS_OUR_CONDITION, conditions=conditions)


@rule(
    "Må jeg gemme identitet, foto eller kopi af pas?",
    CONSENT_IS_OUR_CONDITION,
    SCHEME_PAGE,
    MUNICIPALITY_ASKS,
)
def may_store_identity(facts: GateFacts) -> Finding:
    """Test whether identity, a photo or a copy of a passport may be stored.

    Under 18 the consent is a custody holder's or a guardian's. Without consent, only the exception of
    ``MUNICIPALITY_ASKS`` makes it a question.
    """
    refusal = must_not(
        "Uden samtykke gemmer vi ikke, hvem personen er.",
        CONSENT_IS_OUR_CONDITION,
        instead=(WORK_ANONYMISED, ASK_FOR_CONSENT_IF_SAFE, DANGER_CALL_112),
    )
    match facts.situation:
        case None:
            return _ask_the_situation()
        case Situation.ANONYMISED:
            return refusal
        case Situation.CONSENTED_ADULT | Situation.CONSENTED_CHILD:
            return _if_consent_counts(facts, may("Der er samtykke.", CONSENT_IS_OUR_CONDITION))
        case Situation.IDENTITY_KNOWN:
            return _unless_the_municipality_asks(facts, refusal)


@rule("Må jeg give kommunen konkret sagssparring?", SCHEME_PAGE, SERVICELOVEN_12_C, MUNICIPALITY_ASKS)
def may_give_concrete_sparring(facts: GateFacts) -> Finding:
    """Test whether a concrete case may be discussed with the municipality.

    Anonymised sparring is always open. The source asks for consent "as a starting point".
    """
    anonymised = may(
        "Sparring kan gives, når personen er anonymiseret.",
        SCHEME_PAGE,
        conditions=(Condition.WITHOUT_IDENTITY,),
    )
    match facts.situation:
        case None:
            return _ask_the_situation()
        case Situation.ANONYMISED:
            return anonymised
        case Situation.CONSENTED_ADULT | Situation.CONSENTED_CHILD:
            return _if_consent_counts(facts, may("Der er samtykke til konkret sparring.", SCHEME_PAGE))
        case Situation.IDENTITY_KNOWN:
            return _unless_the_municipality_asks(facts, anonymised)


@rule("Må jeg lave en risikovurdering i PATRIARK?", SCHEME_PAGE, SERVICELOVEN_12_C, MUNICIPALITY_ASKS)
def may_assess_with_patriark(facts: GateFacts) -> Finding:
    """Test whether the consultant may make a PATRIARK assessment.

    It takes a parent's or guardian's consent, or a citizen over 18 who consents.
    """
    refusal = must_not(
        "En risikovurdering i PATRIARK kræver samtykke.",
        SCHEME_PAGE,
        instead=(
            "Lav en risikoscreening. Den kræver ikke samtykke.",
            "Støt fagpersonen i selv at vurdere: Forklar metoden uden at tale om personen.",
            ASK_FOR_CONSENT_IF_SAFE,
        ),
    )
    match facts.situation:
        case None:
            return _ask_the_situation()
        case Situation.ANONYMISED:
            return refusal
        case Situation.CONSENTED_ADULT | Situation.CONSENTED_CHILD:
            return _if_consent_counts(facts, may("Der er samtykke til en risikovurdering.", SCHEME_PAGE))
        case Situation.IDENTITY_KNOWN:
            return _unless_the_municipality_asks(facts, refusal)


@rule("Må jeg støtte en fagperson i selv at lave en risikovurdering?", SCHEME_PAGE)
def may_support_a_professionals_assessment(facts: GateFacts) -> Finding:
    """Test whether a professional may be supported in their own assessment. Without consent: method only."""
    match facts.situation:
        case None:
            return _ask_the_situation()
        case Situation.CONSENTED_ADULT | Situation.CONSENTED_CHILD:
            return _if_consent_counts(facts, may("Der er samtykke.", SCHEME_PAGE))
        case Situation.ANONYMISED | Situation.IDENTITY_KNOWN:
            return may("Uden samtykke kan du forklare metoden.", SCHEME_PAGE, conditions=(Condition.METHOD_ONLY,))


@rule("Må jeg give borgeren konkret hjælp?", SCHEME_PAGE)
def may_help_the_citizen(facts: GateFacts) -> Finding:
    """Test how far a citizen may be helped: rights, protection, behaviour, who can help.

    Concrete help is for citizens over 18 who consent; to others help is general, for a child with the
    authority.
    """
    general = Condition.GENERAL_ONLY
    match facts.situation:
        case None:
            return _ask_the_situation()
        case Situation.ANONYMISED | Situation.IDENTITY_KNOWN:
            return may("Hjælp kan gives generelt.", SCHEME_PAGE, conditions=(general,))
        case Situation.CONSENTED_ADULT:
            return _if_consent_counts(facts, may("Borgeren er fyldt 18 og har givet samtykke.", SCHEME_PAGE))
        case Situation.CONSENTED_CHILD:
            return may(
                "Til et barn gives hjælp generelt og sammen med myndigheden.",
                SCHEME_PAGE,
                conditions=(general, Condition.WITH_THE_AUTHORITY),
            )


@rule(
    "Må jeg koordinere og kontakte politi, Udenrigsministeriet eller Udlændingestyrelsen?",
    SCHEME_PAGE,
    SERVICELOVEN_12_C,
    SHARING_ON_A_DUTY,
)
def may_coordinate(facts: GateFacts) -> Finding:
    """Test whether the consultant may coordinate and contact authorities, here or abroad.

    For a child the caseworker leads and the consultant supports. Outside the consent it is as if there were
    none.
    """
    match facts.situation:
        case None:
            return _ask_the_situation()
        case Situation.ANONYMISED:
            return may(
                "Du kan stille generelle spørgsmål uden identitet.",
                SCHEME_PAGE,
                conditions=(Condition.GENERAL_ONLY, Condition.WITHOUT_IDENTITY),
            )
        case Situation.CONSENTED_ADULT:
            return _with_or_without_consent(facts, without=_coordinate_unconsented(facts))
        case Situation.CONSENTED_CHILD:
            return _if_consent_counts(
                facts,
                may(
                    "Sagsbehandleren leder koordineringen.",
                    SCHEME_PAGE,
                    conditions=(Condition.CASEWORKER_LEADS,),
                ),
            )
        case Situation.IDENTITY_KNOWN:
            return _coordinate_unconsented(facts)


def _coordinate_unconsented(facts: GateFacts) -> Finding:
    if facts.acute_danger:
        return may("Der er akut fare.", SHARING_ON_A_DUTY, conditions=(Condition.REASON,))
    if facts.advance_mandate:
        return may("Borgeren har på forhånd bedt om det.", SHARING_ON_A_DUTY, conditions=(Condition.REASON,))
    return ask(
        "Uden samtykke kræver det akut fare, eller at borgeren på forhånd har bedt om det.",
        SHARING_ON_A_DUTY,
        instead=(
            DANGER_CALL_112,
            "Spørg, om borgeren på forhånd har aftalt, hvad vi må gøre.",
            "Stil generelle spørgsmål uden identitet.",
            CASEWORKER_MAY_ACT,
        ),
        missing=_not_established(facts, "acute_danger", "advance_mandate"),
    )


@rule("Må jeg give oplysninger videre til en bestemt modtager?", CONSENT_IS_OUR_CONDITION, SHARING_ON_A_DUTY)
def may_share(facts: GateFacts) -> Finding:
    """Test whether something may be passed on to a named actor.

    With consent: when recipient and content are within it. Without, or outside it: on a duty or in acute
    danger.
    """
    match facts.situation:
        case None:
            return _ask_the_situation()
        case Situation.ANONYMISED:
            return must_not(
                "I en anonymiseret sag gives intet videre om personen.",
                CONSENT_IS_OUR_CONDITION,
                instead=(
                    "Fagpersonen kan selv give oplysningerne videre på sit eget grundlag.",
                    ASK_FOR_CONSENT_IF_SAFE,
                    DANGER_CALL_112,
                ),
            )
        case Situation.CONSENTED_ADULT | Situation.CONSENTED_CHILD:
            return _with_or_without_consent(facts, without=_share_unconsented(facts))
        case Situation.IDENTITY_KNOWN:
            return _share_unconsented(facts)


def _share_unconsented(facts: GateFacts) -> Finding:
    if facts.on_a_duty:
        return may("Du har pligt til det.", SHARING_ON_A_DUTY, conditions=(Condition.REASON,))
    if facts.acute_danger:
        return may("Der er akut fare.", SHARING_ON_A_DUTY, conditions=(Condition.REASON,))
    instead = (
        "Spørg, om du har pligt til at sige det, fx til at underrette om et barn.",
        DANGER_CALL_112,
        CASEWORKER_MAY_ACT,
        ASK_FOR_CONSENT_IF_SAFE,
    )
    missing = _not_established(facts, "on_a_duty", "acute_danger")
    if missing:
        return ask(
            "Uden samtykke kræver det en pligt eller akut fare. Det er ikke afklaret.",
            SHARING_ON_A_DUTY,
            instead=instead,
            missing=missing,
        )
    return must_not(
        "Uden samtykke kræver det en pligt eller akut fare, og der er ingen af delene.",
        SHARING_ON_A_DUTY,
        instead=instead,
    )


@rule("Må jeg hjælpe med et udkast til en underretning om et barn?", BARNETS_LOV_133, CONSENT_IS_OUR_CONDITION)
def may_draft_a_notification(facts: GateFacts) -> Finding:
    """Test whether a notification about a child may be drafted. Consent is no condition."""
    match facts.situation:
        case None | Situation.ANONYMISED:
            return may(
                "Du kan hjælpe med udkastet. Vi gemmer det ikke.",
                BARNETS_LOV_133,
                conditions=(Condition.STAYS_WITH_THE_PROFESSIONAL,),
            )
        case Situation.CONSENTED_ADULT:
            return silent(
                "Personen er fyldt 18. Reglen gælder underretning om et barn.",
                BARNETS_LOV_133,
                instead=("Er der børn i familien, så tag stilling til underretning for dem.",),
            )
        case Situation.CONSENTED_CHILD | Situation.IDENTITY_KNOWN:
            return may("En underretning kræver ikke samtykke.", BARNETS_LOV_133)


@rule("Må jeg orientere politiet (114), når der er akut fare?", SHARING_ON_A_DUTY, CALL_112)
def may_brief_the_police(facts: GateFacts) -> Finding:
    """Test whether the police may be briefed in acute danger: always, with what is known.

    This is about the written briefing. The numbers themselves stand on every page and wait for no finding.
    """
    if facts.acute_danger is None:
        return ask(
            "Det er ikke afklaret, om der er akut fare.",
            SHARING_ON_A_DUTY,
            instead=(
                "Er du i tvivl, så ring 112 eller 114 nu, og spørg politiet.",
                "Spørg: Er personen i sikkerhed?",
            ),
            missing=("acute_danger",),
        )
    if not facts.acute_danger:
        return silent(
            "Reglen gælder akut fare.",
            SHARING_ON_A_DUTY,
            instead=("Brug reglen om at give oplysninger videre.", "Er du i tvivl om faren, så ring 114."),
        )
    match facts.situation:
        case Situation.CONSENTED_ADULT | Situation.CONSENTED_CHILD:
            return may("Der er akut fare.", SHARING_ON_A_DUTY)
        case None | Situation.ANONYMISED:
            return may("Der er akut fare. Sig det, I ved, uden at vi gemmer, hvem det er.", SHARING_ON_A_DUTY)
        case Situation.IDENTITY_KNOWN:
            return may(
                "Der er akut fare.",
                SHARING_ON_A_DUTY,
                conditions=(Condition.REASON, Condition.TEAM_LEAD_INFORMED),
            )


# What several acts share.


def _ask_the_situation() -> Finding:
    return ask(
        "Det er ikke afklaret, om der er samtykke, og om personen er fyldt 18.",
        CONSENT_IS_OUR_CONDITION,
        instead=(WORK_ANONYMISED, "Afklar, om der er samtykke, og om personen er fyldt 18."),
        missing=("situation",),
    )


def _if_consent_counts(facts: GateFacts, finding: Finding) -> Finding:
    """Let ``finding`` stand when the consent comes from someone entitled to give it; ask when it does not.

    At 18+ the citizen, or a guardian within the guardianship; under 18 a custody holder or a guardian. What was
    given for a child, by a custody holder or by a guardian, covers no new acts once the citizen is 18. A
    minor's own wish is a question, never a silent no.
    """
    if facts.consent_from is None:
        return ask(
            "Det er ikke afklaret, hvem der har givet samtykket.",
            SCHEME_PAGE,
            instead=("Skriv, hvem der har givet samtykket.", WORK_ANONYMISED),
            missing=("consent_from",),
        )
    custody_holders = facts.consent_from is ConsentFrom.CUSTODY_HOLDER
    if facts.situation is Situation.CONSENTED_ADULT and (custody_holders or facts.given_for_a_child):
        return ask(
            "Personen er fyldt 18. Forældremyndighedshaverens samtykke dækker ikke nyt."
            if custody_holders
            else "Personen er fyldt 18. Et samtykke, der blev givet for barnet, dækker ikke nyt.",
            SCHEME_PAGE,
            instead=(
                "Spørg borgeren selv, når det er sikkert.",
                "Se, om borgeren på forhånd har sagt, hvad vi må gøre.",
                DANGER_CALL_112,
                WORK_ANONYMISED,
            ),
        )
    if facts.situation is Situation.CONSENTED_CHILD and facts.consent_from is ConsentFrom.CITIZEN:
        return ask(
            "Barnet ønsker det selv, men et samtykke skal komme fra forældremyndighedshaver eller værge.",
            SCHEME_PAGE,
            instead=(
                "Drøft ønsket med en kollega, og skriv, hvad I kommer frem til.",
                "Hjælp fagpersonen med at underrette kommunen. Det kræver ikke samtykke.",
                WORK_ANONYMISED,
            ),
        )
    return finding


def _with_or_without_consent(facts: GateFacts, *, without: Finding) -> Finding:
    """Take the consent's answer; where the consent does not reach, the answer as if there were none.

    A consent never narrows a duty or the answer to acute danger: what is permitted without it stays
    permitted.
    """
    if facts.within_the_consent is None:
        within = ask(
            "Det er ikke afklaret, om samtykket dækker dette.",
            CONSENT_IS_OUR_CONDITION,
            instead=("Se, hvad samtykket dækker: hvem, hvad og hvortil.", DANGER_CALL_112),
            missing=("within_the_consent",),
        )
    elif facts.within_the_consent:
        within = may("Samtykket dækker det.", CONSENT_IS_OUR_CONDITION, conditions=(Condition.WITHIN_THE_CONSENT,))
    else:
        within = without
    counted = _if_consent_counts(facts, within)
    return without if without.permits and not counted.permits else counted


def _unless_the_municipality_asks(facts: GateFacts, ordinary: Finding) -> Finding:
    """Turn the ordinary answer into a question when a municipality asks on its own responsibility.

    Two people settle it: only when a second consultant has confirmed what is on record is the question answered.
    """
    if not facts.municipality_requests:
        return _with_way_forward(ordinary, MUNICIPALITY_MAY_ASK)
    if facts.municipality_states_its_basis is False or facts.municipality_takes_responsibility is False:
        return _with_way_forward(ordinary, MUNICIPALITY_MAY_ASK)
    on_record = (Condition.REQUEST_ON_RECORD, Condition.SECOND_CONSULTANT, Condition.SHOWN_IN_REVIEW)
    missing = _not_established(facts, "municipality_states_its_basis", "municipality_takes_responsibility")
    if facts.second_consultant_confirms and not missing:
        return may(
            "Kommunen har bedt om det på sit eget ansvar, og en anden konsulent har bekræftet.",
            MUNICIPALITY_ASKS,
            SERVICELOVEN_12_C,
            conditions=on_record,
        )
    return ask(
        "Kommunen beder om det. Afgør det sammen med en anden konsulent.",
        MUNICIPALITY_ASKS,
        SERVICELOVEN_12_C,
        instead=(
            "Skriv kommunens grundlag, hvilken myndighed og hvem der har bedt om det.",
            "Få en anden konsulent fra det nationale team til at bekræfte.",
            WORK_ANONYMISED,
        ),
        missing=missing,
        conditions=on_record,
    )


def _with_way_forward(finding: Finding, way: str) -> Finding:
    return replace(finding, ways_forward=(*finding.ways_forward, way))


def _not_established(facts: GateFacts, *names: str) -> tuple[str, ...]:
    return tuple(name for name in names if getattr(facts, name) is None)
