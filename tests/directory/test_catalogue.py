"""What the pages are handed: who covers what, what awaits a person, and what a line was before."""

from datetime import date

from tests.directory.conftest import (
    AALBORG,
    FIRST_DAY_OF_FOUR_REGIONS,
    LAST_DAY_OF_FIVE_REGIONS,
    MONDAY,
    ROSKILDE,
    TEAM_LEAD,
    coverage_of,
)
from vaern.directory import catalogue
from vaern.directory.actions import end, revise
from vaern.directory.models import ActorNumber
from vaern.directory.terms import Concern

FRIDAY = date(2026, 11, 27)


def covered(code, on=MONDAY):
    return next(line for line in catalogue.coverage(on) if line.municipality.code == code)


def test_every_municipality_stands_with_its_people(directory):
    lines = catalogue.coverage(MONDAY)
    assert len(lines) == 98
    assert covered(AALBORG).names == ("Fiolla", "Nana")
    assert not any(line.lacks for line in lines)


def test_46_municipalities_await_confirmation_when_their_region_changes(directory):
    assert not any(line.is_unconfirmed for line in catalogue.coverage(LAST_DAY_OF_FIVE_REGIONS))
    waiting = [line for line in catalogue.coverage(FIRST_DAY_OF_FOUR_REGIONS) if line.is_unconfirmed]
    assert len(waiting) == 46
    assert {line.region.name for line in waiting} == {"Region Østdanmark"}


def test_a_municipality_that_lacks_somebody_says_for_what(nana, fiolla, maria):
    for listing in (nana, fiolla):
        end(row=coverage_of(listing, AALBORG), by=TEAM_LEAD, last_day=MONDAY)
    assert covered(AALBORG).lacks == ()
    assert covered(AALBORG, on=FRIDAY).lacks == tuple(Concern)


def test_the_regions_of_a_consultant_follow_what_they_cover(maria, nana):
    assert catalogue.regions_of(MONDAY)[nana.consultant_id] == ["Region Nordjylland"]
    assert catalogue.regions_of(FIRST_DAY_OF_FOUR_REGIONS)[maria.consultant_id] == ["Region Østdanmark"]


def test_a_history_tells_what_changed_when_and_by_whom(nana):
    row = revise(row=nana, by=TEAM_LEAD, on=FRIDAY, phone="20 00 00 01")
    newest, oldest = catalogue.history(row)
    assert newest.changed["phone"] == ("25 20 28 46", "20 00 00 01")
    assert "first_name" not in newest.changed
    assert newest.by == TEAM_LEAD
    assert newest.at is not None
    assert (oldest.row, oldest.changed, oldest.by) == (catalogue.line("consultantlisting", nana.pk), {}, None)


def test_a_line_of_no_known_kind_is_not_there(nana):
    assert catalogue.line("user", nana.pk) is None
    assert catalogue.line("coverage", nana.pk) is None


def test_what_is_due_for_a_check_is_counted(directory):
    unchecked = ActorNumber.objects.on(MONDAY).filter(checked_on=None).count()
    assert catalogue.due_for_check(MONDAY) == {"numbers": unchecked}
    assert catalogue.due_for_check(date(2027, 6, 1)).keys() == {"consultants", "hours", "numbers"}


def test_the_covered_municipalities_of_a_consultant_stand_by_name(directory, nana):
    rows = catalogue.covered_by(nana.consultant_id, MONDAY)
    assert len(rows) == 11
    assert rows[0].municipality == "0810"  # Brønderslev
    assert rows[-1].municipality == AALBORG
    assert ROSKILDE not in {row.municipality for row in rows}
