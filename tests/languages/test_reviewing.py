"""Who says that a language may be shown, and for which words."""

from datetime import timedelta
from unittest.mock import Mock
from uuid import uuid4

import pytest
from django.db import IntegrityError

from tests.cast import MORNING
from vaern.audit.models import Event
from vaern.languages.actions import (
    ChangedSinceRead,
    NoMark,
    NoSuchLanguage,
    NotWhole,
    mark_reviewed,
    take_back_review,
)
from vaern.languages.catalogues import CORE, PROFESSIONAL, REST, fingerprint
from vaern.languages.models import Review
from vaern.languages.serving import progress, served
from vaern.languages.texts import texts_of

pytestmark = pytest.mark.django_db

TODAY = MORNING.date()
READER = uuid4()


def words_now(folder, pack=CORE):
    return fingerprint(folder.path / "ar.po", texts_of(pack))


def mark(folder, pack=CORE, **changes):
    asked = {"language": "ar", "pack": pack, "read": words_now(folder, pack), "by": READER, "on": TODAY, "at": MORNING}
    return mark_reviewed(**(asked | changes))


def take_back(pack=CORE):
    take_back_review(language="ar", pack=pack, by=READER, on=TODAY, at=MORNING)


def codes(day=TODAY):
    return list(served(day))


def packs(day=TODAY):
    return served(day)["ar"].packs


def change(folder, pack):
    """Change one word of a pack."""
    text = texts_of(pack)[0]
    folder.translate("ar", lambda catalogue: setattr(catalogue.find(text), "msgstr", "س"))


def test_a_draft_is_not_served_and_danish_and_english_always_are(folder):
    assert codes() == ["da", "en"]


def test_a_language_is_served_from_the_day_it_is_marked(folder):
    mark(folder)
    assert codes() == ["da", "en", "ar"]
    assert codes(TODAY - timedelta(days=1)) == ["da", "en"]


def test_the_mark_says_who_and_when_and_stands_in_the_trail(folder):
    review = mark(folder)
    assert (review.by, review.at, review.valid_from) == (READER, MORNING, TODAY)
    event = Event.objects.get(act="language.reviewed")
    assert (event.by, event.subject, event.code) == (READER, review.pk, "ar.core")


def test_a_pack_is_served_for_itself_and_never_before_the_one_it_stands_on(folder):
    mark(folder, PROFESSIONAL)
    assert codes() == ["da", "en"], "its pages have the frame of the core pack around them"
    mark(folder)
    assert packs() == {CORE, PROFESSIONAL}
    change(folder, PROFESSIONAL)
    assert packs() == {CORE}, "a new word for professionals takes no page away from a citizen"
    mark(folder, PROFESSIONAL)
    take_back(PROFESSIONAL)
    assert packs() == {CORE}


def test_a_new_pack_in_the_file_leaves_the_mark_of_the_old_one(folder):
    folder.add("fa", "فارسی", direction="rtl")
    read = fingerprint(folder.path / "fa.po", texts_of(CORE))
    mark(folder, language="fa", read=read)
    folder.add("fa", "فارسی", direction="rtl", pages="core professional")
    assert served(TODAY)["fa"].packs == {CORE}


def test_a_changed_word_makes_it_a_draft_again(folder):
    mark(folder)
    folder.translate("ar", lambda catalogue: setattr(catalogue[7], "msgstr", "س"))
    assert codes() == ["da", "en"]
    [arabic] = [each for each in progress(TODAY) if each.catalogue.code == "ar"]
    core, professional = arabic.packs
    assert (core.changed_since, core.can_be_marked) == (True, True)
    assert (professional.changed_since, professional.can_be_marked) == (False, True)


def test_the_words_of_a_pack_are_read_through_once_and_again_when_the_file_has_changed(folder, monkeypatch):
    read = Mock(wraps=fingerprint)
    monkeypatch.setattr("vaern.languages.serving.fingerprint", read)
    for pack in (CORE, PROFESSIONAL):
        mark(folder, pack)
    assert all(packs() == {CORE, PROFESSIONAL} for _ in range(10))
    assert read.call_count == 2
    change(folder, PROFESSIONAL)
    assert all(packs() == {CORE} for _ in range(10))
    assert read.call_count == 4


def test_a_mark_taken_back_is_gone_the_same_day_and_stays_on_record(folder):
    mark(folder)
    take_back()
    assert codes() == ["da", "en"]
    [review] = Review.objects.all()
    assert (review.ended_by, review.ended_at, review.valid_until) == (READER, MORNING, TODAY)
    with pytest.raises(NoMark):
        take_back()


def test_a_new_mark_ends_the_one_before(folder):
    first = mark(folder)
    folder.translate("ar", lambda catalogue: setattr(catalogue[7], "msgstr", "س"))
    mark(folder)
    first.refresh_from_db()
    assert first.ended_at == MORNING
    assert codes() == ["da", "en", "ar"]


def test_words_that_were_not_the_ones_read_cannot_be_marked(folder):
    with pytest.raises(ChangedSinceRead):
        mark(folder, read="0" * 64)


def test_a_language_with_a_gap_cannot_be_marked(folder):
    folder.translate("ar", lambda catalogue: setattr(catalogue[0], "msgstr", ""))
    with pytest.raises(NotWhole):
        mark(folder)


@pytest.mark.parametrize("language, pack", [("en", CORE), ("da", CORE), ("xx", CORE), ("ar", REST), ("ar", "xx")])
def test_what_needs_no_mark_or_is_not_there_cannot_be_marked(folder, language, pack):
    with pytest.raises(NoSuchLanguage):
        mark_reviewed(language=language, pack=pack, read="", by=READER, on=TODAY, at=MORNING)


def test_the_database_keeps_one_open_mark_a_pack(folder):
    mark(folder)
    mark(folder, PROFESSIONAL)
    with pytest.raises(IntegrityError):
        Review.objects.create(language="ar", fingerprint="0" * 64, by=READER, at=MORNING, valid_from=TODAY)


def test_a_database_that_does_not_answer_hides_the_languages_that_need_a_mark(folder, monkeypatch):
    from django.db import DatabaseError

    mark(folder)

    def fail(*args, **named):
        raise DatabaseError

    monkeypatch.setattr("vaern.languages.models.ReviewQuerySet.standing", fail)
    assert codes() == ["da", "en"]
