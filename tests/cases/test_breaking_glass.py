"""Open a case that is not yours, because somebody needs it now; a team lead looks at it next morning."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from tests.cases.conftest import a_case, opened_by
from tests.cast import MORNING, person, text
from vaern.audit.models import Event
from vaern.cases.access import NoSuchCase, glass_to_review, ground_for, open_broken_glass, openings_of
from vaern.cases.actions.breaking_glass import (
    AlreadyReviewed,
    NoReason,
    OwnGlass,
    break_glass,
    review_broken_glass,
)
from vaern.cases.actions.staffing import answer_family_question, restrict
from vaern.cases.models import BrokenGlass, Case
from vaern.cases.terms import Emergency, Ground, ReviewFinding
from vaern.staff.roles import CONSULTANT, TEAM_LEAD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory")]

REASON = "Politiet ringer om sagen nu."


def broken(by, name, *, at=MORNING, reason=REASON):
    return break_glass(name=name, emergency=Emergency.IN_CONTACT_NOW, reason=text(reason), by=by, at=at)


@pytest.mark.parametrize("name", ["reference", "cover_name"])
def test_with_its_exact_name_and_a_reason_a_consultant_opens_a_case_of_others(case, consultant_from_elsewhere, name):
    found = broken(consultant_from_elsewhere, getattr(case, name))
    assert found.pk == case.pk
    assert opened_by(consultant_from_elsewhere, case).key_in_hand
    assert Event.objects.get(act="case.opened").code == "casework:break-glass"
    event = Event.objects.get(act="case.glass_broken")
    assert (event.by, event.about, event.code) == (consultant_from_elsewhere.pk, case.pk, "in-contact-now")


def test_a_restricted_case_too(case, consultant_on_the_case, colleague_in_the_region):
    restrict(case=case, restricted=True, by=consultant_on_the_case, at=MORNING)
    broken(colleague_in_the_region, case.reference)
    assert ground_for(colleague_in_the_region, case.pk, at=MORNING) == Ground.BREAK_GLASS


@pytest.mark.parametrize("change", [lambda name: name[:-1], lambda name: f"{name}X", lambda name: "%", lambda name: ""])
@pytest.mark.parametrize("name", ["reference", "cover_name"])
def test_almost_its_name_opens_nothing_and_is_on_record(case, consultant_from_elsewhere, name, change):
    with pytest.raises(NoSuchCase):
        broken(consultant_from_elsewhere, change(getattr(case, name)))
    assert not BrokenGlass.objects.exists()
    event = Event.objects.refusals().get()
    assert (event.about, event.code) == (None, "break-glass")


def test_a_cover_name_that_two_cases_have_opens_neither(case, consultant_on_the_case, consultant_from_elsewhere):
    other = a_case(consultant_on_the_case)
    Case.objects.filter(pk=other.pk).update(cover_name=case.cover_name)
    with pytest.raises(NoSuchCase):
        broken(consultant_from_elsewhere, case.cover_name)
    assert broken(consultant_from_elsewhere, case.reference).pk == case.pk


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_is_opened(case, consultant_from_elsewhere, reason):
    with pytest.raises(NoReason):
        broken(consultant_from_elsewhere, case.reference, reason=reason)
    assert ground_for(consultant_from_elsewhere, case.pk, at=MORNING) is None


@pytest.mark.parametrize("who", ["team_lead", "administrator"])
def test_only_who_works_on_cases_breaks_glass(case, who, request):
    with pytest.raises(NoSuchCase):
        broken(request.getfixturevalue(who), case.reference)


def test_nobody_who_knows_the_family_does(case, colleague_in_the_region):
    answer_family_question(user=colleague_in_the_region, case_id=case.pk, knows=True, at=MORNING)
    with pytest.raises(NoSuchCase):
        broken(colleague_in_the_region, case.reference)


def test_who_sees_it_anyway_breaks_nothing(case, consultant_on_the_case):
    assert broken(consultant_on_the_case, case.reference).pk == case.pk
    assert not BrokenGlass.objects.exists()


@pytest.mark.parametrize("minutes, seen", [(239, True), (240, False)])
def test_it_lasts_four_hours(case, consultant_from_elsewhere, minutes, seen):
    broken(consultant_from_elsewhere, case.reference)
    later = MORNING + timedelta(minutes=minutes)
    assert (ground_for(consultant_from_elsewhere, case.pk, at=later) is not None) == seen


@pytest.mark.parametrize(
    "at, review_by",
    [
        (MORNING, datetime(2026, 11, 24, 8, tzinfo=UTC)),
        (datetime(2026, 11, 27, 22, tzinfo=UTC), datetime(2026, 11, 30, 8, tzinfo=UTC)),  # Friday night: Monday
        (datetime(2026, 12, 23, 23, 30, tzinfo=UTC), datetime(2026, 12, 28, 8, tzinfo=UTC)),  # past midnight: the 24th
        (datetime(2026, 3, 27, 12, tzinfo=UTC), datetime(2026, 3, 30, 7, tzinfo=UTC)),  # summer time begins between
    ],
)
def test_it_is_reviewed_the_next_working_morning(case, consultant_from_elsewhere, at, review_by):
    broken(consultant_from_elsewhere, case.reference, at=at)
    assert BrokenGlass.objects.get().review_by == review_by


def test_the_reason_is_sealed_and_the_reviewer_reads_it_and_nothing_of_the_case(
    case, consultant_from_elsewhere, team_lead
):
    broken(consultant_from_elsewhere, case.reference)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM cases_brokenglass")
        assert b"Politiet" not in bytes(cursor.fetchone()[0])
    [waiting] = glass_to_review()
    glass = open_broken_glass(user=team_lead, glass_id=waiting.pk)
    assert glass.reason == REASON
    assert glass.key_id != case.key_id
    assert ground_for(team_lead, case.pk, at=MORNING) is None
    assert Event.objects.filter(act="case.glass_read", by=team_lead.pk, about=case.pk).exists()


@pytest.mark.parametrize("who", ["consultant_on_the_case", "consultant_from_elsewhere", "administrator"])
def test_nobody_but_a_team_lead_reads_or_judges_it(case, consultant_from_elsewhere, who, request):
    broken(consultant_from_elsewhere, case.reference)
    glass = BrokenGlass.objects.get()
    with pytest.raises(NoSuchCase):
        open_broken_glass(user=request.getfixturevalue(who), glass_id=glass.pk)
    with pytest.raises(NoSuchCase):
        judged(glass, request.getfixturevalue(who))


def test_it_is_judged_once(case, consultant_from_elsewhere, team_lead):
    broken(consultant_from_elsewhere, case.reference)
    glass = BrokenGlass.objects.get()
    judged(glass, team_lead)
    assert list(glass_to_review()) == []
    with pytest.raises(AlreadyReviewed):
        judged(glass, team_lead)


def test_nobody_judges_their_own(case, consultant_from_elsewhere):
    both = person("Hanne", CONSULTANT, TEAM_LEAD)
    broken(both, case.reference)
    with pytest.raises(OwnGlass):
        judged(BrokenGlass.objects.get(), both)


def judged(glass, by):
    review_broken_glass(glass=glass, finding=ReviewFinding.RIGHT, by=by, at=MORNING)


def test_it_stands_on_the_list_of_who_has_seen_the_case(case, consultant_from_elsewhere):
    broken(consultant_from_elsewhere, case.reference)
    assert [(each.name, each.label) for each in openings_of(case)] == [("Carla", "Nødåbnede en sag")]
