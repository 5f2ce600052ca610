"""What a rule may answer, and what every answer carries.

A rule finds, a person decides, an action records. Facts are frozen; ``None`` in a fact is "not established",
which is never the same as no.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import wraps
from typing import Generic, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")


class Answer(StrEnum):
    """The five answers. Silent is not a permission: no duty to tell is not leave to tell."""

    MUST = "must"
    MAY = "may"
    MUST_NOT = "must_not"
    SILENT = "silent"
    ASK = "ask"

    @property
    def label(self) -> str:
        return ANSWER_LABELS[self]


ANSWER_LABELS = {
    Answer.MUST: "Skal",
    Answer.MAY: "Må",
    Answer.MUST_NOT: "Må ikke",
    Answer.SILENT: "Reglen siger ikke noget her",
    Answer.ASK: "Spørg først",
}


class Certainty(StrEnum):
    """How well a provision is known to us. The first four are the marks of our own legal research."""

    READ = "A"
    SECONDARY = "B"
    INFERRED = "C"
    UNVERIFIED = "?"
    OWN_RULE = "egen regel"

    @property
    def label(self) -> str:
        return CERTAINTY_LABELS[self]


CERTAINTY_LABELS = {
    Certainty.READ: "lovtekst eller myndighedens egen side, læst helt eller delvist",
    Certainty.SECONDARY: "gengivet af andre, fx en kommune",
    Certainty.INFERRED: "vores egen slutning",
    Certainty.UNVERIFIED: "ikke efterprøvet",
    Certainty.OWN_RULE: "vores egen regel, ikke lov",
}


class Condition(StrEnum):
    """What a permission rests on, or what must be on record before a person settles a question."""

    WITHOUT_IDENTITY = "without_identity"
    METHOD_ONLY = "method_only"
    GENERAL_ONLY = "general_only"
    WITH_THE_AUTHORITY = "with_the_authority"
    WITHIN_THE_CONSENT = "within_the_consent"
    CASEWORKER_LEADS = "caseworker_leads"
    STAYS_WITH_THE_PROFESSIONAL = "stays_with_the_professional"
    REASON = "reason"
    TEAM_LEAD_INFORMED = "team_lead_informed"
    TEAM_LEAD_REVIEWS = "team_lead_reviews"
    REQUEST_ON_RECORD = "request_on_record"
    SECOND_CONSULTANT = "second_consultant"
    SHOWN_IN_REVIEW = "shown_in_review"

    @property
    def label(self) -> str:
        return CONDITION_LABELS[self]


CONDITION_LABELS = {
    Condition.WITHOUT_IDENTITY: "Uden navn og andet, der viser, hvem det er",
    Condition.METHOD_ONLY: "Kun om metoden, ikke om personen",
    Condition.GENERAL_ONLY: "Kun generelt",
    Condition.WITH_THE_AUTHORITY: "Sammen med myndigheden",
    Condition.WITHIN_THE_CONSENT: "Kun det, samtykket dækker",
    Condition.CASEWORKER_LEADS: "Sagsbehandleren leder, du støtter",
    Condition.STAYS_WITH_THE_PROFESSIONAL: "Udkastet bliver hos fagpersonen",
    Condition.REASON: "Skriv grunden",
    Condition.TEAM_LEAD_INFORMED: "Teamlederen får besked",
    Condition.TEAM_LEAD_REVIEWS: "Teamlederen ser det efter",
    Condition.REQUEST_ON_RECORD: "Skriv kommunens grundlag, hvilken myndighed og hvem der har bedt om det",
    Condition.SECOND_CONSULTANT: "En anden konsulent fra det nationale team bekræfter",
    Condition.SHOWN_IN_REVIEW: "Det kan ses ved gennemgang",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A ground: what it is, what it says in our own words, and how sure we are of it.

    ``doubt`` is what a jurist should settle; blank when there is nothing particular to settle.
    """

    act: str
    paragraph: str = ""
    says: str
    checked_on: date
    certainty: Certainty
    url: str = ""
    doubt: str = ""

    @property
    def cited(self) -> str:
        return f"{self.act} {self.paragraph}".strip()

    @property
    def needs_a_jurist(self) -> bool:
        """Say whether this must not be shown as settled law. Our own rules are ours to make."""
        return bool(self.doubt) or self.certainty in {
            Certainty.SECONDARY,
            Certainty.INFERRED,
            Certainty.UNVERIFIED,
        }


class RefusalWithoutWayForward(ValueError):
    "A refusal or a question must name at least one way forward."


class FindingWithoutGround(ValueError):
    "A finding must name its ground and say why."


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule found, with everything a page, a check and a record need of it.

    ``missing`` names the facts that are not established. ``rule`` is the name of the rule that found it.
    """

    answer: Answer
    because: str
    grounds: tuple[Provision, ...]
    ways_forward: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    missing: tuple[str, ...] = ()
    rule: str = ""

    def __post_init__(self) -> None:
        if not (self.because and self.grounds):
            raise FindingWithoutGround
        if self.answer in {Answer.MUST_NOT, Answer.ASK} and not self.ways_forward:
            raise RefusalWithoutWayForward

    def __bool__(self) -> bool:
        # Every finding would be true, "must not" included, and ``if may_close(...)`` would then always close.
        raise TypeError("A finding is not yes or no: ask for its answer, or whether it permits.")

    @property
    def permits(self) -> bool:
        """Say whether a gated act may go ahead. Silence and an open question are no permission."""
        return self.answer in {Answer.MUST, Answer.MAY}

    def requires(self, condition: Condition) -> bool:
        return condition in self.conditions


def must(because: str, *grounds: Provision, conditions: tuple[Condition, ...] = ()) -> Finding:
    return Finding(answer=Answer.MUST, because=because, grounds=grounds, conditions=conditions)


def may(because: str, *grounds: Provision, conditions: tuple[Condition, ...] = ()) -> Finding:
    return Finding(answer=Answer.MAY, because=because, grounds=grounds, conditions=conditions)


def must_not(because: str, *grounds: Provision, instead: tuple[str, ...]) -> Finding:
    return Finding(answer=Answer.MUST_NOT, because=because, grounds=grounds, ways_forward=instead)


def silent(because: str, *grounds: Provision, instead: tuple[str, ...] = ()) -> Finding:
    return Finding(answer=Answer.SILENT, because=because, grounds=grounds, ways_forward=instead)


def ask(
    because: str,
    *grounds: Provision,
    instead: tuple[str, ...],
    missing: tuple[str, ...] = (),
    conditions: tuple[Condition, ...] = (),
) -> Finding:
    """Find that a named fact is missing, or that the text leaves a judgement to a person."""
    return Finding(
        answer=Answer.ASK,
        because=because,
        grounds=grounds,
        ways_forward=instead,
        conditions=conditions,
        missing=missing,
    )


class NotInForce(LookupError):
    "No value is known for that day: it lies before the first one we have a source for."


@dataclass(frozen=True)
class Dated(Generic[T]):
    """A value that changes by decree or by our own decision, each with the day it holds from."""

    values: Mapping[date, T]
    name: str
    unit: str
    source: Provision

    def on(self, day: date) -> T:
        """Return the value in force on ``day``. Raises NotInForce before the first."""
        begun = [start for start in self.values if start <= day]
        if not begun:
            raise NotInForce(self.name)
        return self.values[max(begun)]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as the sheet shows it. ``docstring`` is the reasoning, ``question`` what it answers."""

    name: str
    question: str
    docstring: str
    provisions: tuple[Provision, ...]
    module: str


RULES: dict[str, Rule] = {}


def rule(question: str, *provisions: Provision) -> Callable[[Callable[P, Finding]], Callable[P, Finding]]:
    """Declare a rule: the question it answers and the provisions it rests on. The findings carry its name."""

    def declare(function: Callable[P, Finding]) -> Callable[P, Finding]:
        name = function.__name__
        if name in RULES:
            raise ValueError(f"Two rules are called {name}.")
        RULES[name] = Rule(name, question, function.__doc__ or "", provisions, function.__module__)

        @wraps(function)
        def found(*args: P.args, **kwargs: P.kwargs) -> Finding:
            return replace(function(*args, **kwargs), rule=name)

        return found

    return declare
