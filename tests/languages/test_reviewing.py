"""Who says that a language may be shown, and for which words."""

from datetime import timedelta
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
from vaern.languages.catalogues import fingerprint
from vaern.languages.models import Review
from vaern.languages.serving import is_served, progress, served
from vaern.languages.texts import core_texts

pytestmark = pytest.mark.django_db

TODAY = MORNING.date()
READER = uuid4()


def words_now(folder):
    return fingerprint(folder.path / "ar.po", core_texts())


def mark(folder, **changes):
    asked = {"language": "ar", "read": words_now(folder), "by": READER, "on": TODAY, "at": MORNING}
    return mark_reviewed(**(asked | changes))


def codes(day=TODAY):
    return [each.code for each in served(day)]


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
    assert (event.by, event.subject, event.code) == (READER, review.pk, "ar")


def test_a_changed_word_makes_it_a_draft_again(folder):
    mark(folder)
    folder.translate("ar", lambda catalogue: setattr(catalogue[7], "msgstr", "س"))
    assert codes() == ["da", "en"]
    [arabic] = [each for each in progress(TODAY) if each.catalogue.code == "ar"]
    assert arabic.changed_since
    assert arabic.can_be_marked


def test_a_mark_taken_back_is_gone_the_same_day_and_stays_on_record(folder):
    mark(folder)
    take_back_review(language="ar", by=READER, on=TODAY, at=MORNING)
    assert codes() == ["da", "en"]
    [review] = Review.objects.all()
    assert (review.ended_by, review.ended_at, review.valid_until) == (READER, MORNING, TODAY)
    with pytest.raises(NoMark):
        take_back_review(language="ar", by=READER, on=TODAY, at=MORNING)


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


@pytest.mark.parametrize("language", ["en", "da", "xx"])
def test_a_language_that_needs_no_mark_or_is_not_there_cannot_be_marked(folder, language):
    with pytest.raises(NoSuchLanguage):
        mark(folder, language=language)


def test_the_database_keeps_one_open_mark_a_language(folder):
    mark(folder)
    with pytest.raises(IntegrityError):
        Review.objects.create(language="ar", fingerprint="0" * 64, by=READER, at=MORNING, valid_from=TODAY)


def test_a_database_that_does_not_answer_hides_the_languages_that_need_a_mark(folder, monkeypatch):
    from django.db import DatabaseError

    from vaern.languages.serving import catalogues

    mark(folder)

    def fail(*args, **named):
        raise DatabaseError

    monkeypatch.setattr("vaern.languages.models.ReviewQuerySet.standing", fail)
    assert not is_served(catalogues()["ar"], TODAY)
    assert is_served(catalogues()["en"], TODAY)
