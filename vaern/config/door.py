"""The door between the web server and Django: no client, however slow or large, holds what others need.

A thread of the server waits for as long as a body takes to arrive and a page takes to be read (measured, see
docs/decisions/). So bodies are read here, whole, in limited time and number, and answers are handed over whole. Many
threads wait; few work: only those hold connections to the databases, which would otherwise run out of them.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from io import BytesIO
from typing import Any

from vaern.config.logs import numbered

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

REFUSED = "vaern.refused"  # in the environ: the status of a request that is answered without being carried out
NUMBER = "vaern.number"  # in the environ: what the person can tell us, and the log line says too

CHUNK = 64 * 1024
ADDRESS_BYTES = 4 * 1024
HEADER_BYTES = 32 * 1024
READ_ON = 16 * 1024 * 1024  # of a body too large: a browser shows our page only when it was let finish
LAST_WORDS = (
    "<!doctype html><html lang=da><meta charset=utf-8><title>Noget virker ikke</title>"
    '<p>I fare nu? Ring <a href="tel:112">112</a>. Politiet ellers: <a href="tel:114">114</a>.'
    "<h1>Noget virker ikke hos os</h1><p>Prøv igen om lidt.</html>"
).encode()
LAST_HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store"), ("Server", "web")]


class TooLarge(Exception):
    """The body is larger than any page takes."""


class TooSlow(Exception):
    """The body did not arrive in the time it was given."""


class Door:
    """Wraps Django. ``body_bytes`` is the largest body, ``seconds`` its time, ``waiting`` how many may arrive at once.

    ``waiting`` is kept below the number of the server's threads, so that pages are shown however many bodies are on
    their way. ``working`` is how many requests are carried out at once, each with its own database connections.
    """

    def __init__(
        self, application: Application, *, body_bytes: int, seconds: float, waiting: int, working: int
    ) -> None:
        self.application = application
        self.body_bytes = body_bytes
        self.seconds = seconds
        self.places = threading.BoundedSemaphore(waiting)
        self.work = ThreadPoolExecutor(working, thread_name_prefix="work")

    def __call__(self, environ: Environ, start_response: Any) -> list[bytes]:
        with numbered() as number:
            environ[NUMBER] = number
            for secret in [name for name in environ if name.startswith("VAERN_")]:
                del environ[secret]  # the server hands its own environment to every request
            try:
                self.look_at(environ)
                return self.work.submit(copy_context().run, self.carry_out, environ, start_response).result()
            except Exception as error:  # the server would log its text
                logger.critical("failed at the door", exc_info=error)
                start_response("500 Internal Server Error", LAST_HEADERS)
                return [LAST_WORDS]

    def carry_out(self, environ: Environ, start_response: Any) -> list[bytes]:
        """Return the answer in one piece: what is handed over bit by bit holds a thread until the last bit is taken."""
        answer = self.application(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            if close := getattr(answer, "close", None):
                close()

    def look_at(self, environ: Environ) -> None:
        """Read the body into memory, or mark the request as refused and leave it without one."""
        body, refused = b"", refused_unread(environ)
        if not refused and has_body(environ):
            body, refused = self.read_in_time(environ)
        environ["wsgi.input"] = BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        if refused:
            environ[REFUSED] = refused

    def read_in_time(self, environ: Environ) -> tuple[bytes, int]:
        """Return the body and 0, or nothing and the status of the refusal."""
        if not self.places.acquire(blocking=False):
            return b"", 503
        try:
            reader = Reader(environ["wsgi.input"], length=declared_length(environ), most=self.body_bytes)
            return reader.body_within(self.seconds), 0
        except TooLarge:
            return b"", 413
        except (TooSlow, OSError):
            return b"", 408
        finally:
            self.places.release()


class Reader(threading.Thread):
    """Reads one body in a thread of its own, since a read that has begun cannot be given up.

    Given up on, it ends with its connection; the server bounds how many connections there are.
    """

    def __init__(self, source: Any, *, length: int | None, most: int) -> None:
        super().__init__(daemon=True)
        self.source, self.length, self.most = source, length, most
        self.body = bytearray()
        self.failure: Exception | None = None
        self.given_up = False

    def body_within(self, seconds: float) -> bytes:
        """Return the body, or raise TooSlow, TooLarge or OSError."""
        self.start()
        self.join(seconds)
        if self.is_alive():
            self.given_up = True
            raise TooSlow
        if self.failure:
            raise self.failure
        return bytes(self.body)

    def run(self) -> None:
        try:
            self.read()
        except TooLarge as error:
            self.failure = error
        except Exception:  # whatever the server says of a connection that broke
            self.failure = OSError("the body broke off")

    def read(self) -> None:
        if self.length is not None and self.length > READ_ON:
            raise TooLarge
        seen = 0
        while not self.given_up and (chunk := self.source.read(CHUNK)):
            seen += len(chunk)
            if seen <= self.most:
                self.body += chunk
            else:
                self.body.clear()
            if seen > max(READ_ON, self.most):
                break
        if seen > self.most:
            raise TooLarge
        if self.length is not None and seen < self.length:
            raise OSError("the body broke off")


def refused_unread(environ: Environ) -> int:
    """Return the status for an address or headers that are too long, else 0."""
    if len(environ.get("PATH_INFO", "")) + len(environ.get("QUERY_STRING", "")) > ADDRESS_BYTES:
        return 414
    if sum(len(name) + len(value) for name, value in environ.items() if name.startswith("HTTP_")) > HEADER_BYTES:
        return 431
    return 0


def has_body(environ: Environ) -> bool:
    return bool(declared_length(environ)) or "HTTP_TRANSFER_ENCODING" in environ


def declared_length(environ: Environ) -> int | None:
    text = str(environ.get("CONTENT_LENGTH") or "")
    return int(text) if text.isascii() and text.isdigit() else None
