"""A thread that is open, and what of it stands on one page: one row of rubbish hides no other."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from vaern.mailbox.models import Holding, Message, Signal, Thread
from vaern.mailbox.terms import Kind, SignalKind
from vaern.vault.actions import alarm_once
from vaern.vault.envelope import OpenKey, Tampered
from vaern.vault.rows import Locked

ON_A_PAGE = 20
DOES_NOT_OPEN = "value.tampered"


@dataclass(frozen=True)
class Said:
    """A message, and what it says: None for one that does not open."""

    row: Any
    content: dict[str, Any] | None


@dataclass(frozen=True)
class Part:
    """Some of a thread's messages, the oldest first; page 1 has the newest. ``first``: the writer's first that opens.

    ``unread``: the numbers of the writer's messages that its holder has not had on a page, here or elsewhere; the
    first of them stands on ``unread_page``. ``urgent``: those of which the writer says that they are urgent.
    """

    page: int
    last: int
    said: list[Said]
    first: Said | None
    newest: int
    unread: list[int]
    unread_page: int
    urgent: set[int]
    was_answered: bool

    @property
    def numbers(self) -> set[int]:
        return {each.row.number for each in [*self.said, *([self.first] if self.first else [])]}

    @property
    def unread_elsewhere(self) -> set[int]:
        return set(self.unread) - self.numbers

    @property
    def has_first(self) -> bool:
        """Tell whether the first stands among the page's own."""
        return self.first is None or any(each.row.pk == self.first.row.pk for each in self.said)


@dataclass(frozen=True)
class OpenThread:
    """A thread with its key in hand."""

    thread: Thread
    holding: Holding | None
    key: OpenKey

    @property
    def cover_name(self) -> str:
        return self.holding.cover_name if self.holding else ""

    @property
    def holder(self) -> UUID | None:
        return self.holding.holder if self.holding else None

    @property
    def region(self) -> str:
        return self.holding.region if self.holding else ""

    @property
    def inquiry(self) -> UUID | None:
        """Return the call log that was begun from the thread; a draft first, then the inquiry with the same id."""
        return self.holding.inquiry if self.holding else None

    @property
    def is_closed(self) -> bool:
        return Signal.objects.filter(thread=self.thread, kind=SignalKind.CLOSED).exists()

    @property
    def is_brief(self) -> bool:
        return self.thread.kind == Kind.BRIEF

    def expires_soon(self, at: datetime) -> bool:
        return self.thread.expires_soon(at)

    @property
    def rows(self) -> Any:
        return Message.objects.filter(thread=self.thread).in_order()

    def messages(self) -> list[Any]:
        """Return the messages, oldest first, readable. What one says is fetched when it is read: one query for each."""
        return self.rows.defer("content").opened_with(self.key)

    def newest(self) -> int:
        """Return the last message's number, 0 where all are removed."""
        return self.rows.values_list("number", flat=True).last() or 0

    def said(self, row: Any) -> Said:
        """Open one message. One that does not open, or is nothing we store, is an alarm the first time."""
        try:
            content = row.opened_with(self.key).content
            if not is_ours(content):
                raise Tampered("message.content", row.pk)
        except (Tampered, Locked, ValueError) as error:
            alarm_once(DOES_NOT_OPEN, row.pk, error)
            return Said(row, None)
        return Said(row, content)

    @cached_property
    def first(self) -> Said | None:
        """Return the writer's first message that opens: what was agreed about answering stands there."""
        opened = (self.said(row) for row in self.rows.from_writer()[:ON_A_PAGE])
        return next((each for each in opened if each.content is not None), None)

    def part(self, page: int) -> Part:
        """Open the messages of one page; beyond the last page is the last."""
        rows = list(self.rows.values_list("pk", "number", "from_team"))
        urgent = set(self.rows.filter(is_urgent=True).values_list("number", flat=True))
        last = max(1, -(-len(rows) // ON_A_PAGE))
        page = min(max(page, 1), last)
        end = len(rows) - (page - 1) * ON_A_PAGE
        chosen = [pk for pk, _number, _from_team in rows[max(0, end - ON_A_PAGE) : end]]
        read_to = self.holding.read_to if self.holding else 0
        unread = [number for _pk, number, from_team in rows if number > read_to and not from_team]
        after_unread = sum(number > unread[0] for _pk, number, _from_team in rows) if unread else 0
        return Part(
            page=page,
            last=last,
            said=[self.said(row) for row in self.rows.filter(pk__in=chosen)],
            first=self.first,
            newest=rows[-1][1] if rows else 0,
            unread=unread,
            unread_page=after_unread // ON_A_PAGE + 1,
            urgent=urgent,
            was_answered=any(from_team for _pk, _number, from_team in rows),
        )

    def removed(self) -> list[int]:
        """Return the numbers of the messages the writer has removed."""
        gone = Signal.objects.filter(thread=self.thread, kind=SignalKind.REMOVED)
        return list(gone.order_by("number").values_list("number", flat=True))


def is_ours(content: Any) -> bool:
    """Tell whether content has the form the open site gives it: a stolen one could seal any other."""
    if not isinstance(content, dict):
        return False
    contact = content.get("contact", {})
    rest = [value for name, value in content.items() if name != "contact"]
    return (
        isinstance(contact, dict)
        and all(isinstance(value, str) for value in contact.values())
        and all(isinstance(value, str | bool) for value in rest)
        and isinstance(content.get("text", ""), str)
    )
