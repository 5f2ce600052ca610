"""Measure the rows of the benchmark: real HTTP against the production server, on invented data of its own.

``ref`` is one PBKDF2-HMAC-SHA256 of 300,000 rounds, measured in the same run right before each row; the ratio is what
is comparable between machines. Each time is a median.
"""

import hashlib
import http.client
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from statistics import median
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.urls import reverse
from django.utils.timezone import localdate, now

from vaern.cases.actions.course import Authority, Request
from vaern.cases.actions.journal import add_entry
from vaern.cases.actions.opening import Opening, open_from_inquiry
from vaern.cases.actions.people import Description, add_person
from vaern.cases.models import Case, Participant
from vaern.cases.terms import (
    AuthorityKind,
    AuthorityState,
    EntryKind,
    ParticipantRole,
    PersonRole,
    Situation,
    Stance,
    Wish,
)
from vaern.cases.terms import Kind as CaseKind
from vaern.cases.terms import Stage as CaseStage
from vaern.cases.terms import TaskKind as CaseTaskKind
from vaern.config.bench_mailbox import measure_mailbox
from vaern.config.bench_papers import measure_papers
from vaern.config.bench_travel import POSTED, invent_trip
from vaern.directory.terms import Concern
from vaern.guard import Guarded, check, guarded
from vaern.inquiries.access import open_inquiry
from vaern.inquiries.models import Inquiry
from vaern.inquiries.surroundings import guard_context, regions
from vaern.inquiries.terms import Age, Caller, Kind, Stage, TaskKind
from vaern.staff.actions import give_duty, give_role
from vaern.staff.models import User
from vaern.staff.roles import CONSULTANT
from vaern.staff.sessions import put_on_the_list
from vaern.staff.terms import Device
from vaern.vault.terms import Purpose
from vaern.work.names import draw_cover_name
from vaern.work.tasks import NewTask

HOST = "127.0.0.1"
ROUNDS = 300_000
SIZES = (100, 10_000, 100_000)
PEOPLE = 12  # about a dozen consultants share the work
GUEST_ON = 40  # cases of other regions
ENTRIES = 200
HEAVIEST = 100_000  # bytes of a list
LISTS = ("inquiries", "cases")  # the row is the slower of the two


@dataclass(frozen=True)
class Row:
    """One row of the table. ``ratio`` is value ÷ ref for times, None for what is not a time."""

    row: str
    value: float
    unit: str
    ref_ms: float
    ratio: float | None


class Failed(Exception):
    """A request of the benchmark was not answered as it should be, so its time means nothing."""


def measure(say: Callable[[str], None]) -> list[Row]:
    """Run the benchmark in the databases the settings name, which must be empty and thrown away afterwards."""
    people = invent_people()
    guest = invent_person(PEOPLE)
    rows: list[Row] = []
    with server() as (port, pids):
        site, guests = Site(port, session_of(people[0])), Site(port, session_of(guest))

        def add(name: str, measured: Callable[[], float], unit: str = "ms") -> None:
            ref, value = reference(), measured()  # side by side: other work on the machine slows both
            ratio = round(value / ref, 3) if unit == "ms" else None
            rows.append(Row(name, round(value, 2), unit, round(ref, 1), ratio))
            say(f"{name}: {value:.1f} {unit} (ref {ref:.1f} ms)")

        add("guard_5000", guard_5000)
        measure_mailbox(port, people[0], add)
        add("call_save", lambda: timed(site.file_a_call, times=30))
        case_id = invent_whole_case(people[0])
        pages = case_pages(case_id)
        add("case_page", lambda: site.slowest(pages))
        measure_papers(site.slowest, case_id, people[0], add)
        briefing = invent_trip(case_id, people[0])
        add("pdf_briefing", lambda: timed(partial(site.ask, "POST", briefing, POSTED, 200), times=20))
        made = Inquiry.objects.count()
        for size in SIZES:
            invent_work(made, size - made, people)
            made = size
            add(f"worklist_{size}", site.slower_list)
        invite(guest, people)
        add("worklist_guest", guests.slower_list)
        add("worker_memory", lambda: max(resident_mib(pid) for pid in pids()), "MiB")
    return rows


def reference() -> float:
    """Return the milliseconds of one PBKDF2-HMAC-SHA256 of 300,000 rounds: the median of seven."""
    return timed(lambda: hashlib.pbkdf2_hmac("sha256", b"ref", b"salt", ROUNDS), times=7)


def timed(act: Callable[[], object], *, times: int, warm_up: int = 3) -> float:
    """Return the median milliseconds of an act."""
    for _ in range(warm_up):
        act()
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        act()
        spent.append((time.perf_counter() - started) * 1000)
    return median(spent)


def guard_5000() -> float:
    context = guard_context(now())
    sentence = (
        "Sagsbehandleren ringer om en pige på 16 år. Skolen er bekymret, fordi hun skal til udlandet den 3. december, "
        "og hun har ikke set en returbillet. Vi talte om § 133 og om at vente med at tale med forældrene. "
    )
    text = (sentence * (5000 // len(sentence) + 1))[:5000]
    return timed(lambda: check(text, context), times=30)


def invent_people() -> list[User]:
    """Return consultants who answer for one region each."""
    codes = [code for code, _name in regions(now())]
    people = [invent_person(number) for number in range(PEOPLE)]
    for number, user in enumerate(people):
        give_duty(user=user, region=codes[number % len(codes)], by=None, on=localdate())
    return people


def invent_person(number: int) -> User:
    """Return a consultant who answers for no region."""
    user = User.objects.create(email=f"b{number}@vaern.invalid", first_name=f"B{number}")
    give_role(user=user, role=CONSULTANT, by=None, on=localdate())
    return user


def invent_work(first: int, count: int, people: list[User]) -> None:
    """Add inquiries over all regions, open and closed, and a case for each. Their keys do not exist: no list opens one.

    ``first`` is how many there are already.
    """
    at = now()
    codes = [code for code, _name in regions(at)]
    inquiries, cases = [], []
    for number in range(count):
        person, region = people[number % PEOPLE], codes[number % len(codes)]
        is_open, due = number % 3 != 0, at + timedelta(minutes=number - count // 2)
        inquiry = Inquiry(
            key_id=uuid4(),
            reference=f"H-{first + number:07}",
            cover_name=draw_cover_name(),
            kind=Kind.CALL,
            stage=Stage.OPEN if is_open else Stage.CLOSED,
            region=region,
            consultant=person,
            next_step_kind=TaskKind.FOLLOW_UP if is_open else "",
            next_step_at=due if is_open else None,
            filed_at=at - timedelta(minutes=number),
            filed_by=person,
            closed_at=None if is_open else at,
            closed_by=None if is_open else person,
        )
        inquiries.append(inquiry)
        cases.append(a_case_of(inquiry, number, due=due, is_open=is_open, at=at))
    Inquiry.objects.bulk_create(inquiries, batch_size=500)
    Case.objects.bulk_create(cases, batch_size=500)


def a_case_of(inquiry: Inquiry, number: int, *, due: datetime, is_open: bool, at: datetime) -> Case:
    stages = [stage for stage in CaseStage if stage != CaseStage.CLOSED]
    return Case(
        key_id=uuid4(),
        reference=inquiry.reference.replace("H", "K"),
        cover_name=draw_cover_name(),
        kind=CaseKind.ANONYMISED,
        stage=stages[number % len(stages)] if is_open else CaseStage.CLOSED,
        situation=list(Situation)[number % len(Situation)],
        region=inquiry.region,
        is_restricted=number % 10 == 0,
        consultant=inquiry.consultant,
        next_step_kind=CaseTaskKind.FOLLOW_UP if is_open else "",
        next_step_at=due if is_open else None,
        inquiry=inquiry,
        opened_at=at,
        opened_by=inquiry.consultant,
    )


def invite(guest: User, people: list[User]) -> None:
    """Let ``guest`` take part in open cases here and there."""
    at = now()
    open_ones = Case.objects.open().filter(consultant__in=people)
    step = max(1, open_ones.count() // GUEST_ON)
    for case in list(open_ones.order_by("pk").values_list("pk", "consultant"))[::step][:GUEST_ON]:
        Participant.objects.create(
            case_id=case[0], user=guest, role=ParticipantRole.CO_CONSULTANT, added_at=at, added_by_id=case[1]
        )


def invent_whole_case(by: User) -> UUID:
    """Open a case from a filed call, as the pages do, and write its journal. Return its id."""
    inquiry_id = Inquiry.objects.filter(filed_by=by).values_list("pk", flat=True).first()
    at = now()
    inquiry = open_inquiry(user=by, inquiry_id=inquiry_id, purpose=Purpose.CASEWORK, at=at)
    context = guard_context(at)

    def said(text: str) -> Guarded:
        return guarded(text, context)

    case = open_from_inquiry(
        inquiry=inquiry,
        opening=Opening(
            why=said("Bekymringen vokser."),
            concerns=(Concern.CONTROL,),
            age=Age.ADULT,
            situation=Situation.ESCALATION,
            request=Request(wish=Wish.GUIDANCE, asked_by=Caller.SCHOOL, on=localdate(), words=said("")),
            authority=Authority(
                state=AuthorityState.FOUND, kind=AuthorityKind.MUNICIPALITY_ADULT, role=said("sagsbehandler")
            ),
            next_step=NewTask(kind=CaseTaskKind.FOLLOW_UP, due_at=at + timedelta(days=1), owner=by),
            knows_the_family=False,
        ),
        by=by,
        at=at,
    )
    for number in range(ENTRIES):
        happened = at - timedelta(hours=number)
        note = said("Skolen og kommunen har talt sammen om, hvem der henter. " * 6)
        add_entry(case=case, kind=EntryKind.CALL, note=note, happened_at=happened, by=by, at=at)
    for number in range(8):
        roles = frozenset({PersonRole.FEARED} if number % 2 else {PersonRole.AT_RISK})
        label = said(f"person {number}")
        description = Description(label=label, roles=roles, stance=Stance.UNKNOWN, words=said("Bor for sig selv."))
        add_person(case=case, description=description, by=by, at=at)
    return case.pk


def case_pages(case_id: UUID) -> list[str]:
    """Return the addresses that open a case: its overview, and all of its journal."""
    return [reverse(name, args=[case_id]) for name in ("case", "case-journal")]


def session_of(user: User) -> str:
    """Return the key of a signed-in session, as signing in makes one."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    put_on_the_list(store, user, device=Device.COMPUTER, at=now())
    store.save()
    return store.session_key


class Site:
    """A browser's part: one kept connection, the session, and a token for forms."""

    def __init__(self, port: int, session: str) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.token = secrets.token_hex(16)  # 32 letters, the form Django gives a token
        self.headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={self.token}"}

    def ask(self, method: str, path: str, form: dict[str, str] | None, expected: int) -> bytes:
        headers = self.headers | {"X-CSRFToken": self.token}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(form) if form else None, headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != expected:
            raise Failed(f"{method} {path.split('/')[2]}: {answer.status}")
        return body

    def slowest(self, paths: Iterable[str]) -> float:
        """Return the median milliseconds of the slowest of some pages."""
        self.connection.close()  # the server may have let go of one that was idle while data were made
        return max(timed(partial(self.ask, "GET", path, None, 200), times=30) for path in paths)

    def slower_list(self) -> float:
        """Return the median milliseconds of the slower worklist. Raises Failed for one that is too heavy."""
        paths = [reverse(name) for name in LISTS]
        self.connection.close()
        for path in paths:
            weight = len(self.ask("GET", path, None, 200))
            if weight > HEAVIEST:
                raise Failed(f"{path.split('/')[2]} weighs {weight} bytes")
        return self.slowest(paths)

    def file_a_call(self) -> None:
        self.ask("POST", f"/desk/samtale/{uuid4()}/", a_call(), 302)


def a_call() -> dict[str, str]:
    soon = localdate() + timedelta(days=3)
    code = regions(now())[0][0]
    return {
        "revision": "0", "safety": "Ja, på skolen", "note": "En lærer er bekymret for en elev. " * 20,
        "caller": "school", "subject": "control", "haste": "week", "age": "adult", "region": code,
        "summary": "Må ikke komme med på lejrskole", "advice": "Tal med eleven alene.", "told": "", "minutes": "9",
        "next_step": "follow-up", "next_text": "Hør, hvordan det gik", "next_on": soon.isoformat(), "act": "gem",
    }  # fmt: skip


@contextmanager
def server() -> Iterator[tuple[int, Callable[[], list[int]]]]:
    """Start the production server on a free port; yield the port and a way to ask for its processes."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(  # noqa: S603  our own interpreter and command
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONWARNINGS": "ignore"},
    )
    try:
        wait_for(port, process)
        yield port, lambda: [process.pid, *children_of(process.pid)]
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise Failed("the server did not start")


def children_of(pid: int) -> list[int]:
    return [int(word) for word in asked_of_ps("pid", "--ppid", pid).split()]


def resident_mib(pid: int) -> float:
    """Return the memory a process holds, in MiB; 0 for one that has gone."""
    return int(asked_of_ps("rss", "-p", pid).strip() or 0) / 1024


def asked_of_ps(column: str, by: str, pid: int) -> str:
    command = ["ps", "-o", f"{column}=", by, str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout  # noqa: S603  fixed words


def as_data(rows: list[Row]) -> list[dict[str, object]]:
    return [asdict(row) for row in rows]
