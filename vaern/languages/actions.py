"""Mark a language as read through, and take the mark back."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from vaern.audit import trail
from vaern.languages.catalogues import fingerprint, found, missing
from vaern.languages.models import Review
from vaern.languages.texts import core_texts


class NoSuchLanguage(Exception):
    """No file in the folder has that code, or it is one that is always served and needs no mark."""


class NotWhole(Exception):
    """Texts of the core pack are not translated yet; a page in two languages is read by nobody."""


class ChangedSinceRead(Exception):
    """The words are not those the reviewer was shown."""


class NoMark(Exception):
    """There is no mark to take back."""


@transaction.atomic
def mark_reviewed(*, language: str, read: str, by: UUID, on: date, at: datetime) -> Review:
    """Record that ``by`` has read the core pack of ``language``; from ``on`` it is served to the public.

    ``read`` is the fingerprint of what they were shown. An earlier mark of the language ends. Raises NoSuchLanguage,
    NotWhole, ChangedSinceRead.
    """
    catalogue = found(settings.CATALOGUES).get(language)
    if catalogue is None or catalogue.is_always_served:
        raise NoSuchLanguage
    if missing(catalogue.path, core_texts()):
        raise NotWhole
    if fingerprint(catalogue.path, core_texts()) != read:
        raise ChangedSinceRead
    end_marks(language, by=by, on=on, at=at)
    review = Review.objects.create(language=language, fingerprint=read, by=by, at=at, valid_from=on)
    trail.record("language.reviewed", by=by, subject=review.pk, code=language)
    return review


@transaction.atomic
def take_back_review(*, language: str, by: UUID, on: date, at: datetime) -> None:
    """End the mark of a language at once: it is a draft again. Raises NoMark."""
    if not end_marks(language, by=by, on=on, at=at):
        raise NoMark
    trail.record("language.review_taken_back", by=by, code=language)


def end_marks(language: str, *, by: UUID, on: date, at: datetime) -> int:
    held = Review.objects.of(language).filter(ended_by=None)
    return held.update(valid_until=on, ended_by=by, ended_at=at)
