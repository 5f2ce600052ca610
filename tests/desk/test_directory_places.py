"""The directory on screen: municipalities, regions, hours and other actors, as a team lead keeps them."""

import re
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from tests.cast import signed_in
from tests.desk.register import (
    AALBORG,
    COPENHAGEN,
    FANO,
    FRIDAY,
    INVISIBLE,
    MONDAY,
    TOO_MUCH,
    actor,
    ankestyrelsen,
    listing,
    text_of,
)
from vaern.audit.models import Event
from vaern.directory import catalogue
from vaern.directory.actions import add_actor, revise
from vaern.directory.finder import find
from vaern.directory.models import ActorListing, ActorNumber, Municipality, OpeningHours
from vaern.directory.terms import Certainty, Concern

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory", "monday")]


# Municipalities


def rows_of(page):
    return re.findall(r'name="rows" id="k(\d{4})" value="([^"]+)"', text_of(page))


def test_before_the_new_year_nothing_awaits_confirmation(lead):
    assert rows_of(lead.get(reverse("directory-coverage") + "?vis=ubekraeftet")) == []


def test_in_the_new_year_46_municipalities_await_confirmation_and_get_it_at_once(new_year, lead):
    waiting = lead.get(reverse("directory-coverage") + "?vis=ubekraeftet")
    rows = rows_of(waiting)
    assert len(rows) == 46
    assert "46 kommuner er ikke bekræftet" in text_of(lead.get(reverse("directory")))
    confirmed = [value for code, value in rows if code != COPENHAGEN]
    assert lead.post(reverse("directory-coverage-confirm"), {"rows": confirmed}).status_code == 302
    left = rows_of(lead.get(reverse("directory-coverage") + "?vis=ubekraeftet"))
    assert [code for code, _value in left] == [COPENHAGEN]


def test_what_changed_while_the_list_stood_open_is_not_confirmed(new_year, lead):
    rows = dict(rows_of(lead.get(reverse("directory-coverage") + "?vis=ubekraeftet")))
    lead.post(reverse("directory-coverage-confirm"), {"rows": [rows[COPENHAGEN]]})
    page = lead.post(reverse("directory-coverage-confirm"), {"rows": [rows[COPENHAGEN], rows["0265"]]})
    assert page.status_code == 409
    assert "En anden har ændret noget imens" in text_of(page)
    assert "0265" in dict(rows_of(lead.get(reverse("directory-coverage") + "?vis=ubekraeftet")))


@pytest.mark.parametrize("rows, status", [([], 422), (["   "], 422), (["' OR 1=1"], 409)])
def test_confirming_nothing_says_what_to_do(lead, rows, status):
    assert lead.post(reverse("directory-coverage-confirm"), {"rows": rows}).status_code == status


def test_who_answers_for_one_municipality_is_chosen_there(lead):
    nana, fiolla = (str(listing(name).consultant_id) for name in ("Nana", "Fiolla"))
    martin = str(listing("Martin").consultant_id)
    address = reverse("directory-municipality-coverage", args=[AALBORG])
    lead.post(address, {"chosen": [fiolla, martin], "was": f"{nana} {fiolla}", "on": "2026-11-23"})
    found = find(municipality_code=AALBORG, concern=Concern.HONOUR, on=MONDAY)
    assert [one.first_name for one in found.consultants] == ["Fiolla", "Martin"]
    history = text_of(lead.get(reverse("directory-municipality", args=[AALBORG])))
    assert "<b>Nana</b>" in history
    assert "Afsluttet af" in history or "Nåede aldrig" in history


def test_a_municipality_is_corrected_and_its_people_await_confirmation(lead):
    row = Municipality.objects.on(MONDAY).get(code=FANO)
    facts = {"version": str(row.pk), "name": "Fanø", "region": "1082", "is_host": "on", "on": "2026-11-27"}
    assert lead.post(reverse("directory-municipality-edit", args=[FANO]), facts).status_code == 302
    line = next(line for line in catalogue.coverage(FRIDAY) if line.municipality.code == FANO)
    assert (line.region.code, line.is_small, line.is_unconfirmed) == ("1082", False, True)
    assert catalogue.is_host(FANO, FRIDAY)


def test_a_region_that_begins_later_cannot_take_a_municipality_before_that(lead):
    row = Municipality.objects.on(MONDAY).get(code=FANO)
    facts = {"version": str(row.pk), "name": "Fanø", "region": "OST", "is_small": "on", "on": "2026-11-27"}
    page = lead.post(reverse("directory-municipality-edit", args=[FANO]), facts)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["on"]
    later = lead.post(reverse("directory-municipality-edit", args=[FANO]), facts | {"on": "2027-01-01"})
    assert later.status_code == 302


# Regions and hours


def week(**changes):
    facts = {"version": "", "source": "Teamet selv", "on": "2026-11-23"}
    for day in range(5):
        facts |= {f"opens_{day}": "8.30", f"closes_{day}": "15:00"}
    return facts | changes


def test_a_team_that_had_no_hours_gets_them(lead):
    assert "Åbningstid er ikke oplyst" in text_of(lead.get(reverse("directory-region", args=["1081"])))
    assert lead.post(reverse("directory-hours", args=["1081"]), week()).status_code == 302
    page = text_of(lead.get(reverse("directory-region", args=["1081"])))
    assert "Åbent nu til kl. 15." in page
    assert "8.30–15.00" in page.replace("08.30", "8.30")


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"closes_1": "8:30"}, "closes_1"),
        ({"closes_1": "7"}, "closes_1"),
        ({"opens_2": ""}, "opens_2"),
        ({"closes_2": ""}, "closes_2"),
        ({"opens_3": "25:00"}, "opens_3"),
        ({"opens_3": "otte"}, "opens_3"),
        ({"source": ""}, "source"),
        ({"on": "2026-11-22"}, "on"),
    ],
)
def test_hours_that_cannot_be_are_refused_at_the_field(lead, changes, field):
    page = lead.post(reverse("directory-hours", args=["1081"]), week(**changes))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert 'value="Teamet selv"' in text_of(page) or field == "source"
    assert not OpeningHours.objects.filter(region="1081").exists()


def test_hours_another_team_lead_has_changed_are_not_overwritten_unseen(lead):
    lead.post(reverse("directory-hours", args=["1081"]), week())
    page = lead.post(reverse("directory-hours", args=["1081"]), week(opens_0="10:00"))
    assert page.status_code == 422
    assert 'value="10:00"' in text_of(page)
    assert catalogue.hours("1081", MONDAY)[0].opens.hour == 8


def test_a_week_without_times_says_again_that_none_are_stated(lead):
    lead.post(reverse("directory-hours", args=["1081"]), week())
    state = " ".join(sorted(str(row.pk) for row in catalogue.hours("1081", MONDAY).values()))
    nothing = {name: "" for name in week() if name.startswith(("opens", "closes"))}
    assert lead.post(reverse("directory-hours", args=["1081"]), week(version=state, **nothing)).status_code == 302
    page = text_of(lead.get(reverse("directory-region", args=["1081"])))
    assert "Åbningstid er ikke oplyst" in page
    assert "Afsluttet af" in page


def test_the_next_region_to_try_is_chosen_in_order(lead):
    row = catalogue.region("1083", MONDAY)
    facts = {
        "version": str(row.pk),
        "name": row.name,
        "first": "1085",
        "second": "1082",
        "third": "1085",
        "on": "2026-11-27",
    }
    assert lead.post(reverse("directory-region-edit", args=["1083"]), facts).status_code == 302
    assert catalogue.region("1083", FRIDAY).neighbours == ["1085", "1082"]


# Actors


ACTOR = {
    "name": "En ny linje",
    "what_for": "Taler med unge.\r\nOgså om natten.",
    "website": "",
    "source": "Deres egen side",
    "certainty": "own-page",
    "owner": "Dina",
    "checked_on": "2026-11-20",
    "on": "2026-11-23",
}
NUMBER = {
    "number": "+45 2000 0001",
    "label": "",
    "hours": "Ikke oplyst",
    "source": "Deres egen side",
    "certainty": "own-page",
    "owner": "Dina",
    "checked_on": "",
    "on": "2026-11-23",
}


def test_an_actor_is_added_given_a_number_corrected_and_taken_out(lead):
    answer = lead.post(reverse("directory-actor-add"), ACTOR)
    new = actor("En ny linje")
    assert answer["Location"] == reverse("directory-actor", args=[new.actor_id])
    assert new.what_for == "Taler med unge. Også om natten."
    lead.post(reverse("directory-number-add", args=[new.actor_id]), NUMBER)
    number = ActorNumber.objects.get(actor=new.actor_id)
    assert (number.number, number.checked_on) == ("20 00 00 01", None)
    editing = reverse("directory-number-edit", args=[number.pk])
    lead.post(editing, NUMBER | {"version": str(number.pk), "answers_when_we_do_not": "on", "on": "2026-11-27"})
    assert catalogue.standing("actornumber", number.pk, FRIDAY).answers_when_we_do_not
    lead.post(reverse("directory-actor-end", args=[new.actor_id]), {"version": str(new.pk), "on": "2026-11-27"})
    assert not ActorNumber.objects.on(FRIDAY).filter(actor=new.actor_id).exists()
    assert ActorNumber.objects.on(MONDAY).filter(actor=new.actor_id).exists()


def test_an_actor_that_was_taken_out_can_still_be_looked_up_but_not_changed(lead):
    line = actor("Lev Uden Vold")
    ending = reverse("directory-actor-end", args=[line.actor_id])
    lead.post(ending, {"version": str(line.pk), "on": "2026-11-23"})
    page = text_of(lead.get(reverse("directory-actor", args=[line.actor_id])))
    assert "Står ikke i kataloget mere" in page
    assert "1888" in page
    assert ending not in page
    assert lead.get(ending).status_code == 404
    assert "Lev Uden Vold" in text_of(lead.get(reverse("directory-actors")))


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"name": ""}, "name"),
        ({"name": "n" * 121}, "name"),
        ({"what_for": TOO_MUCH}, "what_for"),
        ({"website": INVISIBLE[0]}, "website"),
        ({"certainty": ""}, "certainty"),
        ({"checked_on": "2026-11-24"}, "checked_on"),
        ({"checked_on": "1926-11-24"}, "checked_on"),
        ({"checked_on": "0000-00-00"}, "checked_on"),
    ],
)
def test_an_actor_that_cannot_stand_is_refused_at_the_field(lead, changes, field):
    page = lead.post(reverse("directory-actor-add"), ACTOR | changes)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert "Deres egen side" in text_of(page)
    assert not ActorListing.objects.filter(source="Deres egen side").exists()


def test_the_same_number_twice_is_refused(lead):
    row = ankestyrelsen()
    page = lead.post(reverse("directory-number-add", args=[row.actor_id]), NUMBER | {"number": "33411200"})
    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["on"]


def test_a_number_is_removed_by_an_address_that_has_grown_old(lead):
    old = ankestyrelsen()
    new = revise(row=old, by=None, on=MONDAY, hours="Hverdage kl. 9-14")
    address = reverse("directory-number-end", args=[old.pk])
    assert str(new.pk) in text_of(lead.get(address))
    assert lead.post(address, {"version": str(old.pk), "on": "2026-11-27"}).status_code == 422
    assert lead.post(address, {"version": str(new.pk), "on": "2026-11-27"}).status_code == 302
    assert lead.get(address).status_code == 200  # until its last day
    assert not ActorNumber.objects.on(FRIDAY).filter(number="33 41 12 00").exists()


def test_what_somebody_looked_at_today_is_no_longer_due(lead):
    unchecked = [row for row in ActorNumber.objects.on(MONDAY) if row.is_due_for_check(MONDAY)]
    page = text_of(lead.get(reverse("directory-actors") + "?vis=kontrol"))
    assert page.count("Skal kontrolleres") == len(unchecked) > 0
    lines = [f"actornumber:{row.pk}" for row in unchecked]
    answer = lead.post(reverse("directory-check"), {"line": lines})
    assert answer["Location"] == reverse("directory-actors")
    assert "Skal kontrolleres" not in text_of(lead.get(reverse("directory-actors")))
    assert Event.objects.filter(act="directory.checked").count() == len(unchecked)


def test_after_90_days_a_number_is_due_again(team_lead, time_machine):
    time_machine.move_to(datetime(2027, 2, 21, 9, 0, tzinfo=UTC), tick=False)
    page = text_of(signed_in(team_lead).get(reverse("directory-consultant", args=[listing("Nana").consultant_id])))
    assert "Skal kontrolleres" in page


@pytest.mark.parametrize("line", ["user:1", "actornumber:", "actornumber:x", "nothing", ""])
def test_a_line_that_is_none_cannot_be_checked(lead, line):
    assert lead.post(reverse("directory-check"), {"line": line}).status_code == 404


def test_a_line_that_no_longer_holds_cannot_be_checked(lead):
    old = ankestyrelsen()
    revise(row=old, by=None, on=MONDAY, hours="Hverdage kl. 9-14")
    assert lead.post(reverse("directory-check"), {"line": f"actornumber:{old.pk}"}).status_code == 404


def test_what_somebody_typed_is_shown_as_text(lead):
    add_actor(
        name="<script>alert(1)</script>",
        what_for='"><img src=x>',
        website="",
        source="",
        certainty=Certainty.UNVERIFIED,
        owner="Dina",
        checked_on=None,
        by=None,
        on=MONDAY,
    )
    page = text_of(lead.get(reverse("directory-actors")))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
