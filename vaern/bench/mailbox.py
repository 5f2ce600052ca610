"""The rows of the benchmark about writing without a name: real HTTP, key stretching included."""

import http.client
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import count
from statistics import median
from threading import Event, Thread
from urllib.parse import urlencode
from uuid import uuid4

from django.utils.timezone import now

from vaern.bench.server import HOST
from vaern.bench.timing import Failed, milliseconds, timed
from vaern.guard import Context, guarded
from vaern.mailbox.access import open_thread
from vaern.mailbox.actions import answer, claim
from vaern.mailbox.code import SECRET_BITS, Code, read
from vaern.mailbox.models import Thread as Mailbox
from vaern.staff.models import User

TEXT = "Jeg må ikke gå ud, og nu skal vi ud at rejse. " * 12
WRITERS, SECONDS = 8, 20
ATTACK_A_MINUTE = 1000
ATTACKERS = 48  # clients at once: a few wait for an answer while the others keep to the time
READINGS = 20
CODE_WORDS = re.compile(r"<li>([a-z]{3,8})</li>")
HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">')
MESSAGE = re.compile(r'name="act" value="show:([0-9a-f-]{36})"')
ERRAND = re.compile(r'name="errand" value="([^"]+)"')


@dataclass
class Writer:
    """A browser without a script."""

    port: int

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.errand = ERRAND.findall(self.post("/skriv/"))[0]  # one for all it does

    def post(self, path: str, *, crowded_too: bool = False, **fields: str) -> str:
        """Return the page that answers. ``crowded_too``: also the one that says that too many come at once."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{HOST}:{self.port}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            fields |= {"errand": self.errand}
        self.connection.close()  # the server lets go of one that rests, and a new one costs nothing on this machine
        self.connection.request("POST", path, urlencode(fields), headers)
        reply = self.connection.getresponse()
        body = reply.read().decode()
        if reply.status != 200 and not (crowded_too and reply.status == 503):
            raise Failed(f"{path}: {reply.status}")
        for kept in reply.headers.get_all("Set-Cookie", []):
            name, _, value = kept.split(";")[0].partition("=")
            self.cookies[name] = value
        return body

    def drop(self) -> list[str]:
        """Send a message, from the check page to the answer that it is sent; return the words of the code."""
        page = self.post("/skriv/", text=TEXT, act="code")
        if "er sendt" not in self.post("/skriv/", **dict(HIDDEN.findall(page)), act="send"):
            raise Failed("the message was not sent")
        return CODE_WORDS.findall(page)[:7]

    def read_the_answer(self, words: list[str]) -> None:
        page = self.post("/svar/", code=" ".join(words), act="open")
        shown = self.post("/svar/", act=f"show:{MESSAGE.findall(page)[-1]}")
        if "Tak for din besked." not in shown:
            raise Failed("the answer is not there")

    def try_code(self, words: list[str], *, crowded_too: bool = False) -> None:
        page = self.post("/svar/", crowded_too=crowded_too, code=" ".join(words), act="open")
        if "Koden virker ikke" not in page and not (crowded_too and "Prøv igen om lidt" in page):
            raise Failed("a wrong code was not refused")


def measure_mailbox(port: int, by: User, add: Callable[..., None]) -> None:
    """Measure each row by ``add``, which takes its name, what measures it and a unit."""
    writer = Writer(port)
    add("drop_submit", lambda: timed(writer.drop, times=20))
    eight = cache(lambda: eight_writers(port))
    add("drop_8_writers", lambda: eight()[0] / SECONDS, "a second")
    add("drop_8_failed", lambda: eight()[1], "failed")
    words = writer.drop()
    reply_to(words, by)
    add("mailbox_read", lambda: timed(lambda: writer.read_the_answer(words), times=20))
    _, elsewhere = wrong_codes(read(" ".join(words)))
    add("wrong_code", lambda: timed(lambda: writer.try_code(elsewhere), times=50))
    attack = cache(lambda: attacked(port, words))
    add("attack_delay", lambda: attack().delay_ms)
    add("attack_arrived", lambda: attack().arrived_a_minute, "a minute")
    add("attack_read", lambda: attack().read_ms)
    add("attack_refused", lambda: attack().refused, f"of {READINGS}")


def eight_writers(port: int) -> tuple[int, int]:
    """Let WRITERS send one message after another for SECONDS; return how many were sent and how many failed."""
    ends = time.monotonic() + SECONDS
    sent, failed = [0] * WRITERS, [0] * WRITERS

    def write(number: int) -> None:
        writer = None
        while time.monotonic() < ends:
            try:
                writer = writer or Writer(port)
                writer.drop()
                sent[number] += 1
            except (Failed, OSError, http.client.HTTPException):
                failed[number] += 1
                writer = None

    run_all([lambda number=number: write(number) for number in range(WRITERS)])
    return sum(sent), sum(failed)


def reply_to(words: list[str], by: User) -> None:
    thread = Mailbox.objects.get(selector=read(" ".join(words)).selector)
    claim(thread_id=thread.pk, cover_name="Blå cykel", by=by, regions=[], at=now())
    opened = open_thread(user=by, thread_id=thread.pk, regions=[])
    answer(opened=opened, token=uuid4(), text=guarded("Tak for din besked.", Context()), seen=1, by=by, at=now())


@dataclass(frozen=True)
class Attack:
    """What people met while wrong codes arrived: half of them for the very mailbox that ``read`` opened."""

    arrived_a_minute: float
    delay_ms: float  # how much longer a new message takes than in peace
    read_ms: float
    refused: int  # right codes of READINGS that were sent away as one too many


def attacked(port: int, words: list[str]) -> Attack:
    """Write and read while wrong codes arrive at ATTACK_A_MINUTE, each in its time, whether or not one is answered.

    Raises Failed where so many clients were kept waiting that fewer arrived than make the figures mean anything.
    """
    calm = median(milliseconds(Writer(port).drop) for _ in range(10))
    clients = [Writer(port) for _ in range(ATTACKERS)]
    wrong, over, numbers = wrong_codes(read(" ".join(words))), Event(), count()
    began = time.monotonic()

    def attack(client: Writer) -> int:
        arrived = 0
        while not over.is_set():
            number = next(numbers)
            if over.wait(max(0.0, began + number * 60 / ATTACK_A_MINUTE - time.monotonic())):
                break
            client.try_code(wrong[number % len(wrong)], crowded_too=True)
            arrived += 1
        return arrived

    with ThreadPoolExecutor(ATTACKERS) as pool:
        sent = [pool.submit(attack, client) for client in clients]
        try:
            time.sleep(3)
            pressed = median(milliseconds(Writer(port).drop) for _ in range(15))
            readings = [opened(port, words) for _ in range(READINGS)]
        finally:
            over.set()
        minutes = (time.monotonic() - began) / 60
        arrived = sum(each.result() for each in sent) / minutes
    if arrived < 0.9 * ATTACK_A_MINUTE:
        raise Failed(f"only {arrived:.0f} wrong codes a minute arrived")
    answered = [spent for spent in readings if spent is not None]
    refused = len(readings) - len(answered)
    return Attack(arrived, max(0.0, pressed - calm), median(answered) if answered else 0.0, refused)


def wrong_codes(target: Code) -> list[list[str]]:
    """Return a code with the right selector, which is stretched, and one with another."""
    return [Code(target.number ^ 1).words, Code((target.selector ^ 1) << SECRET_BITS).words]


def opened(port: int, words: list[str]) -> float | None:
    """Return how many milliseconds the right code takes to open its mailbox; None where it is sent away."""
    reader = Writer(port)
    started = time.perf_counter()
    page = reader.post("/svar/", crowded_too=True, code=" ".join(words), act="open")
    return (time.perf_counter() - started) * 1000 if MESSAGE.search(page) else None


def run_all(acts: list[Callable[[], None]]) -> None:
    threads = [Thread(target=act) for act in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
