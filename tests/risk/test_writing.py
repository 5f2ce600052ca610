"""Write a screening: nothing typed is lost, whoever else writes, and none of it stands in clear."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from tests.cast import MORNING, text
from tests.risk.filled import begun, filled, saved, sign_it
from vaern.audit.models import Event
from vaern.inquiries.actions.journal import IsClosed, close
from vaern.inquiries.terms import Closing
from vaern.risk.access import NoSuchScreening, cards_of, content_of, drafts_of, screening_of
from vaern.risk.actions.writing import AlreadySigned, begin, discard, save
from vaern.risk.models import Screening
from vaern.vault.rows import Locked

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(minutes=3)


def test_a_new_screening_has_nothing_chosen(inquiry, consultant_on_the_inquiry):
    screening = begin(inquiry=inquiry, by=consultant_on_the_inquiry, at=MORNING)
    assert (screening.content, screening.opened, screening.level, screening.valid_until) == ({}, {}, "", None)
    assert content_of(screening).level is None


def test_a_double_click_begins_one(inquiry, consultant_on_the_inquiry):
    again = {"inquiry": inquiry, "by": consultant_on_the_inquiry, "at": MORNING, "screening_id": uuid4()}
    assert begin(**again).pk == begin(**again).pk
    assert Screening.objects.count() == 1


def test_a_closed_inquiry_is_not_screened(inquiry, consultant_on_the_inquiry):
    close(inquiry=inquiry, reason=Closing.ADVICE_GIVEN, remark=text(), by=consultant_on_the_inquiry, at=MORNING)
    inquiry.refresh_from_db()
    with pytest.raises(IsClosed):
        begin(inquiry=inquiry, by=consultant_on_the_inquiry, at=MORNING)


def test_what_was_written_can_be_read_again_word_for_word(inquiry, draft):
    assert screening_of(inquiry, draft.pk).content == filled()


def test_nothing_of_it_stands_in_clear(draft):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM risk_screening")
        raw = b" ".join(value if isinstance(value, bytes) else str(value).encode() for value in cursor.fetchone())
    for words in ("veninde", "gate", "control", "low", "present"):
        assert words.encode() not in raw


def test_it_opens_with_the_inquirys_key_and_not_without(inquiry, draft):
    assert draft.key_id == inquiry.key_id
    with pytest.raises(Locked):
        _ = Screening.objects.get(pk=draft.pk).content


def test_another_inquirys_screening_is_not_there(draft, consultant_on_the_inquiry):
    from tests.cast import file_a_call

    other = file_a_call(consultant_on_the_inquiry)
    with pytest.raises(NoSuchScreening):
        screening_of(other, draft.pk)


class TestTwoPeople:
    """Two consultants screen the same inquiry at once."""

    def test_the_second_text_goes_to_a_draft_of_its_own_and_both_are_kept(
        self, inquiry, draft, consultant_on_the_inquiry, colleague_in_the_region
    ):
        seen = draft.revision
        saved(inquiry, draft, consultant_on_the_inquiry, at=LATER, safe="Hos en tante")
        second = save(
            inquiry=inquiry,
            screening_id=draft.pk,
            base=seen,
            content=filled(safe="Ved skolen"),
            by=colleague_in_the_region,
            at=LATER,
        )
        assert second.forked
        assert {each.content["safe"] for each in drafts_of(inquiry)} == {"Hos en tante", "Ved skolen"}
        assert Event.objects.filter(act="screening.forked", by=colleague_in_the_region.pk).exists()

    def test_who_saw_the_newest_revision_goes_on_in_it(self, inquiry, draft, colleague_in_the_region):
        kept = save(
            inquiry=inquiry,
            screening_id=draft.pk,
            base=draft.revision,
            content=filled(safe="Ved skolen"),
            by=colleague_in_the_region,
            at=LATER,
        )
        assert not kept.forked
        assert len(drafts_of(inquiry)) == 1

    def test_the_same_text_from_both_is_one(self, inquiry, draft, colleague_in_the_region):
        kept = save(
            inquiry=inquiry,
            screening_id=draft.pk,
            base=0,
            content=filled(),
            by=colleague_in_the_region,
            at=LATER,
        )
        assert (kept.forked, kept.screening.pk) == (False, draft.pk)

    @pytest.mark.parametrize("gone", ["signed", "put away"])
    def test_what_is_saved_too_late_is_kept_all_the_same(
        self, inquiry, draft, gone, consultant_on_the_inquiry, colleague_in_the_region
    ):
        seen = draft.revision
        if gone == "signed":
            sign_it(inquiry, draft, consultant_on_the_inquiry)
        else:
            discard(inquiry=inquiry, screening=draft, by=consultant_on_the_inquiry)
        late = save(
            inquiry=inquiry,
            screening_id=draft.pk,
            base=seen,
            content=filled(safe="Ved skolen"),
            by=colleague_in_the_region,
            at=LATER,
        )
        assert late.forked
        assert screening_of(inquiry, late.screening.pk).content["safe"] == "Ved skolen"

    def test_nobody_is_asked_for_the_same_card_twice(self, inquiry, consultant_on_the_inquiry, colleague_in_the_region):
        from tests.risk.filled import answer_all

        draft = begun(inquiry, consultant_on_the_inquiry, **{"gate.A10": "yes"})
        answer_all(inquiry, draft, consultant_on_the_inquiry)
        late = save(
            inquiry=inquiry,
            screening_id=draft.pk,
            base=0,
            content=filled(**{"gate.A10": "yes", "gate.A6": "yes"}),
            by=colleague_in_the_region,
            at=LATER,
        )
        shown = {each.card.code: each for each in cards_of(inquiry, late.screening)}
        assert (shown["R11"].waits, shown["family-knows"].waits) == (False, True)
        assert (shown["R11"].opened_at, shown["family-knows"].opened_at) == (MORNING, LATER)


def test_a_draft_can_be_put_away_and_a_signed_one_cannot(inquiry, draft, low, consultant_on_the_inquiry):
    discard(inquiry=inquiry, screening=draft, by=consultant_on_the_inquiry)
    assert drafts_of(inquiry) == []
    with pytest.raises(AlreadySigned):
        discard(inquiry=inquiry, screening=low, by=consultant_on_the_inquiry)
    assert Screening.objects.filter(pk=low.pk).exists()


def test_going_on_from_a_signed_one_carries_what_was_seen_and_nothing_judged(inquiry, low, consultant_on_the_inquiry):
    after = begin(inquiry=inquiry, by=consultant_on_the_inquiry, at=LATER, after=low)
    content = content_of(after)
    assert content.get("line.not-alone") == "present"
    assert content.get("kind.control") == "yes"
    carried = set(content.raw)
    assert not [name for name in carried if name.startswith(("gate.", "words.", "unknown.", "fact.travel"))]
    assert not carried & {"safe", "level", "soon", "knowledge", "act", "valid_until", "thin", "nothing_unknown"}
