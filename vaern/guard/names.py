"""Names of people, which warn.

Danish writes only names with a capital inside a sentence, so how a word stands tells more than any list. A word warns
- after words that introduce a name ("hedder", "kaldes", "fru") or a person ("søster", "kæresten", "sagsbehandler");
- as a given name of the list, in capitals or not ("amina er 16"), unless it is part of a known phrase;
- with a capital inside a sentence, unless it is a known word (countries, towns, authorities, media, the context's own),
  has the ending of an authority, is a short all-capital abbreviation, or follows a preposition of place ("i Kastrup");
- before "bror", "mor" … as a genitive ("Zerdests bror"), and wherever else the text has a word that warned once.
Words next to each other make one finding. A name that opens a sentence, is in no list, and stands nowhere else is not
seen; nor is a name written in small letters that is in no list. Another script than the Latin is not read at all, and
warns for that reason.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from vaern.guard.findings import Hit, Kind
from vaern.guard.reading import Reading
from vaern.guard.words import GIVEN_NAMES, OPENERS

NAME_WORDING = "[navn udeladt]"
GENITIVES = frozenset(f"{name}s" for name in GIVEN_NAMES)
SCRIPT_WORDING = "[tekst på et andet sprog udeladt]"

WORD = re.compile(r"(?<!\w)[^\W\d_]++(?:['\-][^\W\d_]++)*+(?!\w)")
KIN = frozenset(
    "søster søsteren storesøster storesøsteren lillesøster lillesøsteren bror broren broderen storebror"
    " storebroren lillebror lillebroren mor moren moderen far faren faderen mormor mormoren farmor farmoren"
    " morfar morfaren farfar farfaren moster mosteren faster fasteren farbror farbroren morbror morbroren"
    " onkel onklen tante tanten fætter fætteren kusine kusinen nevø nevøen niece niecen svigermor"
    " svigermoren svigerfar svigerfaren svoger svogeren svigerinde svigerinden søn sønnen datter datteren"
    " tvillingebror tvillingesøster stedfar stedfaren stedmor stedmoren mand manden ægtemand ægtemanden kone"
    " konen hustru hustruen ægtefælle ægtefællen ekskone ekskonen eksmand eksmanden kæreste kæresten"
    " ekskæreste ekskæresten forlovede ven vennen veninde veninden nabo naboen barn barnet pige pigen dreng"
    " drengen kvinde kvinden søskende familien forældrene sister brother mother father friend".split()
)
ROLES = frozenset(
    "lærer læreren klasselærer klasselæreren pædagog pædagogen læge lægen sagsbehandler sagsbehandleren"
    " rådgiver rådgiveren socialrådgiver socialrådgiveren betjent betjenten politibetjent tolk tolken"
    " konsulent konsulenten imam imamen værge værgen advokat advokaten psykolog psykologen leder lederen"
    " skoleleder skolelederen borger borgeren kontaktperson kontaktpersonen plejefar plejemor mentor"
    " mentoren træner træneren chef chefen kollega kollegaen".split()
)
TITLES = frozenset("hr hr. fru frk fr frøken herr mr mrs ms dr".split())
NAMERS = frozenset(
    "hedder hed hedde heder kaldes kaldet kalder kaldenavn navn navnet navne øgenavn fornavn efternavn"
    " mellemnavn pigenavn familienavn called named døbt alias".split()
)
INTRODUCERS = KIN | ROLES | TITLES | NAMERS
KIN_AFTER_GENITIVE = KIN | frozenset(
    "forældre familie brødre søstre børn telefon mobil værelse lejlighed hjem liv".split()
)
OF_PLACE = frozenset("i via langs nær omkring ved in".split())
MOVING = frozenset(
    "går gik fører rejse rejser rejste rejst rejsen tur turen tager tage tog taget fly flyr fløj fløjet"
    " flyet flyve flybillet flybilletter billet billetter billetten hjem ned op ud over hen tilbage afsted"
    " videre flytte flytter flyttet flyttede sendt sende sender sendes køre kører kørt kørte udrejse"
    " udrejsen genopdragelsesrejse ferie ferien ankomst ankommet kommer kom født oprindeligt opvokset"
    " stammer flygtet er var familie familien adgang transit mellemlanding".split()
)
ON_A_PERSON = frozenset(
    "vred sur jaloux stole stoler stolede venter ventede vente passe passer passede tænker tænke råber"
    " råbte kalder hører peger skælder presset presser slog".split()
)
ABBREVIATIONS = frozenset(
    "fx f.eks bl.a bla ca kl nr tlf jf jvf stk pkt evt inkl ekskl vedr pga mht ift dvs osv mv m.v m.fl o.l"
    " hhv if iflg pr sml eks a d dr hr fr frk sagsbeh skt sct st prof".split()
)
AUTHORITY_ENDINGS = tuple(
    "forvaltning forvaltningen afdeling afdelingen center centret centeret centre styrelse styrelsen"
    " ministerium ministeriet rådet nævn nævnet tilbud tilbuddet team teamet enhed enheden rådgivning"
    " rådgivningen service linje linjen linien loven lovens politi politiet politiets hospital hospitalet"
    " klinik klinikken kontor kontoret forening foreningen udvalg udvalget konsulent konsulenten"
    " konsulenterne kommune kommunen kommunens byret byretten landsret domstol domstolen tjeneste tjenesten"
    " værnet skole skolen skolens gymnasiet børnehave børnehaven vuggestue vuggestuen klub klubben hjemmet"
    " myndighed myndigheden myndighederne bekendtgørelsen vejledningen konvention konventionen ordning"
    " ordningen planen huset vejledning uddannelse uddannelsen forældre forældrene samtale samtalen rapport"
    " rapporten lufthavn lufthavnen ambassade ambassaden konsulat konsulatet universitet vagten hjælpen"
    " fonden institut instituttet vurdering vurderingen screening screeningen underretning underretningen"
    " rejse rejsen notat notatet møde mødet passet ansvarlig ansvarlige gade gaden vej vejen allé plads"
    " pladsen torvet".split()
)
OPENING_MARKS = frozenset('.!?:;\n\r"»«“”„•*…|/\t>')
QUIET_GAPS = frozenset((" ", "  "))
OTHER_SCRIPT = (
    "\u0370-\u1dff\u2c00-\u2c5f\u2c80-\ua71f\uaa00-\uab2f\uab70-\ufaff\ufb13-\ufdff\ufe70-\ufefe\uff66-\uffdc"
    "\U00010000-\U0001ccff\U0001e800-\U0001eeff\U00020000-\U0003ffff"
)
SCRIPT = re.compile(rf"[{OTHER_SCRIPT}]+(?:[^\w\n]{{1,4}}[{OTHER_SCRIPT}]+)*")


class _Word(NamedTuple):
    """A word that may be a name, and how it stands: ``gap`` lies between it and ``before``."""

    start: int
    end: int
    text: str
    folded: str
    gap: str
    before: str
    before_that: str
    is_known: bool


def names(reading: Reading, known: list[tuple[int, int]]) -> Iterator[Hit]:
    """Find words that look like names of people. ``known``: spans of phrases that are none, in order."""
    text = reading.text
    suspects: dict[int, _Word] = {}
    grounds: dict[int, str] = {}
    unsure: list[_Word] = []
    last: _Word | None = None
    follows_place = False
    for word in _candidates(reading, known):
        is_next = last is not None and last.end == word.start - len(word.gap) and word.gap in QUIET_GAPS
        follows_place = is_next and follows_place
        ground = _ground(word, text, follows_place)
        if ground:
            suspects[word.start], grounds[word.start] = word, ground
            if last is not None and is_next and last.start not in suspects and _may_be_first_name(last):
                suspects[last.start], grounds[last.start] = last, "first of a pair"
            follows_place = False
        else:
            follows_place = word.is_known or follows_place or _stands_as_place(word)
            if not word.is_known and word.folded not in OPENERS:
                unsure.append(word)
        last = word
    met = {_bare(word.folded) for word in suspects.values()}
    for word in unsure:
        if word.start not in suspects and _bare(word.folded) in met and not _stands_as_place(word):
            suspects[word.start], grounds[word.start] = word, "named elsewhere"
    yield from _runs([suspects[start] for start in sorted(suspects)], grounds)


def other_scripts(reading: Reading) -> Iterator[Hit]:
    """Find what is written in a script the guard does not read."""
    for found in SCRIPT.finditer(reading.text):
        if len(found.group()) > 1:
            yield Hit(Kind.SCRIPT, *found.span(), SCRIPT_WORDING)


def _candidates(reading: Reading, known: list[tuple[int, int]]) -> Iterator[_Word]:
    """The words with a capital, and given names in small letters."""
    text = reading.text
    spans = iter([*known, (len(text) + 1, len(text) + 1)])
    known_start, known_end = next(spans)
    before = before_that = ""
    before_end = 0
    for found in WORD.finditer(text):
        word = found.group()
        if word[0].isupper() or word in GIVEN_NAMES or word in GENITIVES:
            start, end = found.span()
            while known_end <= start:
                known_start, known_end = next(spans)
            is_known = known_start <= start
            gap = text[before_end:start]
            yield _Word(start, end, word, word.lower(), gap, before.lower(), before_that.lower(), is_known)
        before_that, before, before_end = before, word, found.end()


def _ground(word: _Word, text: str, follows_place: bool) -> str:
    """Why the word may be a name; empty when nothing says so."""
    if word.folded in OPENERS or len(word.text) < 2:
        return ""
    is_given = _is_given(word.folded)
    if is_given and not (word.is_known and (_stands_as_place(word) or word.text.islower())):
        return "introduced" if _is_introduced(word, text) else "given"
    if word.is_known or word.text.islower() or word.folded.endswith(AUTHORITY_ENDINGS):
        return ""
    if _is_introduced(word, text):
        return "introduced"
    if _is_abbreviation(word.text):
        return ""
    if _opens_sentence(word):
        return "genitive" if _owns_kin(word, text) else ""
    return "" if follows_place or _stands_as_place(word) else "capital"


def _is_given(folded: str) -> bool:
    first = folded.partition("-")[0]
    return folded in GIVEN_NAMES or _bare(folded) in GIVEN_NAMES or first in GIVEN_NAMES


def _is_introduced(word: _Word, text: str) -> bool:
    if word.before == "er" and word.before_that in NAMERS:
        return word.gap in QUIET_GAPS
    if word.before not in INTRODUCERS or len(word.gap) > 4:
        return False
    if word.before in TITLES:
        return not word.gap.strip(" .")
    if word.gap.strip(" ,:\"'»«(*"):
        return False
    # "Borger: Zerdest, 17 år" names somebody; "Borger: Anbefaler, at …" opens a sentence.
    return ":" not in word.gap or word.before in NAMERS or not text[word.end : word.end + 2].strip()[:1].isalpha()


def _opens_sentence(word: _Word) -> bool:
    if not word.before:
        return True
    if word.gap in QUIET_GAPS:
        return False
    if word.gap.startswith(".") and word.before in ABBREVIATIONS:
        return False
    return " - " in word.gap or not OPENING_MARKS.isdisjoint(word.gap)


def _stands_as_place(word: _Word) -> bool:
    """Whether a preposition before the word speaks of a place rather than of a person."""
    if word.gap not in QUIET_GAPS:
        return False
    if word.before == "på":
        return word.before_that not in ON_A_PERSON
    if word.before in ("til", "fra"):
        return word.before_that in MOVING
    return word.before in OF_PLACE


def _owns_kin(word: _Word, text: str) -> bool:
    """ "Zerdests bror": a genitive that opens a sentence, of a word that is no everyday noun ("Barnets mor")."""
    following = WORD.match(text, word.end + 1)
    if following is None or following.group() not in KIN_AFTER_GENITIVE:
        return False
    bare = _bare(word.folded)
    return bare != word.folded and bare not in INTRODUCERS and not bare.endswith(("en", "et", "ne", "er", "e"))


def _may_be_first_name(word: _Word) -> bool:
    """Whether a word with a capital that opens a sentence may be the first of two names."""
    return (
        word.text[0].isupper()
        and not word.is_known
        and word.folded not in OPENERS
        and not _is_abbreviation(word.text)
        and not word.folded.endswith((*AUTHORITY_ENDINGS, "en", "et", "ne", "ede", "er"))
        and not _stands_as_place(word)
    )


def _is_abbreviation(word: str) -> bool:
    first = word.partition("-")[0]
    return first.isupper() and len(first) <= 6


def _bare(word: str) -> str:
    """The word without a genitive."""
    for genitive in ("'s", "'", "s"):
        if word.endswith(genitive):
            return word.removesuffix(genitive)
    return word


def _runs(words: list[_Word], grounds: dict[int, str]) -> Iterator[Hit]:
    """Join words that follow each other with one space."""
    place = 0
    while place < len(words):
        first = last = words[place]
        place += 1
        while place < len(words) and words[place].start - last.end == 1 and words[place].gap == " ":
            last = words[place]
            place += 1
        yield Hit(Kind.NAME, first.start, last.end, NAME_WORDING, grounds[first.start])
