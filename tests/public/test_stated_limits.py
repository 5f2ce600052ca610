"""Times and sizes that stand in a sentence, as people read and translators have them, are the ones that hold."""

import re
from datetime import date, timedelta

from django.conf import settings

from vaern.languages.texts import all_texts
from vaern.law.values import MAILBOX_KEPT_DAYS
from vaern.mailbox.door.sitting import IDLE, LONGEST
from vaern.public.errand import IDLE_SECONDS

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ERRAND_IDLE = timedelta(seconds=IDLE_SECONDS)
HELD_TO = {
    "Siden lukker sig selv, når der ikke er sket noget i en time.": ERRAND_IDLE == HOUR,
    "Siden lukker sig selv, når der ikke er sket noget i 15 minutter, og altid efter en time.": (
        (IDLE, LONGEST) == (15 * MINUTE, HOUR)
    ),
    "Siden lukker om et minut. Den har været åben i en time. Send det, du skriver, nu.": LONGEST == HOUR,
    "Koden virker i 90 dage, efter at du sidst har brugt den.": MAILBOX_KEPT_DAYS.on(date(2026, 11, 23)) == 90,
    "Det, du sendte, fylder for meget. Intet er gemt. Send det i flere mindre dele. En fil må højst fylde 10 MB.": (
        settings.FILE_BYTES == 10 * 1024 * 1024
    ),
}
A_LIMIT = re.compile(r"(?:sket noget i|åben i|virker i|højst fylde) (?:\d+|en|et) (?:minut|time|dag|MB)")


def test_what_a_page_says_of_times_and_sizes_is_what_holds():
    assert [sentence for sentence, holds in HELD_TO.items() if not holds] == []


def test_every_such_sentence_of_the_open_site_is_named_here():
    assert {text for text in all_texts() if A_LIMIT.search(text)} == set(HELD_TO)
