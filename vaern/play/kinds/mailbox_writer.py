"""A message without a name: written, sent, and what its writer does in the mailbox."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from vaern.mailbox.code import SECRET_BITS, Code
from vaern.mailbox.door import sitting
from vaern.mailbox.door.refusals import Crowded, WrongCode
from vaern.mailbox.door.sitting import Mailbox, SittingOver
from vaern.mailbox.door.taking_in import drop, new_code
from vaern.mailbox.models import Thread
from vaern.mailbox.terms import Answer, IfOtherAnswers, NoOrYes, PhoneOf
from vaern.play.fields import NEW_THREAD, THREAD, Choice, Field, Flag, Moment, Number, OneOf, Unguarded, Word
from vaern.play.refusals import filled, refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, clock_shows, hold, stands_in
from vaern.public.mailbox import send
from vaern.public.message_forms import CodeForm, ContactForm, MessageForm, ReplyForm
from vaern.public.write import content

WORDS = {
    "text": Field(Unguarded(), "what they write; the guard leaves it alone: it is theirs", ""),
    "danger": Field(Flag(), "they say that they are in danger now", False),
    "trip": Field(Flag(), "they say that they travel within 14 days", False),
    "twice": Field(Flag(), "the button is pressed twice", False),
}
CONTACT = {
    "answer_by": Field(Choice(Answer), "how we may answer", Answer.RETURN.value),
    "number": Field(Unguarded(), "a number that is safe to call; invented", ""),
    "phone_of": Field(Choice(PhoneOf), "whose phone it is", None),
    "when_safe": Field(Unguarded(), "when it is safe", ""),
    "never_when": Field(Unguarded(), "when never to call", ""),
    "until": Field(Unguarded(), "until when that holds", ""),
    "if_other": Field(Choice(IfOtherAnswers), "what to do when somebody else answers", IfOtherAnswers.HANG_UP.value),
    "other_words": Field(Unguarded(), "what to say then", ""),
    "voicemail": Field(Choice(NoOrYes), "whether we may leave a message", NoOrYes.NO.value),
    "sms": Field(Choice(NoOrYes), "whether we may send a text message", NoOrYes.NO.value),
    "sms_text": Field(Unguarded(), "what it must say", ""),
}
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
TYPED = {
    "words": lambda code: " ".join(code.words),
    "capitals": lambda code: ", ".join(code.words).upper(),
    "four letters": lambda code: " ".join(word[:4] for word in code.words),
    "digits": lambda code: "-".join(code.digits),
    "arabic digits": lambda code: " ".join(code.digits).translate(ARABIC),
    "wrong": lambda code: " ".join(Code(code.number ^ 1).words),
    "never given": lambda code: " ".join(Code(code.number ^ 1 << SECRET_BITS).words),
    "half": lambda code: " ".join(code.words[:4]),
}

refused_with(WrongCode, str(CodeForm.WRONG), "Skriv bare igen. Så får du en ny kode.")
refused_with(SittingOver, "Siden har været åben for længe og er lukket.", "Skriv koden igen.")
refused_with(Crowded, "Der er for travlt hos os lige nu.", "Haster det, så ring.")


def ticked(**boxes: bool) -> dict[str, str]:
    return {name: "on" for name, is_ticked in boxes.items() if is_ticked}


@step(
    "drop-message",
    by=None,
    example='text = "hjælp"\ntrip = true',
    thread=NEW_THREAD,
    **WORDS,
    **CONTACT,
)
def drop_message(
    scene: Scene, *, thread: str, text: str, danger: bool, trip: bool, twice: bool, **answers: Any
) -> None:
    """Write without a name and send it. The code leads the steps below back, and is written down nowhere."""
    if thread in scene.threads:
        raise Broken("this thread is begun already: give the new one a word of its own with `thread`")
    message = filled(MessageForm({"text": text} | ticked(danger=danger, trip=trip)))
    contact = filled(ContactForm({name: value for name, value in answers.items() if value}))
    code = new_code()
    for _press in range(2 if twice else 1):
        drop(code=code, content=content(message, contact), is_urgent=message.is_urgent, at=scene.at)
    scene.codes[thread] = code
    scene.threads[thread] = Thread.objects.get(selector=code.selector).pk


@step(
    "open-mailbox",
    by=None,
    example='typed = "arabic digits"',
    thread=THREAD,
    typed=Field(OneOf(*TYPED), "how the code is typed, or what is typed instead of it", "words"),
)
def open_mailbox(scene: Scene, *, thread: str, typed: str) -> None:
    """Come back with the code. The mailbox stays open in that browser until somebody leaves it, or its time is up."""
    if thread not in scene.codes:
        raise Broken("nobody was given a code for this thread")
    renew(scene, thread, sitting.enter(typed=TYPED[typed](scene.codes[thread]), at=scene.at))


def renew(scene: Scene, thread: str, mailbox: Mailbox) -> None:
    """Let the browser keep the mailbox open for another quarter of an hour, as every page of it does."""
    scene.cookies[thread] = mailbox.cookie(scene.at)


def mailbox_of(scene: Scene, thread: str) -> Mailbox:
    """Return the mailbox that is open in the writer's browser. Raises SittingOver."""
    return sitting.resume(cookie=scene.cookies.get(thread, ""), at=scene.at)


@step("write-in-mailbox", by=None, example='text = "Jeg har fundet et sted."', thread=THREAD, **WORDS)
def write_in_mailbox(scene: Scene, *, thread: str, text: str, danger: bool, trip: bool, twice: bool) -> None:
    """Write on in the open mailbox."""
    mailbox, token = mailbox_of(scene, thread), str(uuid4())
    form = filled(ReplyForm({"text": text, "token": token} | ticked(danger=danger, trip=trip)))
    for _press in range(2 if twice else 1):
        send(form, mailbox, scene.at)
    renew(scene, thread, mailbox)


@step(
    "remove-message",
    by=None,
    example="message = 1",
    thread=THREAD,
    message=Field(Number(), "which message, counted from the first that was ever in it; all of them", None),
)
def remove_message(scene: Scene, *, thread: str, message: int | None) -> None:
    """Remove a message in the open mailbox. It is gone for the team too."""
    mailbox = mailbox_of(scene, thread)
    chosen = [each.pk for each in mailbox.messages() if message in {None, each.number}]
    hold(bool(chosen), "there is no such message")
    sitting.remove(mailbox=mailbox, messages=chosen, at=scene.at)
    renew(scene, thread, mailbox)


@step("close-mailbox", by=None, thread=THREAD)
def close_mailbox(scene: Scene, *, thread: str) -> None:
    """Close the open mailbox for good: the code opens nothing any more, and the team is told."""
    sitting.close(mailbox=mailbox_of(scene, thread), at=scene.at)
    scene.cookies.pop(thread)


@step("leave-mailbox", by=None, thread=THREAD)
def leave_mailbox(scene: Scene, *, thread: str) -> None:
    """Leave the mailbox. The browser keeps its cookie here, and it must open nothing any more."""
    sitting.leave(cookie=scene.cookies.get(thread, ""))


@expectation(
    "in-mailbox",
    example='number = 2\nhas = "Tak for din besked."\nfrom_us = 1',
    thread=THREAD,
    number=Field(Number(), "how many messages there are", None),
    from_us=Field(Number(), "how many of them are answers of the team", None),
    has=Field(Word(), "words of the newest message", None),
    opened_before=Field(Moment(), "when it says that it was last opened", None),
    is_first_time=Field(Flag(), "whether it was never opened before", None),
)
def look_in_mailbox(
    scene: Scene,
    *,
    thread: str,
    number: int | None,
    from_us: int | None,
    has: str | None,
    opened_before: datetime | None,
    is_first_time: bool | None,
) -> None:
    """Look in the mailbox that is open in the writer's browser, with what the browser holds."""
    mailbox = mailbox_of(scene, thread)
    messages = mailbox.messages()
    answers = sum(each.from_team for each in messages)
    hold(number in {None, len(messages)}, f"there are {len(messages)}")
    hold(from_us in {None, answers}, f"there are {answers} answers")
    newest = messages[-1].content["text"] if messages else ""
    hold(has is None or stands_in(has, newest), "the newest has not these words")
    before = mailbox.opened_before
    hold(is_first_time in {None, before is None}, "it was opened before" if before else "it was never opened before")
    hold(
        opened_before in {None, before},
        f"it was last opened {clock_shows(before)}" if before else "it was never opened before",
    )
