"""The one code that is written down: of an invented thread of the demo, so that its mailbox can be tried.

It is drawn anew when a demo is prepared, and lies beside the demo's own databases, which hold invented people alone.
"""

import os
from pathlib import Path

from django.conf import settings

from vaern.mailbox.code import Code


class NotADemo(Exception):
    """A code of anybody real is written down nowhere."""


def place() -> Path:
    return Path(settings.HOME) / "demo-code"


def keep(code: Code) -> None:
    """Write the code where only the one who tries the demo can read it. Raises NotADemo."""
    if not settings.DEMO or settings.PRODUCTION:
        raise NotADemo
    place().unlink(missing_ok=True)
    with os.fdopen(os.open(place(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(" ".join(code.words) + "\n")


def words() -> str:
    """Return the code as words; blank where there is none, or where this is no demo."""
    return place().read_text().strip() if settings.DEMO and place().exists() else ""
