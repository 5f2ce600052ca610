"""The site as `manage.py serve` starts it: slow and large clients, its own end, the death of a worker, and its log."""

import os
import signal
import subprocess
import threading
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings

from tests.served import free_port, install, manage, must, served

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif("sqlite" not in settings.DATABASES["default"]["ENGINE"], reason="once is enough: on SQLite"),
]

SOON = 6.0  # seconds for a normal page, also on a machine with other work; behind slow clients it would take 10
FORM = "application/x-www-form-urlencoded"
QUESTION = b"municipality=Aarhus&concern=honour&soon=no"
HOST = b"Host: localhost\r\n"

SLOW = {
    "bodies": b"POST /find/ HTTP/1.1\r\n" + HOST + f"Content-Type: {FORM}\r\nContent-Length: 5000\r\n\r\nm".encode(),
    "bodies of unstated length": b"POST /find/ HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nm",
    "headers": b"GET / HTTP/1.1\r\nHost: loc",
    "reading": b"GET /numre/ HTTP/1.1\r\n" + HOST + b"\r\n",
    "nothing": b"",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """An installation on one machine, made with the commands of docs/operations.md."""
    home = tmp_path_factory.mktemp("home")
    install(home)
    return home


@pytest.fixture(scope="module")
def running(home):
    with served(home, VAERN_BODY_SECONDS=10) as site:
        for _ in range(8):  # both workers have read what they read once
            site.ask("/find/", "POST", QUESTION, Content_Type=FORM)
        yield site


@pytest.fixture
def site(running):
    yield running
    running.let_go()


def quickly(site, path="/", **asked):
    began = time.monotonic()
    status = site.ask(path, seconds=SOON, **asked).status
    return status, time.monotonic() - began < SOON


def with_slow(site, kind, count):
    """Let ``count`` clients begin something and not go on."""
    for _ in range(count):
        client = site.begin(SLOW[kind] * (30 if kind == "reading" else 1), receive_buffer=2048)
        client.setblocking(False)
    time.sleep(0.3)


@pytest.mark.parametrize("kind", SLOW)
def test_20_slow_clients_do_not_stop_a_normal_request(site, kind):
    with_slow(site, kind, 20)
    for _ in range(4):
        assert quickly(site) == (200, True)
        assert quickly(site, "/find/", method="POST", body=QUESTION, Content_Type=FORM) == (200, True)


def test_20_slow_clients_of_every_kind_at_once_do_not_stop_a_normal_request(site):
    for kind in SLOW:
        with_slow(site, kind, 20)
    assert quickly(site) == (200, True)
    assert quickly(site, "/find/", method="POST", body=QUESTION, Content_Type=FORM) == (200, True)


def test_200_slow_bodies_do_not_stop_a_page_and_a_form_is_told_or_taken(site):
    with_slow(site, "bodies", 200)
    assert quickly(site) == (200, True)
    answer = site.ask("/find/", "POST", QUESTION, Content_Type=FORM)
    assert answer.status in {200, 503}
    assert b"tel:112" in answer.body


def test_a_slow_body_is_told_so_and_the_next_is_taken(site):
    client = site.begin(SLOW["bodies"])
    answer = client.recv(65536)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert site.ask("/find/", "POST", QUESTION, Content_Type=FORM).status == 200


@pytest.mark.parametrize("kind, status", [("Content_Length", 413), ("chunked", 413)])
def test_a_body_too_large_gets_a_page_that_says_so(site, kind, status):
    body = b"municipality=" + b"x" * (settings.REQUEST_BYTES + 1)
    sent = iter([body]) if kind == "chunked" else body
    answer = site.ask("/find/", "POST", sent, Content_Type=FORM)
    assert answer.status == status
    assert "fylder for meget" in answer.body.decode()
    assert b"tel:112" in answer.body


def test_headers_and_addresses_too_long_get_a_page_that_says_so(site):
    assert site.ask("/", Cookie="c=" + "x" * 40_000).status == 431
    answer = site.ask("/" + "x" * 5_000)
    assert answer.status == 414
    assert b"tel:112" in answer.body


def test_what_even_the_server_will_not_read_ends_at_once(site):
    client = site.begin(b"GET / HTTP/1.1\r\n" + b"".join(b"A%d: x\r\n" % number for number in range(300)) + b"\r\n")
    assert client.recv(999).startswith(b"HTTP/1.1 431 ")


class Addresses(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if name in {"src", "href"} and value.startswith("/static/")]


def test_pages_are_kept_by_nobody_and_static_files_for_ever_under_names_that_tell_nothing(site):
    page = site.ask("/")
    assert page.headers["Cache-Control"] == "no-store"
    seen = Addresses()
    seen.feed(page.body.decode())
    assert seen.found
    for address in seen.found:
        file = site.ask(address)
        assert (file.status, file.headers["Cache-Control"]) == (200, "max-age=315360000, public, immutable")
        assert file.headers["Server"] == "web"


def test_no_answer_names_the_server_or_its_version(site):
    for path in ("/", "/findes-ikke", "/static/findes-ikke"):
        headers = str(site.ask(path).headers).lower()
        assert "granian" not in headers
        assert "python" not in headers
        assert "django" not in headers


def test_the_health_command_asks_the_site_that_runs(site):
    assert "works" in must("healthy", VAERN_PORT=site.port)
    assert manage("healthy", VAERN_PORT=free_port()).returncode == 1


def test_a_worker_that_dies_is_replaced(site):
    before = site.workers()
    os.kill(before[0], signal.SIGKILL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and (len(site.workers()) < len(before) or before[0] in site.workers()):
        time.sleep(0.1)
    assert len(site.workers()) == len(before)
    assert before[0] not in site.workers()
    assert quickly(site)[0] == 200


CANARIES = {
    "address": "/findes-ikke/Amina-Adressesen/",
    "query": "/?navn=Amina-Spoergesen",
    "static": "/static/Amina-Statisksen.css",
}


def test_the_log_of_a_journey_with_names_everywhere_holds_none_of_them(site):
    headers = {"User_Agent": "Amina-Agentsen", "Cookie": "s=Amina-Kagesen", "Referer": "https://x/Amina-Henvisersen"}
    for path in CANARIES.values():
        site.ask(path, X_Forwarded_For="198.51.100.77", **headers)
    fields = b"municipality=Amina-Feltsen&concern=Amina-Valgsen&soon=no&csrfmiddlewaretoken=Amina-Tegnsen"
    site.ask("/find/", "POST", fields, Content_Type=FORM, **headers)
    site.ask("/find/", "POST", b"\xff\xfeAmina-Bytesen%ZZ", Content_Type="multipart/form-data; boundary=Amina-Kantsen")
    site.ask("/find/", "POST", b"&".join(b"Amina-Talsen%d=1" % number for number in range(300)), Content_Type=FORM)
    site.ask("/", Host="amina-vaertsen.example")
    site.ask("/", Cookie="c=" + "Amina-Stor" * 9_000)
    site.ask("/desk/samtale/Amina-Kladdesen/", "POST", fields, Content_Type=FORM, **headers)
    site.ask("/konto/", "AMINAMETODESEN")
    site.begin(b"GET /Amina-Halvsen HTTP/9.9\r\nAmina-Hovedsen\r\n\r\n")
    site.begin(b"POST /find/ HTTP/1.1\r\n" + HOST + b"Content-Length: 99\r\n\r\nAmina-Afbrudsen").close()
    time.sleep(0.5)
    log = site.log.read_text(encoding="utf-8").lower()
    assert site.logged(), "something was logged, or this proves nothing"
    assert "amina" not in log
    assert "198.51.100.77" not in log
    assert "/desk" not in log


def test_a_failing_page_leaves_a_line_with_its_number_and_no_name(home, tmp_path):
    with served(home) as site:
        away = (home / "data.sqlite3").rename(tmp_path / "data.sqlite3")
        for left in home.glob("data.sqlite3*"):
            left.unlink()
        try:
            page = site.ask("/?navn=Amina", Cookie="s=Amina").body.decode()
        finally:
            away.rename(home / "data.sqlite3")
        [line] = [line for line in site.logged() if line.get("failure")]
        assert line["number"] in page
        assert "Amina" not in site.log.read_text(encoding="utf-8")


def slowly(site, path, answers):
    answers.append(site.ask(path, "POST", SlowBody(), Content_Type=FORM, Content_Length=str(len(QUESTION))).status)


class SlowBody:
    """A form that takes two seconds to arrive."""

    def __init__(self):
        self.left = [QUESTION[:20], QUESTION[20:]]

    def read(self, size):
        if len(self.left) == 1:
            time.sleep(2)
        return self.left.pop(0) if self.left else b""


def test_told_to_stop_it_ends_what_runs_and_takes_nothing_new(home):
    with served(home) as site:
        answers = []
        running = threading.Thread(target=slowly, args=(site, "/find/", answers))
        running.start()
        time.sleep(0.7)
        site.process.send_signal(signal.SIGTERM)
        time.sleep(0.7)
        with pytest.raises(OSError, match=r".*"):
            site.ask("/", seconds=1)
        running.join()
        assert answers == [200]
        assert site.process.wait(timeout=10) == 0


def test_it_can_be_served_on_a_socket_that_others_cannot_reach(home, tmp_path):
    path = tmp_path / "site.sock"
    with served(home, VAERN_SOCKET=path, ready=path.exists):
        must("healthy", "--wait", "20", VAERN_SOCKET=path)
        assert path.stat().st_mode & 0o007 == 0
    with served(home, VAERN_SOCKET=path, ready=path.exists):  # what a server left behind stops no other
        must("healthy", "--wait", "20", VAERN_SOCKET=path)


def test_a_file_that_was_collected_has_no_other_name(home):
    collected = Path(settings.STATIC_ROOT)
    assert [path.name for path in collected.rglob("*.css") if len(path.stem) != 12] == []


@pytest.mark.skipif(subprocess.call(["sh", "-c", "unshare -n true"], stderr=subprocess.DEVNULL), reason="no unshare")
def test_it_needs_no_network_at_all(home, tmp_path):
    """As in deploy/systemd/vaern.service: no interface to speak on, and no other socket than Unix ones."""
    path = tmp_path / "site.sock"
    with served(home, before=("unshare", "-n"), ready=path.exists, VAERN_SOCKET=path) as site:
        must("healthy", "--wait", "20", VAERN_SOCKET=path)
        for process in [site.process.pid, *site.workers()]:
            assert sockets_of(process)
            assert not sockets_of(process) - unix_sockets(process)


def sockets_of(process):
    links = [str(link.readlink()) for link in Path(f"/proc/{process}/fd").iterdir()]
    return {link.removeprefix("socket:[").rstrip("]") for link in links if link.startswith("socket:")}


def unix_sockets(process):
    return {line.split()[6] for line in Path(f"/proc/{process}/net/unix").read_text(encoding="ascii").splitlines()[1:]}
