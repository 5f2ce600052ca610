"""Say whether the site works, and nothing else: 200 or 503 with an empty page."""

import logging
import threading
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from vaern.config.middleware import drop_broken_connections
from vaern.vault.broker import broker
from vaern.vault.models import Key, Tombstone

logger = logging.getLogger(__name__)

SECONDS = 1.0  # an answer holds this long: asking a thousand times a second costs no more than asking once


class Pulse:
    """Remembers for a moment whether everything answered, so that nobody can tire the databases by asking."""

    def __init__(self, look: Callable[[], bool]) -> None:
        self.look = look
        self.lock = threading.Lock()
        self.looked_at = float("-inf")
        self.is_well = False

    def beats(self) -> bool:
        with self.lock:
            if time.monotonic() - self.looked_at >= SECONDS:
                self.is_well = self.look()
                self.looked_at = time.monotonic()
            return self.is_well


def all_answer() -> bool:
    """Ask the data, the keys and the broker for the least that shows they are there."""
    steps: dict[str, Callable[[], object]] = {
        "data": Tombstone.objects.exists,
        "keys": Key.objects.exists,
        "broker": lambda: broker().fingerprint(b"health"),
    }
    for name, step in steps.items():
        try:
            step()
        except Exception as error:  # whatever it is, the site does not work
            logger.error(f"unwell: {name}", exc_info=error)  # noqa: G004  a word of ours; an argument would be hidden
            drop_broken_connections()
            return False
    return True


pulse = Pulse(all_answer)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=200 if pulse.beats() else 503, content_type="text/plain; charset=utf-8")
