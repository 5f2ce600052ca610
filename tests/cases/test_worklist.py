"""Lists of cases: every case once, in order, page by page, and as fast with ten thousand as with a hundred."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import MIDTJYLLAND, MORNING, NORDJYLLAND, person
from vaern.cases.models import Case, Participant
from vaern.cases.terms import Kind, ParticipantRole, Situation, Stage, TaskKind
from vaern.cases.worklist import worklist
from vaern.inquiries.models import Inquiry
from vaern.inquiries.terms import Kind as InquiryKind
from vaern.inquiries.terms import Stage as InquiryStage
from vaern.staff.roles import CONSULTANT
from vaern.work.names import draw_cover_name

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]


def invent(number, holders, *, region=NORDJYLLAND, due=lambda index: index):
    """Put ``number`` cases in the database, unopened and unread: a list needs no more than their work columns."""
    inquiries = [
        Inquiry(
            key_id=uuid4(),
            reference=uuid4().hex[:12],
            cover_name=draw_cover_name(),
            kind=InquiryKind.CALL,
            stage=InquiryStage.CLOSED,
            region=region,
            consultant=holders[0],
            filed_at=MORNING,
            filed_by=holders[0],
            closed_at=MORNING,
            closed_by=holders[0],
        )
        for _ in range(number)
    ]
    Inquiry.objects.bulk_create(inquiries, batch_size=2000)
    cases = [
        Case(
            key_id=uuid4(),
            reference=uuid4().hex[:12],
            cover_name=draw_cover_name(),
            kind=Kind.ANONYMISED,
            stage=Stage.ADVISING,
            situation=Situation.UNKNOWN,
            region=region,
            consultant=holders[index % len(holders)],
            next_step_kind=TaskKind.FOLLOW_UP,
            next_step_at=MORNING + timedelta(minutes=due(index)),
            inquiry=inquiry,
            opened_at=MORNING,
            opened_by=holders[0],
        )
        for index, inquiry in enumerate(inquiries)
    ]
    return Case.objects.bulk_create(cases, batch_size=2000)


def take_part(user, cases, by):
    Participant.objects.bulk_create(
        Participant(case=case, user=user, role=ParticipantRole.CO_CONSULTANT, added_at=MORNING, added_by=by)
        for case in cases
    )


@pytest.fixture
def guest(db):
    """Works on cases, on duty nowhere: sees only those they take part in."""
    return person("Ivan", CONSULTANT)


def every_page(user, size, **filters):
    rows, after = [], ""
    while True:
        page = worklist(user, at=MORNING, after=after, size=size, **filters)
        rows += page.rows
        if not page.next:
            return rows
        after = page.next


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    minutes=st.lists(st.integers(0, 5), max_size=12),
    parts=st.sets(st.integers(0, 11)),
    size=st.integers(1, 5),
)
def test_every_case_stands_once_and_in_order_however_the_pages_fall(
    minutes, parts, size, consultant_on_the_inquiry, colleague_in_the_region
):
    """Held, on duty and taken part in at once: three ways in to the same case are one line."""
    Participant.objects.all().delete()
    Case.objects.all().delete()
    holders = [consultant_on_the_inquiry, colleague_in_the_region]
    cases = invent(len(minutes), holders, region=MIDTJYLLAND, due=lambda index: minutes[index])
    take_part(colleague_in_the_region, [cases[index] for index in parts if index < len(cases)], holders[0])
    rows = every_page(colleague_in_the_region, size)
    wanted = sorted(cases, key=lambda case: (case.next_step_at, case.pk))
    assert [row.pk for row in rows] == [case.pk for case in wanted]


def test_a_list_is_narrowed_by_stage_situation_region_and_to_ones_own(
    consultant_on_the_inquiry, colleague_in_the_region
):
    cases = invent(4, [consultant_on_the_inquiry, colleague_in_the_region], region=MIDTJYLLAND)
    Case.objects.filter(pk=cases[0].pk).update(situation=Situation.ACUTE, stage=Stage.ASSESSING)

    def found(**filters):
        return [row.pk for row in worklist(consultant_on_the_inquiry, at=MORNING, **filters).rows]

    assert found(situation=Situation.ACUTE) == found(stage=Stage.ASSESSING) == [cases[0].pk]
    assert found(mine=True) == [cases[0].pk, cases[2].pk]
    assert len(found(region=MIDTJYLLAND)) == 4
    assert found(region=NORDJYLLAND) == []


NO_MOMENT = ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2099-01-01T00:00:00", "2099-01-01"]


@pytest.mark.parametrize(
    "after", ["x", "_", "2026-11-23_zz", "9" * 99, *(f"{moment}_{UUID(int=1)}" for moment in NO_MOMENT)]
)
def test_a_malformed_place_in_the_list_is_its_beginning(consultant_on_the_inquiry, after):
    invent(1, [consultant_on_the_inquiry])
    assert len(worklist(consultant_on_the_inquiry, at=MORNING, after=after).rows) == 1


def test_a_guest_sees_the_cases_they_take_part_in_and_no_other(guest, consultant_from_elsewhere):
    cases = invent(9, [consultant_from_elsewhere])
    take_part(guest, cases[:2], consultant_from_elsewhere)
    assert [row.pk for row in worklist(guest, at=MORNING).rows] == [case.pk for case in cases[:2]]


@pytest.mark.parametrize("number", [3, 60])
def test_a_page_takes_the_same_few_queries_however_many_cases(number, consultant_on_the_inquiry, guest):
    take_part(guest, invent(number, [consultant_on_the_inquiry], region=MIDTJYLLAND), consultant_on_the_inquiry)
    for user, most in ((consultant_on_the_inquiry, 16), (guest, 16)):
        with CaptureQueriesContext(connection) as queries:
            worklist(user, at=MORNING)
        assert len(queries) <= most


def test_forty_of_ten_thousand_are_found_as_soon_as_forty_of_a_hundred(
    guest, consultant_from_elsewhere, consultant_on_the_inquiry
):
    """Counted in steps of the database, which no other work on the machine can disturb; `make bench` has the time."""
    if connection.vendor != "sqlite":
        pytest.skip("the plan waits for statistics, which are the owner's to gather")
    holders = [consultant_from_elsewhere, consultant_on_the_inquiry]
    few = invent(100, holders)
    take_part(guest, few[:40], consultant_from_elsewhere)
    before = {user: steps(user) for user in (guest, consultant_from_elsewhere)}
    invent(9_900, holders)
    for user, taken in before.items():
        assert steps(user) <= 1.5 * taken
    assert len(worklist(guest, at=MORNING).rows) == 40


def steps(user):
    """Return how many hundreds of steps SQLite takes to list the cases of ``user``."""
    taken = 0

    def count():
        nonlocal taken
        taken += 1
        return 0  # go on

    connection.connection.set_progress_handler(count, 100)
    worklist(user, at=MORNING)
    connection.connection.set_progress_handler(None, 0)
    return taken
