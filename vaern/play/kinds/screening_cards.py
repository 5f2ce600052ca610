"""Action cards: each is opened by one named answer, has a deadline on the clock, and gets an answer before signing."""

from datetime import datetime

from vaern.inquiries.terms import TaskKind
from vaern.play.fields import INQUIRY, Coded, Field, Flag, ListOf, Moment, OneOf, Text, Who, Word
from vaern.play.kinds.screenings import CALLS, INSTRUMENT, WHOSE, draft_of, newest_of
from vaern.play.refusals import refused_with
from vaern.play.registry import expectation, step
from vaern.play.scene import Broken, Scene, clock_shows, hold, stands_in
from vaern.risk.access import OpenCard, cards_of
from vaern.risk.actions import cards
from vaern.risk.terms import CardResponse, Due, Owner
from vaern.staff.models import User

CARDS = Coded((card.code, card.title) for card in INSTRUMENT.cards)
REASONS = Coded(dict(pair for card in INSTRUMENT.cards for pair in card.dismissed_by).items())

refused_with(cards.NotOpen, "Intet svar i screeningen åbner det kort.", "Svar på spørgsmålet, der åbner det.")
refused_with(
    cards.LaterThanTheCard, "Kortets frist kan rykkes frem, aldrig tilbage.", "Vælg kortets frist eller en tidligere."
)
refused_with(cards.NoReason, "Et kort lægges væk med en af sine egne grunde og ord.", "Vælg en grund, og skriv den.")
refused_with(
    cards.NoColleague,
    "Det kort lægges kun væk, når en kollega er spurgt.",
    "Spørg en kollega, og skriv hvem.",
    "Eller gør det, der står på kortet.",
)


@step(
    "card",
    needs=CALLS,
    example='card = "R2"\nresponse = "will-do"\ndue = "+30 min"',
    inquiry=INQUIRY,
    card=Field(ListOf(CARDS), "which"),
    response=Field(Coded(CardResponse.choices), "what becomes of it", CardResponse.DONE.value),
    owner=Field(Who(), "who does it, when it is set as a task; who answers", None),
    due=Field(Moment(), "when; the card's own deadline", None),
    reason=Field(REASONS, "why it is put away; each card has its own reasons", None),
    words=Field(Text(), "that reason in words", ""),
    colleague=Field(Who(), "the colleague who was asked; the gravest cards need one", None),
    whose=WHOSE,
)
def answer_card(
    scene: Scene,
    *,
    by: User,
    inquiry: str,
    card: tuple[str, ...],
    response: str,
    owner: str | None,
    due: datetime | None,
    reason: str | None,
    words: str,
    colleague: str | None,
    whose: str | None,
) -> None:
    """Answer open cards: done, set as a task with a deadline on the clock, or put away with a reason."""
    opened = scene.opened(inquiry, by)
    draft = draft_of(scene, opened, by, whose)
    answer = cards.Answer(
        response=CardResponse(response),
        owner=scene.person(owner) if owner else None,
        due_at=due,
        reason=reason or "",
        words=scene.guarded(words=words)["words"],
        colleague=scene.person(colleague) if colleague else None,
    )
    for code in card:
        cards.answer_card(inquiry=opened, screening=draft, card=code, answer=answer, by=by, at=scene.at)


@expectation(
    "cards",
    example='open = ["R3", "R5"]',
    inquiry=INQUIRY,
    open=Field(ListOf(CARDS), "the cards that stand open, no more and no fewer"),
)
def look_at_cards(scene: Scene, *, inquiry: str, open: tuple[str, ...]) -> None:  # noqa: A002
    """See exactly which cards the answers of the newest screening open; none, for `open = []`."""
    found = {each.card.code for each in open_cards(scene, inquiry)}
    hold(found == set(open), f"open are {', '.join(sorted(found)) or 'none'}")


def open_cards(scene: Scene, inquiry: str) -> list[OpenCard]:
    opened = scene.as_its_consultant_sees_it(inquiry)
    return cards_of(opened, newest_of(scene, inquiry))


@expectation(
    "card",
    example='card = "R2"\ndeadline = "+60 min"\nbecause = "truet med drab"',
    inquiry=INQUIRY,
    card=Field(CARDS, "which"),
    is_open=Field(Flag(), "false: no answer opens it", True),
    waits=Field(Flag(), "whether it is still to be answered", None),
    deadline=Field(Moment(), "when it must be done, on the clock", None),
    due_by=Field(Moment(), "it must be done then or earlier", None),
    due=Field(OneOf(*Due.values), "in which way it is due", None),
    owner=Field(OneOf(*Owner.values), "whose it is", None),
    response=Field(Coded(CardResponse.choices), "what became of it", None),
    task_owner=Field(Who(), "who has it as a task that is not done", None),
    because=Field(Word(), "words of the answer that opened it", None),
    has=Field(Word(), "words that stand on it", None),
)
def look_at_card(
    scene: Scene,
    *,
    inquiry: str,
    card: str,
    is_open: bool,
    waits: bool | None,
    deadline: datetime | None,
    due_by: datetime | None,
    due: str | None,
    owner: str | None,
    response: str | None,
    task_owner: str | None,
    because: str | None,
    has: str | None,
) -> None:
    """Look at one action card of the newest screening. It depends on one named answer, never on how many there are."""
    found = next((each for each in open_cards(scene, inquiry) if each.card.code == card), None)
    hold((found is not None) == is_open, "it is not open" if is_open else "it is open")
    if found is None:
        return
    hold(waits in {None, found.waits}, "it waits" if found.waits else "it is answered")
    hold(deadline in {None, found.deadline}, f"it must be done by {clock_shows(found.deadline)}")
    hold(
        due_by is None or found.deadline <= due_by, f"it must be done by {clock_shows(found.deadline)}, which is later"
    )
    hold(due in {None, found.card.due}, f"it is due {found.card.due}")
    hold(owner in {None, found.card.owner}, f"it is the {found.card.owner}'s")
    answered = found.answer.answer["response"] if found.answer else "nothing"
    hold(response in {None, answered}, f"what became of it is {answered}")
    hold(because is None or any(stands_in(because, each) for each in found.because), "another answer opened it")
    hold(has is None or stands_in(has, f"{found.card.title} {found.card.does}"), "it has not these words")
    if task_owner is not None:
        task = found.answer.task if found.answer else None
        if task is None:
            raise Broken("it is no task")
        hold(task.kind == TaskKind.CARD and task.done_at is None, "the task is done")
        hold(task.owner_id == scene.people[task_owner], "it is somebody else's")
