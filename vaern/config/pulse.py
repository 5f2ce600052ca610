"""Whether everything a process needs answers, asked at most once a second and told in one word: yes or no."""

import logging
import threading
import time
from collections.abc import Callable, Mapping

from django.http import HttpResponse

from vaern.config.middleware import drop_broken_connections

logger = logging.getLogger(__name__)

SECONDS = 1.0  # an answer holds this long: asking a thousand times a second costs no more than asking once
LONG = 3.0  # a look that takes longer is an answer too: something does not answer


class Pulse:
    """Remembers for a moment whether everything answered, so that nobody can tire the databases by asking.

    One looks at a time. Whoever asks meanwhile is given the answer from before, until that look has taken LONG: a part
    that hangs holds one thread of the pages, and never all of them.
    """

    def __init__(self, look: Callable[[], bool]) -> None:
        self.look = look
        self.lock = threading.Lock()  # for these three, and never while somebody looks
        self.looked_at = float("-inf")
        self.looking_since: float | None = None
        self.is_well = False

    def beats(self) -> bool:
        with self.lock:
            now = time.monotonic()
            if self.looking_since is not None:
                return self.is_well and now - self.looking_since < LONG
            if now - self.looked_at < SECONDS:
                return self.is_well
            self.looking_since = now
        is_well = False
        try:
            is_well = self.look()
        finally:
            with self.lock:
                self.is_well, self.looked_at, self.looking_since = is_well, time.monotonic(), None
        return is_well

    def told(self) -> HttpResponse:
        """Return 200 or 503 with an empty page."""
        return HttpResponse(status=200 if self.beats() else 503, content_type="text/plain; charset=utf-8")


def all_answer(steps: Mapping[str, Callable[[], object]]) -> bool:
    """Take each step, the least that shows that something is there; the log names the one that failed."""
    for name, step in steps.items():
        try:
            step()
        except Exception as error:  # whatever it is, the site does not work
            logger.error(f"unwell: {name}", exc_info=error)  # noqa: G004  a word of ours; an argument would be hidden
            drop_broken_connections()
            return False
    return True
