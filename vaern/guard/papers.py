"""Passports and cards, number plates, flights.

Passports stop: the machine-readable lines (two or three, of passports, residence and id cards), and a number or code of
five digits or more after words like pas, opholdskort, kørekort, or before one for a passport. Plates stop: two letters
and five digits, in any grouping, and any short code after a word like nummerplade. Flight numbers warn: they name a few
hundred people.
"""

import re
from collections.abc import Iterator
from itertools import chain

from vaern.guard.findings import Hit, Kind
from vaern.guard.reading import Reading

PASSPORT_WORDING = "[pasoplysninger udeladt]"
PLATE_WORDING = "[nummerplade udeladt]"
FLIGHT_WORDING = "[flynummer udeladt]"

MACHINE_NAMES = re.compile(
    r"[piacv][a-z<](?<![a-z0-9<]..)[a-z]{3}[a-z<]{5,}<[a-z<]*|[a-z0-9](?<![a-z0-9<].)[a-z0-9<]{4,}<<[a-z0-9<]*"
)
MACHINE_NUMBERS = re.compile(
    r"[a-z0-9](?<![a-z0-9<].)(?:[a-z0-9<]{8}\d(?:[a-z]{3}|d<<)\d{7}[mfx<]\d{7}|\d{6}[mfx<]\d{7}[a-z]{3})[a-z0-9<]*"
)
SPACED_MACHINE_LINE = re.compile(r"p(?<![a-z0-9<].) ?< ?[a-z]{3}[a-z< ]{4,60}<[a-z< ]*")
SHORTEST_MACHINE_LINE = 15
CARD_WORDS = ("pas", "kort", "udl", "rejsedok", "person")
CARD_NUMBER = re.compile(
    r"(?:pas|passet|pasnr|pasnummer|pasnummeret|rejsepas|fremmedpas|konventionspas|passport|pasaport|opholdskort"
    r"|opholdskortet|id-kort|idkort|kørekort|kørekortet|rejsedokument|udlændingenr|udlændingenummer|udl|udl\.nr"
    r"|person-?id)"
    r"(?:[ .:#\-]{1,3}(?:nr|nummer|nummeret|no|number|er|har|med|lyder|id|på)\b){0,4}[ .:#\-]{0,3}"
    r"([a-z]{0,3}[ \-]?\d(?:[ \-]?\d){4,10}|(?=(?:[a-z]{0,8}\d){4})[a-z\d]{7,12})(?!\w)"
)
NUMBER_BEFORE_THE_WORD = re.compile(
    r"[a-z0-9](?<!\w.)[a-z]{0,2}[ \-]?\d{5,9}[ .:,;()\-]{1,3}"
    r"(?:pas|passet|pasnr|pasnummer|passport|pasaport|rejsepas|fremmedpas|konventionspas)(?!\w)"
)
PLATE = re.compile(r"[A-Za-zÆØÅæøå](?<!\w.)[A-Za-zÆØÅæøå][ .\-]?\d\d[ .\-]?\d{3}(?!\w|[.,]\d)")
LABELLED_PLATE = re.compile(
    r"(?:nummerplade(?:n)?|nr\.?plade(?:n)?|indregistreringsnummer|reg\.? ?nr|regnr|registreringsnummer|license plate)"
    r"(?:[ .:]{1,2}(?:er|nr|med|lyder|starter med)\b){0,2}[ .:]{0,3}"
    r"([a-zæøå]{1,3}[ \-]?\d{2,3}(?:[ \-]?[a-z\d]{2,3}){0,2})(?!\w)"
)
CAPITAL_WORDS = frozenset("DK EU FN ID KL KM KR NR TV".split())
SMALL_WORDS = frozenset(
    "af at ca cm da de dk do du en er et eu fm få gå ha hr id jo ja kl km kr la må nr no ny nu nå og om op"
    " pr på se si st så tl ti to tv ud vi år".split()
)
AIRLINES = frozenset(
    "SK TK DY D8 QR EK LH KL PC MS RJ ET PK FR W6 U2 SN BA AF LO OS LX IR IA ME SV EY GF KU FZ G9 XQ A3 VF"
    " HV DX FI AY AT TU AH KQ XC BT WF U6 FB JU OU RO UX IB VY TP EW 4U XR W5 QS EI BG UL AI 6E PF 9P KC HY"
    " J2 A9 UT 5F".split()
)
FLIGHT = re.compile(r"[A-Z0-9](?<!\w.)[A-Z0-9](?:-?\d{3,4}| \d{3,4})(?!\w|[ .\-]\d)")
NAMED_FLIGHT = re.compile(
    r"(?:fly|flyv|flyet|flyr|flight|flynr|flynummer|flynummeret|rutenummer|rutenr|afgang|afgangen)[^\w\n]{1,3}"
    r"(?:nr|nummer|er|med|no)?[ .:]{0,2}((?:[a-z]{2}|[a-z]\d|\d[a-z])[ \-]?\d{1,4})(?!\w)"
)


def passports(reading: Reading) -> Iterator[Hit]:
    """Find the machine-readable lines of a passport or card, and numbers after the word for one."""
    lower = reading.lower
    for found in MACHINE_NUMBERS.finditer(lower):
        yield Hit(Kind.PASSPORT, *found.span(), PASSPORT_WORDING)
    if "<" in lower:
        for found in chain(MACHINE_NAMES.finditer(lower), SPACED_MACHINE_LINE.finditer(lower)):
            if len(found.group()) >= SHORTEST_MACHINE_LINE:
                yield Hit(Kind.PASSPORT, *found.span(), PASSPORT_WORDING)
    if any(word in lower for word in CARD_WORDS):
        for found in CARD_NUMBER.finditer(lower):
            yield Hit(Kind.PASSPORT, *found.span(1), PASSPORT_WORDING)
        for found in NUMBER_BEFORE_THE_WORD.finditer(lower):
            yield Hit(Kind.PASSPORT, *found.span(), PASSPORT_WORDING)


def plates(reading: Reading) -> Iterator[Hit]:
    """Find number plates: two letters and five digits, or any short code after the word for one."""
    for found in PLATE.finditer(reading.text):
        letters = found.group()[:2]
        if (letters.isupper() and letters not in CAPITAL_WORDS) or (letters.islower() and letters not in SMALL_WORDS):
            yield Hit(Kind.PLATE, *found.span(), PLATE_WORDING)
    for found in LABELLED_PLATE.finditer(reading.lower):
        yield Hit(Kind.PLATE, *found.span(1), PLATE_WORDING)


def flights(reading: Reading) -> Iterator[Hit]:
    """Find flight numbers: of airlines that fly from here, or after a word for a flight."""
    for found in FLIGHT.finditer(reading.text):
        if found.group()[:2] in AIRLINES:
            yield Hit(Kind.FLIGHT, *found.span(), FLIGHT_WORDING)
    if "fly" in reading.lower or "fli" in reading.lower or "rute" in reading.lower or "afgang" in reading.lower:
        for found in NAMED_FLIGHT.finditer(reading.lower):
            yield Hit(Kind.FLIGHT, *found.span(1), FLIGHT_WORDING)
