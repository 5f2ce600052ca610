"""What takes requests in, between the web server and Django: no client, however slow or large, holds what others need.

Heads, bodies and answers come and go in one thread that waits for all of them at once; a body is read whole, in limited
time and size, before anything is carried out, and an answer is handed over whole. What is carried out runs in a few
threads, each with its own database connections: some for pages and the exit alone, so that no form, however many come,
keeps anybody from the numbers. Measured against threads that wait: docs/decisions/0009.
"""

import asyncio
import logging
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from html import escape
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from vaern.config.logs import numbered

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
Answer = tuple[int, list[tuple[str, str]], bytes]
Application = Callable[[Environ, Any], Iterable[bytes]]

REFUSED = "vaern.refused"  # in the environ: the status of a request that is answered without being carried out
NUMBER = "vaern.number"  # in the environ: what the person can tell us, and the log line says too

ADDRESS_BYTES = 4 * 1024
HEADER_BYTES = 32 * 1024
READ_ON = 16 * 1024 * 1024  # of a body too large: a browser shows our page only if it may finish sending
READ_ON_FILES = 64 * 1024 * 1024  # the same where files are taken: a scan of 40 MB gets its answer
HELD_BYTES = 96 * 1024 * 1024  # of all bodies in one worker together
QUEUE_SECONDS = 15  # a request that could not be begun by then is told that we are busy
LAST_WORDS = (
    "<!doctype html><html lang=da><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<title>Noget virker ikke</title>"
    '<p><a href="{away}" ping="{beacon}" rel="nofollow noreferrer">Væk fra siden</a>'
    '<p>I fare nu? Ring <a href="tel:112">112</a>. Politiet ellers: <a href="tel:114">114</a>.'
    '<h1>Noget virker ikke hos os</h1><p>Prøv igen om lidt. <a href="/numre/">Alle numre</a></html>'
)
PAGES = ("GET", "HEAD")  # carried out in threads of their own
EXIT_BEACON = "/luk"  # sent by a page that is left: a form, but it goes with the pages
CHARSET = re.compile(r"charset", re.IGNORECASE)
UTF_8 = re.compile(r"charset\s*=\s*(\"?)utf-?8\1\s*(?:;|$)", re.IGNORECASE)
BOUNDARY = re.compile(r";\s*boundary\s*=\s*(\"?)([0-9A-Za-z'()+_,./:=?-]{1,70})\1\s*(?:;|$)", re.IGNORECASE)
PART_HEAD = 1024  # bytes of a part's head that Django reads (MAX_TOTAL_HEADER_SIZE)
IN_A_CHARSET = re.compile(rb"\*[0-9]*\*?\s*=")  # name*=charset''value (RFC 2231): no browser's form has one
SERVER = ("server", "web")  # or the server would tell its own name
LAST_HEADERS = [
    ("content-type", "text/html; charset=utf-8"),
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"),
    ("referrer-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("x-robots-tag", "noindex"),
    ("request-otr", "1"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    SERVER,
]


class Refused(Exception):
    """The request is not let in; the argument is the status."""


class Intake:
    """What the web server serves (RSGI). ``body_bytes`` is the largest body, ``seconds`` the time it may take.

    ``working`` is how many requests are carried out at once, half of them for pages. Where files are taken
    (``file_address``, a pattern) a body may be ``file_bytes`` large. What is said when nothing else can be leads
    ``away`` without asking us, and for ``tls_seconds`` asks the browser to come by TLS alone, as every other answer
    does.
    """

    def __init__(
        self,
        application: Application,
        *,
        body_bytes: int,
        seconds: float,
        working: int,
        file_bytes: int = 0,
        file_address: str = "",
        away: str = "/ud",
        tls_seconds: int = 0,
    ) -> None:
        only_tls = [("strict-transport-security", f"max-age={tls_seconds}; includeSubDomains")] if tls_seconds else []
        self.last_headers = LAST_HEADERS + only_tls
        self.last_words = LAST_WORDS.format(away=escape(away), beacon=EXIT_BEACON).encode()
        self.application = application
        self.body_bytes = body_bytes
        self.file_bytes = file_bytes
        self.file_address = re.compile(file_address)
        self.seconds = seconds
        self.forms = ThreadPoolExecutor(max(1, working // 2), thread_name_prefix="forms")
        self.pages = ThreadPoolExecutor(max(1, working - working // 2), thread_name_prefix="pages")
        self.held = 0  # bytes of bodies in memory; touched by the one thread that waits

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        with numbered() as number:
            try:
                status, headers, body = await self.answer(scope, protocol, number)
            except Exception as error:  # the server would log its text
                logger.critical("failed at the intake", exc_info=error)
                status, headers, body = 500, self.last_headers, self.last_words
            protocol.response_bytes(status, headers, b"" if scope.method == "HEAD" else body)

    async def answer(self, scope: Any, protocol: Any, number: str) -> Answer:
        environ = environ_of(scope) | {NUMBER: number}
        said = environ.pop("CONTENT_TYPE", "")
        body = bytearray()
        try:
            try:
                refuse_unread(scope)
                kind, boundary = type_and_boundary(said)
                await self.receive(protocol, declared_length(environ), body, *self.room_for(environ))
                refuse_parts_in_a_charset(body, boundary)
                environ["CONTENT_TYPE"] = f'{kind}; boundary="{boundary}"' if boundary else kind
            except Refused as refused:
                [environ[REFUSED]] = refused.args
                self.held -= len(body)
                body = bytearray()
            environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
            return await self.in_turn(environ)
        finally:
            self.held -= len(body)

    def room_for(self, environ: Environ) -> tuple[int, int]:
        """Return how large the body may be, and how much of a larger one is read on and thrown away."""
        if self.file_address.fullmatch(environ["PATH_INFO"]):
            return self.file_bytes, READ_ON_FILES
        return self.body_bytes, READ_ON

    async def receive(self, protocol: Any, length: int, body: bytearray, largest: int, read_on: int) -> None:
        """Read what is sent into ``body``, or raise Refused: too large, too slow, broken off, or too much at once."""
        if length > read_on:
            raise Refused(413)
        seen = 0
        try:
            async with asyncio.timeout(self.seconds):
                async for chunk in protocol:
                    seen += len(chunk)
                    if seen > max(read_on, largest):
                        break
                    if seen > largest:
                        continue
                    if self.held + len(chunk) > HELD_BYTES:
                        raise Refused(503)
                    body += chunk
                    self.held += len(chunk)
        except (TimeoutError, RuntimeError, OSError):  # whatever the server says of a connection that broke
            raise Refused(408) from None
        if seen > largest:
            raise Refused(413)
        if seen < length:
            raise Refused(408)

    async def in_turn(self, environ: Environ) -> Answer:
        """Carry the request out when a thread is free; refuse it if that takes too long, and only if it never began."""
        # Whoever leaves under a flood of forms must not leave their session and their errand behind.
        goes_with_pages = environ["REQUEST_METHOD"] in PAGES or environ["PATH_INFO"] == EXIT_BEACON
        threads = self.pages if goes_with_pages else self.forms
        work = threads.submit(copy_context().run, self.carry_out, environ)
        done = asyncio.wrap_future(work)
        if not (await asyncio.wait([done], timeout=QUEUE_SECONDS))[0] and work.cancel():
            return 503, self.last_headers, self.last_words
        return await done

    def carry_out(self, environ: Environ) -> Answer:
        status, headers = 500, self.last_headers

        def start(said: str, given: list[tuple[str, str]], *_: Any) -> None:
            nonlocal status, headers
            status = int(said[:3])
            headers = [(name.lower(), value) for name, value in given] + [SERVER]

        answer = self.application(environ, start)
        try:
            return status, headers, b"".join(answer)
        finally:
            if close := getattr(answer, "close", None):
                close()


def environ_of(scope: Any) -> Environ:
    """Return what WSGI calls the environ: the request, and nothing of the server's own environment.

    A header with an underscore is left out: it would pass for the one with a hyphen, which a proxy sets or removes.
    """
    server, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope.path).decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": Nowhere(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" not in name and name != "transfer-encoding":
            key = name.upper().replace("-", "_")
            key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
            between = "; " if key == "HTTP_COOKIE" else ","
            environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    return environ


class Nowhere:
    """Takes what an application would print to the server's error stream; failures are logged elsewhere, nameless."""

    def write(self, text: str) -> int:
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        pass

    def flush(self) -> None:
        pass


def refuse_unread(scope: Any) -> None:
    """Raise Refused for an address or headers that are too long."""
    if len(scope.path) + len(scope.query_string) > ADDRESS_BYTES:
        raise Refused(414)
    if sum(len(name) + len(value) for name, value in scope.headers.items()) > HEADER_BYTES:
        raise Refused(431)


def type_and_boundary(said: str) -> tuple[str, str]:
    """Return the type of a body and what parts it; everything else that was said of it is left out.

    Django decodes with whatever codec the sender names, and some of Python's take minutes for a megabyte. Raises
    Refused for any but UTF-8, and for parts without a plain boundary.
    """
    kind, told, rest = said.partition(";")
    kind, rest = kind.strip().lower(), told + rest
    if len(CHARSET.findall(rest)) != len(UTF_8.findall(rest)):
        raise Refused(400)
    if not kind.startswith("multipart/"):
        return kind, ""
    found = BOUNDARY.search(rest)
    if found is None:
        raise Refused(400)
    return kind, found[2]


def refuse_parts_in_a_charset(body: bytearray, boundary: str) -> None:
    """Raise Refused for a part whose head names a codec of its own; what the parts hold is not looked at."""
    separator, at = b"--" + boundary.encode(), 0
    while boundary and (at := body.find(separator, at)) != -1:
        at += len(separator)
        if IN_A_CHARSET.search(body[at : at + PART_HEAD].partition(b"\r\n\r\n")[0]):
            raise Refused(400)


def declared_length(environ: Environ) -> int:
    text = environ.get("CONTENT_LENGTH", "")
    return int(text) if text.isascii() and text.isdigit() else 0
