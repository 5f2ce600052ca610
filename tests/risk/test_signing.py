"""Sign a screening: everything stands there, the words passed the guard, and then it is only ever followed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from tests.cases.conftest import a_case, an_opening
from tests.cast import MORNING, text
from tests.databases import as_owner
from tests.risk.filled import answer_all, begun, cleared, sign_it, signed
from vaern.audit.append_only import AppendOnlyViolation
from vaern.audit.models import Destruction, Event
from vaern.cases.models import Case
from vaern.guard import Context, Stopped, guarded
from vaern.inquiries.actions.journal import IsClosed, close
from vaern.inquiries.terms import Closing, TaskKind
from vaern.law.screening import Standing
from vaern.risk.access import drafts_of, outdated, overrides_between, screening_of, standing_of, timeline, voiding_of
from vaern.risk.actions import opening
from vaern.risk.actions.opening import open_case_as_judged
from vaern.risk.actions.signing import (
    AlreadyVoided,
    ChangedSince,
    MayNotSign,
    NotAReason,
    NotGuarded,
    NotTheNewest,
    sign,
    void,
)
from vaern.risk.actions.writing import AlreadySigned
from vaern.risk.models import Screening, Voiding

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LATER = MORNING + timedelta(hours=5)


def refused(inquiry, screening, by, *, at=MORNING):
    """Sign, be refused, and return the names of the rules that refused and what they miss."""
    with pytest.raises(MayNotSign) as refusal:
        sign_it(inquiry, screening, by, at=at)
    assert all(finding.ways_forward for finding in refusal.value.findings)
    return [(finding.rule, finding.missing) for finding in refusal.value.findings]


def test_a_signed_screening_gives_the_level_that_was_chosen(inquiry, low, consultant_on_the_inquiry):
    assert (low.level, low.signed_by, low.valid_until.isoformat()) == (
        "low",
        consultant_on_the_inquiry,
        "2026-12-08T00:00:00+01:00",
    )
    assert standing_of(inquiry, at=MORNING) is Standing.LOW


def test_an_unsigned_one_gives_none(inquiry, draft):
    assert standing_of(inquiry, at=MORNING) is Standing.NOT_ASSESSED


def test_after_its_date_the_level_is_outdated_and_the_inquiry_is_on_the_team_leads_list(inquiry, low):
    assert standing_of(inquiry, at=low.valid_until - timedelta(seconds=1)) is Standing.LOW
    assert standing_of(inquiry, at=low.valid_until) is Standing.OUTDATED
    assert outdated(at=low.valid_until - timedelta(seconds=1)) == []
    assert outdated(at=low.valid_until) == [inquiry]


def test_a_task_says_when_the_judgement_runs_out_and_only_one(inquiry, low, consultant_on_the_inquiry):
    again = signed(inquiry, consultant_on_the_inquiry, at=LATER)
    [task] = inquiry.tasks.open().filter(kind=TaskKind.SCREENING)
    assert (task.due_at, task.owner) == (again.valid_until, consultant_on_the_inquiry)


def test_not_yet_is_signed_like_any_level(inquiry, consultant_on_the_inquiry):
    signed(inquiry, consultant_on_the_inquiry, level="not-yet", knowledge="thin", valid_until="2026-11-30")
    assert standing_of(inquiry, at=MORNING) is Standing.NOT_YET


@pytest.mark.parametrize(
    "field, missing",
    [
        ("safe", "safe_answered"),
        ("gate.A7", "gate_answered"),
        ("kind.control", "kind_chosen"),
        ("fact.honour", "honour_answered"),
        ("nothing_unknown", "unknowns_stated"),
        ("level", "level"),
        ("soon", "soon"),
        ("knowledge", "knowledge"),
        ("act", "act"),
        ("words.up", "points_up"),
        ("words.down", "points_down"),
        ("words.change", "would_change"),
        ("valid_until", "valid_until"),
    ],
)
def test_one_thing_missing_is_named_and_nothing_is_signed(inquiry, consultant_on_the_inquiry, field, missing):
    screening = begun(inquiry, consultant_on_the_inquiry, **{field: None})
    assert refused(inquiry, screening, consultant_on_the_inquiry) == [("may_sign", (missing,))]
    assert [each.pk for each in drafts_of(inquiry)] == [screening.pk]
    assert standing_of(inquiry, at=MORNING) is Standing.NOT_ASSESSED


def test_low_on_thin_knowledge_asks_for_one_sentence_more(inquiry, consultant_on_the_inquiry):
    bare = begun(inquiry, consultant_on_the_inquiry, knowledge="thin")
    assert refused(inquiry, bare, consultant_on_the_inquiry) == [("may_sign", ("why_low_on_thin",))]
    signed(inquiry, consultant_on_the_inquiry, knowledge="thin", thin="Skolen har set hende hver dag")


@pytest.mark.parametrize("day, permits", [("2026-12-23", True), ("2026-12-24", False), ("2026-11-22", False)])
def test_a_low_level_holds_thirty_days_at_most(inquiry, consultant_on_the_inquiry, day, permits):
    screening = begun(inquiry, consultant_on_the_inquiry, valid_until=day)
    if permits:
        assert sign_it(inquiry, screening, consultant_on_the_inquiry).is_signed
    else:
        assert refused(inquiry, screening, consultant_on_the_inquiry) == [("may_sign", ())]


@pytest.mark.parametrize(
    "kind, under_18, permits",
    [("trip", "yes", True), ("trip", "no", False), ("stay", "no", True), ("stay", "yes", False)],
)
def test_the_kind_fits_the_age(inquiry, consultant_on_the_inquiry, kind, under_18, permits):
    screening = begun(inquiry, consultant_on_the_inquiry, **{f"kind.{kind}": "yes", "gate.A9": under_18})
    answer_all(inquiry, screening, consultant_on_the_inquiry)
    if permits:
        assert sign_it(inquiry, screening, consultant_on_the_inquiry).is_signed
    else:
        assert refused(inquiry, screening, consultant_on_the_inquiry) == [("may_choose_kind", ())]


class TestUnknowns:
    """What we do not know: critical questions have somebody, a time and a safe way."""

    def unknown(self, person, **changes):
        fields = {
            "what": "Hvornår er rejsen?",
            "critical": "yes",
            "owner": str(person.pk),
            "safely": "Gennem skolens sundhedsplejerske",
            "by": "2026-11-28T16:05",
        }
        return {"nothing_unknown": None} | {f"unknown.0.{name}": v for name, v in (fields | changes).items()}

    def test_an_assigned_one_becomes_a_task_on_its_clock(
        self, inquiry, consultant_on_the_inquiry, colleague_in_the_region
    ):
        signed(inquiry, consultant_on_the_inquiry, **self.unknown(colleague_in_the_region))
        [task] = inquiry.tasks.open().filter(kind=TaskKind.FIND_OUT)
        assert task.owner == colleague_in_the_region
        assert task.due_at.isoformat() == "2026-11-28T15:05:00+00:00"
        assert task.opened_with(inquiry.key_in_hand).text == "Hvornår er rejsen?"

    @pytest.mark.parametrize("field", ["owner", "safely", "by"])
    def test_unassigned_it_stands_in_the_way(self, inquiry, consultant_on_the_inquiry, field):
        screening = begun(
            inquiry, consultant_on_the_inquiry, **self.unknown(consultant_on_the_inquiry, **{field: None})
        )
        found = refused(inquiry, screening, consultant_on_the_inquiry)
        assert found == [("may_sign", ("critical_unknowns_assigned",))]

    def test_it_may_be_somebody_outside_who_finds_out(self, inquiry, consultant_on_the_inquiry):
        signed(inquiry, consultant_on_the_inquiry, **self.unknown(consultant_on_the_inquiry, owner=None, who="Skolen"))

    def test_what_is_not_critical_needs_nobody(self, inquiry, consultant_on_the_inquiry):
        changes = self.unknown(consultant_on_the_inquiry, critical=None, owner=None, safely=None, by=None)
        signed(inquiry, consultant_on_the_inquiry, **changes)
        assert not inquiry.tasks.filter(kind=TaskKind.FIND_OUT).exists()


class TestTheGuard:
    """A draft holds whatever was typed; what is signed passed the guard, word for word."""

    def test_a_field_left_out_is_named(self, inquiry, draft, consultant_on_the_inquiry):
        words = cleared(draft)
        del words["view.wants"]
        with pytest.raises(NotGuarded) as refusal:
            self.sign(inquiry, draft, consultant_on_the_inquiry, words)
        assert refusal.value.names == ["view.wants"]

    def test_other_words_than_those_that_stand_there_are_refused(self, inquiry, draft, consultant_on_the_inquiry):
        with pytest.raises(NotGuarded):
            self.sign(inquiry, draft, consultant_on_the_inquiry, cleared(draft) | {"safe": text("Noget andet")})

    @pytest.mark.parametrize("field", ["level", "gate.A1", "line.not-alone", "unknown.0.critical", "fact.travel"])
    def test_words_in_a_field_of_choice_are_not_signed(self, inquiry, consultant_on_the_inquiry, field):
        screening = begun(inquiry, consultant_on_the_inquiry, **{field: "en hel sætning"})
        with pytest.raises(NotGuarded) as refusal:
            sign_it(inquiry, screening, consultant_on_the_inquiry)
        assert refusal.value.names == [field]

    def test_a_field_that_no_form_has_is_not_signed(self, inquiry, consultant_on_the_inquiry):
        screening = begun(inquiry, consultant_on_the_inquiry, secret="noget")
        with pytest.raises(NotGuarded) as refusal:
            sign_it(inquiry, screening, consultant_on_the_inquiry)
        assert refusal.value.names == ["secret"]

    def test_a_number_that_tells_who_is_saved_and_not_signed(self, inquiry, consultant_on_the_inquiry):
        screening = begun(inquiry, consultant_on_the_inquiry, safe="Ring 22 33 44 55")
        with pytest.raises(Stopped):
            guarded(screening.content["safe"], Context())
        words = {name: text() for name in screening.content}
        with pytest.raises(NotGuarded):
            self.sign(inquiry, screening, consultant_on_the_inquiry, words)
        assert screening_of(inquiry, screening.pk).content["safe"] == "Ring 22 33 44 55"

    def sign(self, inquiry, screening, by, words):
        return sign(inquiry=inquiry, screening=screening, base=screening.revision, cleared=words, by=by, at=MORNING)


def test_what_was_written_meanwhile_is_read_before_anybody_signs(inquiry, draft, consultant_on_the_inquiry):
    from tests.risk.filled import saved

    newer = saved(inquiry, draft, consultant_on_the_inquiry, safe="Hos en tante")
    draft.refresh_from_db()
    with pytest.raises(ChangedSince):
        sign(
            inquiry=inquiry,
            screening=draft,
            base=newer.revision - 1,
            cleared=cleared(newer),
            by=consultant_on_the_inquiry,
            at=MORNING,
        )
    assert sign_it(inquiry, newer, consultant_on_the_inquiry).is_signed


def test_a_second_click_signs_once(inquiry, draft, consultant_on_the_inquiry):
    sign_it(inquiry, draft, consultant_on_the_inquiry)
    with pytest.raises(AlreadySigned):
        sign_it(inquiry, draft, consultant_on_the_inquiry)


def test_a_closed_inquiry_takes_no_signature(inquiry, draft, consultant_on_the_inquiry):
    close(inquiry=inquiry, reason=Closing.ADVICE_GIVEN, remark=text(), by=consultant_on_the_inquiry, at=MORNING)
    with pytest.raises(IsClosed):
        sign_it(inquiry, draft, consultant_on_the_inquiry)


class TestAgainstAnAcuteAnswer:
    """Late or low beside an acute yes: possible, with a reason and a colleague, and seen in review."""

    LATE = {"gate.A3": "yes", "level": "high", "valid_until": "2026-11-30", "soon": "week"}

    def changes(self, colleague, **more):
        grounds = {
            "override.reason": "police-on-it",
            "override.words": "Politiet har talt med ham i dag",
            "override.colleague": str(colleague.pk),
        }
        return self.LATE | grounds | more

    @pytest.mark.parametrize("more", [{}, {"level": "low"}, {"level": "low", "soon": "now"}])
    def test_with_both_it_is_signed_and_on_the_list_for_review(
        self, inquiry, consultant_on_the_inquiry, colleague_in_the_region, more
    ):
        screening = signed(inquiry, consultant_on_the_inquiry, **self.changes(colleague_in_the_region, **more))
        [event] = overrides_between(*self.around(screening))
        assert (event.subject, event.by, event.code) == (screening.pk, consultant_on_the_inquiry.pk, "police-on-it")

    def around(self, screening):
        at = Event.objects.get(act="screening.signed", subject=screening.pk).at
        return at - timedelta(hours=1), at + timedelta(hours=1)

    @pytest.mark.parametrize("field", ["override.reason", "override.words", "override.colleague"])
    def test_without_any_one_it_is_refused(self, inquiry, consultant_on_the_inquiry, colleague_in_the_region, field):
        changes = self.changes(colleague_in_the_region, **{field: None})
        screening = begun(inquiry, consultant_on_the_inquiry, **changes)
        answer_all(inquiry, screening, consultant_on_the_inquiry)
        assert refused(inquiry, screening, consultant_on_the_inquiry) == [("may_judge_against_danger", ())]

    @pytest.mark.parametrize("who", ["consultant_on_the_inquiry", "team_lead"])
    def test_the_colleague_is_another_consultant(self, inquiry, consultant_on_the_inquiry, who, request):
        changes = self.changes(request.getfixturevalue(who))
        screening = begun(inquiry, consultant_on_the_inquiry, **changes)
        answer_all(inquiry, screening, consultant_on_the_inquiry)
        assert refused(inquiry, screening, consultant_on_the_inquiry) == [("may_judge_against_danger", ())]

    def test_an_answer_that_heeds_the_danger_asks_nothing(self, inquiry, consultant_on_the_inquiry):
        signed(inquiry, consultant_on_the_inquiry, **self.LATE | {"soon": "day"})
        assert not Event.objects.filter(act="screening.overridden").exists()


class TestOnlyFollowed:
    """What is signed is never changed: by the model, by the database, or round either."""

    @pytest.mark.parametrize(
        "change",
        [
            lambda row: row.save(),
            lambda row: row.save(update_fields=["level"]),
            lambda row: row.delete(),
            lambda row: Screening.objects.filter(pk=row.pk).update(level="low"),
            lambda row: Screening.objects.filter(pk=row.pk).delete(),
            lambda row: Screening.objects.bulk_update([row], ["level"]),
        ],
        ids=["save", "save some", "delete", "update", "delete all", "bulk_update"],
    )
    def test_the_model_refuses(self, high, change):
        high.level = "low"
        with pytest.raises(AppendOnlyViolation):
            change(high)
        assert Screening.objects.get(pk=high.pk).level == "high"

    @pytest.mark.django_db(transaction=True)  # the owner is another connection, and sees only what is committed
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE risk_screening SET level = 'low'",
            "DELETE FROM risk_screening",
            "UPDATE risk_screening SET signed_at = NULL, signed_by_id = NULL, level = '', valid_until = NULL",
        ],
    )
    def test_the_database_refuses_even_its_owner(self, high, statement):
        with pytest.raises(DatabaseError), transaction.atomic():
            as_owner(statement)
        assert Screening.objects.get(pk=high.pk).level == "high"

    def test_a_draft_is_free_to_change_in_the_same_table(self, inquiry, high, consultant_on_the_inquiry):
        from tests.risk.filled import saved

        draft = begun(inquiry, consultant_on_the_inquiry, at=LATER)
        assert saved(inquiry, draft, consultant_on_the_inquiry, safe="Et nyt sted").revision == draft.revision + 1

    @pytest.mark.django_db(transaction=True)
    def test_no_level_stands_where_nobody_signed(self, draft):
        with pytest.raises(DatabaseError), transaction.atomic():
            as_owner("UPDATE risk_screening SET level = 'low'")

    @pytest.mark.django_db(transaction=True)
    def test_two_people_may_let_it_go_with_its_inquiry(self, inquiry, low, consultant_on_the_inquiry, team_lead):
        Destruction(
            about=inquiry.pk, ordered_by=consultant_on_the_inquiry.pk, confirmed_by=team_lead.pk, at=MORNING
        ).save()
        assert as_owner("DELETE FROM risk_screening") == 1

    def test_the_newest_takes_over_and_the_earlier_stays_readable(self, inquiry, low, consultant_on_the_inquiry):
        newer = signed(inquiry, consultant_on_the_inquiry, at=LATER, level="middle", valid_until="2026-11-30")
        assert newer.follows_id == low.pk
        assert [each.level for each in timeline(inquiry)] == ["middle", "low"]
        assert standing_of(inquiry, at=LATER) is Standing.MIDDLE

    def test_an_earlier_level_never_comes_back(self, inquiry, low, consultant_on_the_inquiry):
        newer = signed(inquiry, consultant_on_the_inquiry, at=LATER, level="middle", valid_until="2026-11-24")
        assert newer.valid_until < low.valid_until
        assert standing_of(inquiry, at=newer.valid_until) is Standing.OUTDATED


class TestTakenOutOfUse:
    """The world changed: the level no longer stands, a task says to screen again, and nothing is deleted."""

    def void(self, inquiry, screening, by, *, happened="family-learned", words="", at=LATER):
        return void(inquiry=inquiry, screening=screening, happened=happened, words=text(words), by=by, at=at)

    def test_the_level_falls_and_the_reason_stands(self, inquiry, low, consultant_on_the_inquiry):
        self.void(inquiry, low, consultant_on_the_inquiry, words="Hendes bror ringede til skolen")
        assert standing_of(inquiry, at=LATER) is Standing.NOT_ASSESSED
        [row] = timeline(inquiry)
        assert voiding_of(row).why == {"happened": "family-learned", "words": "Hendes bror ringede til skolen"}
        assert outdated(at=LATER) == [inquiry]

    def test_a_task_says_to_screen_again_now(self, inquiry, low, consultant_on_the_inquiry):
        self.void(inquiry, low, consultant_on_the_inquiry)
        assert inquiry.tasks.open().filter(kind=TaskKind.SCREENING, due_at=LATER).count() == 1

    def test_a_new_one_counts_again_and_leaves_one_such_task(self, inquiry, low, consultant_on_the_inquiry):
        self.void(inquiry, low, consultant_on_the_inquiry)
        again = signed(inquiry, consultant_on_the_inquiry, at=LATER)
        assert standing_of(inquiry, at=LATER) is Standing.LOW
        [task] = inquiry.tasks.open().filter(kind=TaskKind.SCREENING)
        assert task.due_at == again.valid_until

    @pytest.mark.parametrize("words, permits", [("Forkert person", True), ("", False)])
    def test_a_mistake_is_told_in_words(self, inquiry, low, consultant_on_the_inquiry, words, permits):
        if permits:
            assert self.void(inquiry, low, consultant_on_the_inquiry, happened="mistake", words=words)
        else:
            with pytest.raises(NotAReason):
                self.void(inquiry, low, consultant_on_the_inquiry, happened="mistake", words=words)

    def test_what_happened_is_on_the_list(self, inquiry, low, consultant_on_the_inquiry):
        with pytest.raises(NotAReason):
            self.void(inquiry, low, consultant_on_the_inquiry, happened="bored")

    def test_once(self, inquiry, low, consultant_on_the_inquiry):
        self.void(inquiry, low, consultant_on_the_inquiry)
        with pytest.raises(AlreadyVoided):
            self.void(inquiry, low, consultant_on_the_inquiry)
        assert Voiding.objects.count() == 1

    def test_the_newest_only(self, inquiry, low, consultant_on_the_inquiry):
        signed(inquiry, consultant_on_the_inquiry, at=LATER)
        with pytest.raises(NotTheNewest):
            self.void(inquiry, low, consultant_on_the_inquiry)


# On the case


def level_on(case):
    case.refresh_from_db(fields=["level", "level_valid_until"])
    return case.level, case.level_valid_until


def test_a_case_shows_the_newest_signed_level_and_none_when_that_is_taken_out_of_use(
    inquiry, consultant_on_the_inquiry
):
    case = a_case(consultant_on_the_inquiry, inquiry=inquiry)
    first = signed(inquiry, consultant_on_the_inquiry)
    assert level_on(case) == ("low", first.valid_until)
    second = signed(inquiry, consultant_on_the_inquiry, at=LATER, level="middle", valid_until="2026-12-01")
    assert level_on(case) == ("middle", second.valid_until)
    void(inquiry=inquiry, screening=second, happened="moved-home", words=text(), by=consultant_on_the_inquiry, at=LATER)
    assert level_on(case) == ("", None)


def open_late(inquiry, by):
    return open_case_as_judged(inquiry=inquiry, opening=an_opening(by), by=by, at=MORNING)


def test_a_case_opened_after_the_screening_is_given_its_level_in_the_same_act(inquiry, low, consultant_on_the_inquiry):
    case = open_late(inquiry, consultant_on_the_inquiry)
    assert level_on(case) == ("low", low.valid_until)
    assert Event.objects.about(case.pk).filter(act="case.level_shown", code="low").count() == 1


def test_a_case_whose_level_cannot_be_shown_is_not_opened(inquiry, low, consultant_on_the_inquiry, monkeypatch):
    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr(opening, "show_on_case", fail)
    with pytest.raises(RuntimeError):
        open_late(inquiry, consultant_on_the_inquiry)
    assert not Case.objects.exists()


def test_another_inquirys_case_shows_nothing_of_it(inquiry, consultant_on_the_inquiry):
    other = a_case(consultant_on_the_inquiry)
    signed(inquiry, consultant_on_the_inquiry)
    assert level_on(other) == ("", None)
