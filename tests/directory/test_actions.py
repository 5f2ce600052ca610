"""Changing the directory: nothing is overwritten, nothing holds twice, and every act is in the trail."""

from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.directory.conftest import AALBORG, AARHUS, FANO, MONDAY, TEAM_LEAD, coverage_of, listing_of
from vaern.audit.models import Event
from vaern.directory import actions, catalogue
from vaern.directory.models import (
    Absence,
    ActorListing,
    ActorNumber,
    ConsultantListing,
    Coverage,
    HostMunicipality,
    OpeningHours,
)
from vaern.directory.numbers import NotANumber
from vaern.directory.terms import Certainty, Competence

FRIDAY, SUNDAY = date(2026, 11, 27), date(2026, 11, 22)
NEW_NUMBER = "20 00 00 01"


def revise_nana(nana, on=FRIDAY, **changes):
    return actions.revise(row=nana, by=TEAM_LEAD, on=on, **({"phone": NEW_NUMBER} | changes))


def last_event():
    return Event.objects.newest_first().first()


def test_a_change_ends_one_version_and_begins_the_next(nana):
    after = revise_nana(nana)
    before = ConsultantListing.objects.get(pk=nana.pk)
    assert (before.phone, before.valid_until) == ("25 20 28 46", FRIDAY - timedelta(days=1))
    assert (after.phone, after.valid_from, after.valid_until) == (NEW_NUMBER, FRIDAY, None)
    assert after.thing == before.thing
    assert listing_of("Nana", on=MONDAY) == before
    assert listing_of("Nana", on=FRIDAY) == after


def test_a_change_counts_as_a_check(nana):
    assert revise_nana(nana).checked_on == FRIDAY


def test_the_trail_says_who_changed_what(nana):
    after = revise_nana(nana)
    event = last_event()
    assert (event.act, event.by, event.about) == ("directory.revised", TEAM_LEAD, nana.consultant_id)
    assert (event.subject, event.code) == (after.pk, "consultantlisting")


def test_a_correction_on_the_first_day_strikes_the_version_it_corrects_and_keeps_it(nana):
    after = revise_nana(nana, on=MONDAY)
    before = ConsultantListing.objects.get(pk=nana.pk)
    assert (before.struck, before.phone) == (True, "25 20 28 46")
    assert (after.valid_from, listing_of("Nana")) == (MONDAY, after)


def test_many_corrections_on_one_day_are_all_kept(nana):
    row = nana
    for last in range(5):
        row = revise_nana(row, on=MONDAY, phone=f"20 00 00 0{last}")
    assert ConsultantListing.objects.filter(consultant=nana.consultant_id).count() == 6
    assert listing_of("Nana").phone == "20 00 00 04"
    assert [version.row.phone for version in catalogue.history(row)][-1] == "25 20 28 46"


def test_a_version_that_has_not_begun_is_corrected_from_its_own_first_day(nana):
    coming = revise_nana(nana)
    corrected = revise_nana(coming, on=MONDAY, phone="20 00 00 02")
    assert corrected.valid_from == FRIDAY
    assert listing_of("Nana", on=MONDAY).phone == "25 20 28 46"


def test_a_change_before_a_planned_one_ends_where_the_planned_one_begins(directory):
    row = catalogue.KINDS["municipalityregion"].objects.on(MONDAY).get(municipality="0101")
    after = actions.revise(row=row, by=TEAM_LEAD, on=FRIDAY, region="1085")
    assert after.valid_until == date(2026, 12, 31)


def test_saving_without_a_difference_changes_nothing(nana):
    events = Event.objects.count()
    assert revise_nana(nana, phone="+45 2520 2846") == nana
    assert Event.objects.count() == events
    assert ConsultantListing.objects.filter(consultant=nana.consultant_id).count() == 1


def test_the_second_of_two_who_change_the_same_row_is_refused(nana):
    same_row_on_another_screen = ConsultantListing.objects.get(pk=nana.pk)
    revise_nana(nana)
    with pytest.raises(actions.ChangedMeanwhile):
        revise_nana(same_row_on_another_screen, phone="20 00 00 02")
    with pytest.raises(actions.ChangedMeanwhile):
        actions.end(row=same_row_on_another_screen, by=TEAM_LEAD, last_day=FRIDAY)


def test_a_struck_row_cannot_be_changed(nana):
    revise_nana(nana, on=MONDAY)
    with pytest.raises(actions.ChangedMeanwhile):
        revise_nana(nana)


def test_a_row_that_has_ended_cannot_be_changed_after_its_last_day(nana):
    actions.end(row=nana, by=TEAM_LEAD, last_day=FRIDAY)
    ended = ConsultantListing.objects.get(pk=nana.pk)
    with pytest.raises(actions.AlreadyEnded):
        revise_nana(ended, on=FRIDAY + timedelta(days=1))
    with pytest.raises(actions.AlreadyEnded):
        actions.end(row=ended, by=TEAM_LEAD, last_day=FRIDAY + timedelta(days=1))
    assert revise_nana(ended, on=FRIDAY).valid_until == FRIDAY


@pytest.mark.parametrize("phone", ["", "12345", "ukendt"])
def test_a_number_that_cannot_be_dialled_is_refused_and_nothing_is_changed(nana, phone):
    with pytest.raises(NotANumber):
        revise_nana(nana, phone=phone)
    assert listing_of("Nana", on=FRIDAY) == nana


def test_ending_a_row_before_it_began_strikes_it(nana):
    coming = revise_nana(nana)
    actions.end(row=coming, by=TEAM_LEAD, last_day=MONDAY)
    assert ConsultantListing.objects.get(pk=coming.pk).struck
    assert last_event().act == "directory.ended"


def test_a_check_is_noted_without_a_new_version(nana):
    actions.check(row=nana, by=TEAM_LEAD, on=FRIDAY)
    assert listing_of("Nana", on=FRIDAY).checked_on == FRIDAY
    assert last_event().act == "directory.checked"


@pytest.mark.parametrize("days, is_due", [(90, False), (91, True)])
def test_a_line_is_due_for_a_check_after_90_days(nana, days, is_due):
    day = nana.checked_on + timedelta(days=days)
    assert nana.is_due_for_check(day) is is_due
    assert ConsultantListing.objects.due_for_check(day).filter(pk=nana.pk).exists() is is_due


def test_somebody_new_answers_for_what_they_are_said_to_cover(directory):
    listing = actions.add_consultant(
        first_name="Signe", phone="20000001", competence=Competence.ALL, by=TEAM_LEAD, on=FRIDAY
    )
    row = actions.cover(consultant=listing.consultant_id, municipality=AARHUS, by=TEAM_LEAD, on=FRIDAY)
    assert (listing.phone, row.region, row.checked_on) == (NEW_NUMBER, "1082", FRIDAY)
    assert not Coverage.objects.on(MONDAY).filter(pk=row.pk).exists()


def test_nobody_covers_a_municipality_twice_on_a_day(nana):
    with pytest.raises(actions.AlreadyThere):
        actions.cover(consultant=nana.consultant_id, municipality=AALBORG, by=TEAM_LEAD, on=FRIDAY)
    actions.end(row=coverage_of(nana, AALBORG), by=TEAM_LEAD, last_day=MONDAY)
    actions.cover(consultant=nana.consultant_id, municipality=AALBORG, by=TEAM_LEAD, on=FRIDAY)


def test_nobody_covers_what_is_not_there(nana):
    with pytest.raises(actions.UnknownPlace):
        actions.cover(consultant=nana.consultant_id, municipality="0999", by=TEAM_LEAD, on=FRIDAY)
    with pytest.raises(actions.UnknownPlace):
        actions.add_host(municipality="0999", by=TEAM_LEAD, on=FRIDAY)


def test_a_new_host_municipality_stands_beside_the_four(directory):
    actions.add_host(municipality=FANO, by=TEAM_LEAD, on=FRIDAY)
    assert HostMunicipality.objects.on(FRIDAY).count() == 5
    with pytest.raises(actions.AlreadyThere):
        actions.add_host(municipality=FANO, by=TEAM_LEAD, on=FRIDAY)


def test_the_database_itself_refuses_a_second_row_from_the_same_day(nana):
    with pytest.raises(IntegrityError), transaction.atomic():
        nana.next_version().save(force_insert=True)


def test_the_database_itself_refuses_a_second_row_without_an_end(nana):
    with pytest.raises(IntegrityError), transaction.atomic():
        nana.next_version(valid_from=FRIDAY).save(force_insert=True)


def test_when_somebody_stops_all_that_hangs_on_them_stops(nana):
    actions.set_absence(consultant=nana.consultant_id, first_day=FRIDAY, last_day=None, by=TEAM_LEAD)
    actions.end_consultant(consultant=nana.consultant_id, by=TEAM_LEAD, last_day=MONDAY)
    for model in (ConsultantListing, Coverage, Absence):
        assert not model.objects.from_on(FRIDAY).filter(consultant=nana.consultant_id).exists()
    assert ConsultantListing.objects.on(MONDAY).filter(pk=nana.pk).exists()
    with pytest.raises(actions.AlreadyEnded):
        actions.end_consultant(consultant=nana.consultant_id, by=TEAM_LEAD, last_day=FRIDAY)


def test_confirming_where_nothing_changed_is_a_check_and_no_new_version(nana):
    row = coverage_of(nana, AALBORG)
    actions.confirm_coverage(rows=[row], by=TEAM_LEAD, on=FRIDAY)
    assert coverage_of(nana, AALBORG, on=FRIDAY) == row
    assert coverage_of(nana, AALBORG, on=FRIDAY).checked_on == FRIDAY


def test_confirming_after_the_region_changed_writes_the_new_region(directory):
    new_year = date(2027, 1, 4)
    row = coverage_of(listing_of("Louise"), "0101")
    actions.confirm_coverage(rows=[row], by=TEAM_LEAD, on=new_year)
    confirmed = coverage_of(listing_of("Louise"), "0101", on=new_year)
    assert (confirmed.region, confirmed.checked_on, confirmed.valid_from) == ("OST", new_year, new_year)
    assert coverage_of(listing_of("Louise"), "0101", on=date(2027, 1, 3)).region == "1084"


@pytest.mark.parametrize(
    "first_day, last_day",
    [(MONDAY, FRIDAY), (FRIDAY, None), (SUNDAY, MONDAY), (date(2026, 11, 25), date(2026, 11, 25))],
)
def test_two_absences_do_not_overlap(nana, first_day, last_day):
    actions.set_absence(consultant=nana.consultant_id, first_day=MONDAY, last_day=FRIDAY, by=TEAM_LEAD)
    with pytest.raises(actions.AlreadyThere):
        actions.set_absence(consultant=nana.consultant_id, first_day=first_day, last_day=last_day, by=TEAM_LEAD)


def test_one_absence_may_follow_another(nana):
    actions.set_absence(consultant=nana.consultant_id, first_day=MONDAY, last_day=FRIDAY, by=TEAM_LEAD)
    actions.set_absence(consultant=nana.consultant_id, first_day=date(2026, 11, 28), last_day=None, by=TEAM_LEAD)
    assert Absence.objects.count() == 2


def test_an_absence_does_not_end_before_it_begins(nana):
    with pytest.raises(actions.EndsBeforeItBegins):
        actions.set_absence(consultant=nana.consultant_id, first_day=FRIDAY, last_day=MONDAY, by=TEAM_LEAD)


def test_a_week_of_hours_is_set_changed_and_taken_away(directory):
    week = {0: (time(8), time(16)), 1: (time(8), time(16)), 2: None}
    actions.set_hours(region="1081", week=week, source="Teamet selv", by=TEAM_LEAD, on=MONDAY)
    assert set(catalogue.hours("1081", MONDAY)) == {0, 1}
    actions.set_hours(region="1081", week={0: (time(9), time(16)), 1: None}, source="", by=TEAM_LEAD, on=FRIDAY)
    assert [(row.weekday, row.opens) for row in catalogue.hours("1081", FRIDAY).values()] == [(0, time(9))]
    assert catalogue.hours("1081", MONDAY)[1].closes == time(16)
    actions.set_hours(region="1081", week={0: None}, source="", by=TEAM_LEAD, on=FRIDAY)
    assert catalogue.hours("1081", FRIDAY) == {}
    assert OpeningHours.objects.filter(region="1081", struck=True).count() == 1


@pytest.mark.parametrize("hours", [(time(9), time(9)), (time(15), time(8))])
def test_hours_that_end_before_they_begin_are_refused_whole(directory, hours):
    with pytest.raises(actions.OpensAfterItCloses):
        actions.set_hours(region="1081", week={0: (time(8), time(15)), 1: hours}, source="", by=TEAM_LEAD, on=MONDAY)
    assert catalogue.hours("1081", MONDAY) == {}


@pytest.fixture
def crisis_line(directory):
    return actions.add_actor(
        name="En ny linje",
        what_for="Taler med unge",
        website="",
        source="Opfundet",
        certainty=Certainty.UNVERIFIED,
        owner="Dina",
        checked_on=None,
        by=TEAM_LEAD,
        on=MONDAY,
    )


def number_of(crisis_line, number):
    return actions.add_number(
        actor=crisis_line.actor_id,
        number=number,
        label="",
        hours="Ikke oplyst",
        answers_when_we_do_not=False,
        source="Opfundet",
        certainty=Certainty.UNVERIFIED,
        owner="Dina",
        checked_on=None,
        by=TEAM_LEAD,
        on=MONDAY,
    )


def test_an_actor_has_any_number_of_numbers_but_each_once(crisis_line):
    number_of(crisis_line, "20000001")
    number_of(crisis_line, "20000002")
    with pytest.raises(actions.AlreadyThere):
        number_of(crisis_line, "+45 20 00 00 01")
    with pytest.raises(NotANumber):
        number_of(crisis_line, "")
    assert ActorNumber.objects.filter(actor=crisis_line.actor_id).count() == 2


def test_an_actor_ends_with_its_numbers(crisis_line):
    number_of(crisis_line, "20000001")
    actions.end_actor(actor=crisis_line.actor_id, by=TEAM_LEAD, last_day=MONDAY)
    assert not ActorListing.objects.on(FRIDAY).filter(actor=crisis_line.actor_id).exists()
    assert not ActorNumber.objects.on(FRIDAY).filter(actor=crisis_line.actor_id).exists()
    with pytest.raises(actions.AlreadyEnded):
        actions.end_actor(actor=crisis_line.actor_id, by=TEAM_LEAD, last_day=FRIDAY)


def test_coverage_is_changed_as_asked_and_no_further(nana, fiolla):
    end_of_both = [(nana.consultant_id, AALBORG), (fiolla.consultant_id, AALBORG)]
    actions.change_coverage(add=[(nana.consultant_id, AARHUS)], remove=end_of_both[:1], by=TEAM_LEAD, on=FRIDAY)
    covered = {row.municipality for row in catalogue.covered_by(nana.consultant_id, FRIDAY)}
    assert AARHUS in covered
    assert AALBORG not in covered
    assert AALBORG in {row.municipality for row in catalogue.covered_by(fiolla.consultant_id, FRIDAY)}
    assert AALBORG in {row.municipality for row in catalogue.covered_by(nana.consultant_id, MONDAY)}


def test_asking_for_coverage_somebody_else_has_just_changed_the_same_way_changes_nothing(nana):
    asked = {"add": [(nana.consultant_id, AARHUS)], "remove": [(nana.consultant_id, AALBORG)]}
    actions.change_coverage(**asked, by=TEAM_LEAD, on=FRIDAY)
    events = Event.objects.count()
    actions.change_coverage(**asked, by=TEAM_LEAD, on=FRIDAY)
    assert Event.objects.count() == events


def fano_becomes(**changes):
    now = {"name": "Fanø", "is_small": True, "region": "1083", "is_host": False}
    row = catalogue.municipality(FANO, FRIDAY)
    actions.revise_municipality(row=row, **(now | changes), by=TEAM_LEAD, on=FRIDAY)


def test_a_municipality_that_moves_keeps_its_people_unconfirmed(directory):
    fano_becomes(region="1082")
    line = next(line for line in catalogue.coverage(FRIDAY) if line.municipality.code == FANO)
    assert (line.region.code, line.names, line.is_unconfirmed) == ("1082", ("Line", "Martin"), True)


def test_a_municipality_takes_and_gives_up_being_a_host(directory):
    fano_becomes(is_host=True)
    assert catalogue.is_host(FANO, FRIDAY)
    assert not catalogue.is_host(FANO, MONDAY)
    fano_becomes(is_host=False)
    assert not catalogue.is_host(FANO, FRIDAY)


def test_a_municipality_does_not_move_to_a_region_that_is_not_there(directory):
    with pytest.raises(actions.UnknownPlace):
        fano_becomes(region="OST", name="Øen")
    assert catalogue.municipality(FANO, FRIDAY).name == "Fanø"
