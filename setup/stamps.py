"""Remember which steps are done, and from what.

A stamp is a small file in build/stamps/ that holds a digest of everything the step depends on: the contents of its
lock files and any words given. The step is done when its stamp holds the digest of today and its products still exist.
The stamp is written last, so an interrupted step is simply done again.
"""

import fcntl
import hashlib
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from setup.commands import say
from setup.places import BUILD, STAMPS


def digest(*parts: str | Path) -> str:
    """Return one digest of the words and of the contents of the files."""
    total = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else part.encode()
        total.update(len(content).to_bytes(8, "big") + content)
    return total.hexdigest()


def is_done(name: str, wanted: str, products: Iterable[Path] = ()) -> bool:
    """Tell whether step ``name`` was done from ``wanted`` and its products are still there."""
    stamp = STAMPS / name
    return stamp.is_file() and stamp.read_text() == wanted and all(product.exists() for product in products)


def do(name: str, wanted: str, work: Callable[[], Any], *, products: Iterable[Path] = (), title: str) -> bool:
    """Do ``work`` unless it is done; return whether it was done now."""
    if is_done(name, wanted, products):
        return False
    forget(name)
    started = time.monotonic()
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(wanted)
    say(f"  {title} ({time.monotonic() - started:.1f} s)")
    return True


def forget(name: str) -> None:
    """Make step ``name`` count as not done."""
    (STAMPS / name).unlink(missing_ok=True)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the set-up for this process: `make run` and `make test` started together must not undo each other."""
    BUILD.mkdir(parents=True, exist_ok=True)
    with (BUILD / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # let go by the system too, should this process be killed
        yield
