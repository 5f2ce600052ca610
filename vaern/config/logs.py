"""Log lines as JSON, one for each, with nothing in them that a person wrote or can be known by.

A line holds when, how grave, which part of the program, what kind of failure and where in the code, the name of the
route, the status, and the number that the page showed the person. It never holds an address, a query, a header, a form
field or the text of an exception: each of them may quote somebody.
"""

import json
import logging
import secrets
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

TELLING = (bool, int, float, date, UUID)  # arguments of this kind may stand in a line; any other is left out
CHARACTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # read aloud on the telephone: no vowels, and no 0, 1 or L

_number: ContextVar[str] = ContextVar("number", default="")


@contextmanager
def numbered() -> Iterator[str]:
    """Give the request at hand a number for as long as it is answered; keep the one it has."""
    if found := _number.get():
        yield found
        return
    token = _number.set("".join(secrets.choice(CHARACTERS) for _ in range(8)))
    try:
        yield _number.get()
    finally:
        _number.reset(token)


class Lines(logging.Formatter):
    """Write a record as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "part": record.name,
        }
        if said := said_by(record):
            line["said"] = said
        if record.exc_info and record.exc_info[1] is not None:
            line |= {"failure": type(record.exc_info[1]).__name__, "where": place_of(record.exc_info[1])}
        if route := route_of(record):
            line["route"] = route
        if isinstance(status := getattr(record, "status_code", None), int):
            line["status"] = status
        if number := _number.get():
            line["number"] = number
        return json.dumps(line, ensure_ascii=True)


def said_by(record: logging.LogRecord) -> str:
    """Return the words of our own parts and of the server; any other part may quote a request in its message."""
    part = record.name.split(".")[0]
    if part not in {"vaern", "_granian"} or not isinstance(record.msg, str):
        return ""
    said = record.msg
    if record.args and isinstance(record.args, tuple):
        said %= tuple(each if isinstance(each, TELLING) else "…" for each in record.args)
    return said.partition("\n")[0]  # the server puts the text of an exception below


def route_of(record: logging.LogRecord) -> str:
    """Return the name of the route that was asked for: a word of ours, where the address holds ids."""
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return str(getattr(match, "view_name", "") or "")


def place_of(error: BaseException) -> str:
    """Return the last frames of ``error`` as module:line, innermost last."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(frames[-4:]) or "?"


def catch_what_nobody_catches() -> None:
    """Let failures outside every request become lines too; Python would print their text."""
    logger = logging.getLogger("vaern")

    def said(kind: type[BaseException], error: BaseException | None, trace: Any, *_: Any) -> None:
        if error is not None:
            logger.critical("failed outside a request", exc_info=(kind, error, trace))

    sys.excepthook = said
    sys.unraisablehook = lambda found: said(found.exc_type, found.exc_value, found.exc_traceback)
    threading.excepthook = lambda found: said(found.exc_type, found.exc_value, found.exc_traceback)
