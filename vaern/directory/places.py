"""Where a municipality lies on a day, how to find it by what somebody typed, and which ones are small."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from vaern.directory.models import Municipality, MunicipalityRegion, Region

# Typed on a foreign keyboard, or as before the spelling reforms: the same letter, so all of them become the first.
SAME_LETTER = str.maketrans({"æ": "a", "å": "a", "ä": "a", "ø": "o", "ö": "o"})
SAME_PAIR = re.compile("aa|ae|oe")
WORDS_AROUND = re.compile(r"\b(?:region|regions|kommune|kommunen|regionskommune)\b")


@dataclass(frozen=True)
class Place:
    """A municipality or a region as it is called on the day asked for."""

    code: str
    name: str


def region_names(on: date) -> dict[str, str]:
    """Return the regions in force on a day, code to name, by name."""
    return dict(Region.objects.on(on).order_by("name").values_list("code", "name"))


def municipality_names(on: date) -> dict[str, str]:
    """Return the municipalities in force on a day, code to name, by name as the Danish alphabet has it."""
    names = Municipality.objects.on(on).values_list("code", "name")
    return dict(sorted(names, key=lambda pair: danish_order(pair[1])))


def region_of(municipality: str, on: date) -> Place | None:
    """Return the region a municipality lies in on a day; None when the directory does not say."""
    lies_in = MunicipalityRegion.objects.on(on).filter(municipality=municipality).first()
    region = lies_in and Region.objects.on(on).filter(code=lies_in.region).first()
    return Place(region.code, region.name) if region else None


def region_carrying_on(code: str, on: date) -> str:
    """Return the code of the region that holds on a day where ``code`` once did: itself, or the one that took over.

    For work columns and duties that still say a region which has ended. An unknown code is returned as it is.
    """
    newest = {row.code: row for row in Region.objects.standing().order_by("valid_from")}
    for _ in newest:  # at most once each, so that two regions said to follow each other do not go on for ever
        row = newest.get(code)
        if row is None or not row.followed_by or row.valid_until is None or row.valid_until >= on:
            break
        code = row.followed_by
    return code


def search_municipalities(text: str, *, on: date) -> list[Place]:
    """Return the municipalities ``text`` may mean: by code, name or part of it; the likeliest first, all for no text.

    Letters may be typed as æ, ae or a; ø, oe or o; å, aa or a. Postcodes are not known here.
    """
    places = [Place(code, name) for code, name in municipality_names(on).items()]
    wanted = western_digits(text.strip())
    if re.fullmatch("[0-9]{3,4}", wanted):
        return [place for place in places if place.code == wanted.zfill(4)]
    sought = spelling(wanted)
    if wanted and not sought:  # punctuation or another script: not a wish to see them all
        return []
    ranked = [(rank(sought, spelling(place.name)), place) for place in places]
    return [place for order, place in sorted(ranked, key=lambda pair: pair[0]) if order < NO_MATCH]


def municipality_called(text: str, *, on: date) -> Place | None:
    """Return the one municipality whose whole name ``text`` is, in any spelling; None for a part of it or no name."""
    exact = [place for place in search_municipalities(text, on=on) if rank(spelling(text), spelling(place.name)) == 0]
    return exact[0] if len(exact) == 1 else None


def western_digits(text: str) -> str:
    """Return the text with digits of any script as 0 to 9."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


NO_MATCH = 4


def rank(sought: str, name: str) -> int:
    """Return 0 for the whole name (also "Københavns" for København), 1 its start, 2 a word's start, 3 inside."""
    if sought in {name, f"{name}s"}:
        return 0
    if name.startswith(sought):
        return 1
    if f" {sought}" in name:
        return 2
    return 3 if sought in name else NO_MATCH


def spelling(text: str) -> str:
    """Return the letters by which two spellings of one name are the same."""
    plain = unicodedata.normalize("NFC", text).casefold().translate(SAME_LETTER)
    words = WORDS_AROUND.sub(" ", re.sub(r"[^a-z0-9]+", " ", plain))
    joined = re.sub(" +", " ", words).strip()
    return SAME_PAIR.sub(lambda pair: pair[0][0], joined)


def danish_order(name: str) -> str:
    """Return a key that sorts æ, ø and å (also written aa) after z."""
    lowered = name.casefold().replace("aa", "å")
    return lowered.translate(str.maketrans({"æ": "{1", "ø": "{2", "å": "{3"}))


def small_places(on: date) -> frozenset[str]:
    """Return the names of municipalities where age and country together may point to one person."""
    return frozenset(Municipality.objects.on(on).filter(is_small=True).values_list("name", flat=True))
