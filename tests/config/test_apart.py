"""The two-process set-up as docs/operations.md has it: house and open site behind one proxy, on PostgreSQL.

One message goes in at people's name and one answer at staff's; in between lie two processes, three database roles and
two secret keys. The commands are those of the page; what would change this machine is left out.
"""

import os
import re
import signal
import subprocess
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings as product
from django.db import connections

from setup.places import ROOT
from setup.postgres import APPLICATION, OWNER
from tests.cast import signed_in
from tests.house.test_operations import DEPLOY, OUTSIDE, here, section
from tests.needs import needs_nginx, needs_postgres
from tests.proxied import CONF, NAME, Proxy, make_certificate, running
from tests.proxied import here as proxy_here
from tests.served import Served, bare, free_port, must, until_it_answers
from vaern.audit.models import Event
from vaern.mailbox.models import Thread

pytestmark = [pytest.mark.slow, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

STAFF = f"desk.{NAME}"
KEPT = r"\1"
WORDS = "De har taget mit pas. Jeg skriver fra skolen."
REPLY = "Tak for din besked. Vil du skrive, hvornår det er sikkert?"


@pytest.fixture
def places(tmp_path):
    """The folders of the page in this test's own, and what is there already: a team key and a directory."""
    needs_postgres()
    needs_nginx()
    made = {
        "/etc/vaern-open": tmp_path / "etc-open",
        "/etc/vaern": tmp_path / "etc",
        "/etc/nginx/nginx.conf": tmp_path / "apart.conf",
        "/var/lib/vaern-open": tmp_path / "open",
        "/var/lib/vaern/broker": product.BROKER_FOLDER,
        "/var/lib/vaern": tmp_path / "house",
        "/run/vaern-open": tmp_path / "run-open",
        "/run/vaern": tmp_path,
        "vaern_data?host=/run/postgresql": place_of(connections["default"]),
        "vaern_keys?host=/run/postgresql": place_of(connections["keys"]),
    }
    for folder in ("etc", "house", "run-open"):
        (tmp_path / folder).mkdir(mode=0o700)
    made["/etc/nginx/nginx.conf"].write_text(CONF, encoding="utf-8")
    return made


def place_of(connection):
    return f"{connection.settings_dict['NAME']}?host={connection.settings_dict['HOST']}"


@pytest.fixture
def follow(places):
    """Carry out a line of the page, as this user, with the databases' owner where the page says so."""
    user = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()

    def line(written):
        as_owner = {"PGUSER": OWNER} if "vaern-owner" in written else {}
        words = re.sub(r"VAERN_USER=\S+", f"VAERN_USER={user}", here(written, places))
        env = bare(VAERN_ENV=places["/etc/vaern"] / "vaern.env", VAERN_USER=user) | as_owner
        done = subprocess.run(["sh", "-euc", words], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{written}\n{done.stdout}{done.stderr}"

    return line


def put_here(path, places, **changes):
    """Put this test's places in a file of settings; take what is named into use, with its new value if it has one."""
    text = path.read_text(encoding="utf-8")
    for name, value in changes.items():
        text = re.sub(rf"^(?:# )?{name}=(.*)$", rf"{name}={value or KEPT}", text, flags=re.MULTILINE)
    path.write_text(here(text, places), encoding="utf-8")


@contextmanager
def started(unit: str, environment: Path, ready, **more):
    """Run what a unit runs, with its environment file, until the block ends."""
    written = (DEPLOY / "systemd" / unit).read_text(encoding="utf-8")
    start = re.search(r"^ExecStart=\S+python (.*)$", written, re.MULTILINE)[1]
    log = environment.with_suffix(".log")
    words = f". {environment}; exec .venv/bin/python {start}"
    env = {name: value for name, value in os.environ.items() if not name.startswith(("VAERN_", "DJANGO_"))} | more
    with log.open("wb") as file:
        process = subprocess.Popen(["sh", "-eac", words], cwd=ROOT, env=env, stderr=file, stdout=subprocess.DEVNULL)
    site = Served(0, process, log)
    try:
        until_it_answers(site, ready)
        yield site
    finally:
        if process.poll() is None:
            site.stop(signal.SIGTERM)


class Browser:
    """Somebody who goes on from page to page at one name: forms, cookies, and nothing by script."""

    def __init__(self, proxy, name):
        self.proxy, self.name, self.cookies = proxy, name, {}

    def get(self, path):
        return self.ask(path, "GET")

    def post(self, path, **fields):
        return self.ask(path, "POST", urlencode(fields), Content_Type="application/x-www-form-urlencoded")

    def ask(self, path, method, body=None, **headers):
        headers |= {"Origin": f"https://{self.name}"} if body is not None else {}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.proxy.ask(path, method, body, name=self.name, **headers)
        for set_cookie in answer.headers.get_all("Set-Cookie", ()):
            name, _, value = set_cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        answer.text = answer.body.decode()
        return answer


def fields_of(text):
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))


@pytest.mark.usefixtures("directory")
def test_a_message_goes_in_at_one_name_and_its_answer_out_at_the_other(
    places, follow, tmp_path, monkeypatch, consultant_on_the_inquiry
):
    etc, apart = places["/etc/vaern"], places["/etc/vaern-open"]
    if not (ROOT / "build" / "staticfiles.json").exists():
        must("collectstatic", "--no-input", "--verbosity", "0")
    (etc / "vaern.env").write_bytes((DEPLOY / "vaern.env").read_bytes())
    on_postgresql = dict.fromkeys(("VAERN_DATABASE", "VAERN_KEYS_DATABASE", "VAERN_BROKER_FOLDER"), "")
    put_here(etc / "vaern.env", places, VAERN_HOSTS=STAFF, VAERN_WORKERS=1, **on_postgresql)
    follow(next(line for line in section("Install on one machine") if "secret-key" in line))
    lines = [line for line in section("The open site apart") if not line.startswith(OUTSIDE)]
    lines = [line for line in lines if "/etc/systemd" not in line]
    assert len(lines) == 10
    healthy = lines.pop()
    for line in lines:
        if "deploy/vaern check" in line:
            continue  # it is what the process asks itself when it starts
        follow(line)
        if line.endswith("open.env"):
            put_here(apart / "open.env", places, VAERN_WORKERS=1)
    assert (etc / "secret-key").read_text() != (apart / "secret-key").read_text()
    assert [path.name for path in (places["/var/lib/vaern-open"] / "public").iterdir()] == ["team-1.public"]

    make_certificate(tmp_path, NAME, STAFF)
    proxy = Proxy(tmp_path, free_port(), free_port(), tmp_path / "chain.pem")
    split = places["/etc/nginx/nginx.conf"].read_text(encoding="utf-8")
    split = split.replace("/run/vaern-open", str(places["/run/vaern-open"]))
    writer, staff = Browser(proxy, NAME), Browser(proxy, STAFF)
    with ExitStack() as stack:
        stack.enter_context(running(tmp_path, proxy_here(tmp_path, proxy.plain, proxy.tls, split), proxy))
        socket = places["/run/vaern-open"] / "site.sock"
        public = stack.enter_context(started("vaern-open.service", apart / "open.env", socket.exists))
        follow(healthy)
        words = code_given_for(writer)
        assert "Fra dig" in opened_with(writer, words), "it needs nothing of the house, which is not there yet"

        is_there = lambda: staff.get("/sundhed/").status == 200  # noqa: E731  one look, asked again and again
        house = stack.enter_context(started("vaern.service", etc / "vaern.env", is_there, PGUSER=APPLICATION))
        each_name_leads_to_its_own_process(writer, staff)
        monkeypatch.setattr(product, "SECRET_KEY", (etc / "secret-key").read_text().strip())
        staff.cookies["__Host-s"] = signed_in(consultant_on_the_inquiry).cookies["s"].value
        answered_by(staff)

        first = opened_with(writer, words)
        newest = re.findall(r'value="show:([^"]+)"', first)[-1]
        assert REPLY not in first
        assert REPLY in writer.post("/svar/", **fields_of(first), act=f"show:{newest}").text
        assert (public.stop(), house.stop()) == (0, 0)
    assert [line["status"] for line in public.logged()] == [404, 404], "staff's pages, asked for at people's name"
    assert house.logged() == []
    told = Event.objects.filter(act__in=("thread.dropped", "thread.answered")).order_by("at")
    assert [event.by for event in told] == [None, consultant_on_the_inquiry.pk]


def each_name_leads_to_its_own_process(writer, staff):
    asked = {
        (browser.name, path): browser.get(path).status
        for browser in (writer, staff)
        for path in ("/sundhed/", "/", "/desk/", "/konto/ind/")
    }
    assert asked == {
        (NAME, "/sundhed/"): 200,
        (NAME, "/"): 200,
        (NAME, "/desk/"): 404,
        (NAME, "/konto/ind/"): 404,
        (STAFF, "/sundhed/"): 200,
        (STAFF, "/"): 200,
        (STAFF, "/desk/"): 302,
        (STAFF, "/konto/ind/"): 200,
    }


def code_given_for(writer):
    """Write and send; return the words of the code."""
    begun = fields_of(writer.post("/skriv/").text)
    shown = writer.post("/skriv/", **begun, text=WORDS, act="code").text
    words = re.findall(r"<li>([a-z]+)</li>", shown)[:7]
    assert "er sendt" in writer.post("/skriv/", **fields_of(shown), act="send").text
    return words


def opened_with(writer, words):
    begun = fields_of(writer.post("/svar/").text)
    return writer.post("/svar/", **begun, code=" ".join(words), act="open").text


def answered_by(staff):
    """Take the message and answer it, with the tokens of the pages."""
    place = f"/desk/indbakke/{Thread.objects.get().pk}/"
    token = token_on(staff.get(place).text)
    assert staff.post(f"{place}tag/", csrfmiddlewaretoken=token).status == 302
    page = staff.get(place).text
    assert WORDS in page
    fields = {name: value for name, value in fields_of(page).items() if name in {"token", "seen"}}
    sent = staff.post(f"{place}svar/", text=REPLY, csrfmiddlewaretoken=token_on(page), **fields)
    assert sent.status == 302, sent.text


def token_on(text):
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
