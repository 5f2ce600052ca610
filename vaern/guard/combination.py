"""The narrow combination: a small municipality, an exact age and a country in one text, which warns.

Each alone tells little; together they may point at one person. The exact age is what is marked, since an age span
says enough for advice. The spans are fixed bands, never the age give or take a year, whose middle would give it away;
none crosses 15, 18 or 21, where the rules change. A year of birth is an exact age. Which places are small is told from
outside; a nationality counts as a country, and Denmark as none.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from vaern.guard.context import Context
from vaern.guard.findings import Hit, Kind
from vaern.guard.reading import Reading
from vaern.guard.words import COUNTRIES

BAND_STARTS = (0, 3, 6, 10, 13, 15, 18, 21, 25, 30, 40, 50, 65, 100)
SPELLED = {
    word: number
    for number, word in enumerate(
        "ti elleve tolv tretten fjorten femten seksten sytten atten nitten tyve enogtyve toogtyve treogtyve fireogtyve"
        " femogtyve".split(),
        start=10,
    )
}
NUMBER = rf"(?P<age>\d{{1,2}}|{'|'.join(SPELLED)})"
PERSON = (
    r"pige|pigen|dreng|drengen|kvinde|kvinden|mand|manden|søn|sønnen|datter|datteren|søster|søsteren|bror|broren|barn|barnet|ung"
    r"|den unge|hun|han|borger|borgeren|elev|eleven|mor|far|kæreste|kusine|fætter|jeg"
)
AGE = re.compile(
    rf"(?<![\w\-/.,§])(?:(?P<person>(?:{PERSON})(?: \w+)?(?:,| på| er| var| blev| fylder| bliver| \()"
    r"(?: kun| lige| netop| snart| på)? ?)"
    rf"{NUMBER}(?! ?[./%\-]?\d)(?! (?!år)[a-zæøå]+(?:er|e|s)\b)"
    rf"|{NUMBER.replace('age', 'aged')}[ \-]?(?:årig|åriges?|år gammel|år gamle|yo\b|years old)"
    rf"|(?:på|alder(?:en)?:?|fylder|fyldt|er|,|\() ?{NUMBER.replace('age', 'years')} år\b(?! siden| i | til)"
    r"|født (?:i |i år |år )?(?P<born>(?:19|20)\d\d)(?![\d\-/.]))"
)
BORN_BAND = 3


def combinations(reading: Reading, context: Context) -> Iterator[Hit]:
    """Find exact ages where the text also names a small place and a country."""
    if not any(name in reading.lower for name in context.small_names):
        return
    lower = reading.lower
    place = next(context.small_places.spans(lower), None)
    country = next(COUNTRIES.spans(lower), None)
    if place is None or country is None:
        return
    ground = "|".join(lower[start:end] for start, end in (place, country))
    for found in AGE.finditer(lower):
        which = found.lastgroup if found.lastgroup != "person" else "age"
        if which is None or (which == "years" and _is_limit(lower, found)):
            continue
        start, end = found.span(which)
        yield Hit(Kind.COMBINATION, start, end, _band(found.group(which)), ground)


LIMIT = re.compile(r"\b(?:under|over|mindst|højst|fra|indtil|til|i|de|efter|før|strafferamme\w*|fængsel)\W{0,2}$")


def _is_limit(text: str, found: re.Match[str]) -> bool:
    """An age limit of a rule, or a stretch of time, is nobody's age."""
    return bool(LIMIT.search(text, max(0, found.start("years") - 16), found.start("years")))


def _band(age: str) -> str:
    years = SPELLED.get(age) or int(age)
    if years > 1000:
        first = years - years % BORN_BAND
        return f"{first}–{first + BORN_BAND - 1}"
    return next(f"{low}–{after - 1}" for low, after in pairwise(BAND_STARTS) if years < after)
