"""What a page may read of screenings. An inquiry that was opened opens its screenings; lists open nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from vaern.audit.models import Event
from vaern.inquiries.models import Inquiry
from vaern.law.screening import Level, SignedJudgement, Standing, card_deadline, standing
from vaern.risk.content import Content
from vaern.risk.instrument import Card, Instrument, InstrumentFault, load
from vaern.risk.models import CardAnswer, Screening, Voiding
from vaern.risk.schema import Fault
from vaern.staff.models import User


class NoSuchScreening(Exception):
    """There is none in this inquiry."""


def instrument_of(screening: Screening) -> Instrument:
    """Return the very file the screening was made with. Raises InstrumentFault if it is no longer that file."""
    instrument = load(screening.instrument)
    if instrument.fingerprint != screening.fingerprint:
        raise InstrumentFault([Fault(f"{screening.instrument}.toml", 1, "the screening was made with another file")])
    return instrument


def content_of(screening: Screening) -> Content:
    return Content(instrument_of(screening), screening.content)


def screening_of(inquiry: Inquiry, screening_id: UUID) -> Screening:
    """Return one screening of an opened inquiry, readable. Raises NoSuchScreening."""
    found = Screening.objects.of(inquiry).select_related("signed_by", "saved_by", "voiding").filter(pk=screening_id)
    screening = found.first()
    if screening is None:
        raise NoSuchScreening
    screening.inquiry = inquiry
    return screening.opened_with(inquiry.key_in_hand)


def drafts_of(inquiry: Inquiry) -> list[Screening]:
    """Return the screenings that are being written, the oldest first: two people at once see each other's."""
    rows = Screening.objects.of(inquiry).drafts().oldest_first().select_related("saved_by")
    return rows.opened_with(inquiry.key_in_hand)


def timeline(inquiry: Inquiry) -> list[Screening]:
    """Return what was signed, the newest first, each with its voiding if it has one. Nothing is left out."""
    rows = Screening.objects.of(inquiry).signed().newest_first().select_related("signed_by", "voiding")
    return rows.opened_with(inquiry.key_in_hand)


def voiding_of(screening: Screening) -> Voiding | None:
    """Return why an opened screening was taken out of use, readable, or None."""
    voiding = getattr(screening, "voiding", None)
    return voiding.opened_with(screening.key_in_hand) if voiding else None


def newest_signed(inquiry: Inquiry) -> Screening | None:
    row = Screening.objects.of(inquiry).newest().select_related("voiding").first()
    return row.opened_with(inquiry.key_in_hand) if row else None


# The current level, for pages and for lists.


def standing_of(inquiry: Inquiry, *, at: datetime) -> Standing:
    """Return the inquiry's current level, or why there is none. Opens no key."""
    return standings_of([inquiry.pk], at=at)[inquiry.pk]


def standings_of(inquiries: Iterable[UUID], *, at: datetime) -> dict[UUID, Standing]:
    """Return the current level of each inquiry of a list. One query, and nothing is opened."""
    wanted = list(inquiries)
    rows = Screening.objects.newest().filter(inquiry__in=wanted)
    newest = {
        inquiry: SignedJudgement(level=Level(level), valid_until=until, voided=voided is not None)
        for inquiry, level, until, voided in rows.values_list("inquiry", "level", "valid_until", "voiding")
    }
    return {inquiry: standing(newest.get(inquiry), at=at) for inquiry in wanted}


@dataclass(frozen=True)
class Judged:
    """The current level, with who signed the newest judgement and when. Nobody and no times where nothing is signed."""

    standing: Standing
    by: User | None
    signed_at: datetime | None
    valid_until: datetime | None


def judgement_of(inquiry_id: UUID, *, at: datetime) -> Judged:
    """Return what a page shows of the newest judgement of an inquiry. One query, and nothing is opened."""
    row = Screening.objects.newest().filter(inquiry=inquiry_id).select_related("signed_by", "voiding").first()
    if row is None:
        return Judged(Standing.NOT_ASSESSED, None, None, None)
    voided = getattr(row, "voiding", None) is not None
    newest = SignedJudgement(level=Level(row.level), valid_until=row.valid_until, voided=voided)
    return Judged(standing(newest, at=at), row.signed_by, row.signed_at, row.valid_until)


def outdated(*, at: datetime) -> list[Inquiry]:
    """Return open inquiries whose newest judgement has run out or was taken out of use, by next step, unopened."""
    newest = Inquiry.objects.open().annotate(judged_at=Max("screenings__signed_at")).exclude(judged_at=None)
    rows = list(newest.by_next_step().select_related("consultant", "handed_by"))
    found = standings_of([row.pk for row in rows], at=at)
    return [row for row in rows if found[row.pk] in {Standing.OUTDATED, Standing.NOT_ASSESSED}]


def overrides_between(start: datetime, end: datetime) -> list[Event]:
    """Return who judged against an acute answer, for the monthly review: ids and times, and no words."""
    return list(Event.objects.filter(act="screening.overridden", at__gte=start, at__lt=end).order_by("at"))


# Cards.


@dataclass(frozen=True)
class OpenCard:
    """A card some answer opened. ``because``: those answers in words. ``answer``: what has become of it, readable."""

    card: Card
    because: tuple[str, ...]
    opened_at: datetime
    deadline: datetime
    answer: CardAnswer | None

    @property
    def waits(self) -> bool:
        return self.answer is None


def cards_of(inquiry: Inquiry, screening: Screening) -> list[OpenCard]:
    """Return the cards that stand open in a screening, in the order of the instrument, with what became of each.

    What was answered in the draft it was forked from counts here too: nobody is asked the same twice.
    """
    instrument, opened = instrument_of(screening), screening.opened
    given = {f"{name}={value}" for name, value in content_of(screening).answers().items()}
    answered = answers_to_cards(inquiry, screening)
    return [
        OpenCard(
            card=card,
            because=tuple(instrument.said[opener] for opener in card.opened_by if opener in given),
            opened_at=datetime.fromisoformat(opened[card.code]),
            deadline=card_deadline(datetime.fromisoformat(opened[card.code]), within_hours=card.within_hours),
            answer=answered.get(card.code),
        )
        for card in instrument.cards
        if card.code in opened
    ]


def answers_to_cards(inquiry: Inquiry, screening: Screening) -> dict[str, CardAnswer]:
    """Return the newest answer to each card, by its code."""
    line, origin = [screening.pk], screening.fork_of
    while origin is not None and origin not in line:
        line.append(origin)
        origin = Screening.objects.of(inquiry).filter(pk=origin).values_list("fork_of", flat=True).first()
    rows = CardAnswer.objects.filter(inquiry=inquiry, screening__in=line).oldest_first().select_related("task", "by")
    return {row.answer["card"]: row for row in rows.opened_with(inquiry.key_in_hand)}


# Alarms.


def newest_alarm(inquiry: Inquiry, *drafts: Screening) -> datetime | None:
    """Return when somebody last answered an alarming question with yes, or something alarming happened after.

    ``drafts`` count as of when they were last saved. One such answer is enough, and how many there are means nothing.
    """
    judged = timeline(inquiry)
    moments = [each.signed_at for each in judged if is_alarming(each)]
    moments += [each.saved_at for each in drafts if is_alarming(each)]
    for each in judged:
        voiding = voiding_of(each)
        if voiding and any(redo.alarm and redo.code == voiding.why["happened"] for redo in instrument_of(each).redo):
            moments.append(voiding.at)
    return max(moments, default=None)


def is_alarming(screening: Screening) -> bool:
    content = content_of(screening)
    return any(question.alarm and content.says_yes(question.name) for question in content.instrument.gate)
