"""Schools, clubs, housing and workplaces by name, which warn: few people belong to each.

Known by a capital and an ending ("Nørreskolen"), by a kind after a name ("Tingbjerg Skole") or before it
("boligforeningen Vibo"), and by words for going there or working there ("går på", "arbejder hos"). The kind of place
alone ("folkeskolen", "et gymnasium") may stand, and so may what the context knows: authorities, towns, countries.
"""

import re
from collections.abc import Iterator

from vaern.guard.findings import Hit, Kind
from vaern.guard.reading import Reading
from vaern.guard.words import GIVEN_NAMES, OPENERS

# The kind of place by the root of its word, and the wording that stands for any of them. The first that fits counts.
WORDINGS = (
    ("gymnasi", "et gymnasium"),
    ("kolleg", "et kollegium"),
    ("børnehave", "en børnehave"),
    ("vuggestue", "en vuggestue"),
    ("fritids", "et fritidstilbud"),
    ("klub", "en klub"),
    ("bolig", "en boligforening"),
    ("mosk", "en moské"),
    ("kirke", "en kirke"),
    ("plejehjem", "et plejehjem"),
    ("hjem", "et hjem"),
    ("universitet", "et universitet"),
    ("akademi", "en uddannelse"),
    ("college", "en uddannelse"),
    ("hf", "en uddannelse"),
    ("vuc", "en uddannelse"),
    ("skole", "en skole"),
    ("school", "en skole"),
)
WORKPLACE = "en arbejdsplads"
UNKNOWN_SORT = "[navn på sted udeladt]"
SCHOOL_GOING = "et uddannelsessted"

ENDING = (
    r"skole|skolen|skoles|skolens|skoler|gymnasium|gymnasiet|gymnasiums|kollegium|kollegiet|børnehave|børnehaven"
    r"|vuggestue|vuggestuen|fritidshjem|fritidshjemmet|fritidsklub|fritidsklubben|ungdomsklub|ungdomsklubben|moské|moskeen|plejehjem|plejehjemmet"
    r"|universitet|akademi|akademiet|college|school"
)
KIND_WORD = (
    rf"(?:(?:fri|privat|efter|høj|folke|produktions|ungdoms|handels|tekniske?|erhvervs|specialbørne|special|sprog|musik)?(?:{ENDING})"
    r"|hf|vuc|boligselskab|boligforening|andelsboligforening|idrætsforening|boldklub|sportsklub|bokseklub|kirke|kulturforening)"
)
GENERIC = frozenset(
    "folke privat fri efter høj special ungdoms sprog musik koran produktions erhvervs aften heldags døgn"
    " grund hoved by lands handels land køre svømme dag barne børne kommune distrikts nabo fag lille stor"
    " moder jordemoder sygeplejerske politi social- social modtage ny dansk danske kost sommer skov natur"
    " internat overbygnings realskole real teater ridning ride afdelings barn ungdom fritids idræts sports"
    " bokse danse kultur bibel brobygnings fælles tekniske teknisk forsker stats hf- hf vuc stx htx hhx eud"
    " eux fgu sosu og & almene almen studenter bolig senior pleje børne- ældre krise asyl opholds kvinde"
    " mande".split()
)
COMPOUND = re.compile(rf"([A-ZÆØÅ](?<![\w\-].)[\w\-]*?)({ENDING})(?!\w)")
LAST_KIND = re.compile(rf"(?:{ENDING})$")
NAMED_KIND = re.compile(
    rf"([A-ZÆØÅ](?<![\w.'\-].)(?:[\w'\-]|\.\w)*+(?: (?:[A-ZÆØÅ](?:[\w'\-]|\.\w)*|og|&)){{0,2}})"
    rf" (?i:{KIND_WORD})s?(?!\w)"
)
KIND_FIRST = re.compile(
    r"(?:skolen|gymnasiet|børnehaven|vuggestuen|kollegiet|boligselskabet|boligforeningen|boligorganisationen|klubben"
    r"|foreningen|moskeen|plejehjemmet|bostedet|opholdsstedet|restauranten|butikken|firmaet|virksomheden|caféen"
    r"|frisøren|pizzeriaet) \"?"
)
GOES_TO = re.compile(
    r"(?:går|gik|gået|elev|eleven|elever|studerende|indskrevet|undervises) (?:nu |også |stadig )?(?:på|i|ved) "
)
WORKS_AT = re.compile(
    r"(?:arbejder|arbejdede|arbejdet|arbejde|ansat|ansættelse|job|praktik|lære|læreplads|lærling|vikar|vagt|vagter)"
    r"(?: (?:som|til) \w{1,30})? (?:hos|på|i|ved|for) "
)
NAME = re.compile(r"[A-ZÆØÅ](?:[\w'&\-]|\.\w)*(?: [A-ZÆØÅ0-9](?:[\w'&\-]|\.\w)*){0,2}")


def institutions(reading: Reading) -> Iterator[Hit]:
    """Find places of learning, leisure, living and work that are named."""
    for found in COMPOUND.finditer(reading.text):
        if not _is_generic(found.group().lower()):
            yield Hit(Kind.INSTITUTION, *found.span(), _wording(found.group(2)))
    for found in NAMED_KIND.finditer(reading.text):
        opening = _opening(found.group(1))
        if opening < len(found.group(1)):
            yield Hit(Kind.INSTITUTION, found.start() + opening, found.end(), _wording(found.group()))
    for cue, wording in ((KIND_FIRST, UNKNOWN_SORT), (GOES_TO, SCHOOL_GOING), (WORKS_AT, WORKPLACE)):
        for found in cue.finditer(reading.lower):
            name = NAME.match(reading.text, found.end())
            if (
                name is not None
                and not _opening(name.group())
                and name.group().split(" ")[0].lower() not in GIVEN_NAMES
            ):
                yield Hit(Kind.INSTITUTION, *name.span(), wording)


def _opening(words: str) -> int:
    """How much of the words only opens the sentence ("Hendes skole", "På Tingbjerg Skole") and is no name."""
    place = 0
    for word in words.split(" "):
        if len(word) > 1 and not _is_generic(word.lower()):
            break
        place += len(word) + 1
    return place


def _is_generic(word: str) -> bool:
    """Whether a word names no place of its own: "hendes", "og", "privat", "folkeskolen"."""
    kind = LAST_KIND.search(word)
    stem = word[: kind.start()] if kind is not None else word
    return stem in GENERIC or word in OPENERS or not stem


def _wording(kind: str) -> str:
    folded = kind.lower()
    return next((wording for root, wording in WORDINGS if root in folded), UNKNOWN_SORT)
