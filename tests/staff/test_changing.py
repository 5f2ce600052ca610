"""Other roles and other regions from today; each refusal one fact from what is allowed."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from tests.cast import MIDTJYLLAND, MORNING, NORDJYLLAND, file_a_call, person, signed_in
from vaern.audit.models import Event
from vaern.law.clocks import COPENHAGEN
from vaern.staff.models import RegionDuty, RoleHolding
from vaern.staff.roles import CONSULTANT, GUEST

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory", "clock")]

TODAY = MORNING.date()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def admin(administrator):
    return signed_in(administrator)


def page_of(user):
    return reverse("user-powers", args=[user.pk])


def change(admin, user, *, roles=("consultant",), regions=(), seen=None):
    seen = admin.get(page_of(user)).context["form"]["seen"].value() if seen is None else seen
    return admin.post(page_of(user), {"roles": roles, "regions": regions, "seen": seen})


def duties(user):
    return set(RegionDuty.objects.filter(user=user).values_list("region", "valid_until"))


def test_who_moves_to_another_region_reads_the_old_one_no_more_at_the_next_request(
    admin, administrator, consultant_on_the_inquiry, colleague_in_the_region
):
    of_the_region, her_own = file_a_call(colleague_in_the_region), file_a_call(consultant_on_the_inquiry)
    asta = signed_in(consultant_on_the_inquiry)

    def read(inquiry):
        return asta.get(reverse("inquiry", args=[inquiry.pk])).status_code

    assert (read(of_the_region), read(her_own)) == (200, 200)
    assert change(admin, consultant_on_the_inquiry, regions=[NORDJYLLAND]).status_code == 302
    assert (read(of_the_region), read(her_own)) == (404, 200), "what she holds goes with her until it is given away"
    assert duties(consultant_on_the_inquiry) == {(MIDTJYLLAND, YESTERDAY), (NORDJYLLAND, None)}
    assert RoleHolding.objects.get(user=consultant_on_the_inquiry).valid_until is None
    told = Event.objects.filter(by=administrator.pk, about=consultant_on_the_inquiry.pk)
    assert set(told.values_list("act", "code")) == {("duty.ended", MIDTJYLLAND), ("duty.given", NORDJYLLAND)}


def test_a_consultant_who_becomes_team_lead_leaves_work_for_the_team_to_see(admin, consultant_on_the_inquiry):
    inquiry = file_a_call(consultant_on_the_inquiry)
    asta = signed_in(consultant_on_the_inquiry)
    assert asta.get(reverse("team")).status_code == 404
    assert change(admin, consultant_on_the_inquiry, roles=["team-lead"]).status_code == 302
    assert asta.get(reverse("call-log")).status_code == 404
    shown = asta.get(reverse("team")).content.decode()
    assert "ikke er konsulent mere" in shown
    assert "<b>Asta</b> 1 åben henvendelse" in shown
    assert inquiry.cover_name not in shown


def test_what_was_given_by_mistake_is_taken_back_the_same_day_and_stays_in_the_trail(admin, consultant_on_the_inquiry):
    asta = consultant_on_the_inquiry
    change(admin, asta, roles=["consultant", "administrator"], regions=[MIDTJYLLAND, NORDJYLLAND])
    assert {role.code for role in asta.roles_on(TODAY)} == {"consultant", "administrator"}
    change(admin, asta, regions=[MIDTJYLLAND])
    assert list(RoleHolding.objects.filter(user=asta).values_list("role", flat=True)) == ["consultant"]
    assert duties(asta) == {(MIDTJYLLAND, None)}
    acts = Event.objects.filter(about=asta.pk, code__in=["administrator", NORDJYLLAND]).values_list("act", flat=True)
    assert sorted(acts) == ["duty.ended", "duty.given", "role.ended", "role.given"]


@pytest.mark.parametrize(
    "form, field, words",
    [
        ({"roles": []}, "roles", "mindst én rolle"),
        ({"roles": ["guest"]}, "roles", "Vælg blandt dem"),
        ({"roles": ["team-lead"], "regions": [MIDTJYLLAND]}, "regions", "Kun sikkerhedskonsulenter har vagt"),
        ({"regions": ["9"]}, "regions", "Vælg blandt dem"),
    ],
)
def test_a_wrong_form_says_why_at_the_field_and_changes_nothing(admin, consultant_on_the_inquiry, form, field, words):
    page = change(admin, consultant_on_the_inquiry, **form)
    assert page.status_code == 422
    assert words in str(page.context["form"].errors[field])
    assert duties(consultant_on_the_inquiry) == {(MIDTJYLLAND, None)}


def test_nobody_changes_themselves_a_guest_who_has_left_or_what_they_did_not_see(
    admin, administrator, team_lead, consultant_on_the_inquiry, colleague_in_the_region
):
    guest = person("Gert", GUEST)
    admin.post(reverse("user-end", args=[team_lead.pk]))
    change(admin, colleague_in_the_region, regions=[NORDJYLLAND])
    held = RoleHolding.objects.count(), RegionDuty.objects.count()
    for user in (administrator, guest, team_lead):
        assert admin.get(page_of(user)).status_code == 409
        assert change(admin, user, seen="").status_code == 409
    assert change(admin, colleague_in_the_region, seen=f"consultant {MIDTJYLLAND}").status_code == 409
    assert (RoleHolding.objects.count(), RegionDuty.objects.count()) == held
    assert page_of(guest) not in admin.get(reverse("user", args=[guest.pk])).content.decode()


def test_a_duty_for_a_region_that_has_ended_is_shown_as_the_one_that_took_over_and_goes_on(administrator, clock):
    east = person("Dagmar", CONSULTANT, regions=["1084"])
    clock.move_to(datetime(2027, 1, 4, 9, tzinfo=COPENHAGEN))
    admin = signed_in(administrator)
    assert "Region Østdanmark" in admin.get(reverse("user", args=[east.pk])).content.decode()
    assert admin.get(page_of(east)).context["form"]["regions"].value() == ["OST"]
    assert change(admin, east, regions=["OST", NORDJYLLAND]).status_code == 302
    assert duties(east) == {("1084", None), (NORDJYLLAND, None)}
    change(admin, east, regions=[NORDJYLLAND])
    assert ("1084", datetime(2027, 1, 3).date()) in duties(east)
