"""The broker's own log: what was asked of it and how it answered. Ids, purposes and outcomes; never a key."""

import json
import os
from datetime import datetime
from pathlib import Path
from threading import Lock

OURS = 0o600


class Ledger:
    """Lines that are only ever added, in a file per month that only the broker's user can read or write."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = Lock()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def add(self, at: datetime, **said: str | int | None) -> None:
        """Add a line, and wait until the disk has it. Raises OSError: what cannot be written is not done."""
        line = json.dumps({"at": at.isoformat(timespec="milliseconds"), **said}) + "\n"
        path = self.folder / f"{at:%Y-%m}.log"
        with self.lock:
            handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, OURS)
            try:
                if os.write(handle, line.encode()) != len(line.encode()):
                    raise OSError("the line was cut")
                os.fdatasync(handle)
            finally:
                os.close(handle)

    def lines(self) -> list[dict[str, str | int | None]]:
        """Return every line, oldest first; one that was cut when the machine stopped is left out."""
        found = []
        for path in sorted(self.folder.glob("*.log")):
            for line in path.read_text(encoding="utf-8").splitlines():
                try:
                    found.append(json.loads(line))
                except ValueError:
                    continue
        return found
