"""What a page may read of screenings. An inquiry that was opened opens its screenings; lists open nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max

from vaern.audit import trail
from vaern.audit.models import Event
from vaern.cases.models import Case
from vaern.inquiries.models import Inquiry
from vaern.law.clocks import local_day
from vaern.law.screening import Level, SignedJudgement, Standing, card_deadline, standing
from vaern.risk.content import Content
from vaern.risk.instrument import Card, Instrument, InstrumentFault, load
from vaern.risk.models import Assessment, CardAnswer, Screening, SecondReading, Voiding
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


def screening_shown(inquiry: Inquiry, screening_id: UUID, *, to: User) -> Screening:
    """Return one screening as a page shows it: to who rates its case blindly a signed one is not there, on record.

    Raises NoSuchScreening.
    """
    screening = screening_of(inquiry, screening_id)
    if screening.is_signed and rated_blindly([inquiry.pk], by=to):
        trail.record_refusal("assessment.blind_refused", by=to.pk, about=inquiry.pk, code="screening")
        raise NoSuchScreening
    return screening


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


def readings_of(inquiry: Inquiry, screening: Screening | None = None) -> list[SecondReading]:
    """Return who has read a screening as it stands now, readable; without one, who has read before closing."""
    rows = SecondReading.objects.filter(inquiry=inquiry, screening=screening.pk if screening else None)
    if screening:
        rows = rows.filter(revision=screening.revision)
    return rows.oldest_first().select_related("by").opened_with(inquiry.key_in_hand)


# The current level, for pages and for lists.


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """The current level of an inquiry and its case as lists show it, and whose it is. Nothing of it is sealed.

    ``screening`` or ``assessment`` is the id of what says it: the newest that somebody signed.
    """

    standing: Standing
    screening: UUID | None = None
    assessment: UUID | None = None
    signed_by: str = ""
    signed_at: datetime | None = None
    last_day: date | None = None
    """The last day the judgement holds, or held."""

    @property
    def is_hidden(self) -> bool:
        return self.standing is Standing.HIDDEN

    @property
    def id(self) -> UUID | None:
        """What says it, whichever of the two it is."""
        return self.screening or self.assessment


def judgements_of(inquiries: Iterable[UUID], *, at: datetime) -> dict[UUID, Judgement]:
    """Return the current level of each inquiry of a list, with who signed it. Two queries, and nothing is opened."""
    wanted = list(inquiries)
    newest = newest_of(wanted)
    found = {inquiry: judgement_in(row, at=at) for inquiry, row in newest.items()}
    return {inquiry: found.get(inquiry) or Judgement(standing=standing(None, at=at)) for inquiry in wanted}


HIDDEN = Judgement(standing=Standing.HIDDEN)


def judgements_shown(inquiries: Iterable[UUID], *, to: User, at: datetime) -> dict[UUID, Judgement]:
    """Return the current levels as a page shows them to somebody: hidden where they rate blindly. Three queries."""
    wanted = list(inquiries)
    found = judgements_of(wanted, at=at)
    return found | dict.fromkeys(rated_blindly(wanted, by=to), HIDDEN)


def rated_blindly(inquiries: Iterable[UUID], *, by: User) -> set[UUID]:
    """Return those inquiries in whose case somebody has a blind rating that is neither signed nor given back."""
    ratings = Assessment.objects.drafts().blind().by(by).filter(case__inquiry__in=list(inquiries))
    return set(ratings.values_list("case__inquiry", flat=True))


def judgement_of(case: Case, *, at: datetime) -> Judgement:
    """Return the current level of a case, which is that of its inquiry, and whose it is."""
    return judgements_of([case.inquiry_id], at=at)[case.inquiry_id]


def newest_of(inquiries: Iterable[UUID]) -> dict[UUID, Screening | Assessment]:
    """Return the newest signed judgement of each inquiry, unopened: a screening, or an assessment of its case.

    Each of the two kinds has one that nothing of its own kind follows. Whichever was signed later says that it
    supersedes the other, whatever the clocks said.
    """
    wanted = list(inquiries)
    screenings = Screening.objects.newest().filter(inquiry__in=wanted).select_related("signed_by", "voiding")
    found: dict[UUID, Screening | Assessment] = {row.inquiry_id: row for row in screenings.defer("content", "opened")}
    assessments = Assessment.objects.newest().filter(case__inquiry__in=wanted)
    for row in assessments.select_related("case", "signed_by", "voiding").defer("content", "frame", "saves"):
        screening = found.get(row.case.inquiry_id)
        if screening is None or screening.supersedes_id != row.pk:
            found[row.case.inquiry_id] = row
    return found


def judgement_in(newest: Screening | Assessment, *, at: datetime) -> Judgement:
    signed = SignedJudgement(
        level=Level(newest.level), valid_until=newest.valid_until, voided=hasattr(newest, "voiding")
    )
    is_screening = isinstance(newest, Screening)
    return Judgement(
        standing=standing(signed, at=at),
        screening=newest.pk if is_screening else None,
        assessment=None if is_screening else newest.pk,
        signed_by=newest.signed_by.first_name,
        signed_at=newest.signed_at,
        last_day=local_day(newest.valid_until - timedelta(seconds=1)),
    )


def standing_of(inquiry: Inquiry, *, at: datetime) -> Standing:
    """Return the inquiry's current level, or why there is none. Opens no key."""
    return judgements_of([inquiry.pk], at=at)[inquiry.pk].standing


def outdated(*, at: datetime) -> list[Inquiry]:
    """Return open inquiries whose newest judgement has run out or was taken out of use, by next step, unopened."""
    newest = Inquiry.objects.open().annotate(judged_at=Max("screenings__signed_at")).exclude(judged_at=None)
    rows = list(newest.by_next_step().select_related("consultant", "handed_by"))
    found = judgements_of([row.pk for row in rows], at=at)
    return [row for row in rows if found[row.pk].standing in {Standing.OUTDATED, Standing.NOT_ASSESSED}]


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
