"""Street addresses, which stop; streets without a number, floors and doors, which warn.

An address is a road and a house number. A road is known by its ending (Danish, and the commonest in Swedish,
Norwegian, German and Dutch), by "Vej", "Gade" and the like as a word of its own, by a floor or a postcode after the
number, or by what stands before it ("bor på", "adresse:"). Weak endings (-have, -park, -mark …) count only in a word
with a capital, since børnehave, Danmark and arbejdsplads end so too, or after such words. A number that counts years,
hours or people is no house number. The address of an authority may stand when the context names it. Coordinates are an
exact place too.
"""

import re
from collections.abc import Iterator

from vaern.guard.findings import Hit, Kind
from vaern.guard.reading import Reading

ADDRESS_WORDING = "[adresse udeladt]"
STREET_WORDING = "[vej udeladt]"

STRONG_ENDINGS = tuple(
    "vej vejen gade gaden allé alléen alleen stræde strædet vænge vænget boulevard boulevarden torv torvet"
    " gyde gyden gatan vägen veien straße strasse straat".split()
)
WEAK_ENDINGS = tuple(
    "alle plads pladsen toft toften mark marken lund lunden krog krogen gård gården høj højen eng engen"
    " park parken have haven bakke bakken kaj kajen brink brinken skrænt skrænten vang vangen stykke stykket"
    " hegn hegnet dal dalen ager ageren holm holmen passage passagen slip slippen bred bredden skov skoven"
    " sti stien dige diget løkke løkken rækken buen ringen svinget kvarteret bo huse husene parkerne lejet"
    " bjerg bjerget".split()
)
NO_ROADS = tuple(
    "brigade brigaden motorvej motorvejen hovedvej hovedvejen landevej landevejen omvej omvejen genvej"
    " genvejen udvej udvejen indvej skolevej skolevejen cykelvej livsvej luftvej arbejdsplads arbejdspladsen"
    " praktikplads praktikpladsen skoleplads læreplads lærepladsen døgnplads døgnpladsen legeplads"
    " legepladsen parkeringsplads klubplads børnehaveplads institutionsplads krisecenterplads studieplads"
    " elevplads fritidsplads pladsen børnehave børnehaven danmark finmark hedmark kirkegård kirkegården"
    " fritidsgård naturpark kirkehave zoologisk bofællesskab tidsrækken årsrækken bogholm stockholm bornholm"
    " storebjerg københavns aalborg følge-en gensidige opgave kærlighedsgade mødested tilbage kreds kredsen"
    " forbo samarbejde voldsomhed overvej drengen".split()
)
OWN_WORDS = frozenset(
    "vej gade allé alle plads stræde boulevard torv have vænge park gård toft street road avenue sokak sok"
    " cad caddesi".split()
)

UNIT = (
    r"år|årig|årige|måned|uge|dag|døgn|time|minut|min\b|gang|kr|mio|person|børn|barn|unge|pige|dreng|søskende|søstre|brødre|elev"
    r"|procent|%|stk|km|meter|m2|kg|af\b|ud af|ansat|medarbejder|klasse|kvinde|mænd|borger|henvendelse|sag|møde|samtale"
    r"|jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec|til\b|eller\b|-"
)
HOUSE = re.compile(
    r"([^\W\d_](?<![\w.'\-].)[\w.'\-]*+)(?:, ?| {1,3}|\n)(?:(?i:nr|no|nummer|number)\b[.:]? ?)?"
    rf"(\d{{1,3}})(?![.,]?\d| \d{{3}}(?!\d))(?:[A-Za-z]| [A-ZÆØÅ])?(?!\w)(?!\.? ?(?i:{UNIT}))(?![./:]\d)",
)
DOOR = r"(?:tv|th|mf|dør \d{1,3}|lejl\.? ?\d{1,4})\b\.?"
FLOOR = rf"(?:st(?:uen)?\.?|kl\.?|\d{{1,2}}\.?)(?: ?(?:sal|etage)\.?)?[ ,.]{{0,2}}{DOOR}"
BARE_FLOOR = r"\d{1,2}\.? ?sal\b\.?"
TOWN = r"(?:DK-?)?\d{4} [A-ZÆØÅ][\w\-]+(?: (?:[A-ZÆØÅ][\w]+|[NSØVCK]{1,2}\b))?"
REST = re.compile(rf"(?:[ ,]{{1,3}}(?i:{FLOOR}|{BARE_FLOOR}))?(?:[ ,\n]{{1,3}}{TOWN})?")
TELLING_REST = re.compile(rf"[ ,]{{1,3}}(?i:{FLOOR}|{BARE_FLOOR})|, ?{TOWN}")
LIVES_AT = re.compile(
    r"(?:\b(?:bor|boede|boet|boende|bopæl|flyttet|flytter|opholder sig|indlogeret|adresse|adressen|adr|bolig"
    r"|hjemme|gemmer sig|skjuler sig|hentes)(?: (?:nu|lige nu|er|sammen|hos \w+))?"
    r" ?(?:(?:på|i|ved|til|adressen|:) ?){0,2}\.?:? ?)$",
    re.IGNORECASE,
)
NAME_PARTS = re.compile(r"(?:(?:[A-ZÆØÅ][\w.']*|af|de|den|von|van) ){1,3}$")
LEADING = frozenset(
    "bor boede på i ved hun han de til fra adressen adresse familien moren faren hentes den det der og"
    " hjemme vi jeg".split()
)
STREET = re.compile(r"[A-ZÆØÅ](?<![\w.'\-].)[\w.'\-]*+")
FOREIGN_ROAD = re.compile(
    r"[0-9](?<!\w.)\d{0,4} (?:[A-Z][\w.']+ ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Square)\b\.?"
    r"|[A-ZÇĞÖŞÜ](?<![\w.'].)[\w.']++ (?:Sokak|Sokağı|Sok\.|Caddesi|Cad\.)"
    r"(?: ?(?:No|no|nr)?[.:]? ?\d{1,4}(?:/\d{1,3})?)"
)
COORDINATES = re.compile(r"[0-9](?<![\d.]\d)\d?\.\d{4,9}°?[NS]?[ ,;]{1,3}-?\d{1,3}\.\d{4,9}°?[EWØV]?")
LONE_FLOOR = re.compile(r"[0-9s](?<![\w.].)(?:(?<=s)t|\d)?\.(?: ?sal)?[ ,.]{1,2}(?:tv|th|mf)\b\.?")


def addresses(reading: Reading) -> Iterator[Hit]:
    """Find exact places: a road with its house number, floor and town as far as they go, and coordinates."""
    text = reading.text
    for found in HOUSE.finditer(text):
        word, start, end = found.group(1), found.start(), found.end()
        if not (_is_road(word, text, start) or _is_home(word, text, start, end)):
            continue
        rest = REST.match(text, end)
        yield Hit(Kind.ADDRESS, _start_of_road(text, start), rest.end() if rest else end, ADDRESS_WORDING)
    for pattern in (FOREIGN_ROAD, COORDINATES):
        for found in pattern.finditer(text):
            yield Hit(Kind.ADDRESS, *found.span(), ADDRESS_WORDING)


def streets(reading: Reading) -> Iterator[Hit]:
    """Find a road named without a number, and a floor and door named without a road."""
    text = reading.text
    for found in STREET.finditer(text):
        word = found.group().rstrip(".'-")
        if len(word) > 6 and word.casefold().endswith(STRONG_ENDINGS) and _is_road(word, text, found.start()):
            yield Hit(Kind.STREET, found.start(), found.start() + len(word), STREET_WORDING)
    for found in LONE_FLOOR.finditer(reading.lower):
        yield Hit(Kind.STREET, *found.span(), STREET_WORDING)


def _is_road(word: str, text: str, start: int) -> bool:
    folded = word.casefold()
    if folded in OWN_WORDS:
        return word[0].isupper() and NAME_PARTS.search(text, max(0, start - 40), start) is not None
    if folded.endswith(NO_ROADS) or folded in STRONG_ENDINGS or folded in WEAK_ENDINGS:
        return False
    return folded.endswith(STRONG_ENDINGS) or (word[0].isupper() and folded.endswith(WEAK_ENDINGS))


def _is_home(word: str, text: str, start: int, end: int) -> bool:
    """Whether a word that is no road by itself is one here; in small letters it ends as roads do, too."""
    folded = word.casefold()
    if not word[0].isupper():
        if len(word) <= 6 or folded.endswith(NO_ROADS) or not folded.endswith(WEAK_ENDINGS):
            return False
    elif TELLING_REST.match(text, end):
        return True
    return LIVES_AT.search(text, max(0, _start_of_road(text, start) - 40), _start_of_road(text, start)) is not None


def _start_of_road(text: str, start: int) -> int:
    """Where a road of several words begins: "H.C. Andersens Boulevard", "Gammel Kongevej"."""
    parts = NAME_PARTS.search(text, max(0, start - 40), start)
    if parts is None:
        return start
    begin = parts.start()
    for word in parts.group().split(" ")[:-1]:
        if word.casefold() not in LEADING:
            break
        begin += len(word) + 1
    return begin
