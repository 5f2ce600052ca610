"""The screening on screen: written, kept, forked, and its cards."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cast import MORNING
from tests.desk.screenings import HIGH, JSON, address, form_of, kept, level_of, send, shown
from tests.risk.filled import filled
from vaern.inquiries.models import Task
from vaern.inquiries.terms import TaskKind
from vaern.law.screening import Standing
from vaern.risk.access import cards_of, content_of, drafts_of, screening_of
from vaern.risk.instrument import current
from vaern.risk.models import CardAnswer, Screening

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]


# Begun, taken up, put away


def test_a_screening_is_begun_with_one_click_and_two_clicks_are_one(asta, inquiry):
    new = uuid4()
    answers = [asta.post(address("screening-begin", inquiry), {"ny": new}) for _ in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {address("screening", inquiry, new)}
    assert [draft.pk for draft in drafts_of(inquiry)] == [new]
    assert "Screening, ikke underskrevet" in shown(asta.get(address("inquiry", inquiry)))


def test_nothing_is_chosen_beforehand(asta, inquiry):
    new = uuid4()
    asta.post(address("screening-begin", inquiry), {"ny": new})
    page = shown(asta.get(address("screening", inquiry, new)))
    form = page.split('id="screening"')[1]
    assert " checked" not in form
    assert 'name="valid_until" class="form-input day"' in form or 'name="valid_until"' in form
    assert not re.search(r'name="valid_until"[^>]*value="[^"]', form)


def test_going_on_from_a_signed_one_carries_what_was_seen_and_nothing_that_was_judged(asta, inquiry, draft):
    send(asta, address("screening", inquiry, draft.pk), form_of(draft) | {"press": "underskriv"})
    new = uuid4()
    asta.post(address("screening-begin", inquiry), {"ny": new, "after": draft.pk})
    content = screening_of(inquiry, new).content
    assert (content["line.not-alone"], content["kind.control"]) == ("present", "yes")
    assert not {"level", "gate.A1", "valid_until", "words.up"} & content.keys()


def test_a_draft_is_put_away_after_a_question(asta, inquiry, draft):
    where = address("screening-discard", inquiry, draft.pk)
    assert "Læg kladden væk?" in shown(asta.get(where))
    assert drafts_of(inquiry)
    assert asta.post(where).headers["Location"] == address("inquiry", inquiry)
    assert drafts_of(inquiry) == []


def test_a_signed_one_cannot_be_put_away(asta, inquiry, draft):
    send(asta, address("screening", inquiry, draft.pk), form_of(draft) | {"press": "underskriv"})
    asta.post(address("screening-discard", inquiry, draft.pk))
    assert Screening.objects.signed().count() == 1


# Kept


def test_saved_is_answered_with_the_servers_time_and_the_new_revision(asta, inquiry, draft):
    fields = form_of(draft, safe="Nej, hjemme")
    told = send(asta, address("screening-save", inquiry, draft.pk), fields, headers=JSON).json()
    assert (told["saved"], told["revision"], told["forked"]) == ("10.00.00", draft.revision + 1, False)
    assert kept(inquiry, draft)["safe"] == "Nej, hjemme"


def test_the_same_form_again_is_no_new_revision(asta, inquiry, draft):
    told = send(asta, address("screening-save", inquiry, draft.pk), form_of(draft), headers=JSON).json()
    assert told["revision"] == draft.revision


def test_the_page_sends_back_exactly_what_it_was_given(asta, inquiry, draft):
    """A page opened and saved untouched changes nothing, so a second reading of it still counts."""
    page = shown(asta.get(address("screening", inquiry, draft.pk)))
    form = page.split('id="screening"')[1].split("</form>")[0]
    fields = [
        (name, value)
        for name, value in re.findall(r'<input[^>]*type="radio" name="([^"]+)" value="([^"]*)"[^>]* checked', form)
    ]
    fields += [(name, "yes") for name in re.findall(r'type="checkbox" name="([^"]+)"[^>]* checked', form)]
    fields += re.findall(r'<input type="(?:text|date)" name="([^"]+)" value="([^"]*)"', form)
    fields += re.findall(r'<input[^>]*class="form-input" type="text" name="([^"]+)"[^>]*value="([^"]*)"', form)
    fields += [
        (name, text.lstrip("\n"))
        for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)</textarea>', form)
    ]
    fields += [("line.not-alone.source", "self"), ("revision", str(draft.revision))]
    told = send(asta, address("screening-save", inquiry, draft.pk), fields, headers=JSON).json()
    assert kept(inquiry, draft) == draft.content
    assert told["revision"] == draft.revision


def test_what_is_no_field_of_the_form_is_not_kept(asta, inquiry, draft):
    fields = form_of(draft) | {"level": "9", "gate.A99": "yes", "score": "7", "act": "kladde"}
    send(asta, address("screening", inquiry, draft.pk), fields)
    assert kept(inquiry, draft) == filled(level=None, act=None)


@pytest.mark.parametrize("typed", ["07-12-2026", "7.12.26", "2026-12-07"])
def test_a_day_is_kept_in_one_way_however_it_is_typed(asta, inquiry, draft, typed):
    send(asta, address("screening-save", inquiry, draft.pk), form_of(draft, valid_until=typed))
    assert kept(inquiry, draft)["valid_until"] == "2026-12-07"


def test_two_people_at_once_lose_nothing_and_see_each_other(asta, bo, inquiry, draft):
    send(bo, address("screening-save", inquiry, draft.pk), form_of(draft, safe="Bos svar"))
    told = send(
        asta, address("screening-save", inquiry, draft.pk), form_of(draft, safe="Astas svar"), headers=JSON
    ).json()
    assert told["forked"]
    assert {each.content["safe"] for each in drafts_of(inquiry)} == {"Bos svar", "Astas svar"}
    assert "Henvendelsen screenes også her" in shown(asta.get(told["address"]))


def test_nobody_signs_words_that_somebody_else_changed_meanwhile(asta, bo, inquiry, draft):
    send(bo, address("screening-save", inquiry, draft.pk), form_of(draft, safe="Bos svar"))
    answer = send(asta, address("screening", inquiry, draft.pk), form_of(draft, safe="Mit") | {"press": "underskriv"})
    assert "Der er skrevet i screeningen et andet sted" in shown(answer)
    assert level_of(inquiry) is Standing.NOT_ASSESSED


def test_what_is_typed_on_after_the_signature_becomes_a_draft_of_its_own(asta, inquiry, draft):
    send(asta, address("screening", inquiry, draft.pk), form_of(draft) | {"press": "underskriv"})
    fields = form_of(draft, safe="Noget nyt")
    told = send(asta, address("screening-save", inquiry, draft.pk), fields, headers=JSON).json()
    assert told["forked"]
    assert (level_of(inquiry), drafts_of(inquiry)[0].content["safe"]) == (Standing.LOW, "Noget nyt")


def test_a_session_that_ended_gives_the_text_back(client, inquiry, draft):
    answer = send(
        client, address("screening", inquiry, draft.pk), form_of(draft), headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 401
    assert "Ja, hos en veninde" in shown(answer)


# What the page says of itself


def test_112_stands_before_everything_and_before_114(asta, inquiry, draft):
    page = shown(asta.get(address("screening", inquiry, draft.pk))).split('id="screening"')[1]
    assert page.index('name="safe"') < page.index("tel:112") < page.index("tel:114") < page.index('name="gate.A1"')


def test_a_trip_for_an_adult_is_explained_at_once(asta, inquiry, draft):
    fields = form_of(draft, **{"kind.trip": "yes"})
    told = send(asta, address("screening-save", inquiry, draft.pk), fields, headers=JSON).json()
    assert told["notes"] == ["Personen er 18 eller derover. Vælg »Ufrivilligt udlandsophold«."]
    assert told["notes"][0] in shown(asta.get(address("screening", inquiry, draft.pk)))


def test_the_lines_nobody_asked_about_are_offered_and_one_becomes_an_unknown(asta, inquiry, draft):
    gaps = content_of(draft).gaps()
    page = shown(asta.get(address("screening", inquiry, draft.pk)))
    assert all(f'value="{gap}"' in page for gap in gaps)
    send(asta, address("screening", inquiry, draft.pk), form_of(draft) | {"hul": gaps[0]})
    assert kept(inquiry, draft)["unknown.0.what"] == gaps[0]
    told = send(
        asta, address("screening-save", inquiry, draft.pk), form_of(draft, **{"line.hit": "absent"}), headers=JSON
    ).json()
    assert "Slag, kvælning eller våben" not in told["gaps"]


def test_the_longest_a_judgement_may_hold_stands_in_words_for_every_level(asta, inquiry, draft):
    page = shown(asta.get(address("screening", inquiry, draft.pk)))
    assert "Højst, når niveauet er lavt: 23.12., middel: 7.12., højt: 30.11., kan ikke vurderes endnu: 30.11." in page


# Cards


def test_a_card_is_shown_as_soon_as_its_answer_is_given_and_goes_with_it(asta, inquiry, draft):
    where = address("screening-save", inquiry, draft.pk)
    told = send(asta, where, form_of(draft, **{"gate.A3": "yes"}), headers=JSON).json()
    assert [card["code"] for card in told["cards"]] == ["R2"]
    for words in ("Tal med politiets vagt på 114", "i dag kl. 11.00", "Fordi:"):
        assert words in told["cards"][0]["html"]
    again = form_of(draft) | {"revision": told["revision"]}
    assert send(asta, where, again, headers=JSON).json()["cards"] == []


def answer_card(client, inquiry, draft, response, **fields):
    sent = (
        form_of(draft, **HIGH)
        | {"kort": f"R2:{response}"}
        | {f"card.R2-{name}": value for name, value in fields.items()}
    )
    return send(client, address("screening-card", inquiry, draft.pk), sent)


def test_a_card_is_done_with_one_press(asta, inquiry, with_card):
    assert answer_card(asta, inquiry, with_card, "done").status_code == 200
    [card] = cards_of(inquiry, with_card)
    assert card.answer.answer["response"] == "done"


def test_a_card_becomes_a_task_due_on_the_clock(asta, inquiry, with_card, consultant_on_the_inquiry):
    answer_card(asta, inquiry, with_card, "will-do")
    task = Task.objects.get(kind=TaskKind.CARD)
    assert (task.due_at, task.owner) == (MORNING + timedelta(hours=1), consultant_on_the_inquiry)


def test_a_card_can_be_given_to_a_colleague_sooner_and_not_later(asta, inquiry, with_card, colleague_in_the_region):
    later = answer_card(
        asta, inquiry, with_card, "will-do", owner=str(colleague_in_the_region.pk), due_at="2026-11-23T12:00"
    )
    assert later.status_code == 422
    assert "Fristen kan kun rykkes frem." in shown(later)
    answer_card(asta, inquiry, with_card, "will-do", owner=str(colleague_in_the_region.pk), due_at="2026-11-23T10:30")
    assert Task.objects.get(kind=TaskKind.CARD).owner == colleague_in_the_region


def test_a_grave_card_is_put_away_with_a_reason_words_and_a_colleague(
    asta, inquiry, with_card, colleague_in_the_region
):
    whole = {"reason": "handled", "words": "Patruljen er på vej", "colleague": str(colleague_in_the_region.pk)}
    for missing in whole:
        answer = answer_card(asta, inquiry, with_card, "dismissed", **(whole | {missing: ""}))
        assert answer.status_code == 422, missing
        assert f'href="#id_card.R2-{missing}' in shown(answer), missing
        assert "Patruljen" in shown(answer) or missing == "words"
    assert CardAnswer.objects.count() == 0
    assert answer_card(asta, inquiry, with_card, "dismissed", **whole).status_code == 200
    assert cards_of(inquiry, with_card)[0].answer.answer["reason"] == "handled"


def test_the_words_for_putting_a_card_away_pass_the_guard(asta, inquiry, with_card, colleague_in_the_region):
    colleague = str(colleague_in_the_region.pk)
    answer = answer_card(
        asta, inquiry, with_card, "dismissed", reason="handled", words="Ring 20 12 34 56", colleague=colleague
    )
    assert answer.status_code == 422
    assert "<q>20 12 34 56</q>" in shown(answer)
    assert CardAnswer.objects.count() == 0


def test_answering_a_card_keeps_what_was_typed_in_the_form(asta, inquiry, with_card):
    fields = form_of(with_card, **{"gate.A3": "yes", "safe": "Skrevet lige nu"}) | {"kort": "R2:done"}
    told = send(asta, address("screening-card", inquiry, with_card.pk), fields, headers=JSON).json()
    assert kept(inquiry, with_card)["safe"] == "Skrevet lige nu"
    assert "Gjort, eller allerede sat i gang" in told["cards"][0]["html"]


def test_a_card_that_is_not_open_cannot_be_answered(asta, inquiry, draft):
    send(asta, address("screening-card", inquiry, draft.pk), form_of(draft) | {"kort": "R1:done"})
    assert CardAnswer.objects.count() == 0


def test_varying_every_answer_changes_no_shown_level_and_each_card_has_one_named_answer(asta, inquiry, draft):
    """Every answer to every question in turn: the level stays the chosen one, and a card has its one answer."""
    instrument, where = current(), address("screening-save", inquiry, draft.pk)
    revision = draft.revision
    for question, answers in instrument.answers.items():
        for answer in sorted(answers):
            fields = form_of(draft, **{question: answer}) | {"revision": revision}
            told = send(asta, where, fields, headers=JSON).json()
            revision = told["revision"]
            opened = [card.code for card in instrument.cards if f"{question}={answer}" in card.opened_by]
            assert [card["code"] for card in told["cards"]] == opened, (question, answer)
            assert "level" not in told
    assert kept(inquiry, draft)["level"] == "low"
    assert level_of(inquiry) is Standing.NOT_ASSESSED


def test_with_every_indicator_present_the_page_shows_no_level_and_counts_nothing(asta, inquiry):
    new, everything = uuid4(), {name: "present" for name in current().answers if name.startswith("line.")}
    asta.post(address("screening-begin", inquiry), {"ny": new})
    send(asta, address("screening", inquiry, new), everything | {"revision": "1", "press": "kladde"})
    page = shown(asta.get(address("screening", inquiry, new)))
    for name in ("level", "soon", "knowledge", "act"):
        assert not re.search(rf'name="{name}"[^>]* checked', page)
    assert "Ikke vurderet" in shown(asta.get(address("inquiry", inquiry)))
