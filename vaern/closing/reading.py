"""What a page may read of how a case ended or moves, and the team lead's list, by reference and unread."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from vaern.cases.access import NoSuchCase, participants_of
from vaern.cases.models import Case
from vaern.cases.reading import facts_of
from vaern.cases.terms import AuthorityState
from vaern.closing.models import Closure, DestructionOrder, Keeping, Transfer
from vaern.guests.models import Guest
from vaern.law.clocks import COPENHAGEN, local_day
from vaern.staff.models import User
from vaern.staff.roles import Permission

CITIZEN, AUTHORITY = "citizen", "authority"
MOST = 200


@dataclass(frozen=True)
class Party:
    """Somebody who is to know that the case ends. ``key`` names them; ``name`` is a first name, "" for two of them."""

    key: str
    name: str


def parties_of(case: Case, *, by: User, at: datetime) -> list[Party]:
    """Return whom to tell that an opened case ends: the citizen, the caseworker, colleagues and guests on it."""
    day = local_day(at)
    found = [Party(CITIZEN, "")]
    if facts_of(case).responsible.state == AuthorityState.FOUND:
        found.append(Party(AUTHORITY, ""))
    people = {row.user_id: row.user for row in participants_of(case, on=day)}
    if case.consultant:
        people.setdefault(case.consultant_id, case.consultant)
    for guest in Guest.objects.live_on(day).filter(case=case).select_related("user").order_by("invited_at", "pk"):
        people.setdefault(guest.user_id, guest.user)
    people.pop(by.pk, None)
    return found + [Party(pk.hex, person.first_name) for pk, person in people.items()]


def closures_of(case: Case) -> list[Closure]:
    """Return what the opened case was closed with each time, the newest first, readable."""
    return case.closures.newest_first().select_related("by").opened_with(case.key_in_hand)


def keepings_of(case: Case) -> list[Keeping]:
    """Return until when the opened case was to be kept, the row that counts first, readable."""
    return case.keepings.newest_first().select_related("by").opened_with(case.key_in_hand)


def transfers_of(case: Case) -> list[Transfer]:
    """Return the opened case's moves between municipalities, the newest first, each with its receipt, readable."""
    rows = case.transfers.newest_first().select_related("by", "receipt", "receipt__by", "task")
    found = rows.opened_with(case.key_in_hand)
    for row in found:
        if hasattr(row, "receipt"):
            row.receipt.opened_with(case.key_in_hand)
    return found


def transfer_waits(case: Case) -> bool:
    """Tell whether the case is on its way to a municipality that has not confirmed."""
    return case.transfers.filter(receipt=None).exists()


def nine_o_clock(day: date) -> datetime:
    return datetime.combine(day, time(9), tzinfo=COPENHAGEN)


# For the team lead: by reference, nothing is opened.


@dataclass(frozen=True)
class Due:
    """A closed case by reference: until when it is kept, and who has asked that it is destroyed."""

    case: Any
    keep_until: date | None
    order: DestructionOrder | None


def closed_cases(user: User) -> Any:
    """Return the closed cases with the day they are kept until. Raises NoSuchCase for who may not destroy any."""
    if not user.may(Permission.DESTROY_CASES):
        raise NoSuchCase
    return Case.objects.closed().annotate(keep_until=Keeping.objects.newest_of("pk"))


def past_keeping(user: User, *, on: date) -> list[Due]:
    """Return the cases whose day has passed, the longest waiting first."""
    rows = closed_cases(user).filter(keep_until__lt=on).order_by("keep_until", "pk")[:MOST]
    return with_orders(rows)


def without_a_day(user: User) -> list[Due]:
    """Return the closed cases nobody has set a day for yet."""
    return with_orders(closed_cases(user).filter(keep_until=None).order_by("reference")[:MOST])


def with_orders(rows: Iterable[Any]) -> list[Due]:
    found = list(rows)
    waiting = DestructionOrder.objects.waiting().filter(case__in=found).select_related("asked_by")
    orders = {order.case_id: order for order in waiting}
    return [Due(case, case.keep_until, orders.get(case.pk)) for case in found]


def one_past_keeping(user: User, case_id: Any, *, on: date) -> Due:
    """Return one of the cases whose day has passed, shut. Raises NoSuchCase for any other."""
    row = closed_cases(user).filter(pk=case_id, keep_until__lt=on).first()
    if row is None:
        raise NoSuchCase
    return with_orders([row])[0]


def destroyed(user: User) -> list[Case]:
    """Return the references of what was destroyed, the newest first."""
    if not user.may(Permission.DESTROY_CASES):
        raise NoSuchCase
    return list(Case.objects.exclude(destroyed_at=None).order_by("-destroyed_at", "pk")[:50])
