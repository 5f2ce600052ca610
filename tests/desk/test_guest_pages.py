"""A guest's own pages, and that nothing else is there for them: every staff page is tried as a guest."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.cases.conftest import a_task, ids_of, staffing_ids_of
from tests.cases.plans import filled_plan, plan_ids_of
from tests.cast import MORNING, a_draft, signed_in
from tests.desk.case_register import address, faults
from tests.desk.register import text_of
from tests.guests.conftest import invited
from tests.house.test_routes import address as address_of
from tests.house.test_routes import all_routes
from vaern.audit.models import Event
from vaern.cases.actions.tasks import set_task
from vaern.cases.reading import journal_of
from vaern.cases.terms import EntryKind, TaskKind
from vaern.desk import guest_sections
from vaern.desk.guards import ANYONE, SIGNED_IN
from vaern.desk.guest_sections import GuestLine, offered, without
from vaern.guests.actions import end_guest
from vaern.guests.models import ReadMark
from vaern.guests.terms import Section
from vaern.law.screening import Standing
from vaern.risk.access import Judgement
from vaern.sharing.terms_disclosure import Channel
from vaern.staff.models import User

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]
SECTIONS = [Section.JUDGEMENT, Section.STEPS]
WEEK_ON = MORNING + timedelta(days=8)
OWN = {"guest": 200, "guest-case": 200, "guest-read": 405, "guest-answer": 405, "my-day": 302}
WORDS = "Vi holder møde på fredag med skolen."


@pytest.fixture
def guest(case, consultant_on_the_case):
    return invited(case, consultant_on_the_case, sections=SECTIONS)


@pytest.fixture
def karen(guest):
    """The browser of the guest."""
    return signed_in(User.objects.get(pk=guest.user_id))


def own(guest, name="guest-case"):
    return reverse(name, args=[guest.pk])


def test_nothing_but_their_own_pages_is_there_for_a_guest(guest, karen, case, inquiry, consultant_on_the_case):
    things = {
        **ids_of(case, consultant_on_the_case),
        **staffing_ids_of(case, consultant_on_the_case),
        "inquiry_id": inquiry.pk,
        "draft_id": a_draft(consultant_on_the_case).pk,
        "guest_id": guest.pk,
    }
    found = {}
    for route in all_routes():
        guard = getattr(route.callback, "guard", None)
        if guard in {None, ANYONE, SIGNED_IN}:
            continue
        names = {name: things.get(name, case.pk if name != "code" else "751") for name in route.pattern.converters}
        where = address_of(route, names)
        found[route.name] = (karen.get(where).status_code, karen.post(where).status_code)
    own_pages = {name: answers for name, answers in found.items() if name in OWN}
    assert {name: get for name, (get, _) in own_pages.items()} == OWN
    assert {name: answers for name, answers in found.items() if name not in OWN and answers != (404, 404)} == {}
    assert len(found) > 80


def test_the_way_in_leads_a_guest_to_their_own_page_and_shows_no_other(guest, karen):
    assert karen.get(reverse("my-day")).url == reverse("guest")
    page = karen.get(reverse("guest"))
    assert guest.case.cover_name in text_of(page)
    links = set(re.findall(r'href="(/desk/[^"]*)"', page.content.decode()))
    assert links <= {reverse("my-day"), reverse("guest"), own(guest)}


def test_a_guest_reads_the_sections_they_were_given_and_no_word_of_the_rest(guest, karen, case, consultant_on_the_case):
    meeting = a_task(consultant_on_the_case, kind=TaskKind.MEETING, words="Møde med skolen uden forældrene")
    set_task(case=case, task=meeting, by=consultant_on_the_case, at=MORNING)
    page = text_of(karen.get(own(guest)))
    assert "Ikke vurderet" in page
    assert "Møde med skolen uden forældrene" in page
    assert "Hør, hvordan det gik" not in page  # a step of the consultant's own
    assert "Bekymringen vokser" not in page  # the journal


def test_read_is_recorded_in_the_version_shown_and_a_change_shows_on_both_sides(
    guest, karen, holder, case, consultant_on_the_case
):
    page = karen.get(own(guest)).content.decode()
    versions = dict(re.findall(r'name="section" value="(\w+)"><input type="hidden" name="version" value="(\w+)"', page))
    assert set(versions) == {"judgement", "steps"}
    sent = {"section": "steps", "version": versions["steps"]}
    assert karen.post(own(guest, "guest-read"), sent).status_code == 302
    assert ReadMark.objects.get().version == versions["steps"]
    assert "Du har læst det, som det står nu" in text_of(karen.get(own(guest)))
    assert "Ikke det nyeste" not in text_of(holder.get(address(case, "case-guests")))
    meeting = a_task(consultant_on_the_case, kind=TaskKind.MEETING)
    set_task(case=case, task=meeting, by=consultant_on_the_case, at=MORNING)
    assert "Ændret, siden du læste" in text_of(karen.get(own(guest)))
    assert "Ikke det nyeste" in text_of(holder.get(address(case, "case-guests")))


@pytest.mark.parametrize(
    "sent", [{}, {"section": "plan", "version": "a" * 64}, {"section": "steps", "version": "<b>" * 20}]
)
def test_nothing_else_can_be_marked_as_read(sent, guest, karen):
    assert karen.post(own(guest, "guest-read"), sent).status_code == 404
    assert not ReadMark.objects.exists()


def test_an_answer_stands_in_the_journal_and_the_guard_reads_it_first(guest, karen, holder, case):
    where = own(guest, "guest-answer")
    assert faults(karen.post(where, {"note": " "})) == (422, ["note"])
    page = karen.post(where, {"note": f"{WORDS} Ring 20 12 34 56"})
    assert page.status_code == 422
    assert WORDS in text_of(page)
    assert karen.post(where, {"note": WORDS, "line": "not an id"}).status_code == 302
    assert WORDS in [line.note for line in journal_of(case) if line.kind == EntryKind.GUEST]
    assert "Svar fra gæst" in text_of(holder.get(address(case, "case-journal")))


@pytest.mark.parametrize("why", ["its day", "the consultant"])
def test_time_up_in_the_middle_of_a_page_keeps_the_text_and_says_what_to_do(
    why, guest, karen, consultant_on_the_case, time_machine
):
    if why == "its day":
        time_machine.move_to(WEEK_ON, tick=False)
        karen = signed_in(User.objects.get(pk=guest.user_id))
    else:
        end_guest(guest=guest, by=consultant_on_the_case, at=MORNING)
    page = karen.post(own(guest, "guest-answer"), {"note": WORDS})
    assert page.status_code == 410
    assert WORDS in text_of(page)
    assert f"Ring til {consultant_on_the_case.first_name}" in text_of(page)
    assert karen.get(own(guest)).status_code == 410
    assert karen.post(own(guest, "guest-read"), {"section": "steps", "version": "a" * 64}).status_code == 410
    assert guest.case.cover_name not in text_of(karen.get(reverse("guest")))
    assert not Event.objects.acts("case.entry_added").filter(by=guest.user_id).exists()


def test_the_consultant_invites_hands_the_link_over_and_ends_it(holder, case):
    where = address(case, "case-guest-invite")
    assert set(faults(holder.post(where, {}))[1]) == {"first_name", "email", "who", "sections", "last_day"}
    sent = {
        "first_name": "Karen",
        "email": "karen@kommune.invalid",
        "who": "Sagsbehandler i ungeteamet",
        "sections": ["judgement"],
        "last_day": "2026-11-30",
    }
    assert faults(holder.post(where, sent | {"sections": ["everything"]})) == (422, ["sections"])
    assert faults(holder.post(where, sent | {"last_day": "2027-11-30"})) == (422, ["last_day"])
    assert faults(holder.post(where, sent | {"email": "asta@vaern.invalid"})) == (422, ["email"])
    page = text_of(holder.post(where, sent))
    assert "/konto/adgang/" in page
    assert re.search(r"\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\b", page)
    shown = text_of(holder.get(address(case, "case-guests")))
    assert "Har ikke brugt linket" in shown
    guest = case.guests.get()
    assert holder.post(address(case, "case-guest-link", guest_id=guest.pk)).status_code == 200
    assert holder.post(address(case, "case-guest-end", guest_id=guest.pk)).status_code == 302
    assert holder.post(address(case, "case-guest-link", guest_id=guest.pk)).status_code == 409
    assert "Slut" in text_of(holder.get(address(case, "case-guests")))


def test_each_section_of_a_filled_plan_is_read_and_its_showing_stands_in_the_register(case, consultant_on_the_case):
    plan_ids_of(case, consultant_on_the_case)
    filled_plan(case, consultant_on_the_case)
    guest = invited(case, consultant_on_the_case, sections=offered())
    browser = signed_in(User.objects.get(pk=guest.user_id))
    page = browser.get(own(guest))
    assert len(page.context["shown"]) == len(Section)
    for part in page.context["shown"]:
        assert part.standing.lines, part.section
    assert browser.get(own(guest)).status_code == 200
    [row] = case.disclosures.all()
    assert (row.channel, row.level) == (Channel.GUEST, "not-assessed")


def test_a_line_in_which_whereabouts_stand_is_left_out():
    line = GuestLine("Mødes på Testgade 12", "med skolen")
    assert without(line, ["Testgade 12"]).title == "Udeladt"
    assert without(line, ["Prøvevej 3"]) == line


def test_a_new_assessment_at_the_same_level_is_not_read_yet(monkeypatch, case):
    first, second = (Judgement(standing=Standing.NOT_ASSESSED, assessment=uuid4(), last_day=None) for _ in range(2))
    versions = []
    for judged in (first, first, second):
        monkeypatch.setattr(guest_sections, "judgement_of", lambda *_args, judged=judged, **_more: judged)
        versions.append(guest_sections.judgement(case, MORNING).version)
    assert versions[0] == versions[1] != versions[2]
