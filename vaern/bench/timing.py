"""How an act is timed, and the reference beside it."""

import hashlib
import time
from collections.abc import Callable
from statistics import median

ROUNDS = 300_000


class Failed(Exception):
    """A request of the benchmark was not answered as it should be, so its time means nothing."""


def timed(act: Callable[[], object], *, times: int) -> float:
    """Return the median milliseconds of an act, after three that are not counted."""
    for _ in range(3):
        act()
    return median(milliseconds(act) for _ in range(times))


def milliseconds(act: Callable[[], object]) -> float:
    """Return how long an act takes."""
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


def reference() -> float:
    """Return the milliseconds of one PBKDF2-HMAC-SHA256 of 300,000 rounds: the median of seven."""
    return timed(lambda: hashlib.pbkdf2_hmac("sha256", b"ref", b"salt", ROUNDS), times=7)
