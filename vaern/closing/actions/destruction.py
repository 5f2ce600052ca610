"""Destroy a case whose time is over: one asks, another confirms, by reference and unread.

What is destroyed is the keys, the inquiry's included; the rows stay as ciphertext nobody can open, and their clear
columns become what the model says under ``emptied``. Rows that are never changed stay as they are, and so do signed
judgements: the trail's `Destruction` lets the owner of the database remove the rows too. What statistics count stays,
in a row that leads back to nothing.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from vaern.audit import trail
from vaern.audit.models import Destruction
from vaern.cases.access import NoSuchCase
from vaern.cases.models import Case
from vaern.cases.reading import facts_of
from vaern.cases.terms import STAGES_IN_ORDER, Ground, Respect, Stage
from vaern.closing.models import CaseFact, DestructionOrder
from vaern.closing.reach import empty, keys_of
from vaern.closing.reading import one_past_keeping
from vaern.directory.terms import Concern
from vaern.inquiries.access import call_facts
from vaern.inquiries.models import Inquiry
from vaern.law.clocks import local_day
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.vault.actions import destroy_key
from vaern.vault.broker import broker
from vaern.vault.terms import Purpose, TombstoneReason


class NotDueYet(Exception):
    """The case is open, is kept longer, has no day set, or is not there."""


class InquiryIsOpen(Exception):
    """The inquiry the case came from is still being worked on; close it first."""


class AlreadyAsked(Exception):
    """Somebody has asked already; another confirms."""


class NobodyAsked(Exception):
    """Nobody has asked, or it was taken back or done."""


class SamePerson(Exception):
    """Who asked cannot also confirm: destruction takes two people."""


@transaction.atomic
def ask_destruction(*, case_id: UUID, by: User, at: datetime) -> DestructionOrder:
    """Ask that a case whose day has passed is destroyed. Nothing is opened.

    Raises NotDueYet, AlreadyAsked, InquiryIsOpen, and NoSuchCase for whoever may not ask.
    """
    hold(case_id)
    case = due_case(case_id, by=by, at=at)
    if case.inquiry.is_open:
        raise InquiryIsOpen(case_id)
    if DestructionOrder.objects.waiting().filter(case=case).exists():
        raise AlreadyAsked(case_id)
    order = DestructionOrder.objects.create(case=case, asked_by=by, asked_at=at)
    trail.record("case.destruction_asked", by=by.pk, about=case_id, subject=order.pk)
    return order


@transaction.atomic
def withdraw_destruction(*, case_id: UUID, by: User, at: datetime) -> None:
    """Take back what somebody asked. Raises NobodyAsked, and NoSuchCase for whoever may not ask."""
    require_power(by)
    order = DestructionOrder.objects.waiting().select_for_update().filter(case=case_id).first()
    if order is None:
        raise NobodyAsked(case_id)
    order.withdrawn_at, order.withdrawn_by = at, by
    order.save(update_fields=["withdrawn_at", "withdrawn_by"])
    trail.record("case.destruction_withdrawn", by=by.pk, about=case_id, subject=order.pk)


def confirm_destruction(*, case_id: UUID, by: User, at: datetime) -> None:
    """Be the second person: the tombstones are written first, then the keys are dropped.

    To count the case once more the act itself reads its codes, which stands in the trail as an opening; nobody is shown
    anything. Raises SamePerson, which stands in the trail too, NobodyAsked, NotDueYet, InquiryIsOpen, and NoSuchCase.
    """
    require_power(by)
    order = DestructionOrder.objects.waiting().filter(case=case_id).first()
    if order is None:
        raise NobodyAsked(case_id)
    if order.asked_by_id == by.pk:
        trail.record_refusal("case.destruction_refused", by=by.pk, about=case_id, code="same-person")
        raise SamePerson(case_id)
    case = due_case(case_id, by=by, at=at)
    fact = counted(case, by=by)
    with transaction.atomic():
        destroy(case_id, fact, by=by, at=at)


def destroy(case_id: UUID, fact: CaseFact, *, by: User, at: datetime) -> None:
    """Carry out the destruction, inside one transaction; the keys are dropped when it is committed."""
    hold(case_id)
    case = due_case(case_id, by=by, at=at)
    order = DestructionOrder.objects.waiting().select_for_update().filter(case=case).first()
    if order is None:
        raise NobodyAsked(case_id)
    if case.inquiry.is_open:
        raise InquiryIsOpen(case_id)
    order.confirmed_at, order.confirmed_by = at, by
    order.save(update_fields=["confirmed_at", "confirmed_by"])
    for thing in (case.pk, case.inquiry_id):
        Destruction(about=thing, ordered_by=order.asked_by_id, confirmed_by=by.pk, at=at).save()
    trail.record("case.destruction_confirmed", by=by.pk, about=case.pk, subject=order.pk)
    fact.save()
    empty_columns(case, at=at)
    for key_id in sorted(keys_of(case)):
        destroy_key(key_id=key_id, reason=TombstoneReason.DESTRUCTION, by=by.pk, at=at)


def hold(case_id: UUID) -> None:
    """Let nobody reopen the case, or ask again, until the act is committed."""
    list(Case.objects.select_for_update(of=("self",)).filter(pk=case_id).values_list("pk"))


def empty_columns(case: Case, *, at: datetime) -> None:
    """Take out of the clear columns what each room says can be taken, and mark case and inquiry as destroyed."""
    empty(case)
    Case.objects.filter(pk=case.pk).update(destroyed_at=at)
    Inquiry.objects.filter(pk=case.inquiry_id).update(destroyed_at=at)


def require_power(by: User) -> None:
    if not by.may(Permission.DESTROY_CASES):
        raise NoSuchCase


def due_case(case_id: UUID, *, by: User, at: datetime) -> Case:
    """Return a case whose day has passed, shut. Raises NotDueYet, and NoSuchCase for whoever may destroy none."""
    require_power(by)
    try:
        one_past_keeping(by, case_id, on=local_day(at))
    except NoSuchCase as none:
        raise NotDueYet(case_id) from none
    return Case.objects.select_related("inquiry").get(pk=case_id)


def counted(case: Case, *, by: User) -> CaseFact:
    """Return what statistics keep of a case, not saved. Its openings are written down first."""
    code = f"{Purpose.DESTRUCTION}:{Ground.DESTRUCTION}"
    trail.record_opening("case.opened", by=by.pk, about=case.pk, code=code)
    trail.record_opening("inquiry.opened", by=by.pk, about=case.inquiry_id, code=Purpose.DESTRUCTION)
    case.opened_with(broker().open(case.key_id, purpose=Purpose.DESTRUCTION, by=by.pk))
    case.inquiry.opened_with(broker().open(case.inquiry.key_id, purpose=Purpose.DESTRUCTION, by=by.pk))
    facts = facts_of(case)
    return CaseFact(
        year=local_day(case.opened_at).year,
        kind=case.kind,
        region=case.region,
        age=facts.age,
        concerns=" ".join(subject for subject in Concern if subject in facts.concerns),
        source=call_facts(case.inquiry).get("caller", ""),
        stage_reached=stage_reached(case),
    )


def stage_reached(case: Case) -> Stage:
    """Return how far the work came before it was closed."""
    stages = case.standings.in_respect_of(Respect.STAGE).exclude(value=Stage.CLOSED).values_list("value", flat=True)
    return max((Stage(value) for value in stages), key=STAGES_IN_ORDER.index)
