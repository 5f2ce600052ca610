"""The pages of a case's end: everything missing at once with the text kept, and two team leads who destroy unread."""

import pytest

from tests.cast import MORNING, signed_in
from tests.closing.conftest import AALBORG, AARHUS, PAST_KEEPING, another_lead, closed_case  # noqa: F401  fixtures
from tests.desk.case_register import address, faults
from tests.desk.register import text_of
from vaern.cases.models import Case
from vaern.cases.terms import TaskKind
from vaern.closing.actions.closing import party_name, task_name
from vaern.closing.models import CaseFact, Closure
from vaern.inquiries.terms import Age

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]
HELPED = "At skolen talte med hende alene."


def an_end(case, **changes):
    """Return the whole page as it is sent for the case of the cast."""
    [task] = case.tasks.open()
    sent = {
        "reason": "calm",
        "helped": HELPED,
        "hindered": "Intet.",
        "remaining_risk": "Broderen kommer hjem i juni.",
        "accountable": "Sagsbehandler i voksenteamet",
        "why_no_check": "Kommunen gør det.",
        task_name(task.pk): "dropped",
        f"why_{task_name(task.pk)}": "Ikke længere relevant.",
        party_name("citizen"): "yes",
        party_name("authority"): "no",
        f"why_{party_name('authority')}": "Ferie. Får besked mandag.",
        "seen": "1",
    }
    return sent | changes


def test_everything_missing_is_said_at_once_and_what_was_typed_stays(holder, case):
    [task] = case.tasks.open()
    page = holder.post(address(case, "case-close"), {"helped": HELPED, task_name(task.pk): "dropped", "seen": "1"})
    said = {"reason", "hindered", "remaining_risk", "accountable", "check_on", f"why_{task_name(task.pk)}"}
    assert faults(page)[0] == 422
    assert set(faults(page)[1]) == said | {party_name("citizen"), party_name("authority")}
    assert HELPED in text_of(page)
    assert "Borgeren: Sig, om de er orienteret" in text_of(page)
    assert not Closure.objects.exists()


def test_a_text_the_guard_stops_is_named_beside_what_is_missing(holder, case):
    page = holder.post(address(case, "case-close"), an_end(case, helped="Ring 20 12 34 56", reason=""))
    assert faults(page) == (422, ["helped", "reason"])
    assert "20 12 34 56" in text_of(page)


def test_closed_it_shows_what_it_was_closed_with_and_is_reopened_with_its_history(holder, case):
    answer = holder.post(address(case, "case-close"), an_end(case))
    assert (answer.status_code, answer.url) == (302, address(case, "case-ended"))
    page = text_of(holder.get(address(case, "case-ended")))
    for words in (HELPED, "Broderen kommer hjem i juni.", "Kommunen gør det.", "Ikke længere relevant.", "Ferie."):
        assert words in page
    assert "23. november 2031" in page
    assert holder.get(address(case, "case-close")).url == address(case, "case-ended")
    assert "Genåbn den først" in text_of(holder.post(address(case, "case-stage"), {"stage": "advising", "seen": "2"}))
    where = address(case, "case-reopen")
    assert {"why", "stage", "kind", "due_on"} <= set(faults(holder.post(where, {"seen": "2"}))[1])
    step = {"kind": "call", "due_on": "2026-11-25", "owner": str(case.consultant_id), "seen": "2"}
    sent = {"why": "Hun har ringet igen.", "stage": "advising", **step}
    assert holder.post(where, sent | {"seen": "1"}).status_code == 409
    assert holder.post(where, sent).url == address(case)
    assert HELPED in text_of(holder.get(address(case, "case-ended")))


def test_a_child_and_the_question_about_notification_lead_there(holder, case):
    child = {"concerns": ["control"], "age": Age.UNDER_18, "reason": "Hun er yngre, end vi troede.", "seen": "1"}
    page = holder.post(address(case, "case-concern"), child)
    assert page.status_code == 302
    page = holder.post(address(case, "case-close"), an_end(case))
    assert page.status_code == 422
    assert "Besvar spørgsmålet om underretning" in text_of(page)


def test_a_day_the_reason_does_not_give_is_set_by_a_person(holder, case):
    holder.post(address(case, "case-close"), an_end(case, reason="other"))
    task = case.tasks.open().get(kind=TaskKind.KEEPING)
    assert "Sæt en dato" in text_of(holder.get(address(case, "case-ended")))
    assert holder.get(address(case, "case-task-done", task_id=task.pk)).url == address(case, "case-keeping")
    where = address(case, "case-keeping")
    assert faults(holder.post(where, {"until": "2026-11-22"})) == (422, ["why", "until"])
    assert holder.post(where, {"until": "2040-01-01", "why": "En retssag."}).status_code == 302
    assert "1. januar 2040" in text_of(holder.get(address(case, "case-ended")))


def test_a_move_is_written_and_confirmed(holder, case):
    where = address(case, "case-moving")
    sent = {
        "from_place": AARHUS,
        "to_place": AALBORG,
        "on": "2026-12-01",
        "ask_on": "2026-11-24",
        "carries_risk": "Den gamle sagsbehandler",
        "handed_over": "Planen",
        "receiver": "Lederen",
    }
    assert faults(holder.post(where, sent | {"to_place": AARHUS})) == (422, ["to_place"])
    assert holder.post(where, sent).status_code == 302
    assert holder.post(where, sent).status_code == 409
    page = text_of(holder.get(where))
    assert "Aalborg" in page
    assert "Ikke bekræftet" in page
    moved = address(case, "case-moved", transfer_id=case.transfers.get().pk)
    assert faults(holder.post(moved, {"on": "2026-12-24"})) == (422, ["who", "on"])
    assert holder.post(moved, {"who": "Lederen", "on": "2026-11-23"}).status_code == 302
    page = text_of(holder.get(where))
    assert "Ikke bekræftet" not in page
    assert "Giv sagen til" in page  # Aalborg lies in another region


@pytest.mark.time_machine(PAST_KEEPING, tick=False)
def test_two_team_leads_destroy_a_case_by_its_reference(
    closed_case,  # noqa: F811
    team_lead,
    another_lead,  # noqa: F811
    django_capture_on_commit_callbacks,
):
    first, second = signed_in(team_lead), signed_in(another_lead)
    page = text_of(first.get("/desk/team/sletning/"))
    assert closed_case.reference in page
    assert closed_case.cover_name not in page
    where = address(closed_case, "case-destruction")
    assert faults(first.post(where, {"act": "ask"})) == (422, ["sure"])
    assert first.post(where, {"act": "else", "sure": "yes"}).status_code == 422
    assert first.post(where, {"act": "ask", "sure": "yes"}).status_code == 302
    assert "Du har selv bedt om det" in text_of(first.post(where, {"act": "confirm", "sure": "yes"}))
    assert "Du har bedt om det" in text_of(first.get(where))
    assert not CaseFact.objects.exists()
    assert second.post(where, {"act": "ask", "sure": "yes"}).status_code == 422
    assert second.post(where, {"act": "withdraw"}).status_code == 302
    assert second.post(where, {"act": "confirm", "sure": "yes"}).status_code == 422
    assert second.post(where, {"act": "ask", "sure": "yes"}).status_code == 302
    assert first.get(where).status_code == 200
    assert Case.objects.get(pk=closed_case.pk).destroyed_at is None
