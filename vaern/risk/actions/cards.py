"""Answer an open card: it is done, it becomes a task, or it is put away with a reason."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from vaern.audit import trail
from vaern.guard import Context, Guarded, guarded
from vaern.inquiries.actions.journal import IsClosed
from vaern.inquiries.models import Inquiry
from vaern.inquiries.terms import TaskKind
from vaern.law.clocks import moment
from vaern.risk.access import OpenCard, cards_of
from vaern.risk.models import CardAnswer, Screening
from vaern.risk.terms import CardResponse, Owner
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.work.tasks import NewTask, blank, set_task_of


class NotOpen(Exception):
    """No answer in the screening opens that card."""


class LaterThanTheCard(Exception):
    """A card's deadline may be moved forward, never back."""


class NoReason(Exception):
    """A card is put away with one of its own reasons, and words."""


class NoColleague(Exception):
    """The gravest cards are put away only after asking a colleague, and saying whom."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What becomes of a card. ``due_at`` is blank for the card's own deadline; ``owner`` for the one who answers."""

    response: CardResponse
    owner: User | None = None
    due_at: datetime | None = None
    reason: str = ""
    words: Guarded = field(default_factory=blank)
    colleague: User | None = None

    def sealed(self, card: str) -> dict[str, str]:
        return {
            "card": card,
            "response": self.response,
            "reason": self.reason,
            "words": self.words.text,
            "owner": str(self.owner.pk) if self.owner else "",
            "due_at": self.due_at.isoformat() if self.due_at else "",
            "colleague": str(self.colleague.pk) if self.colleague else "",
        }


@transaction.atomic
def answer_card(
    *, inquiry: Inquiry, screening: Screening, card: str, answer: Answer, by: User, at: datetime
) -> CardAnswer:
    """Write down what becomes of a card; the same answer twice is one, and the newest counts.

    Raises NotOpen, LaterThanTheCard, IsClosed, and for one that is put away NoReason and NoColleague.
    """
    held = Screening.objects.of(inquiry).select_for_update(of=("self",)).get(pk=screening.pk)
    held.opened_with(inquiry.key_in_hand)
    shown = next((each for each in cards_of(inquiry, held) if each.card.code == card), None)
    if shown is None:
        raise NotOpen(screening.pk)
    if shown.answer is not None and shown.answer.answer == answer.sealed(card):
        return shown.answer
    if answer.response == CardResponse.DISMISSED:
        require_grounds(shown, answer, by=by)
    task = None
    if answer.response == CardResponse.WILL_DO:
        new = task_of(shown, answer, inquiry=inquiry, by=by)
        task = set_task_of(inquiry, new, by=by, at=at)
    row = CardAnswer(inquiry=inquiry, screening=screening.pk, answer=answer.sealed(card), task=task, at=at, by=by)
    row.opened_with(inquiry.key_in_hand).save()
    trail.record(
        "card.answered",
        by=by.pk,
        about=inquiry.pk,
        subject=row.pk,
        code=answer.response,
        digest=row.sealed_digest(),
    )
    return row


def require_grounds(shown: OpenCard, answer: Answer, *, by: User) -> None:
    if answer.reason not in dict(shown.card.dismissed_by) or not answer.words.text.strip():
        raise NoReason
    if shown.card.colleague and not is_colleague(answer.colleague, of=by):
        raise NoColleague


def is_colleague(person: User | None, *, of: User) -> bool:
    """Tell whether somebody is another consultant."""
    return person is not None and person.pk != of.pk and person.may(Permission.ANSWER_CALLS)


def task_of(shown: OpenCard, answer: Answer, *, inquiry: Inquiry, by: User) -> NewTask:
    """Return the task a card becomes, due on the clock. What is the caseworker's to do, ours is to ask about."""
    if not inquiry.is_open:
        raise IsClosed(inquiry.pk)
    due_at = answer.due_at or shown.deadline
    if moment(due_at) > moment(shown.deadline):
        raise LaterThanTheCard
    card = shown.card
    words = f"Spørg sagsbehandleren, om det er gjort: {card.title}" if card.owner == Owner.CASEWORKER else card.title
    return NewTask(kind=TaskKind.CARD, due_at=due_at, owner=answer.owner or by, text=guarded(words, Context()))
