"""The directory on screen: everybody on the phone may look, a team lead may change, and what was stays to be seen."""

import re
from datetime import date

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
from vaern.directory.actions import set_absence
from vaern.directory.finder import find
from vaern.directory.models import Absence, ConsultantListing, Coverage
from vaern.directory.terms import Concern

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory", "monday")]


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
