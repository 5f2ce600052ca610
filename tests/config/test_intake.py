"""What the intake lets in, and what it answers instead. A real server and real sockets are in tests/trouble."""

import asyncio
import re
import threading
from types import SimpleNamespace

import pytest
from django.urls import reverse

from vaern.config import intake as module
from vaern.config.intake import ADDRESS_BYTES, HEADER_BYTES, NUMBER, READ_ON, REFUSED, Intake


class Headers(list):
    def items(self):
        return list(self)


def asked(path="/", query="", method="GET", headers=()):
    return SimpleNamespace(
        method=method,
        path=path,
        query_string=query,
        headers=Headers(headers),
        http_version="1.1",
        scheme="http",
        server="127.0.0.1:8000",
        client="127.0.0.1:40000",
    )


class Protocol:
    """The server's side: the chunks that arrive (an exception is a connection that breaks), and what is answered."""

    def __init__(self, *chunks):
        self.chunks = chunks
        self.answered = []

    async def __aiter__(self):
        for chunk in self.chunks:
            if isinstance(chunk, Exception):
                raise chunk
            if isinstance(chunk, float):
                await asyncio.sleep(chunk)
            else:
                yield chunk

    def response_bytes(self, status, headers, body):
        self.answered.append((status, dict(headers), body))


@pytest.fixture
def intake():
    """An intake whose application remembers what it was handed."""
    seen = []

    def application(environ, start_response):
        seen.append((environ.get(REFUSED), environ["wsgi.input"].read()))
        intake.environ = environ
        start_response("200 OK", [("X-A", "1")])
        return iter([b"a", b"b"])

    intake = Intake(application, body_bytes=100, seconds=0.3, working=2)
    intake.seen = seen
    return intake


def send(intake, *chunks, **request):
    protocol = Protocol(*chunks)
    asyncio.run(intake.__rsgi__(asked(**request), protocol))
    [answer] = protocol.answered
    return answer


def says(length):
    return {"headers": [("content-length", str(length))]}


def test_a_body_is_handed_on_whole_and_the_answer_in_one_piece(intake):
    assert send(intake, b"x" * 60, b"y" * 40, **says(100)) == (200, {"x-a": "1", "server": "web"}, b"ab")
    assert intake.seen == [(None, b"x" * 60 + b"y" * 40)]
    assert intake.environ["CONTENT_LENGTH"] == "100"


def test_where_files_are_taken_a_body_may_be_larger_and_a_far_larger_one_is_read_on_to_be_answered(intake):
    intake.file_bytes, intake.file_address = 200, re.compile("/files/[0-9]+/")
    send(intake, b"x" * 200, path="/files/7/", **says(200))
    send(intake, b"x" * 201, path="/files/7/", **says(201))
    send(intake, b"x" * 200, path="/files/7/more/", **says(200))
    send(intake, b"x" * 300, path="/files/7/", **says(READ_ON + 1))
    assert intake.seen == [(None, b"x" * 200), (413, b""), (413, b""), (413, b"")]
    assert intake.held == 0


def test_a_body_without_a_stated_length_is_read_too(intake):
    send(intake, b"x" * 7, headers=[("transfer-encoding", "chunked")])
    assert intake.seen == [(None, b"x" * 7)]
    assert intake.environ["CONTENT_LENGTH"] == "7"


@pytest.mark.parametrize(
    "refused, chunks, request_",
    [
        pytest.param(413, [b"x" * 101], says(101), id="a body one byte too large"),
        pytest.param(413, [b"x"], says(READ_ON + 1), id="a body that says it is huge"),
        pytest.param(413, [b"x" * 100, b"x"], {}, id="a body that grows too large"),
        pytest.param(408, [b"x" * 9], says(10), id="a body that ends early"),
        pytest.param(408, [b"x", OSError()], says(10), id="a connection that breaks"),
        pytest.param(408, [b"x", 5.0, b"y"], says(10), id="a body too slow"),
        pytest.param(414, [], {"path": "/" * (ADDRESS_BYTES + 1)}, id="an address too long"),
        pytest.param(414, [], {"query": "q" * ADDRESS_BYTES}, id="a query too long"),
        pytest.param(431, [], {"headers": [("cookie", "c" * HEADER_BYTES)]}, id="headers too long"),
    ],
)
def test_a_request_is_refused_and_handed_on_without_its_body(intake, refused, chunks, request_):
    send(intake, *chunks, **request_)
    assert intake.seen == [(refused, b"")]
    assert intake.held == 0


@pytest.mark.parametrize(
    "request_",
    [{"path": "/" * ADDRESS_BYTES}, {"headers": [("cookie", "c" * (HEADER_BYTES - len("cookie")))]}],
    ids=["an address", "headers"],
)
def test_the_longest_that_is_allowed_is_let_in(intake, request_):
    send(intake, **request_)
    assert intake.seen == [(None, b"")]


def test_bodies_together_hold_only_so_much_memory_and_pages_are_still_shown(intake, monkeypatch):
    monkeypatch.setattr(module, "HELD_BYTES", 50)
    send(intake, b"x" * 51, **says(51))
    send(intake)
    send(intake, b"x" * 50, **says(50))
    assert intake.seen == [(503, b""), (None, b""), (None, b"x" * 50)]
    assert intake.held == 0


def test_a_request_that_cannot_be_begun_in_time_is_told_so_and_never_carried_out(monkeypatch):
    monkeypatch.setattr(module, "QUEUE_SECONDS", 0.1)
    free, carried_out = threading.Event(), []

    def application(environ, start_response):
        carried_out.append(environ["PATH_INFO"])
        free.wait(5)
        start_response("200 OK", [])
        return [b"done"]

    intake = Intake(application, body_bytes=1, seconds=1, working=1)

    async def two_at_once():
        first, second = Protocol(), Protocol()
        running = asyncio.create_task(intake.__rsgi__(asked("/first"), first))
        await asyncio.sleep(0.05)
        await intake.__rsgi__(asked("/second"), second)
        free.set()
        await running
        return first.answered[0], second.answered[0]

    first, second = asyncio.run(two_at_once())
    assert (first[0], first[2]) == (200, b"done"), "what was begun is ended and answered, however long it takes"
    assert second[0] == 503
    assert b'href="tel:112"' in second[2]
    assert carried_out == ["/first"]


def test_however_many_forms_are_at_work_and_wait_a_page_is_answered_and_a_form_is_while_pages_are():
    free = threading.Event()

    def application(environ, start_response):
        if environ["REQUEST_METHOD"] == held:
            free.wait(5)
        start_response("200 OK", [])
        return [b"done"]

    async def ask(intake, *methods):
        protocols = [Protocol() for _ in methods]
        running = [
            asyncio.create_task(intake.__rsgi__(asked(method=method), protocol))
            for method, protocol in zip(methods, protocols, strict=True)
        ]
        await asyncio.sleep(0.05)
        while any(method != held and not each.done() for method, each in zip(methods, running, strict=True)):
            await asyncio.sleep(0.01)
        assert not any(protocol.answered for method, protocol in zip(methods, protocols, strict=True) if method == held)
        free.set()
        await asyncio.gather(*running)
        free.clear()
        return [protocol.answered[0][0] for protocol in protocols]

    intake = Intake(application, body_bytes=1, seconds=1, working=4)
    for held, other in (("POST", ["GET", "HEAD"]), ("GET", ["POST"])):
        assert asyncio.run(ask(intake, *[held] * 100, *other)) == [200] * (100 + len(other))


def test_whoever_leaves_is_forgotten_however_many_forms_are_at_work_and_wait(monkeypatch):
    monkeypatch.setattr(module, "QUEUE_SECONDS", 0.3)
    free = threading.Event()

    def application(environ, start_response):
        if environ["PATH_INFO"] != reverse("exit-close"):
            free.wait(5)
        start_response("204 No Content", [("Set-Cookie", "e=")])
        return []

    async def leave_among_forms(intake, address):
        forms = [Protocol() for _ in range(100)]
        running = [asyncio.create_task(intake.__rsgi__(asked(method="POST"), form)) for form in forms]
        await asyncio.sleep(0.05)
        leaving = Protocol()
        await intake.__rsgi__(asked(address, method="POST"), leaving)
        free.set()
        await asyncio.gather(*running)
        free.clear()
        return leaving.answered[0][0]

    intake = Intake(application, body_bytes=1, seconds=1, working=4)
    assert asyncio.run(leave_among_forms(intake, reverse("exit-close"))) == 204
    assert asyncio.run(leave_among_forms(intake, "/luk/")) == 503, "no other form goes before the rest"


FORM, PARTS = "application/x-www-form-urlencoded", "multipart/form-data"
PART = b'--x\r\nContent-Disposition: form-data; name="text"%b\r\n\r\n%b\r\n--x--\r\n'


@pytest.mark.parametrize(
    "said, handed_on",
    [
        (FORM, FORM),
        (f"{FORM};charset=UTF-8", FORM),
        (f'{FORM}; Charset="utf8"; x=y', FORM),
        ("application/json", "application/json"),
        (f"{PARTS}; boundary=----WebKitFormBoundary7MA4YWxk", f'{PARTS}; boundary="----WebKitFormBoundary7MA4YWxk"'),
        (f'{PARTS}; charset=utf-8; boundary="x y*"; boundary=x', f'{PARTS}; boundary="x"'),
        (f"{FORM}; note*=punycode''%80aaaa-AAAA", FORM),
    ],
)
def test_of_what_is_said_about_a_body_only_its_type_and_its_boundary_are_handed_on(intake, said, handed_on):
    send(intake, b"a=b", method="POST", headers=[("content-type", said)])
    assert intake.environ["CONTENT_TYPE"] == handed_on
    assert intake.seen == [(None, b"a=b")]


@pytest.mark.parametrize(
    "codec", ["punycode", "rot13", "zlib", "hex", "idna", "utf-7", "iso-8859-1", "utf-8x", "nosuch"]
)
@pytest.mark.parametrize(
    "said, body",
    [
        (f"{PARTS}; boundary=x; charset={{}}", PART % (b"", b"x")),
        (f'{PARTS}; charset="{{}}"; boundary=x', PART % (b"", b"x")),
        (f"{PARTS}; boundary=x; charset=utf-8; CHARSET={{}}", PART % (b"", b"x")),
        (f"{PARTS}; boundary=x; charset*=us-ascii''{{}}", PART % (b"", b"x")),
        (f"{FORM}; charset={{}}", b"text=x"),
        (f"{PARTS}; boundary=x", PART % (b"; name*={}''%%80aaaa-AAAA", b"x")),
        (f"{PARTS}; boundary=x", PART % (b"; name*0*={}''%%80aaaa-AAAA", b"x")),
        (f"{PARTS}; boundary=x", PART % (b"\r\nX-More: y; a* ={}''%%80aaaa-AAAA", b"x")),
    ],
)
def test_a_form_that_names_any_other_charset_than_utf_8_is_refused_before_it_is_decoded(intake, codec, said, body):
    intake.body_bytes, body = 1000, body.replace(b"{}", codec.encode())
    send(intake, body, method="POST", headers=[("content-type", said.format(codec))])
    assert intake.seen == [(400, b"")]
    assert "CONTENT_TYPE" not in intake.environ
    assert intake.held == 0


@pytest.mark.parametrize(
    "said", [PARTS, f"{PARTS}; boundary=", f'{PARTS}; boundary="x y"', "multipart/mixed; boundary=\tx y"]
)
def test_parts_without_a_boundary_as_browsers_write_it_are_refused(intake, said):
    send(intake, b"x", method="POST", headers=[("content-type", said)])
    assert intake.seen == [(400, b"")]


def test_what_somebody_writes_in_a_part_is_their_own_and_not_looked_at(intake):
    intake.body_bytes = 1000
    body = PART % (b'; filename="a*b.pdf"', b"Content-Disposition: form-data; name*=punycode''x")
    send(intake, body, method="POST", headers=[("content-type", f"{PARTS}; boundary=x")])
    assert intake.seen == [(None, body)]


def test_a_failure_past_every_page_still_shows_the_numbers_and_no_text():
    def application(environ, start_response):
        raise ZeroDivisionError("Amina Holm")

    status, headers, page = send(Intake(application, body_bytes=1, seconds=1, working=1))
    assert status == 500
    assert headers["cache-control"] == "no-store"
    assert b'href="tel:112"' in page
    assert b"Amina" not in page


def test_a_header_with_an_underscore_does_not_pass_for_the_proxy_s(intake):
    send(intake, headers=[("x-forwarded-proto", "http"), ("x_forwarded_proto", "https")])
    assert intake.environ["HTTP_X_FORWARDED_PROTO"] == "http"


def test_headers_sent_twice_are_joined_and_cookies_in_their_own_way(intake):
    send(intake, headers=[("cookie", "s=1"), ("cookie", "c=2"), ("host", "a"), ("host", "b")])
    assert intake.environ["HTTP_COOKIE"] == "s=1; c=2"
    assert intake.environ["HTTP_HOST"] == "a,b", "which is no host of ours"


def test_a_request_carries_nothing_of_the_server_s_environment(intake, monkeypatch):
    monkeypatch.setenv("VAERN_SECRET_KEY", "secret")
    send(intake)
    assert "secret" not in map(str, intake.environ.values())
    assert len(intake.environ[NUMBER]) == 8


def test_an_address_is_unquoted_once(intake):
    send(intake, path="/%C3%A6/%252F")
    assert intake.environ["PATH_INFO"].encode("latin-1").decode() == "/æ/%2F"


def test_a_question_for_the_head_gets_no_body(intake):
    assert send(intake, method="HEAD")[2] == b""


def test_the_answer_is_closed_after_it_was_handed_over():
    closed = []

    class Answer(list):
        def close(self):
            closed.append(True)

    send(Intake(lambda *_: Answer([b"x"]), body_bytes=1, seconds=1, working=1))
    assert closed == [True]
