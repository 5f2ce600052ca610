"""Mail addresses and profiles on social media.

Both stop. A handle or a link to a profile leads straight to one person's pictures and family, as a mail address does,
and no advice needs it; the name of the medium alone may stand. Mail addresses are found in disguise too: ``(at)``,
``snabel-a``, ``punktum``. A bare "at" is an everyday Danish word and counts only before a well-known mail provider.
"""

import re
from collections.abc import Iterator

from vaern.guard.findings import Hit, Kind
from vaern.guard.reading import Reading

EMAIL_WORDING = "[mailadresse udeladt]"
PROFILE_WORDING = "[profil udeladt]"

PROVIDERS = (
    "gmail|googlemail|hotmail|outlook|live|yahoo|icloud|me|mail|protonmail|proton|gmx|msn|aol|ofir|jubii|stofanet"
)
AT = r"(?:@| ?[(\[{] ?(?:at|a|@|snabel-?a) ?[)\]}] ?| snabel-?a )"
DOT = (
    r"(?:\.| \. | ?\. ?(?=(?:dk|com|net|org|eu|se|no|de)\b)"
    r"| ?[(\[{] ?(?:dot|punktum|prik|\.) ?[)\]}] ?| (?:dot|punktum|prik) )"
)
LOCAL = r"[\w.+\-%'](?<![\w.+\-%'].)[\w.+\-%']*"
EMAIL = re.compile(rf"{LOCAL}(?:{AT}[\w\-]+(?:{DOT}[\w\-]+)*| ?@ [\w\-]+{DOT}[\w\-]+(?:{DOT}[\w\-]+)*)")
SPOKEN_EMAIL = re.compile(rf"{LOCAL} at (?:{PROVIDERS})(?:{DOT}(?:com|dk|net|org|me))\b")
SIGNS_OF_EMAIL = ("@", "snabel", "at)", "at]", "at}", "(a)", "[a]", "{a}", "( a", "at )")
HANDLE = re.compile(r"@(?<![\w@].)[\w.]{2,}")
LINK = re.compile(
    r"(?:facebook|instagram|tiktok|snapchat|twitter|linkedin|youtube|discord|telegram|pinterest|threads)"
    r"\.(?:com|net|gg|org)/[^\s,;)\]]+|(?:fb\.me|fb\.com|t\.me|wa\.me|x\.com|m\.me|vk\.com)/[^\s,;)\]]+"
)
BEFORE_LINK = re.compile(r"(?:https?://)?(?:[\w\-]{1,20}\.){0,2}$")
MEDIA = (
    "snap",
    "insta",
    "tiktok",
    "facebook",
    "fb",
    "messenger",
    "telegram",
    "discord",
    "skype",
    "brugern",
    "profil",
    "gamert",
    "username",
)
NAMED_PROFILE = re.compile(
    r"(?:snapchat|snap|instagram|insta|tiktok|facebook|fb|messenger|telegram|discord|skype|brugernavn(?:et)?|profil(?:navn)?"
    r"|username|gamertag)"
    r"(?:(?: ?[:=] ?| (?:er|hedder|som) )\"?((?=[^\W_]*[\d_.])[\w.\-]{2,}\w)| ((?=[a-zæøå]{1,30}[\d_.])[\w.]{3,}\w))"
)


def emails(reading: Reading) -> Iterator[Hit]:
    """Find mail addresses, plain and in disguise."""
    if any(sign in reading.lower for sign in SIGNS_OF_EMAIL):
        for found in EMAIL.finditer(reading.lower):
            yield Hit(Kind.EMAIL, *found.span(), EMAIL_WORDING)
    if " at " in reading.lower:
        for found in SPOKEN_EMAIL.finditer(reading.lower):
            yield Hit(Kind.EMAIL, *found.span(), EMAIL_WORDING)


def profiles(reading: Reading) -> Iterator[Hit]:
    """Find links to profiles, and the names people go by there."""
    lower = reading.lower
    if "/" in lower:
        for found in LINK.finditer(lower):
            before = BEFORE_LINK.search(lower, max(0, found.start() - 48), found.start())
            start = before.start() if before else found.start()
            if not lower[start - 1 : start].isalnum():  # netflix.com/… is not x.com/…
                yield Hit(Kind.PROFILE, start, found.end(), PROFILE_WORDING)
    if "@" in lower:
        for found in HANDLE.finditer(lower):
            yield Hit(Kind.PROFILE, *found.span(), PROFILE_WORDING)
    if any(medium in lower for medium in MEDIA):
        for found in NAMED_PROFILE.finditer(lower):
            yield Hit(Kind.PROFILE, *found.span(found.lastindex or 0), PROFILE_WORDING)
