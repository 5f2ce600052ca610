"""Mark a language as read through, and take the mark back."""

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from vaern.audit import trail
from vaern.languages.catalogues import fingerprint, found, missing
from vaern.languages.models import Review
from vaern.languages.texts import texts_of


class NoSuchLanguage(Exception):
    """No file in the folder has that code and that pack, or it is always served and needs no mark."""


class NotWhole(Exception):
    """Texts of the pack are not translated yet; a page in two languages is read by nobody."""


class ChangedSinceRead(Exception):
    """The words are not those the reviewer was shown."""


class NoMark(Exception):
    """There is no mark to take back."""


@transaction.atomic
def mark_reviewed(*, language: str, pack: str, read: str, by: UUID, on: date, at: datetime) -> Review:
    """Record that ``by`` has read a pack of ``language``; from ``on`` it is served to the public.

    ``read`` is the fingerprint of what they were shown. An earlier mark of the same pack ends; those of other packs
    stand, so that a new page for professionals takes no page away from a citizen. Raises NoSuchLanguage, NotWhole,
    ChangedSinceRead.
    """
    catalogue = found(settings.CATALOGUES).get(language)
    if catalogue is None or catalogue.is_always_served or pack not in catalogue.packs:
        raise NoSuchLanguage
    if missing(catalogue.path, texts_of(pack)):
        raise NotWhole
    if fingerprint(catalogue.path, texts_of(pack)) != read:
        raise ChangedSinceRead
    end_marks(language, pack, by=by, on=on, at=at)
    review = Review.objects.create(language=language, pack=pack, fingerprint=read, by=by, at=at, valid_from=on)
    trail.record("language.reviewed", by=by, subject=review.pk, code=f"{language}.{pack}")
    return review


@transaction.atomic
def take_back_review(*, language: str, pack: str, by: UUID, on: date, at: datetime) -> None:
    """End the mark of a pack at once: it is a draft again. Raises NoMark."""
    if not end_marks(language, pack, by=by, on=on, at=at):
        raise NoMark
    trail.record("language.review_taken_back", by=by, code=f"{language}.{pack}")


def end_marks(language: str, pack: str, *, by: UUID, on: date, at: datetime) -> int:
    held = Review.objects.of(language, pack).filter(ended_by=None)
    return held.update(valid_until=on, ended_by=by, ended_at=at)
