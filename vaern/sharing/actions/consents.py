"""Check whether asking is safe, record a consent, and withdraw it: each changes the case's basis in the same act."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from vaern.audit import trail
from vaern.cases.actions.course import set_basis
from vaern.cases.actions.tasks import set_task
from vaern.cases.basis import basis_of
from vaern.cases.documents import document_in
from vaern.cases.models import Case
from vaern.cases.reading import facts_of, persons_of
from vaern.cases.terms import PersonRole, Scope, TaskKind
from vaern.guard import Context, Guarded, guarded
from vaern.inquiries.terms import Age
from vaern.law.clocks import COPENHAGEN, local_day
from vaern.law.consent import BY_CAPACITY, ConsentFacts, may_ask_for_consent
from vaern.law.gate import ConsentFrom
from vaern.law.terms import Finding
from vaern.law.values import COMING_OF_AGE_NOTICE_DAYS
from vaern.sharing.consents import basis_from, consents_of, requests_of, safe_to_ask
from vaern.sharing.models import Consent, ConsentPaper, SafetyCheck, Withdrawal
from vaern.sharing.terms_consent import ASKED, MANDATED, Capacity, Custody, HowGiven, Safety
from vaern.staff.models import User
from vaern.work.rows import lock
from vaern.work.tasks import NewTask, blank

NINE = time(9)
OFFICE_CLOSES = time(16)
NOTICE_BEFORE_END = timedelta(days=7)


class NotExplained(Exception):
    """Why it is safe, or is not, is said in words: somebody else will ask."""


class StartsInTheFuture(Exception):
    """A consent holds from the day it was given; nobody has given one tomorrow."""


class EndsBeforeItStarts(Exception):
    """A consent ends on the day it begins or later."""


class AlreadyOver(Exception):
    """A consent whose last day has passed permits nothing."""


class NoScope(Exception):
    """What a consent does not name it does not cover; one that names nothing is none."""


class NotInAMandate(Exception):
    """A mandate is the citizen's own, and asks beforehand that somebody is contacted, not that more is stored."""


class Incomplete(Exception):
    """Something a consent must say is not said. ``names`` are the fields."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class NoGiver(Exception):
    """A consent is given by somebody who is a person of the case."""


class FearedWithoutADecision(Exception):
    """Somebody who is feared gives it: that is a conflict, and what was decided about it is said in words."""


class NotPossible(Exception):
    """The law does not count it. ``finding`` has the reason and the ways forward."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule)
        self.finding = finding


class NotSafeToAsk(NotPossible):
    """It was not found safe to ask, or nobody has looked."""


class AgeNotKnown(NotPossible):
    """Whether the citizen is 18 decides who can consent, and it is not known."""


class GivenByAMinor(NotPossible):
    """The citizen is under 18: their wish is heard, and the consent is another's to give."""


class CustodyHasEnded(NotPossible):
    """The citizen is 18: nobody holds custody, and it is theirs to give."""


class NotACustodyHolder(NotPossible):
    """Whoever gave it does not hold custody."""


class CustodyUnclear(NotPossible):
    """Who holds custody, or whether it is joint, is not known."""


class BothHoldersNeeded(NotPossible):
    """Custody is joint, and only one is named."""


class OutsideGuardianship(NotPossible):
    """The guardianship does not reach this, or nobody knows."""


class WithdrawnBefore(Exception):
    """The consent was withdrawn before. ``at`` is when."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at.isoformat())
        self.at = at


REFUSALS: dict[str, type[NotPossible]] = {
    "age": AgeNotKnown,
    "custody_holder": GivenByAMinor,
    "citizens_answer": CustodyHasEnded,
    "holds_custody": CustodyUnclear,
    "custody_is_joint": CustodyUnclear,
    "both_holders": BothHoldersNeeded,
    "within_guardianship": OutsideGuardianship,
}


@dataclass(frozen=True, kw_only=True)
class Consenting:
    """A consent as it was given.

    ``givers`` are persons of the case; of a custody holder all who hold it. ``holds_custody`` and
    ``within_guardianship`` are what we know; None is not known. ``adult_from`` is the day the citizen turns 18.
    An advance mandate (``is_mandate``) is the citizen's own, at any age.
    """

    capacity: Capacity
    givers: tuple[UUID, ...]
    scopes: frozenset[Scope]
    how: HowGiven
    first_day: date
    last_day: date | None
    information: Guarded
    purpose: Guarded
    text_shown: Guarded
    recipients: Guarded = field(default_factory=blank)
    witness: Guarded = field(default_factory=blank)
    document: Guarded = field(default_factory=blank)
    decision: Guarded = field(default_factory=blank)
    custody: Custody | None = None
    holds_custody: bool | None = None
    within_guardianship: bool | None = None
    adult_from: date | None = None
    is_mandate: bool = False

    def words(self) -> dict[str, str]:
        return {name: getattr(self, name).text for name in TEXTS}


TEXTS = ("information", "purpose", "text_shown", "recipients", "witness", "document", "decision")


@transaction.atomic
def check_safety(*, case: Case, of: Capacity, outcome: Safety, words: Guarded, by: User, at: datetime) -> Finding:
    """Write down whether somebody can be asked without raising the danger, and return what follows.

    "Not asked because unsafe" is a whole answer: the finding has its ways forward. Raises NotExplained.
    """
    if not words.text.strip() or of not in ASKED:
        raise NotExplained(case.pk)
    lock(case)
    facts = {"of": of, "outcome": outcome}
    row = SafetyCheck(case=case, at=at, by=by, facts=facts, words=words.text).opened_with(case.key_in_hand)
    row.save()
    trail.record("consent.safety_checked", by=by.pk, about=case.pk, subject=row.pk, digest=row.sealed_digest())
    return asking_finding(case, of)


def asking_finding(case: Case, of: Capacity) -> Finding:
    """Ask the law whether a consent may be asked of somebody, by the newest check of the opened case."""
    return may_ask_for_consent(ConsentFacts(safe_to_ask=safe_to_ask(case, of)))


def record_consent(*, case: Case, consent: Consenting, by: User, at: datetime) -> Consent:
    """Record a consent somebody has given, and let the case be worked with on it from now on.

    Raises StartsInTheFuture, EndsBeforeItStarts, AlreadyOver, NoScope, NotInAMandate, Incomplete, NoGiver,
    FearedWithoutADecision, and NotPossible in one of its kinds, each with a finding and on record.
    """
    require_days(consent, today=local_day(at))
    require_whole(consent)
    try:
        return record_once(case, consent, by, at)
    except NotPossible as refusal:
        trail.record_refusal("consent.refused", by=by.pk, about=case.pk, code=refusal.finding.rule)
        raise


@transaction.atomic
def record_once(case: Case, consent: Consenting, by: User, at: datetime) -> Consent:
    lock(case)
    require_givers(case, consent)
    of_age = is_of_age(case, consent, on=local_day(at))
    require_entitled(case, consent, of_age=of_age)
    row = Consent(
        case=case,
        at=at,
        by=by,
        facts={
            "capacity": consent.capacity,
            "givers": [str(each) for each in consent.givers],
            "is_mandate": consent.is_mandate,
            "of_age": bool(of_age),
            "adult_from": consent.adult_from.isoformat() if consent.adult_from else "",
            "custody": consent.custody or "",
            "scopes": sorted(consent.scopes),
            "how": consent.how,
            "first_day": consent.first_day.isoformat(),
            "last_day": consent.last_day.isoformat() if consent.last_day else "",
        },
        words=consent.words(),
    ).opened_with(case.key_in_hand)
    row.save()
    trail.record("consent.recorded", by=by.pk, about=case.pk, subject=row.pk, digest=row.sealed_digest())
    renew_basis(case, by=by, at=at)
    set_reminders(case, consent, of_age=bool(of_age), by=by, at=at)
    return row


def require_days(consent: Consenting, *, today: date) -> None:
    if consent.first_day > today:
        raise StartsInTheFuture
    if consent.last_day is not None and consent.last_day < consent.first_day:
        raise EndsBeforeItStarts
    if consent.last_day is not None and consent.last_day < today:
        raise AlreadyOver


def require_whole(consent: Consenting) -> None:
    if not consent.scopes:
        raise NoScope
    if consent.is_mandate and (consent.capacity != Capacity.CITIZEN or not consent.scopes.issubset(MANDATED)):
        raise NotInAMandate
    demanded = ["information", "purpose", "text_shown"]
    if Scope.SHARING in consent.scopes:
        demanded.append("recipients")
    if consent.how == HowGiven.ORAL_WITNESSED:
        demanded.append("witness")
    missing = [name for name in demanded if not getattr(consent, name).text.strip()]
    if missing:
        raise Incomplete(missing)


def require_givers(case: Case, consent: Consenting) -> None:
    known = {person.id: person for person in persons_of(case)}
    if not consent.givers or not set(consent.givers) <= known.keys():
        raise NoGiver(case.pk)
    feared = any(PersonRole.FEARED in known[each].roles for each in consent.givers)
    if feared and consent.capacity != Capacity.CITIZEN and not consent.decision.text.strip():
        raise FearedWithoutADecision(case.pk)


def is_of_age(case: Case, consent: Consenting, *, on: date) -> bool | None:
    """Tell whether the citizen is 18: by the day they turn it, where that is known, or else by the case's age."""
    if consent.adult_from is not None:
        return consent.adult_from <= on
    return {Age.ADULT: True, Age.UNDER_18: False}.get(facts_of(case).age)


def require_entitled(case: Case, consent: Consenting, *, of_age: bool | None) -> None:
    """Raise NotPossible, as the kind of it that the law's finding is, unless the consent counts and was safe to ask."""
    if consent.capacity == Capacity.OTHER:
        consent = replace(consent, capacity=Capacity.CUSTODY_HOLDER, holds_custody=False)
        of_age = False
    facts = ConsentFacts(
        of_age=of_age,
        holds_custody=consent.holds_custody,
        custody_is_joint={Custody.JOINT: True, Custody.SOLE: False}.get(consent.custody) if consent.custody else None,
        holders_named=len(set(consent.givers)),
        within_guardianship=consent.within_guardianship,
    )
    counts = BY_CAPACITY[ConsentFrom(consent.capacity)](facts)
    if not counts.permits and not consent.is_mandate:
        otherwise = OutsideGuardianship if consent.capacity == Capacity.GUARDIAN else NotACustodyHolder
        raise REFUSALS.get(next(iter(counts.missing), ""), otherwise)(counts)
    asking = asking_finding(case, consent.capacity)
    if not asking.permits:
        raise NotSafeToAsk(asking)


def renew_basis(case: Case, *, by: User, at: datetime) -> None:
    """Say on which basis the opened case is worked with from now on, and what follows. The case is locked."""
    held_identity = basis_of(case, on=local_day(at)).covers(Scope.IDENTITY)
    basis = basis_from(consents_of(case), requests_of(case), local_day(at))
    set_basis(case=case, basis=basis, seen=None, by=by, at=at)
    if held_identity and not basis.covers(Scope.IDENTITY):
        trail.record("identity.closed", by=by.pk, about=case.pk)


def set_reminders(case: Case, consent: Consenting, *, of_age: bool, by: User, at: datetime) -> None:
    """Set the tasks that follow from a consent: before it ends, and before the citizen turns 18.

    Nothing of this waits for upkeep, which holds no key to write a task with. The day of the task is the only trace in
    clear, and stands some days before the birthday, on the Monday of that week.
    """
    if consent.last_day is not None:
        remind(case, consent.last_day - NOTICE_BEFORE_END, "Samtykket slutter snart. Se, om det skal fornyes.", by, at)
    if of_age or consent.is_mandate:
        return
    if consent.adult_from is None:
        remind(case, local_day(at) + timedelta(days=7), "Find ud af, hvilken dag barnet fylder 18.", by, at)
        return
    notice = consent.adult_from - timedelta(days=COMING_OF_AGE_NOTICE_DAYS.on(local_day(at)))
    day = notice - timedelta(days=notice.weekday())
    remind(case, day, "Barnet fylder snart 18. Samtykket for barnet dækker så intet nyt: Spørg borgeren selv.", by, at)


def remind(case: Case, day: date, words: str, by: User, at: datetime) -> None:
    """Set a task to look at something on a day, in the morning; a day that has passed becomes tomorrow."""
    due_at = datetime.combine(max(day, local_day(at) + timedelta(days=1)), NINE, tzinfo=COPENHAGEN)
    set_check(case, due_at, words, by, at)


def set_check(case: Case, due_at: datetime, words: str, by: User, at: datetime) -> None:
    owner: Any = case.answers_for_it
    task = NewTask(kind=TaskKind.CHECK, due_at=due_at, owner=owner, text=guarded(words, Context()))
    set_task(case=case, task=task, by=by, at=at)


def withdraw_consent(*, case: Case, consent: UUID, pressed: bool, words: Guarded, by: User, at: datetime) -> Withdrawal:
    """Withdraw one consent of the opened case, at once. What was done under it stands, and nothing is deleted.

    The identity is shut with it, unless another consent covers it. ``pressed``: somebody suspects pressure behind it,
    which a person looks at the same day. Raises WithdrawnBefore. Source: GDPR art. 7(3).
    """
    try:
        with transaction.atomic():
            lock(case)
            row = withdraw_once(case, consent, pressed, words, by, at)
            renew_basis(case, by=by, at=at)
            if pressed:
                set_check(case, same_day(at), "Se på, om nogen har presset til at trække samtykket tilbage.", by, at)
            return row
    except IntegrityError:
        raise WithdrawnBefore(Withdrawal.objects.get(consent=consent).at) from None


def withdraw_once(case: Case, consent: UUID, pressed: bool, words: Guarded, by: User, at: datetime) -> Withdrawal:
    row = case.consents.select_related("withdrawal").get(pk=consent)
    if hasattr(row, "withdrawal"):
        raise WithdrawnBefore(row.withdrawal.at)
    end = Withdrawal(consent=row, at=at, by=by, facts={"pressed": pressed}, words=words.text)
    end.opened_with(case.key_in_hand).save()
    trail.record("consent.withdrawn", by=by.pk, about=case.pk, subject=row.pk, digest=end.sealed_digest())
    return end


@transaction.atomic
def lay_by(*, case: Case, consent: UUID, document: UUID, by: User, at: datetime) -> None:
    """Say that a file of the opened case proves a consent of it. Said twice it is once.

    Raises NoSuchDocument for a file, and Consent.DoesNotExist for a consent, that is not this case's.
    """
    lock(case)
    proved = case.consents.get(pk=consent)
    file = document_in(case, document)
    if not proved.papers.filter(document=file.id).exists():
        ConsentPaper(consent=proved, document_id=file.id, at=at, by=by).save()
        trail.record("consent.paper_laid_by", by=by.pk, about=case.pk, subject=proved.pk)


def same_day(at: datetime) -> datetime:
    """Return when something is looked at today: before the office closes, or at once where that is over."""
    closes = datetime.combine(local_day(at), OFFICE_CLOSES, tzinfo=COPENHAGEN)
    return max(closes, at)
