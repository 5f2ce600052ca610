"""Slow down whoever tries code after code on one thread, without ever locking the right one out.

Kept in the memory of one process, for minutes: nothing about a visitor is known or stored, only how often a selector
met a wrong secret lately.
"""

import time
from threading import BoundedSemaphore, Lock

FREE = 5  # wrong ones in a row that cost nothing: people mistype
STEP, MOST = 0.25, 2.0  # seconds
FORGOTTEN_AFTER = 600.0
REMEMBERED = 1000
WAITING = BoundedSemaphore(2)  # of six threads that may sleep at once; beyond that nobody waits: the gate is enough

_lock = Lock()
_wrong: dict[int, tuple[int, float]] = {}


def wait(selector: int) -> float:
    """Sleep as long as the selector's wrong codes call for; return the seconds."""
    seconds = delay(selector)
    if seconds and WAITING.acquire(blocking=False):
        try:
            time.sleep(seconds)
        finally:
            WAITING.release()
    return seconds


def delay(selector: int) -> float:
    with _lock:
        count, last = _wrong.get(selector, (0, 0.0))
    if time.monotonic() - last > FORGOTTEN_AFTER:
        return 0.0
    return min(MOST, STEP * max(0, count - FREE))


def was_wrong(selector: int) -> None:
    with _lock:
        count, last = _wrong.pop(selector, (0, 0.0))
        now = time.monotonic()
        _wrong[selector] = (count + 1 if now - last <= FORGOTTEN_AFTER else 1, now)
        while len(_wrong) > REMEMBERED:
            _wrong.pop(next(iter(_wrong)))


def was_right(selector: int) -> None:
    with _lock:
        _wrong.pop(selector, None)
