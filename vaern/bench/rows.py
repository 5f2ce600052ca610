"""Measure the rows of the benchmark: real HTTP against the production server, on invented data of its own.

``ref`` is one PBKDF2-HMAC-SHA256 of 300,000 rounds, measured in the same run right before each row; the ratio is what
is comparable between machines. Each time is a median.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial

from django.utils.timezone import now

from vaern.bench.mailbox import measure_mailbox
from vaern.bench.papers import measure_papers
from vaern.bench.server import resident_mib, server
from vaern.bench.site import Site, case_pages, session_of
from vaern.bench.timing import reference, timed
from vaern.bench.travel import POSTED, invent_trip
from vaern.bench.work import PEOPLE, invent_people, invent_person, invent_whole_case, invent_work, invite
from vaern.guard import check
from vaern.inquiries.models import Inquiry
from vaern.inquiries.surroundings import guard_context

SIZES = (100, 10_000, 100_000)


@dataclass(frozen=True)
class Row:
    """One row of the table. ``ratio`` is value ÷ ref for times, None for what is not a time."""

    row: str
    value: float
    unit: str
    ref_ms: float
    ratio: float | None


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


def guard_5000() -> float:
    context = guard_context(now())
    sentence = (
        "Sagsbehandleren ringer om en pige på 16 år. Skolen er bekymret, fordi hun skal til udlandet den 3. december, "
        "og hun har ikke set en returbillet. Vi talte om § 133 og om at vente med at tale med forældrene. "
    )
    text = (sentence * (5000 // len(sentence) + 1))[:5000]
    return timed(lambda: check(text, context), times=30)


def as_data(rows: list[Row]) -> list[dict[str, object]]:
    return [asdict(row) for row in rows]
