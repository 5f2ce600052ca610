"""A message without a name at the team: taken, read, answered, handed over, and logged."""

from uuid import UUID, uuid4

from django.utils.datastructures import MultiValueDict

from vaern.desk.forms.guarded import Text as GuardedText
from vaern.desk.forms.inbox import OPENINGS, AnswerForm
from vaern.desk.views.inbox import log_content
from vaern.guard import Report, Stopped
from vaern.inquiries.access import filed_among, may_go_on_with
from vaern.inquiries.actions.drafts import save_draft
from vaern.inquiries.surroundings import answering_codes, guard_context
from vaern.mailbox import access, actions
from vaern.mailbox.models import Holding, Thread
from vaern.mailbox.reading import OpenThread
from vaern.mailbox.terms import Kind, SignalKind
from vaern.play.fields import (
    NEW_INQUIRY,
    THREAD,
    Choice,
    Coded,
    Field,
    Flag,
    ListOf,
    Number,
    OneOf,
    Region,
    Text,
    Who,
    Word,
)
from vaern.play.refusals import filled, refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, hold, stands_in
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.vault.models import Tombstone
from vaern.work.names import draw_cover_name

CALLS = Permission.ANSWER_CALLS
NOWHERE = "nowhere"

refused_with(access.NoSuchThread, "Siden findes ikke.", "Den, der skal have den, finder den i sin indbakke.")
refused_with(actions.AlreadyClaimed, "En anden har taget den imens.", "Se i indbakken, om den venter for længe.")
refused_with(actions.NotTheirs, "Du skal tage beskeden, før du kan svare på den.", "Tag den, eller spørg kollegaen.")
refused_with(actions.MailboxClosed, "Postkassen er lukket. Et svar her når ikke frem.", "Følg den aftalte vej.")
refused_with(
    actions.NewInTheMeantime, "Der er skrevet eller slettet noget imens.", "Læs det først. Dit svar er her stadig."
)


def opened(scene: Scene, thread: str, user: User) -> OpenThread:
    """Open the thread as ``user``, which leaves its trace. Raises NoSuchThread."""
    return access.open_thread(user=user, thread_id=scene.thread_of(thread), regions=answering_codes(user, scene.today))


@step("claim-thread", needs=CALLS, thread=THREAD)
def claim_thread(scene: Scene, *, by: User, thread: str) -> None:
    """Take a thread nobody has, or one that waits too long at a colleague's."""
    thread_id = scene.thread_of(thread)
    actions.claim(
        thread_id=thread_id,
        seen=Holding.objects.filter(pk=thread_id).values_list("holder", flat=True).first(),
        cover_name=draw_cover_name(),
        by=by,
        regions=answering_codes(by, scene.today),
        at=scene.at,
    )


@step("read-thread", needs=CALLS, thread=THREAD)
def read_thread(scene: Scene, *, by: User, thread: str) -> None:
    """Open a thread and read it. Its holder's list shows it as read from then on."""
    read = opened(scene, thread, by)
    if read.holder == by.pk:
        actions.mark_read(opened=read)


@step(
    "answer-thread",
    needs=CALLS,
    example='opening = "ord"\ntext = "Jeg er her igen i morgen."',
    thread=THREAD,
    opening=Field(Coded([(code, str(words)) for code, words in OPENINGS]), "a neutral beginning", None),
    text=Field(Text(), "the answer", ""),
    telling_is_meant=Field(Flag(), "words that tell what it is about are meant to stand there", False),
    seen=Field(Number(), "the number of the last message that was on the page; the newest", None),
    twice=Field(Flag(), "the button is pressed twice", False),
)
def answer_thread(
    scene: Scene,
    *,
    by: User,
    thread: str,
    opening: str | None,
    text: str,
    telling_is_meant: bool,
    seen: int | None,
    twice: bool,
) -> None:
    """Answer in a thread. The writer reads it with the code, and nobody sends it anywhere."""
    read = opened(scene, thread, by)
    if read.holder == by.pk and seen is None:
        actions.mark_read(opened=read)  # as the page does that the answer is written on
    messages = read.messages()
    newest = messages[-1].number if messages else 0
    given = {
        "text": [text],
        "opening": [opening or ""],
        "telling_is_meant": ["on"] if telling_is_meant else [],
        "token": [str(uuid4())],
        "seen": [str(newest if seen is None else seen)],
        "confirmed": sorted(scene.ticked(text, guard_context(scene.at))),
    }
    form = AnswerForm(MultiValueDict(given), at=scene.at)
    written = form.fields["text"]
    if not form.is_valid() and isinstance(written, GuardedText) and written.found:
        raise Stopped(Report(tuple(each.finding for each in written.found)))
    cleaned = filled(form).cleaned_data
    for _press in range(2 if twice else 1):
        actions.answer(
            opened=read, token=cleaned["token"], text=cleaned["text"], seen=cleaned["seen"], by=by, at=scene.at
        )


@step(
    "hand-over-thread",
    needs=CALLS,
    example='to_region = "Nordjylland"',
    thread=THREAD,
    to_region=Field(Region(), "the region in which somebody takes it", None),
    to=Field(Who(), "or the colleague who gets it", None),
)
def hand_over_thread(scene: Scene, *, by: User, thread: str, to_region: str | None, to: str | None) -> None:
    """Give a thread to a region or to a colleague."""
    hold(bool(to_region) != bool(to), "write either `to_region` or `to`")
    receiver = scene.people[to] if to else None
    actions.hand_over(opened=opened(scene, thread, by), by=by, region=to_region or "", colleague=receiver)


@step("log-thread", needs=CALLS, thread=THREAD, inquiry=NEW_INQUIRY)
def log_thread(scene: Scene, *, by: User, thread: str, inquiry: str) -> None:
    """Begin a call log from a thread; `call` files it. A sheet fills it in, a citizen's words stay where they are."""
    read = opened(scene, thread, by)
    if read.inquiry is None or not may_go_on_with(by, read.inquiry, at=scene.at):
        if read.holder != by.pk:
            raise actions.NotTheirs
        draft = save_draft(draft_id=scene.id_of(inquiry), base=0, content=log_content(read), by=by, at=scene.at).draft
        actions.log_as(opened=read, inquiry=draft.pk, by=by, instead_of=read.inquiry)
    scene.ids[inquiry] = known(read.inquiry)


def known(inquiry: UUID | None) -> UUID:
    if inquiry is None:
        raise Broken("no call log was begun from it")
    return inquiry


@expectation(
    "inbox",
    example='person = "Asta"\nwhere = "unclaimed"\nis_flagged = true',
    thread=THREAD,
    person=Field(Who(), "whose inbox"),
    where=Field(
        OneOf("unclaimed", "mine", "elsewhere", NOWHERE),
        "nobody's yet, their own, waiting too long at a colleague's, or not there",
    ),
    is_new=Field(Flag(), "whether something in it is unread", None),
    is_flagged=Field(Flag(), "whether it is urgent", None),
    says=Field(ListOf(Choice(SignalKind)), "what the writer has done that is still unseen", None),
    is_on_the_day=Field(Flag(), "whether the person's day (Min dag) shows it too", None),
)
def look_at_inbox(
    scene: Scene,
    *,
    thread: str,
    person: str,
    where: str,
    is_new: bool | None,
    is_flagged: bool | None,
    says: tuple[SignalKind, ...] | None,
    is_on_the_day: bool | None,
) -> None:
    """Look where a person's inbox shows a thread, and as what. Nothing in it is opened."""
    user, sought = scene.person(person), scene.thread_of(thread)
    inbox = access.inbox(user, regions=answering_codes(user, scene.today), at=scene.at, filed=filed_among)
    lists = {"unclaimed": inbox.unclaimed, "mine": inbox.mine, "elsewhere": inbox.waiting_elsewhere}
    found = {name: row for name, rows in lists.items() for row in rows if row.thread.pk == sought}
    hold(where in (found or {NOWHERE}), f"it is {', '.join(found) or NOWHERE}")
    is_shown = sought in [row.thread.pk for row in inbox.waiting]
    hold(is_on_the_day in {None, is_shown}, f"is_on_the_day is {str(is_shown).lower()}")
    for row in found.values():
        hold(is_new in {None, row.is_new}, f"is_new is {str(row.is_new).lower()}")
        hold(is_flagged in {None, row.is_flagged}, f"is_flagged is {str(row.is_flagged).lower()}")
        hold(says is None or set(says) == row.signals, f"it says {', '.join(sorted(row.signals)) or 'nothing'}")


@expectation(
    "thread",
    example='person = "Asta"\nnumber = 2\nhas = "hjælp"',
    thread=THREAD,
    person=Field(Who(), "who opens it"),
    kind=Field(Choice(Kind), "whom it is from", None),
    number=Field(Number(), "how many messages there are", None),
    has=Field(Word(), "words that stand in it", None),
    has_not=Field(Word(), "words that do not", None),
    held_by=Field(Who(), "who holds it", None),
    is_closed=Field(Flag(), "whether the writer has closed the mailbox", None),
    removed=Field(ListOf(Number()), "the numbers of the messages the writer has removed", None),
)
def look_at_thread(
    scene: Scene,
    *,
    thread: str,
    person: str,
    kind: Kind | None,
    number: int | None,
    has: str | None,
    has_not: str | None,
    held_by: str | None,
    is_closed: bool | None,
    removed: tuple[int, ...] | None,
) -> None:
    """Open a thread as somebody of the team, which leaves its trace, and look at it."""
    read = opened(scene, thread, scene.person(person))
    messages = read.messages()
    said = "\n".join(text for each in messages for text in each.content.values() if isinstance(text, str))
    hold(kind in {None, read.thread.kind}, f"it is {read.thread.kind}")
    hold(number in {None, len(messages)}, f"there are {len(messages)}")
    hold(has is None or stands_in(has, said), "it has not these words")
    hold(has_not is None or not stands_in(has_not, said), "it has these words")
    hold(held_by is None or read.holder == scene.people[held_by], "it is not theirs")
    hold(is_closed in {None, read.is_closed}, f"is_closed is {str(read.is_closed).lower()}")
    hold(removed is None or list(removed) == read.removed(), f"removed are {read.removed() or 'none'}")


@expectation("thread-not-shown-to", example='person = "Bo"', thread=THREAD, person=Field(Who(), "to whom"))
def look_for_thread(scene: Scene, *, thread: str, person: str) -> None:
    """See that for this person a thread does not exist."""
    try:
        opened(scene, thread, scene.person(person))
    except access.NoSuchThread:
        return
    raise Broken("they can open it")


@expectation("thread-gone", thread=THREAD)
def look_for_remains(scene: Scene, *, thread: str) -> None:
    """See that a thread and its messages are erased, and that the key to them is destroyed."""
    hold(not Thread.objects.filter(pk=scene.thread_of(thread)).exists(), "it is there")
    hold(Tombstone.objects.exists(), "no key was destroyed")
