"""How many different keys may be opened, so that a stolen site cannot carry everything off before anybody looks.

Counted are *different* keys: the one a person is working with is opened again at every save, and never counts twice
within the hour. Making a key is not counted at all: whoever rings in can always be written down. What is opened during
a call or by breaking the glass is counted apart from the rest, so that a day's other work never uses up what an acute
call needs. The two counts have the same limits; none is without one, since a thief would name just that purpose.

The clock is the machine's own, which no change of date moves.
"""

import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from threading import Lock
from uuid import UUID

from django.utils import timezone

from vaern.law.clocks import local_day
from vaern.law.values import KEYS_OPENED_BY_ALL_PER_HOUR, KEYS_OPENED_PER_HOUR, KEYS_OPENED_PER_MINUTE
from vaern.vault.sealing import TooManyOpened
from vaern.vault.terms import Purpose

MINUTE, HOUR = 60.0, 3600.0
ACUTE = {Purpose.CALL, Purpose.BREAK_GLASS}

Opened = dict[UUID, float]  # when each key was first opened within the hour


class Limits:
    """Counts in memory: a broker that is started anew begins at nought, and only its own user can do that."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.lock = Lock()
        self.opened: dict[bool, dict[UUID, Opened]] = {True: defaultdict(dict), False: defaultdict(dict)}

    def admit(self, key_id: UUID, *, purpose: str, by: UUID, day: date | None = None) -> None:
        """Count one opening. Raises TooManyOpened, which counts nothing."""
        day = day or local_day(timezone.now())
        with self.lock:
            now = self.clock()
            people = self.opened[purpose in ACUTE]
            self.forget(people, now - HOUR)
            mine = people[by]
            if key_id in mine:
                return
            this_minute = sum(1 for moment in mine.values() if moment > now - MINUTE)
            for limit, is_reached in {
                "minute": this_minute >= KEYS_OPENED_PER_MINUTE.on(day),
                "hour": len(mine) >= KEYS_OPENED_PER_HOUR.on(day),
                "all": sum(map(len, people.values())) >= KEYS_OPENED_BY_ALL_PER_HOUR.on(day),
            }.items():
                if is_reached:
                    raise TooManyOpened(by=by, key_id=key_id, limit=limit)
            mine[key_id] = now

    def forget(self, people: dict[UUID, Opened], before: float) -> None:
        for person, opened in list(people.items()):
            for key_id in [each for each, moment in opened.items() if moment <= before]:
                del opened[key_id]
            if not opened:
                del people[person]
