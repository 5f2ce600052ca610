"""Consent: the check before, what was given, its end, what the gate then says, and a municipality's request."""

from datetime import date
from typing import Any

from vaern.cases.basis import basis_of, gate_facts
from vaern.cases.permitted import ACTS
from vaern.cases.reading import facts_of, persons_of
from vaern.cases.terms import AuthorityKind, Scope
from vaern.law.gate import Situation
from vaern.law.terms import Answer
from vaern.play.fields import INQUIRY, Choice, Day, Field, Flag, ListOf, Number, OneOf, Text, Word
from vaern.play.kinds.case_persons import labelled
from vaern.play.kinds.cases import CASES
from vaern.play.refusals import refused_by_law, refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, found_by_law, hold
from vaern.sharing.actions import consents, requests
from vaern.sharing.consents import consents_of, requests_of
from vaern.sharing.terms_consent import ASKED, Capacity, Custody, HowGiven, Safety
from vaern.staff.models import User

refused_with(consents.NotExplained, "Der mangler, hvordan I ved det.", "Skriv det med få ord.")
refused_with(consents.StartsInTheFuture, "Et samtykke begynder ikke i fremtiden.", "Skriv den dag, det blev givet.")
refused_with(consents.EndsBeforeItStarts, "Det slutter, før det begynder.", "Ret en af dagene.")
refused_with(consents.AlreadyOver, "Samtykket er allerede udløbet.", "Spørg igen, når det er sikkert.")
refused_with(consents.NoScope, "Der er ikke sagt ja til noget.", "Sæt hak ved det, der er sagt ja til.")
refused_with(consents.NotInAMandate, "En aftale på forhånd kan ikke det.", "Skriv det som et samtykke.")
refused_with(consents.Incomplete, "Der mangler noget, et samtykke skal sige.", "Skriv det, der mangler.")
refused_with(consents.NoGiver, "Der mangler, hvem der har givet det.", "Vælg en person i sagen.")
refused_with(consents.FearedWithoutADecision, "Den, der samtykker, frygtes.", "Skriv, hvad I har besluttet om det.")
refused_with(consents.WithdrawnBefore, "Det er trukket tilbage før.", "Der er ikke mere at gøre.")
for kind in (
    consents.NotPossible, consents.NotSafeToAsk, consents.AgeNotKnown, consents.GivenByAMinor, consents.CustodyHasEnded,
    consents.NotACustodyHolder, consents.CustodyUnclear, consents.BothHoldersNeeded, consents.OutsideGuardianship,
):  # fmt: skip
    refused_by_law(kind, lambda error: error.finding)  # type: ignore[attr-defined]
refused_with(requests.NoResponsibility, "Kommunen tager ikke ansvaret.", "Gå videre uden navn, eller spørg kommunen.")
refused_with(requests.ConfirmedByTheSame, "Du har selv skrevet den.", "Bed en anden konsulent om at bekræfte.")
refused_with(requests.SteppedBefore, "Den er bekræftet eller hørt op før.", "Se, hvordan den står.")
refused_with(requests.NotWaiting, "Den er hørt op.", "Skriv en ny anmodning.")

NAMES = {act.__name__.removeprefix("may_"): (act, scope) for act, scope in ACTS}
SCOPES = ListOf(Choice(Scope))


@step(
    "check-safety",
    needs=CASES,
    example='of = "custody_holder"\noutcome = "unsafe"\nwords = "Faren hører alt."',
    inquiry=INQUIRY,
    of=Field(OneOf(*ASKED), "whom one could ask", Capacity.CITIZEN.value),
    outcome=Field(Choice(Safety), "whether that can be done without raising the danger"),
    words=Field(Text(), "how we know", "Skolen kender familien."),
)
def check(scene: Scene, *, by: User, inquiry: str, of: str, outcome: Safety, words: str) -> None:
    """Write down whether somebody can be asked for a consent without raising the danger."""
    case, said = scene.case_opened(inquiry, by), scene.guarded(words=words)
    consents.check_safety(case=case, of=Capacity(of), outcome=outcome, words=said["words"], by=by, at=scene.at)


@step(
    "consent",
    needs=CASES,
    example='givers = ["mor"]\ncapacity = "custody_holder"\ncustody = "sole"\nscopes = ["identity", "assessment"]',
    inquiry=INQUIRY,
    givers=Field(ListOf(Word()), "who gives it, by their labels"),
    capacity=Field(Choice(Capacity), "as what", Capacity.CITIZEN.value),
    scopes=Field(SCOPES, "what it covers"),
    how=Field(Choice(HowGiven), "how it was given", HowGiven.WRITTEN.value),
    from_day=Field(Day(), "the day it was given", "+0 days"),
    until=Field(Day(), "its last day; none", None),
    custody=Field(Choice(Custody), "whether custody is joint, where parents give it", None),
    holds_custody=Field(Flag(), "whether they hold it; not known", None),
    within_guardianship=Field(Flag(), "whether the guardianship reaches this; not known", None),
    adult_from=Field(Day(), "the day the citizen turns 18; not known", None),
    is_mandate=Field(Flag(), "whether it is an advance mandate", False),
    information=Field(Text(), "which information", "Hvem borgeren er, og hvad vi ved om faren"),
    purpose=Field(Text(), "for what", "At rådgive og vurdere faren"),
    recipients=Field(Text(), "who may have it", ""),
    shown=Field(Text(), "the text that was shown", "Du kan altid trække det tilbage."),
    witness=Field(Text(), "who was there", ""),
    document=Field(Text(), "where the paper is", ""),
    decision=Field(Text(), "what was decided, where the giver is feared", ""),
)
def record(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    givers: tuple[str, ...],
    capacity: Capacity,
    scopes: tuple[Scope, ...],
    from_day: date,
    until: date | None,
    shown: str,
    **told: Any,
) -> None:
    """Record a consent, or an advance mandate. From then on the case is worked with on it."""
    case = scene.case_opened(inquiry, by)
    everybody = persons_of(case)
    names = ("information", "purpose", "recipients", "witness", "document", "decision")
    texts = scene.guarded(text_shown=shown, **{name: told.pop(name) for name in names})
    given = consents.Consenting(
        capacity=capacity,
        givers=tuple(labelled(everybody, giver).id for giver in givers),
        scopes=frozenset(scopes),
        first_day=from_day,
        last_day=until,
        **told,
        **texts,
    )
    consents.record_consent(case=case, consent=given, by=by, at=scene.at)


@step(
    "withdraw-consent",
    needs=CASES,
    example="pressed = true",
    inquiry=INQUIRY,
    number=Field(Number(), "which, counted from the first that was given", 1),
    pressed=Field(Flag(), "whether somebody suspects pressure", False),
    words=Field(Text(), "why; need not be said", ""),
)
def withdraw(scene: Scene, *, by: User, inquiry: str, number: int, pressed: bool, words: str) -> None:
    """Withdraw a consent. It ends at once; nothing is deleted."""
    case = scene.case_opened(inquiry, by)
    given = consents_of(case)[::-1]
    if not 0 < number <= len(given):
        raise Broken(f"there are {len(given)} consents")
    said = scene.guarded(words=words)["words"]
    consents.withdraw_consent(case=case, consent=given[number - 1].id, pressed=pressed, words=said, by=by, at=scene.at)


@step(
    "municipal-request",
    needs=CASES,
    example='scopes = ["assessment"]\nuntil = "+30 days"',
    inquiry=INQUIRY,
    authority=Field(Choice(AuthorityKind), "which authority asks", AuthorityKind.MUNICIPALITY_CHILD.value),
    scopes=Field(SCOPES, "what it asks for"),
    until=Field(Day(), "until when", "+30 days"),
    takes_responsibility=Field(Flag(), "whether it says that it takes responsibility", True),
    who=Field(Text(), "who asks, by role", "Lederen af familieafdelingen"),
    basis=Field(Text(), "the municipality's own basis", "Kommunens egen hjemmel til at give oplysningerne"),
    why=Field(Text(), "why a consent is not the way", "Forældrene er dem, der frygtes."),
)
def ask_without(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    scopes: tuple[Scope, ...],
    until: date,
    who: str,
    basis: str,
    why: str,
    **told: Any,
) -> None:
    """Write down that a municipality asks for concrete work without a consent. It changes nothing yet."""
    case = scene.case_opened(inquiry, by)
    asking = requests.Asking(
        scopes=frozenset(scopes), last_day=until, **told, **scene.guarded(who=who, basis=basis, why=why)
    )
    requests.record_request(case=case, request=asking, by=by, at=scene.at)


@step(
    "confirm-request",
    needs=CASES,
    by="Bo",
    example='words = "Enig: der er ingen anden vej."',
    inquiry=INQUIRY,
    words=Field(Text(), "why the second consultant agrees", "Enig: der er ingen anden vej."),
)
def confirm(scene: Scene, *, by: User, inquiry: str, words: str) -> None:
    """Confirm a municipality's newest request, as a second consultant."""
    case = scene.case_opened(inquiry, by)
    newest = requests_of(case)[0].id
    said = scene.guarded(words=words)["words"]
    requests.confirm_request(case=case, request=newest, words=said, by=by, at=scene.at)


@expectation(
    "gate",
    example='act = "assess_with_patriark"\nanswer = "must_not"\nway_forward = "risikoscreening"',
    inquiry=INQUIRY,
    act=Field(OneOf(*NAMES), "which act"),
    answer=Field(OneOf(*Answer), "what the gate answers in this case today"),
    because=Field(Word(), "words of the reason", ""),
    way_forward=Field(Word(), "words of a way forward", ""),
)
def look_at_gate(scene: Scene, *, inquiry: str, act: str, answer: str, because: str, way_forward: str) -> None:
    """Ask the gate about one act in a case, as its pages and acts do."""
    case = scene.case_as_its_consultant_sees_it(inquiry)
    rule, scope = NAMES[act]
    facts = gate_facts(case, on=scene.today, scope=scope, age=facts_of(case).age)
    found_by_law(rule(facts), answer=answer, because=because, way_forward=way_forward)


@expectation(
    "basis",
    example='situation = "consented_child"\nscopes = ["identity", "assessment"]',
    inquiry=INQUIRY,
    situation=Field(OneOf(*Situation), "which column of the gate's table the case stands in", None),
    scopes=Field(SCOPES, "what is covered, no more and no less", None),
    by_request=Field(Flag(), "whether it is a municipality's request", None),
    consents=Field(Number(), "how many consents were ever recorded", None),
    withdrawn=Field(Number(), "how many of them were withdrawn", None),
)
def look_at_basis(
    scene: Scene,
    *,
    inquiry: str,
    situation: str | None,
    scopes: tuple[Scope, ...] | None,
    by_request: bool | None,
    consents: int | None,
    withdrawn: int | None,
) -> None:
    """Look at the basis a case is worked with today, and what there has been."""
    case = scene.case_as_its_consultant_sees_it(inquiry)
    basis, given = basis_of(case, on=scene.today), consents_of(case)
    hold(situation in {None, basis.situation}, f"the situation is {basis.situation}")
    hold(
        scopes is None or basis.scopes == frozenset(scopes), f"it covers {', '.join(sorted(basis.scopes)) or 'nothing'}"
    )
    hold(by_request in {None, basis.by_request}, "it is a request" if basis.by_request else "it is no request")
    hold(consents in {None, len(given)}, f"there are {len(given)} consents")
    ended = [each for each in given if each.withdrawn]
    hold(withdrawn in {None, len(ended)}, f"{len(ended)} were withdrawn")
