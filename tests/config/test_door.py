"""What the door lets in, and what it answers instead. A real server and real sockets are in tests/trouble."""

import io
import threading
import time

import pytest

from vaern.config.door import ADDRESS_BYTES, HEADER_BYTES, NUMBER, READ_ON, REFUSED, Door


class Broken(io.RawIOBase):
    def read(self, size=-1):
        raise OSError("a connection that broke")


@pytest.fixture
def door():
    """A door whose application remembers what it was handed."""
    seen = []

    def application(environ, start_response):
        seen.append((environ.get(REFUSED), environ["wsgi.input"].read()))
        start_response("200 OK", [])
        return iter([b"a", b"b"])

    door = Door(application, body_bytes=100, seconds=0.3, waiting=2, working=2)
    door.seen = seen
    return door


def request(body=b"", **more):
    source = body if hasattr(body, "read") else io.BytesIO(body)
    length = {"CONTENT_LENGTH": str(len(body))} if isinstance(body, bytes) else {}
    return {"PATH_INFO": "/", "QUERY_STRING": "", "wsgi.input": source} | length | more


def knock(door, environ):
    return door(environ, lambda status, headers: None)


def test_a_body_is_handed_on_whole_and_the_answer_in_one_piece(door):
    assert knock(door, request(b"x" * 100)) == [b"ab"]
    assert door.seen == [(None, b"x" * 100)]


def test_a_body_without_a_stated_length_is_read_too(door):
    knock(door, request(io.BytesIO(b"x" * 7), HTTP_TRANSFER_ENCODING="chunked"))
    assert door.seen == [(None, b"x" * 7)]


@pytest.mark.parametrize(
    "refused, environ",
    [
        pytest.param(413, request(b"x" * 101), id="a body one byte too large"),
        pytest.param(413, request(Broken(), CONTENT_LENGTH=str(READ_ON + 1)), id="a body that says it is huge"),
        pytest.param(
            413, request(io.BytesIO(b"x" * 101), HTTP_TRANSFER_ENCODING="c"), id="a body too large that does not say so"
        ),
        pytest.param(408, request(io.BytesIO(b"x" * 9), CONTENT_LENGTH="10"), id="a body that breaks off"),
        pytest.param(408, request(Broken(), CONTENT_LENGTH="10"), id="a connection that breaks"),
        pytest.param(414, request(PATH_INFO="/" * (ADDRESS_BYTES + 1)), id="an address too long"),
        pytest.param(414, request(QUERY_STRING="q" * ADDRESS_BYTES), id="a query too long"),
        pytest.param(431, request(HTTP_COOKIE="c" * HEADER_BYTES), id="headers too long"),
    ],
)
def test_a_request_is_refused_and_carried_out_without_its_body(door, refused, environ):
    knock(door, environ)
    assert door.seen == [(refused, b"")]


@pytest.mark.parametrize(
    "environ",
    [
        request(PATH_INFO="/" * (ADDRESS_BYTES - 1)),
        request(HTTP_COOKIE="c" * (HEADER_BYTES - len("HTTP_COOKIE"))),
    ],
    ids=["an address", "headers"],
)
def test_the_longest_that_is_allowed_is_let_in(door, environ):
    knock(door, environ)
    assert door.seen == [(None, b"")]


class Slow(io.RawIOBase):
    def __init__(self):
        self.go_on = threading.Event()

    def read(self, size=-1):
        self.go_on.wait(5)
        return b""


def test_a_body_that_does_not_arrive_is_given_up(door):
    slow = Slow()
    knock(door, request(slow, CONTENT_LENGTH="10"))
    slow.go_on.set()
    assert door.seen == [(408, b"")]


def test_when_too_many_bodies_are_on_their_way_one_more_is_told_so_and_pages_are_still_shown(door):
    door.seconds = 5
    slow = [Slow(), Slow()]
    waiting = [
        threading.Thread(target=knock, args=(door, request(body, CONTENT_LENGTH="10")), daemon=True) for body in slow
    ]
    for each in waiting:
        each.start()
    while door.places._value:
        time.sleep(0.01)
    knock(door, request(b"one more"))
    knock(door, request())
    assert door.seen == [(503, b""), (None, b"")]
    for body, each in zip(slow, waiting, strict=True):
        body.go_on.set()
        each.join()
    knock(door, request(b"later"))
    assert door.seen[-1] == (None, b"later")


def test_a_failure_past_every_page_still_shows_the_numbers_and_no_text(caplog):
    def application(environ, start_response):
        raise ZeroDivisionError("Amina Holm")

    [page] = knock(Door(application, body_bytes=1, seconds=1, waiting=1, working=1), request())
    assert b'href="tel:112"' in page
    assert b"Amina" not in page


def test_the_environment_of_the_server_does_not_come_in_with_a_request(door):
    environ = request(VAERN_SECRET_KEY="secret")
    knock(door, environ)
    assert "VAERN_SECRET_KEY" not in environ
    assert len(environ[NUMBER]) == 8


def test_the_answer_is_closed_after_it_was_handed_over():
    closed = []

    class Answer(list):
        def close(self):
            closed.append(True)

    knock(Door(lambda *_: Answer([b"x"]), body_bytes=1, seconds=1, waiting=1, working=1), request())
    assert closed == [True]
