"""An inquiry becomes a case on screen: whole, once, and with every fault said at its field."""

import pytest
from django.urls import reverse

from tests.cast import MORNING, file_a_call, signed_in
from tests.desk.register import INVISIBLE, TOO_MUCH, text_of
from tests.risk.filled import signed
from vaern.audit.models import Event
from vaern.cases.access import open_case
from vaern.cases.actions.staffing import answer_family_question, restrict
from vaern.cases.models import Case
from vaern.cases.reading import facts_of, tasks_of
from vaern.cases.terms import AuthorityState, TaskKind
from vaern.directory.terms import Concern
from vaern.inquiries.models import Inquiry
from vaern.inquiries.terms import Age
from vaern.vault.terms import Purpose

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]

WHOLE = {
    "knows": "no",
    "case_kind": "anonymised",
    "why": "Bekymringen vokser, og kommunen beder om hjælp.",
    "concerns": ["control", "honour"],
    "age": "adult",
    "situation": "escalation",
    "wish": "guidance",
    "asked_by": "caseworker",
    "asked_on": "2026-11-20",
    "asked_words": "Hvordan taler vi med hende alene?",
    "authority_state": "found",
    "authority_kind": "municipality-adult",
    "authority_role": "Sagsbehandler i voksenteamet",
    "authority_contact": "Ring 22 33 44 55",
    "kind": "call",
    "text": "Ring til sagsbehandleren",
    "due_on": "2026-11-24",
    "due_at": "9.30",
}
TO_FIND = {
    "authority_state": "to-find",
    "authority_kind": "",
    "authority_role": "",
    "authority_contact": "",
    "find_on": "2026-11-25",
    "kind": "",
    "text": "",
    "due_on": "",
    "due_at": "",
}


@pytest.fixture
def send(holder, inquiry, consultant_on_the_inquiry):
    """Send the form, whole but for ``changes``."""

    def send(**changes):
        mine = str(consultant_on_the_inquiry.pk)
        sent = {"owner": mine, "find_owner": mine} | WHOLE | changes
        return holder.post(reverse("inquiry-case", args=[inquiry.pk]), sent)

    return send


def opened(case, user):
    return open_case(user=user, case_id=case.pk, purpose=Purpose.CASEWORK, at=MORNING)


def test_an_inquiry_offers_to_become_a_case_and_then_leads_to_it(holder, inquiry, send):
    where = reverse("inquiry", args=[inquiry.pk])
    assert "Åbn sag" in text_of(holder.get(where))
    answer = send()
    case = Case.objects.get()
    assert answer["Location"] == reverse("case", args=[case.pk])
    after = text_of(holder.get(where))
    assert "Åbn sag" not in after
    assert reverse("case", args=[case.pk]) in after


def test_what_was_said_in_the_call_is_not_asked_again_and_danger_is_not_guessed(holder, inquiry):
    form = holder.get(reverse("inquiry-case", args=[inquiry.pk])).context["form"]
    assert (form["concerns"].value(), form["age"].value(), form["asked_by"].value()) == (
        [Concern.CONTROL],
        Age.ADULT,
        "caseworker",
    )
    assert not form["situation"].value()
    assert not form["knows"].value()


def test_a_case_holds_all_that_was_said(send, consultant_on_the_inquiry):
    send()
    case = opened(Case.objects.get(), consultant_on_the_inquiry)
    facts = facts_of(case)
    assert (facts.age, set(facts.concerns)) == (Age.ADULT, {Concern.CONTROL, Concern.HONOUR})
    assert facts.responsible.contact == "Ring 22 33 44 55"
    assert [task.text for task in tasks_of(case)] == ["Ring til sagsbehandleren"]
    assert (case.situation, case.consultant) == ("escalation", consultant_on_the_inquiry)


def test_an_authority_to_find_is_the_next_step_when_nothing_else_is(send, consultant_on_the_inquiry):
    send(**TO_FIND)
    case = opened(Case.objects.get(), consultant_on_the_inquiry)
    assert facts_of(case).responsible.state == AuthorityState.TO_FIND
    assert [task.kind for task in tasks_of(case)] == [TaskKind.FIND_AUTHORITY]


def test_pressed_twice_it_is_one_case(send):
    first, second = send(), send()
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_an_adult_who_acts_alone_needs_no_authority(send):
    nobody = dict.fromkeys(("authority_kind", "authority_role", "authority_contact"), "")
    assert send(authority_state="not-needed", **nobody).status_code == 302


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"knows": ""}, "knows"),
        ({"knows": "yes"}, "knows"),
        ({"case_kind": ""}, "case_kind"),
        ({"case_kind": "open"}, "case_kind"),
        ({"why": "  "}, "why"),
        ({"why": "Ring til hende på 22 33 44 55"}, "why"),
        ({"why": INVISIBLE[0]}, "why"),
        ({"why": TOO_MUCH}, "why"),
        ({"concerns": []}, "concerns"),
        ({"concerns": ["method"]}, "concerns"),
        ({"age": ""}, "age"),
        ({"situation": ""}, "situation"),
        ({"situation": "high"}, "situation"),
        ({"wish": ""}, "wish"),
        ({"asked_by": ""}, "asked_by"),
        ({"asked_on": ""}, "asked_on"),
        ({"asked_on": "2026-11-24"}, "asked_on"),
        ({"asked_on": "i går"}, "asked_on"),
        ({"authority_state": ""}, "authority_state"),
        ({"authority_state": "not-needed"}, "authority_state"),
        ({"authority_kind": ""}, "authority_kind"),
        ({"authority_role": " "}, "authority_role"),
        ({"authority_contact": "Bor på Nørregade 12, 2. tv., 8000 Aarhus C"}, "authority_contact"),
        ({"authority_contact": "x" * 301}, "authority_contact"),
        (TO_FIND | {"find_on": ""}, "find_on"),
        (TO_FIND | {"find_on": "2026-11-20"}, "find_on"),
        (TO_FIND | {"find_owner": ""}, "find_owner"),
        (TO_FIND | {"authority_role": "Sagsbehandler"}, "authority_state"),
        ({"kind": "", "text": "", "due_on": "", "due_at": ""}, "kind"),
        ({"kind": "find-authority"}, "kind"),
        ({"due_on": ""}, "due_on"),
        ({"due_on": "2026-11-20"}, "due_on"),
        ({"owner": "00000000-0000-0000-0000-000000000000"}, "owner"),
    ],
)
def test_one_fault_is_said_at_its_field_with_the_text_kept_and_nothing_written(send, changes, field):
    page = send(**changes)
    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert not Case.objects.exists()
    if "why" not in changes:
        assert WHOLE["why"] in text_of(page)


def test_a_proposal_put_in_keeps_everything_else_that_was_chosen(send):
    page = send(why="Ring til hende på 22 33 44 55", use_proposals="why")
    form = page.context["form"]
    assert page.status_code == 200
    assert "22 33 44 55" not in form["why"].value()
    assert form["concerns"].value() == WHOLE["concerns"]
    assert {form[name].value() for name in ("situation", "authority_kind", "kind")} == {
        "escalation",
        "municipality-adult",
        "call",
    }
    assert not Case.objects.exists()


def test_a_child_cannot_do_without_an_authority(send):
    nobody = dict.fromkeys(("authority_kind", "authority_role", "authority_contact"), "")
    page = send(authority_state="not-needed", age="under-18", **nobody)
    assert list(page.context["form"].errors) == ["authority_state"]


def test_with_consent_the_gate_says_what_is_missing_and_the_ways_forward(send, consultant_on_the_inquiry):
    page = send(case_kind="consented", age="unknown")
    shown = text_of(page)
    assert page.status_code == 422
    assert "Uden samtykke gemmer vi ikke, hvem personen er." in shown
    assert "Samtykke fra en, der kan give det" in shown
    assert "Borgerens alder: den afgør, hvem der kan give samtykke" in shown
    assert "Gå videre anonymiseret" in shown
    assert Event.objects.get(act="case.gate_refused").by == consultant_on_the_inquiry.pk
    assert "Borgerens alder: den afgør" not in text_of(send(case_kind="consented"))


def test_who_knows_the_family_opens_no_case_and_it_is_on_record(send):
    assert "Giv henvendelsen videre" in text_of(send(knows="yes"))
    assert Event.objects.get(act="case.gate_refused").code == "knows-the-family"


class TestSomebodyWhoMayNotSeeTheCase:
    """To them there is none: no link, and no word of it when they try to open one."""

    def test_a_colleague_who_may_see_it_is_led_to_it(self, colleague, case, inquiry):
        answer = colleague.get(reverse("inquiry-case", args=[inquiry.pk]))
        assert answer["Location"] == reverse("case", args=[case.pk])

    @pytest.mark.parametrize("why", ["restricted", "knows the family"])
    def test_to_who_may_not_see_the_case_the_inquiry_is_not_there_either(
        self, colleague, colleague_in_the_region, case, inquiry, consultant_on_the_case, why
    ):
        if why == "restricted":
            restrict(case=case, restricted=True, by=consultant_on_the_case, at=MORNING)
        else:
            answer_family_question(user=colleague_in_the_region, case_id=case.pk, knows=True, at=MORNING)
        whole = WHOLE | {"owner": str(colleague_in_the_region.pk)}
        for name, answer in [
            ("inquiry", colleague.get(reverse("inquiry", args=[inquiry.pk]))),
            ("inquiry-case", colleague.post(reverse("inquiry-case", args=[inquiry.pk]), whole)),
            ("screening-history", colleague.get(reverse("screening-history", args=[inquiry.pk]))),
        ]:
            assert answer.status_code == 404, name
        assert Event.objects.refusals().by(colleague_in_the_region.pk).about(inquiry.pk).count() == 3
        assert inquiry.cover_name not in text_of(colleague.get(reverse("inquiries")))
        assert Case.objects.count() == 1

    def test_who_holds_the_inquiry_of_a_case_that_is_not_theirs_is_not_told_of_it(
        self, colleague, colleague_in_the_region, case, inquiry, consultant_on_the_case
    ):
        Inquiry.objects.filter(pk=inquiry.pk).update(consultant=colleague_in_the_region)
        Case.objects.filter(pk=case.pk).update(is_restricted=True)
        shown = text_of(colleague.get(reverse("inquiry", args=[inquiry.pk])))
        assert case.cover_name not in shown
        assert "Åbn sag" in shown
        page = colleague.post(
            reverse("inquiry-case", args=[inquiry.pk]), WHOLE | {"owner": str(colleague_in_the_region.pk)}
        )
        assert page.status_code == 422
        assert "Tal med din teamleder" in text_of(page)
        assert case.cover_name not in text_of(page)


def test_an_inquiry_of_another_region_becomes_nothing(consultant_on_the_inquiry, consultant_from_elsewhere):
    inquiry = file_a_call(consultant_on_the_inquiry)
    where = reverse("inquiry-case", args=[inquiry.pk])
    assert signed_in(consultant_from_elsewhere).post(where, WHOLE).status_code == 404
    assert not Case.objects.exists()


def test_a_level_that_was_signed_before_there_was_a_case_stands_on_it(send, inquiry, consultant_on_the_inquiry):
    judged = signed(inquiry, consultant_on_the_inquiry)
    send()
    case = Case.objects.get()
    assert (case.level, case.level_valid_until) == ("low", judged.valid_until)
