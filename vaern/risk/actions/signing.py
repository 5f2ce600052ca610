"""Sign a screening, and take a signed one out of use when the world has changed."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from vaern.audit import trail
from vaern.cases.access import is_on_the_case
from vaern.cases.actions.course import show_level
from vaern.cases.models import Case
from vaern.guard import Guarded
from vaern.inquiries.access import require_sight
from vaern.inquiries.actions.journal import IsClosed
from vaern.inquiries.models import Inquiry
from vaern.inquiries.terms import TaskKind
from vaern.law import screening as law
from vaern.law.terms import Answer as Finds
from vaern.law.terms import Condition, Finding
from vaern.risk.access import cards_of, content_of, instrument_of, newest_alarm, newest_of, newest_signed
from vaern.risk.actions.cards import is_colleague
from vaern.risk.actions.writing import AlreadySigned
from vaern.risk.content import NOTHING_UNKNOWN, Content
from vaern.risk.models import Assessment, Screening, SecondReading, Voiding
from vaern.staff.models import User
from vaern.ui.ids import as_id
from vaern.work.rows import lock
from vaern.work.tasks import NewTask, set_task_of, show_next_step


class ChangedSince(Exception):
    """Somebody has written in the draft since the page was shown; read it before signing."""


class NotGuarded(Exception):
    """Words that did not pass the guard, or are not those that stand there; ``names`` says which fields."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(f"{len(names)} fields")
        self.names = names


class MayNotSign(Exception):
    """The law finds something in the way; ``findings`` says what, each with ways forward."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(", ".join(finding.rule for finding in findings))
        self.findings = findings


class AlreadyVoided(Exception):
    """The screening was taken out of use before."""


class NotTheNewest(Exception):
    """Only the newest signed screening says how it is; an older one need not be taken out of use."""


class NotAReason(Exception):
    """What happened is chosen from the instrument's list, and a mistake is told in words."""


def sign(
    *, inquiry: Inquiry, screening: Screening, base: int, cleared: Mapping[str, Guarded], by: User, at: datetime
) -> Screening:
    """Sign the draft as it stands at revision ``base``. From then on it is only followed by another.

    ``cleared`` is every field of words, past the guard. Critical unknowns of ours become tasks, and one says when the
    judgement runs out. Raises NoSuchInquiry for who may not see the inquiry, which stands in the trail, IsClosed,
    AlreadySigned, ChangedSince, NotGuarded, and MayNotSign with what the law finds.
    """
    require_sight(user=by, inquiry_id=inquiry.pk, code="sign", at=at, let_in=is_on_the_case)
    return sign_draft(inquiry, screening, base, cleared, by=by, at=at)


@transaction.atomic
def sign_draft(
    inquiry: Inquiry, screening: Screening, base: int, cleared: Mapping[str, Guarded], *, by: User, at: datetime
) -> Screening:
    inquiry = lock(inquiry)
    if not inquiry.is_open:
        raise IsClosed(inquiry.pk)
    draft = Screening.objects.of(inquiry).drafts().select_for_update(of=("self",)).filter(pk=screening.pk).first()
    if draft is None:
        raise AlreadySigned(screening.pk)
    draft.opened_with(inquiry.key_in_hand)
    if draft.revision != base:
        raise ChangedSince(screening.pk)
    content = content_of(draft)
    require_guarded(content, cleared)
    found = findings(inquiry, draft, by=by, at=at)
    if in_the_way := [finding for finding in found if not finding.permits]:
        raise MayNotSign(in_the_way)
    draft.level, draft.valid_until = content.level, content.valid_until
    draft.signed_at, draft.signed_by = at, by
    draft.follows = newest_signed(inquiry)
    draft.supersedes = Assessment.objects.newest().filter(case__inquiry=inquiry).first()
    draft.save(update_fields=["level", "valid_until", "signed_at", "signed_by", "follows", "supersedes"])
    trail.record(
        "screening.signed", by=by.pk, about=inquiry.pk, subject=draft.pk, code=draft.level, digest=draft.sealed_digest()
    )
    if any(each.requires(Condition.SHOWN_IN_REVIEW) for each in found):
        trail.record(
            "screening.overridden", by=by.pk, about=inquiry.pk, subject=draft.pk, code=content.get("override.reason")
        )
    plan(inquiry, draft, content, cleared, by=by, at=at)
    show_on_case(inquiry=inquiry, by=by)
    return draft


def require_guarded(content: Content, cleared: Mapping[str, Guarded]) -> None:
    """Raise NotGuarded unless exactly the words that stand there have passed the guard."""
    texts = content.texts()
    bare = [name for name, text in texts.items() if name not in cleared or cleared[name].text.strip() != text]
    if bare := sorted({*bare, *content.strays()}):
        raise NotGuarded(bare)


def findings(inquiry: Inquiry, draft: Screening, *, by: User, at: datetime) -> list[Finding]:
    """Return what the law finds on signing, in the order of the page: pages show these before anybody presses sign."""
    content = content_of(draft)
    previous = newest_of([inquiry.pk]).get(inquiry.pk)
    found = [
        finding
        for kind in content.instrument.kinds
        if content.says_yes(kind.name)
        and (finding := law.may_choose_kind(kind.only_for, under_18=content.under_18())).answer is Finds.MUST_NOT
    ]
    return [
        *found,
        law.may_sign(signing_facts(inquiry, draft, content, at=at), at=at),
        law.may_judge_against_danger(danger_facts(content, by=by)),
        law.may_lower_the_level(
            law.AlarmFacts(
                alarm_at=newest_alarm(inquiry, draft),
                previous=law.Level(previous.level) if previous else None,
                level=content.level,
                second_reader=was_read(draft, by=by),
            ),
            at=at,
        ),
    ]


def signing_facts(inquiry: Inquiry, draft: Screening, content: Content, *, at: datetime) -> law.SigningFacts:
    instrument, answers, unknowns = content.instrument, content.answers(), content.unknowns()
    level = content.level
    return law.SigningFacts(
        safe_answered=bool(content.get("safe")),
        gate_answered=all(question.name in answers for question in instrument.gate),
        kind_chosen=any(kind.name in answers for kind in instrument.kinds),
        honour_answered="fact.honour" in answers,
        unknowns_stated=bool(unknowns) or content.get(NOTHING_UNKNOWN) == "yes",
        critical_unknowns_assigned=all(each.is_assigned for each in unknowns if each.is_critical),
        cards_answered=not any(shown.waits for shown in cards_of(inquiry, draft)),
        level=level,
        soon=content.soon,
        knowledge=content.knowledge,
        act=content.act,
        who_acts=bool(content.get("act.who")),
        points_up=bool(content.get("words.up")),
        points_down=bool(content.get("words.down")),
        would_change=bool(content.get("words.change")),
        why_low_on_thin=bool(content.get("thin")),
        valid_until=content.valid_until,
        latest_valid_until=law.latest_validity(at, holds_days=instrument.holds_days(level)) if level else None,
    )


def danger_facts(content: Content, *, by: User) -> law.DangerFacts:
    colleague = as_id(content.get("override.colleague"))
    asked = User.objects.filter(pk=colleague).first() if colleague else None
    return law.DangerFacts(
        acute_answer=any(question.acute and content.says_yes(question.name) for question in content.instrument.gate),
        level=content.level,
        soon=content.soon,
        reason=content.get("override.reason"),
        words=content.get("override.words"),
        colleague_asked=is_colleague(asked, of=by),
    )


def was_read(draft: Screening, *, by: User) -> bool:
    """Tell whether somebody other than the signer has read the draft as it stands now."""
    readings = SecondReading.objects.filter(screening=draft.pk, revision=draft.revision)
    return readings.exclude(by=by).exists()


def plan(
    inquiry: Inquiry, signed: Screening, content: Content, cleared: Mapping[str, Guarded], *, by: User, at: datetime
) -> None:
    """Set what follows from a signed screening: our own critical questions, and the day it must be made anew."""
    for unknown in content.unknowns():
        if unknown.is_critical and unknown.by:
            owner = User.objects.filter(pk=unknown.owner).first() or by
            words = cleared[f"unknown.{unknown.place}.what"]
            new = NewTask(kind=TaskKind.FIND_OUT, due_at=unknown.by, owner=owner, text=words)
            set_task_of(inquiry, new, by=by, at=at)
    again = inquiry.tasks.open().filter(kind=TaskKind.SCREENING)
    earlier = list(again)
    renewal = NewTask(kind=TaskKind.SCREENING, due_at=signed.valid_until, owner=inquiry.answers_for_it)
    set_task_of(inquiry, renewal, by=by, at=at)
    for task in earlier:
        task.done_at, task.done_by = at, by
        task.save(update_fields=["done_at", "done_by"])
        trail.record("task.done", by=by.pk, about=inquiry.pk, subject=task.pk, code=task.kind)
    show_next_step(inquiry)


def void(*, inquiry: Inquiry, screening: Screening, happened: str, words: Guarded, by: User, at: datetime) -> Voiding:
    """Take the newest signed screening out of use, because something happened: it is made anew.

    ``happened`` is one of the instrument's own list; "mistake" needs words. Where the inquiry is open, a task says to
    screen again now. Raises NoSuchInquiry for who may not see the inquiry, which stands in the trail, AlreadyVoided,
    NotTheNewest and NotAReason.
    """
    require_sight(user=by, inquiry_id=inquiry.pk, code="void", at=at, let_in=is_on_the_case)
    return take_out_of_use(inquiry, screening, happened, words, by=by, at=at)


@transaction.atomic
def take_out_of_use(
    inquiry: Inquiry, screening: Screening, happened: str, words: Guarded, *, by: User, at: datetime
) -> Voiding:
    inquiry = lock(inquiry)
    newest = newest_signed(inquiry)
    if newest is None or newest_of([inquiry.pk])[inquiry.pk].pk != screening.pk:
        raise NotTheNewest(screening.pk)
    if hasattr(newest, "voiding"):
        raise AlreadyVoided(screening.pk)
    known = {redo.code for redo in instrument_of(newest).redo}
    if happened not in known or (happened == "mistake" and not words.text.strip()):
        raise NotAReason
    why = {"happened": happened, "words": words.text}
    row = Voiding(screening=newest, why=why, at=at, by=by).opened_with(inquiry.key_in_hand)
    row.save()
    trail.record(
        "screening.voided", by=by.pk, about=inquiry.pk, subject=newest.pk, code=happened, digest=row.sealed_digest()
    )
    if inquiry.is_open:
        anew = NewTask(kind=TaskKind.SCREENING, due_at=at, owner=inquiry.answers_for_it)
        set_task_of(inquiry, anew, by=by, at=at)
    show_on_case(inquiry=inquiry, by=by)
    return row


@transaction.atomic
def show_on_case(*, inquiry: Inquiry, by: User) -> None:
    """Show the newest signed judgement on the inquiry's case, if it has one. Also for a case opened afterwards."""
    case = Case.objects.select_for_update(of=("self",)).filter(inquiry=inquiry).first()
    newest = newest_of([inquiry.pk]).get(inquiry.pk)
    if case is None or newest is None:
        return
    stands = not hasattr(newest, "voiding")
    level, until = (newest.level, newest.valid_until) if stands else ("", None)
    show_level(case=case, level=level, valid_until=until, by=by)
