"""Call back, as it was agreed to be safe: the answers, the tries, the number and its end."""

from datetime import date, datetime, timedelta
from typing import Any

from vaern.directory.numbers import NotANumber, written
from vaern.inquiries.access import agreed_with_the_citizen, open_call_back
from vaern.inquiries.actions import callbacks
from vaern.inquiries.models import CallBack
from vaern.inquiries.terms import AttemptOutcome, CallBackEnd, HideNumber, IfOtherAnswers, PhoneOf, TaskKind
from vaern.inquiries.worklist import day_of
from vaern.law.clocks import end_of
from vaern.law.contact import agreement_holds_until, may_call_the_citizen
from vaern.law.terms import Answer
from vaern.play.fields import INQUIRY, Choice, Day, Field, Flag, Moment, Number, Text, Unguarded, Word
from vaern.play.kinds.journal import A_STEP, new_task
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, hold, stands_in
from vaern.staff.models import User
from vaern.staff.roles import Permission
from vaern.vault.broker import KeyGone, broker
from vaern.vault.models import Tombstone
from vaern.vault.terms import Purpose

CALLS = Permission.ANSWER_CALLS
ANSWERS = {
    "when_safe": Field(Text(), "when it is safe", ""),
    "never_when": Field(Text(), "when never to call", ""),
    "agreed_words": Field(Text(), "what to say when somebody else answers", ""),
    "safe_word": Field(Text(), "a word that tells it is the right person", ""),
    "cannot_talk_word": Field(Text(), "a word for: I cannot talk now", ""),
    "send_help_word": Field(Text(), "a word for: send help", ""),
    "must_not_know": Field(Text(), "who must not know, by role", ""),
    "interpreter": Field(Text(), "the interpreter: never family", ""),
    "digital_post": Field(Text(), "who can read the person's letters and digital post", ""),
    "easier": Field(Text(), "what makes it easier to talk", ""),
}
CONTACT = {
    "number": Field(Unguarded(), "the number; invented"),
    "phone_of": Field(Choice(PhoneOf), "whose phone it is", PhoneOf.OWN.value),
    "if_other_answers": Field(
        Choice(IfOtherAnswers), "what to do when somebody else answers", IfOtherAnswers.HANG_UP.value
    ),
    "hide_number": Field(Choice(HideNumber), "whether our number is hidden", HideNumber.YES.value),
    **ANSWERS,
    "valid_until": Field(Day(), "the last day the answers hold; two weeks", None),
}

refused_with(NotANumber, "Det er ikke et nummer, der kan ringes til.", "Skriv otte cifre, eller + og landekode.")
refused_with(callbacks.AlreadyAgreed, "Der er aftalt en opringning allerede.", "Afslut den, eller ret svarene.")
refused_with(
    callbacks.ConfirmedMeanwhile, "Ikke gemt: en kollega har skrevet andre svar imens.", "Læs kollegaens svar først."
)
refused_with(callbacks.AlreadyEnded, "Opringningen er slut, og nummeret er slettet.", "Aftal en ny.")
refused_with(
    callbacks.NoReason, "Grunden mangler.", "Skriv, hvilken akut fare der ikke kan vente.", "Bekræft svarene først."
)
refused_with(
    callbacks.EndsBeforeItBegins, "Svarene skal gælde den dag, du ringer.", "Sæt en senere dag, eller ring tidligere."
)


class NoCallBack(Exception):
    """No call-back waits."""


refused_with(NoCallBack, "Der venter ingen opringning, og der er intet nummer.", "Aftal en opringning.")


def contact_of(scene: Scene, told: dict[str, Any]) -> callbacks.Contact:
    passed = scene.guarded(**{name: told[name] for name in ANSWERS})
    return callbacks.Contact(
        number=written(told["number"]),
        phone_of=told["phone_of"],
        if_other_answers=told["if_other_answers"],
        hide_number=told["hide_number"],
        **passed,
    )


def waiting(scene: Scene, inquiry: str, by: User) -> CallBack:
    """Open the inquiry's call-back as its page does, which leaves its trace. Raises NoCallBack."""
    call_back = open_call_back(user=by, inquiry=scene.opened(inquiry, by))
    if call_back is None:
        raise NoCallBack
    return call_back


def last_day(scene: Scene, told: date | None) -> date:
    return told or agreement_holds_until(made_on=scene.today)


@step(
    "agree-call-back",
    needs=CALLS,
    example="""
number = "20 30 40 50"
phone_of = "friend"
when_safe = "hverdage efter kl. 15"
due = "+1 working day 15:30"
""",
    inquiry=INQUIRY,
    due=Field(Moment(), "when to call", "+1 day 10:00"),
    **CONTACT,
)
def agree(scene: Scene, *, by: User, inquiry: str, due: datetime, valid_until: date | None, **told: Any) -> None:
    """Agree to call back, and how it is safe. The number is sealed under a key of its own."""
    opened = scene.opened(inquiry, by)
    callbacks.agree_call_back(
        inquiry=opened,
        contact=contact_of(scene, told),
        due_at=due,
        valid_until=last_day(scene, valid_until),
        by=by,
        at=scene.at,
    )


@step(
    "confirm-contact",
    needs=CALLS,
    example='number = "20 30 40 50"\nphone_of = "own"\nvalid_until = "+14 days"',
    inquiry=INQUIRY,
    **CONTACT,
)
def confirm(scene: Scene, *, by: User, inquiry: str, valid_until: date | None, **told: Any) -> None:
    """Write down what the person says now about safe contact. The earlier answers no longer count."""
    call_back = waiting(scene, inquiry, by)
    callbacks.confirm_contact(
        call_back=call_back,
        seen=call_back.confirmed_at,
        contact=contact_of(scene, told),
        valid_until=last_day(scene, valid_until),
        by=by,
        at=scene.at,
    )


@step(
    "dial-anyway",
    needs=CALLS,
    example='reason = "Hun har skrevet til læreren, at de kører til lufthavnen nu."',
    inquiry=INQUIRY,
    reason=Field(Text(), "what danger cannot wait", ""),
)
def dial_anyway(scene: Scene, *, by: User, inquiry: str, reason: str) -> None:
    """Call although the answers are out of date, because danger is acute. The reason goes into the journal."""
    call_back = waiting(scene, inquiry, by)
    passed = scene.guarded(reason=reason)["reason"]
    callbacks.override_lapsed(call_back=call_back, reason=passed, by=by, at=scene.at)


@step(
    "attempt",
    needs=CALLS,
    example='outcome = "no-answer"\ntry_again = "+1 day 15:30"',
    inquiry=INQUIRY,
    outcome=Field(Choice(AttemptOutcome), "what came of it"),
    try_again=Field(Moment(), "when to try again", None),
)
def attempt(scene: Scene, *, by: User, inquiry: str, outcome: AttemptOutcome, try_again: datetime | None) -> None:
    """Try the agreed call once. A message is never left, so there is no such outcome."""
    call_back = waiting(scene, inquiry, by)
    callbacks.attempt_call(call_back=call_back, outcome=outcome, by=by, at=scene.at, try_again_at=try_again)


@step(
    "end-call-back",
    needs=CALLS,
    example='outcome = "done"\nnext = "follow-up"\nnext_at = "+7 days 10:00"',
    inquiry=INQUIRY,
    outcome=Field(Choice(CallBackEnd), "how it ended", CallBackEnd.DONE.value),
    **A_STEP,
)
def end(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    outcome: CallBackEnd,
    next: TaskKind,  # noqa: A002
    next_at: datetime,
    next_text: str,
) -> None:
    """End the call-back. The number and the answers are gone; the inquiry goes on with a next step."""
    call_back = waiting(scene, inquiry, by)
    following = new_task(scene, next, next_at, next_text, by)
    callbacks.end_call_back(call_back=call_back, outcome=outcome, next_step=following, by=by, at=scene.at)


@expectation(
    "call-back",
    example="asks_first = true",
    inquiry=INQUIRY,
    is_waiting=Field(Flag(), "whether one waits", True),
    asks_first=Field(Flag(), "whether the answers must be confirmed before dialling", None),
    valid_until=Field(Day(), "the last day the answers hold", None),
    attempts=Field(Number(), "how many tries there have been", None),
    number=Field(Word(), "the number as it is shown", None),
    phone_of=Field(Choice(PhoneOf), "whose phone it is", None),
    if_other_answers=Field(Choice(IfOtherAnswers), "what to do when somebody else answers", None),
    hide_number=Field(Choice(HideNumber), "whether our number is hidden", None),
    has=Field(Word(), "words that stand in one of the other answers", None),
)
def look_at_call_back(
    scene: Scene,
    *,
    inquiry: str,
    is_waiting: bool,
    asks_first: bool | None,
    valid_until: date | None,
    attempts: int | None,
    has: str | None,
    **answers: str | None,
) -> None:
    """Look at the waiting call-back as the page shows it to whoever answers for the inquiry."""
    opened = scene.as_its_consultant_sees_it(inquiry)
    user = scene.person(opened.answers_for_it.first_name)
    call_back = open_call_back(user=user, inquiry=opened)
    hold((call_back is not None) == is_waiting, "none waits" if is_waiting else "one waits")
    if call_back is None:
        return
    contact = call_back.contact
    if asks_first is not None:
        asks(scene, call_back, user, asks_first)
    hold(valid_until in {None, call_back.valid_until}, f"the answers hold until {call_back.valid_until}")
    tries = call_back.attempts.count()
    hold(attempts in {None, tries}, f"there have been {tries}")
    for name, value in answers.items():
        hold(value in {None, contact[name]}, f"{name} is another" if name == "number" else f"{name} is {contact[name]}")
    if has is not None:
        hold(any(stands_in(has, contact[name]) for name in ANSWERS), "no answer has these words")


def asks(scene: Scene, call_back: CallBack, user: User, asks_first: bool) -> None:
    """See that page, day and law agree on whether to ask before dialling."""
    hold(call_back.has_lapsed(scene.today) == asks_first, f"the answers hold until {call_back.valid_until}")
    midnight = end_of(scene.today)
    day = day_of(user, at=scene.at, midnight=midnight, until=midnight + timedelta(weeks=52))
    marked = [due.ask_first for due in (*day.due, *day.ahead) if due.task.inquiry_id == call_back.inquiry_id]
    hold(asks_first in marked, "the person's day does not say so")
    finding = may_call_the_citizen(agreed_with_the_citizen(call_back.inquiry)[1], on=scene.today)
    asks_first = asks_first or not call_back.rings_the_citizen
    hold(finding.answer == (Answer.ASK if asks_first else Answer.MAY), f"the law answers {finding.answer}")


@expectation("number-erased", inquiry=INQUIRY)
def number_erased(scene: Scene, *, inquiry: str) -> None:
    """See that the key of the ended call-back is destroyed, so that its number and answers can never be read again."""
    user = scene.filed(inquiry).answers_for_it
    ended = scene.filed(inquiry).call_backs.exclude(ended_at=None).order_by("-ended_at").first()
    if ended is None:
        raise Broken("no call-back has ended")
    hold(Tombstone.objects.covering(ended.key_id).exists(), "nothing says that its key was destroyed")
    try:
        broker().open(ended.key_id, purpose=Purpose.CONTACT, by=user.pk)
    except KeyGone:
        return
    raise Broken("its key still opens")
