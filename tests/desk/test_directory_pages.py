"""The directory on screen: everybody on the phone may look, a team lead may change, and what was stays to be seen."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from tests.cast import signed_in
from vaern.audit.models import Event
from vaern.directory import catalogue
from vaern.directory.actions import add_actor, revise, set_absence
from vaern.directory.finder import find
from vaern.directory.models import (
    Absence,
    ActorListing,
    ActorNumber,
    ConsultantListing,
    Coverage,
    Municipality,
    OpeningHours,
)
from vaern.directory.terms import Certainty, Concern

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory", "monday")]

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
AALBORG, FANO, COPENHAGEN = "0851", "0563", "0101"
INVISIBLE = ["a\x00b", "a\u202eb", "a\u200bb"]
TOO_MUCH = "æ" * 1_000_000


@pytest.fixture
def monday(time_machine):
    """Ten o'clock on a Monday before the regions change."""
    time_machine.move_to(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), tick=False)


@pytest.fixture
def new_year(time_machine, monday):
    """The first Monday with four regions."""
    time_machine.move_to(datetime(2027, 1, 4, 9, 0, tzinfo=UTC), tick=False)


@pytest.fixture
def lead(team_lead):
    return signed_in(team_lead)


@pytest.fixture
def caller(consultant_on_the_inquiry):
    """Answers calls: may look everything up, one permission from changing it."""
    return signed_in(consultant_on_the_inquiry)


def listing(first_name, on=MONDAY):
    return ConsultantListing.objects.on(on).get(first_name=first_name)


def actor(name, on=MONDAY):
    return ActorListing.objects.on(on).get(name=name)


def ankestyrelsen():
    return ActorNumber.objects.on(MONDAY).get(number="33 41 12 00")


def read_pages():
    return [
        reverse("directory"),
        reverse("directory-consultant", args=[listing("Nana").consultant_id]),
        reverse("directory-coverage"),
        reverse("directory-coverage") + "?vis=smaa&region=1083",
        reverse("directory-municipality", args=[AALBORG]),
        reverse("directory-municipality", args=[COPENHAGEN]),
        reverse("directory-region", args=["1082"]),
        reverse("directory-region", args=["OST"]),
        reverse("directory-actors"),
        reverse("directory-actors") + "?vis=kontrol",
        reverse("directory-actor", args=[actor("Lev Uden Vold").actor_id]),
    ]


def form_pages():
    nana, line = listing("Nana").consultant_id, actor("Lev Uden Vold").actor_id
    number = ankestyrelsen().pk
    absence = set_absence(consultant=nana, first_day=MONDAY, last_day=FRIDAY, by=None).pk
    return [
        reverse("directory-consultant-add"),
        reverse("directory-consultant-edit", args=[nana]),
        reverse("directory-consultant-end", args=[nana]),
        reverse("directory-consultant-coverage", args=[nana]),
        reverse("directory-absence-add", args=[nana]),
        reverse("directory-absence-end", args=[absence]),
        reverse("directory-municipality-edit", args=[AALBORG]),
        reverse("directory-municipality-coverage", args=[AALBORG]),
        reverse("directory-region-edit", args=["1083"]),
        reverse("directory-hours", args=["1082"]),
        reverse("directory-actor-add"),
        reverse("directory-actor-edit", args=[line]),
        reverse("directory-actor-end", args=[line]),
        reverse("directory-number-add", args=[line]),
        reverse("directory-number-edit", args=[number]),
        reverse("directory-number-end", args=[number]),
    ]


def text_of(page):
    return page.content.decode()


# Who may


def test_everybody_on_the_phone_may_look_and_is_offered_no_change(caller):
    for address in read_pages():
        page = caller.get(address)
        assert page.status_code == 200, address
        forms = re.findall(r'<form method="post" action="([^"]*)"', text_of(page))
        assert forms == [reverse("sign-out")], address
        assert not re.findall(r'href="/desk/katalog/[^"]*/(?:ret|slut|ny|fravaer|tider|nummer|svarer)/"', text_of(page))


def test_a_team_lead_may_look_and_change(lead):
    for address in [*read_pages(), *form_pages()]:
        assert lead.get(address).status_code == 200, address


def test_a_change_is_refused_to_who_may_only_look_and_the_attempt_is_on_record(caller):
    changes = [reverse("directory-check"), reverse("directory-coverage-confirm"), *form_pages()]
    before = Event.objects.exclude(act="signin.done").filter(refused=False).count()
    for address in changes:
        assert caller.get(address).status_code == 404, address
        assert caller.post(address, {"on": "2026-11-27"}).status_code == 404, address
    assert Event.objects.refusals().filter(act="route.refused").count() == 2 * len(changes)
    assert Event.objects.exclude(act="signin.done").filter(refused=False).count() == before


def test_an_administrator_does_not_need_the_directory(administrator):
    client = signed_in(administrator)
    for address in read_pages():
        assert client.get(address).status_code == 404, address


@pytest.mark.parametrize(
    "address",
    [
        "konsulenter/00000000-0000-4000-8000-000000000000/",
        "konsulenter/00000000-0000-4000-8000-000000000000/ret/",
        "fravaer/00000000-0000-4000-8000-000000000000/slut/",
        "kommuner/0999/",
        "kommuner/0999/ret/",
        "regioner/9999/",
        "regioner/9999/tider/",
        "aktoerer/00000000-0000-4000-8000-000000000000/",
        "numre/00000000-0000-4000-8000-000000000000/ret/",
    ],
)
def test_what_is_not_there_is_not_found(lead, address):
    assert lead.get(f"/desk/katalog/{address}").status_code == 404


def test_no_title_names_anybody(lead):
    names = set(ConsultantListing.objects.values_list("first_name", flat=True))
    for address in [*read_pages(), *form_pages()]:
        title = re.search("<title>(.*?)</title>", text_of(lead.get(address)))[1]
        assert title.strip()
        assert not names & set(re.findall(r"\w+", title)), address


# Consultants


def changed_nana(lead, **changes):
    nana = listing("Nana")
    facts = {
        "version": str(nana.pk),
        "first_name": "Nana",
        "phone": "20 00 00 01",
        "competence": "all",
        "staff_id": "",
        "owner": "Teamlederne",
        "on": "2026-11-27",
    }
    return lead.post(reverse("directory-consultant-edit", args=[nana.consultant_id]), facts | changes)


def test_a_new_number_holds_from_its_day_and_the_old_one_can_still_be_seen(lead, team_lead):
    assert changed_nana(lead).status_code == 302
    assert [listing("Nana", on).phone for on in (MONDAY, FRIDAY)] == ["25 20 28 46", "20 00 00 01"]
    page = text_of(lead.get(reverse("directory-consultant", args=[listing("Nana").consultant_id])))
    assert "25 20 28 46" in page
    lead_page = text_of(lead.get(reverse("directory-consultant-edit", args=[listing("Nana").consultant_id])))
    assert re.search(r"<del>25 20 28 46</del>.*?<ins>20 00 00 01</ins>", lead_page, re.S)
    assert team_lead.first_name in lead_page


@pytest.mark.parametrize(
    "field, value",
    [
        ("first_name", ""),
        ("first_name", "   "),
        ("first_name", "N" * 61),
        *(("first_name", text) for text in INVISIBLE),
        ("first_name", TOO_MUCH),
        ("phone", ""),
        ("phone", "2520284"),
        ("phone", "ring til mig"),
        ("phone", "٢٥٢٠٢٨٤٦"),
        ("phone", TOO_MUCH),
        ("competence", "everything"),
        ("staff_id", "00000000-0000-4000-8000-000000000000"),
        ("owner", ""),
        ("on", ""),
        ("on", "31-02-2027"),
        ("on", "i morgen"),
        ("on", "2026-11-22"),
        ("on", "2126-11-22"),
    ],
)
def test_what_cannot_stand_is_said_at_the_field_and_the_rest_is_kept(lead, field, value):
    before = ConsultantListing.objects.count()
    page = changed_nana(lead, **({"owner": "Dina i Aarhus"} | {field: value}))
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert "Fejl:" in re.search("<title>(.*?)</title>", text_of(page))[1]
    assert field == "owner" or "Dina i Aarhus" in text_of(page)
    assert ConsultantListing.objects.count() == before


def test_letters_that_look_the_same_are_stored_the_same(lead):
    changed_nana(lead, first_name="  A\u030asa   Marie ")
    assert ConsultantListing.objects.on(FRIDAY).filter(first_name="Åsa Marie").exists()


def test_the_second_of_two_who_change_the_same_consultant_keeps_what_was_typed(lead):
    old = str(listing("Nana").pk)
    assert changed_nana(lead, on="2026-11-23").status_code == 302
    page = changed_nana(lead, version=old, phone="20 00 00 02", on="2026-11-23")
    assert page.status_code == 422
    assert "En anden har ændret det imens" in text_of(page)
    assert 'value="20 00 00 02"' in text_of(page)
    assert "<dd>20 00 00 01</dd>" in text_of(page)  # how it stands now
    again = re.search(r'name="version" value="([^"]+)"', text_of(page))[1]
    assert changed_nana(lead, version=again, phone="20 00 00 02", on="2026-11-23").status_code == 302
    assert listing("Nana").phone == "20 00 00 02"


def test_a_consultant_may_be_tied_to_the_user_they_sign_in_as(lead, consultant_on_the_inquiry):
    changed_nana(lead, staff_id=str(consultant_on_the_inquiry.pk))
    assert listing("Nana", FRIDAY).staff_id == consultant_on_the_inquiry.pk


def test_somebody_new_is_added_and_answers_once_municipalities_are_chosen(lead):
    facts = {"first_name": "Signe", "phone": "20000001", "competence": "all", "owner": "Dina", "on": "2026-11-23"}
    answer = lead.post(reverse("directory-consultant-add"), facts)
    signe = listing("Signe").consultant_id
    choosing = reverse("directory-consultant-coverage", args=[signe])
    assert answer["Location"] == choosing
    lead.post(choosing, {"chosen": [AALBORG, FANO], "was": "", "on": "2026-11-23"})
    found = find(municipality_code=AALBORG, concern=Concern.HONOUR, on=MONDAY)
    assert "Signe" in [one.first_name for one in found.consultants]


def test_choosing_municipalities_changes_only_what_was_ticked_or_unticked(lead):
    nana = listing("Nana").consultant_id
    was = " ".join(row.municipality for row in catalogue.covered_by(nana, MONDAY))
    kept = [code for code in was.split() if code != AALBORG]
    lead.post(
        reverse("directory-consultant-coverage", args=[nana]), {"chosen": [*kept, FANO], "was": was, "on": "2026-11-27"}
    )
    assert {row.municipality for row in catalogue.covered_by(nana, FRIDAY)} == {*kept, FANO}
    assert AALBORG in {row.municipality for row in catalogue.covered_by(nana, MONDAY)}
    rebild = Coverage.objects.filter(consultant=nana, municipality="0840")
    assert rebild.count() == 1


def test_a_municipality_that_is_not_there_cannot_be_chosen(lead):
    page = lead.post(
        reverse("directory-consultant-coverage", args=[listing("Nana").consultant_id]),
        {"chosen": ["0999"], "was": "", "on": "2026-11-27"},
    )
    assert page.status_code == 422


def test_taking_somebody_out_says_who_is_left_without_anybody(lead):
    fiolla, nana = listing("Fiolla"), listing("Nana")
    for each in (nana, fiolla):
        address = reverse("directory-consultant-end", args=[each.consultant_id])
        warned = "Så svarer ingen for disse kommuner" in text_of(lead.get(address))
        assert warned is (each == fiolla)
        assert lead.post(address, {"version": str(each.pk), "on": "2026-11-23"}).status_code == 302
    assert not ConsultantListing.objects.on(MONDAY).filter(first_name__in=["Nana", "Fiolla"]).exists()
    assert "11 kommuner mangler nogen" in text_of(lead.get(reverse("directory")))


def test_who_was_taken_out_can_still_be_looked_up_but_not_changed(lead):
    nana = listing("Nana")
    ending = reverse("directory-consultant-end", args=[nana.consultant_id])
    lead.post(ending, {"version": str(nana.pk), "on": "2026-11-23"})
    page = text_of(lead.get(reverse("directory-consultant", args=[nana.consultant_id])))
    assert "Står ikke i kataloget mere" in page
    assert ending not in page
    assert lead.get(ending).status_code == 404
    assert reverse("directory-consultant", args=[nana.consultant_id]) in text_of(lead.get(reverse("directory")))


def test_an_absence_is_written_shown_and_ended(lead):
    nana = listing("Nana").consultant_id
    adding = reverse("directory-absence-add", args=[nana])
    assert lead.post(adding, {"on": "2026-11-23", "until": ""}).status_code == 302
    absence = Absence.objects.get()
    assert "Væk nu" in text_of(lead.get(reverse("directory")))
    ending = reverse("directory-absence-end", args=[absence.pk])
    assert lead.post(ending, {"version": str(absence.pk), "on": "2026-11-27"}).status_code == 302
    assert Absence.objects.get().valid_until == date(2026, 11, 26)


@pytest.mark.parametrize(
    "facts, field",
    [
        ({"on": "2026-11-27", "until": "2026-11-26"}, "until"),
        ({"on": "2026-11-20", "until": ""}, "on"),
        ({"on": "2026-11-25", "until": "2026-11-25"}, "on"),  # the fixture's absence is in the way
        ({"on": "", "until": ""}, "on"),
    ],
)
def test_an_absence_that_cannot_be_is_refused_at_the_field(lead, facts, field):
    nana = listing("Nana").consultant_id
    set_absence(consultant=nana, first_day=date(2026, 11, 24), last_day=FRIDAY, by=None)
    page = lead.post(reverse("directory-absence-add", args=[nana]), facts)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert Absence.objects.count() == 1


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
