"""The screening signed on screen, read, taken out of use, read along with; every refusal said at its field."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cases.conftest import a_case
from tests.cast import MORNING, signed_in
from tests.desk.screenings import HIGH, address, errors_in, form_of, kept, level_of, send, shown, sign
from tests.risk.filled import begun, signed
from vaern.inquiries.models import Task
from vaern.inquiries.terms import TaskKind
from vaern.law.screening import Standing
from vaern.risk.access import screening_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("directory"),
    pytest.mark.time_machine(MORNING, tick=False),
]


# Signed


def test_a_whole_one_is_signed_and_the_level_is_shown_with_who_and_until_when(asta, inquiry, draft):
    answer = sign(asta, inquiry, draft)
    assert answer.headers["Location"] == address("screening", inquiry, draft.pk)
    for where in (address("inquiry", inquiry), address("screening", inquiry, draft.pk), "/desk/henvendelser/"):
        page = shown(asta.get(where))
        assert "<b>Lavt</b>" in page, where
        assert "Asta · gælder til og med 7.12.2026" in page, where


def test_after_its_date_it_says_outdated_everywhere(asta, inquiry, draft, time_machine, consultant_on_the_inquiry):
    sign(asta, inquiry, draft)
    time_machine.move_to(MORNING + timedelta(days=15), tick=False)
    asta = signed_in(consultant_on_the_inquiry)
    for where in (address("inquiry", inquiry), address("screening", inquiry, draft.pk), "/desk/henvendelser/"):
        page = shown(asta.get(where))
        assert "<b>Forældet</b>" in page, where
        assert "gjaldt til og med 7.12.2026" in page, where


@pytest.mark.parametrize(
    "without, field",
    [
        ("safe", "safe"),
        ("gate.A7", "gate.A7_0"),
        ("kind.control", "kinds_0"),
        ("fact.honour", "fact.honour_0"),
        ("nothing_unknown", "nothing_unknown_0"),
        ("level", "level_0"),
        ("soon", "soon_0"),
        ("knowledge", "knowledge_0"),
        ("act", "act_0"),
        ("words.up", "words.up"),
        ("words.down", "words.down"),
        ("words.change", "words.change"),
        ("valid_until", "valid_until"),
    ],
)
def test_what_is_missing_is_named_at_its_own_field(asta, inquiry, draft, without, field):
    answer = sign(asta, inquiry, draft, **{without: None})
    page = shown(answer)
    assert answer.status_code == 422
    assert [where for where, _ in errors_in(page)] == [field]
    assert f'id="id_{field}"' in page
    assert "<title>Fejl: Screening</title>" in page
    assert level_of(inquiry) is Standing.NOT_ASSESSED


def test_an_empty_one_is_told_everything_at_once(asta, inquiry):
    new = uuid4()
    asta.post(address("screening-begin", inquiry), {"ny": new})
    page = shown(send(asta, address("screening", inquiry, new), {"revision": "1", "press": "underskriv"}))
    assert len(errors_in(page)) == 10 + 12


@pytest.mark.parametrize(
    "changes, field, words",
    [
        ({"act": "yes"}, "act.who", "Skriv, hvem der skal handle."),
        ({"knowledge": "thin"}, "thin", "Skriv en sætning om, hvorfor det allerede kan vurderes som lavt."),
        ({"valid_until": "2026-12-24"}, "valid_until", "Vælg senest den 23.12.2026, og screen igen."),
        ({"valid_until": "2026-11-22"}, "valid_until", "Vælg en dag fra i dag og frem."),
        ({"valid_until": "9999-12-31"}, "valid_until", "Skriv en dag og en tid, der findes."),
        ({"kind.trip": "yes"}, "kinds_0", "Vælg »Ufrivilligt udlandsophold«."),
        ({"line.hit.on": "i går"}, "line.hit.on", "Skriv datoen som dag, måned og år, fx 27-11-2026."),
        (
            {"unknown.0.what": "Hvem?", "unknown.0.by": "snart"},
            "unknown.0.by",
            "Skriv dag og tid, fx 27-11-2026 14.00.",
        ),
    ],
)
def test_what_does_not_fit_is_explained_at_its_field_and_kept(asta, inquiry, draft, changes, field, words):
    page = shown(sign(asta, inquiry, draft, **changes))
    found = dict(errors_in(page))
    assert words in found[field]
    assert all(kept(inquiry, draft).get(name) == value for name, value in changes.items())


def test_a_critical_unknown_nobody_has_is_named_at_each_of_its_fields(asta, inquiry, draft):
    unknown = {"nothing_unknown": None, "unknown.0.what": "Hvornår rejser de?", "unknown.0.critical": "yes"}
    page = shown(sign(asta, inquiry, draft, **unknown))
    assert [where for where, _ in errors_in(page)] == ["unknown.0.owner", "unknown.0.safely", "unknown.0.by"]
    whole = unknown | {
        "unknown.0.who": "Skolelederen",
        "unknown.0.safely": "I skolen",
        "unknown.0.by": "2026-11-24T12:00",
    }
    newer = screening_of(inquiry, draft.pk)
    assert sign(asta, inquiry, newer, **whole).status_code == 302
    assert Task.objects.filter(kind=TaskKind.FIND_OUT).count() == 1


def test_every_text_passes_the_guard_and_each_finding_stands_at_its_field(asta, inquiry, draft):
    changes = {"safe": "Hos Fatima", "line.not-alone.note": "cpr 010190-1234", "words.up": "Ring 20 12 34 56"}
    page = shown(sign(asta, inquiry, draft, **changes))
    assert {where for where, _ in errors_in(page)} == {"safe", "line.not-alone.note", "words.up"}
    for words in ("Fatima", "010190-1234", "20 12 34 56"):
        assert f"<q>{words}</q>" in page
    assert '<details class="group" open><summary>Kontrol i hverdagen' in page
    assert level_of(inquiry) is Standing.NOT_ASSESSED


def test_a_proposal_is_put_in_only_by_its_button(asta, inquiry, draft):
    fields = form_of(draft, **{"words.up": "Ring 20 12 34 56"}) | {"use_proposals": "words.up"}
    send(asta, address("screening", inquiry, draft.pk), fields)
    assert kept(inquiry, draft)["words.up"] == "Ring [telefonnummer udeladt]"


def test_a_warning_that_was_confirmed_can_be_signed(asta, inquiry, draft):
    page = shown(sign(asta, inquiry, draft, safe="Hos Fatima"))
    prints = re.findall(r'name="confirmed" value="([^"]+)"', page)
    fields = form_of(screening_of(inquiry, draft.pk), safe="Hos Fatima") | {"press": "underskriv", "confirmed": prints}
    assert send(asta, address("screening", inquiry, draft.pk), fields).status_code == 302


def test_line_breaks_in_a_text_do_not_stand_in_the_way(asta, inquiry, draft):
    assert sign(asta, inquiry, draft, **{"words.up": "Et\r\n\r\nTo 😀"}).status_code == 302


def test_later_than_an_acute_answer_takes_a_reason_words_and_a_colleague(
    asta, inquiry, consultant_on_the_inquiry, colleague_in_the_region
):
    late = {"gate.A3": "yes", "level": "high", "soon": "week", "valid_until": "2026-11-30"}
    draft = begun(inquiry, consultant_on_the_inquiry, **late)
    send(asta, address("screening-card", inquiry, draft.pk), form_of(draft, **late) | {"kort": "R2:done"})
    page = shown(sign(asta, inquiry, draft, **late))
    found = [where for where, _ in errors_in(page)]
    assert found == ["override.reason_0", "override.words", "override.colleague"]
    assert "Var svaret forkert, så ret det." in page
    own = {"override.reason": "police-on-it", "override.words": "Politiet er hos hende"}
    with_one = own | {"override.colleague": str(colleague_in_the_region.pk)}
    assert sign(asta, inquiry, screening_of(inquiry, draft.pk), **late, **with_one).status_code == 302


def test_a_card_nobody_answered_stands_in_the_way_and_is_pointed_at(asta, inquiry, with_card):
    page = shown(sign(asta, inquiry, with_card, **HIGH))
    assert [where for where, _ in errors_in(page)] == ["cards"]
    assert 'id="id_cards"' in page


def test_signing_says_the_level_on_the_inquirys_case(asta, inquiry, draft, consultant_on_the_inquiry):
    case = a_case(consultant_on_the_inquiry, inquiry=inquiry)
    sign(asta, inquiry, draft)
    case.refresh_from_db(fields=["level", "level_valid_until"])
    assert (case.level, case.level_valid_until) == ("low", screening_of(inquiry, draft.pk).valid_until)
    asta.post(address("screening-void", inquiry, draft.pk), {"happened": "family-learned", "words": ""})
    case.refresh_from_db(fields=["level", "level_valid_until"])
    assert (case.level, case.level_valid_until) == ("", None)


# Read afterwards


def test_a_signed_one_is_read_whole_and_has_no_field(asta, inquiry, draft):
    sign(asta, inquiry, draft)
    page = shown(asta.get(address("screening", inquiry, draft.pk)))
    for words in (
        "Du rådgiver.",
        "Ja, hos en veninde",
        "Negativ social kontrol",
        "Til stede · Nu · Personen selv · Kun til skole",
        "Vil gerne kunne se sine venner",
        "Intet vigtigt mangler",
        "Kontrollen er tæt",
        "Er personen låst inde eller holdt fast?",
    ):
        assert words in page, words
    assert "<textarea" not in page
    assert "Rejse" not in page.split("<main")[1], "what was not asked is not shown"


def test_something_happened_takes_it_out_of_use_and_demands_a_new_one(asta, inquiry, draft):
    sign(asta, inquiry, draft)
    where = address("screening-void", inquiry, draft.pk)
    assert asta.post(where, {}).status_code == 422
    mistake = asta.post(where, {"happened": "mistake", "words": " "})
    assert errors_in(shown(mistake)) == [("words", "Skriv med dine ord, hvad der var forkert.")]
    answer = asta.post(where, {"happened": "moved-home", "words": "Hun er tilbage hos familien"}, follow=True)
    page = shown(answer)
    for words in ("Taget ud af brug", "Personen er flyttet hjem", "Hun er tilbage hos familien", "screenes igen nu"):
        assert words in page
    assert level_of(inquiry) is Standing.NOT_ASSESSED
    assert Task.objects.open().filter(kind=TaskKind.SCREENING, due_at=MORNING).count() == 1
    assert asta.get(where).status_code == 302, "it is done only once"


def test_the_history_has_every_judgement_with_how_it_stands(
    asta, inquiry, draft, consultant_on_the_inquiry, time_machine
):
    assert "Ikke vurderet endnu." in shown(asta.get(address("screening-history", inquiry)))
    sign(asta, inquiry, draft)
    time_machine.move_to(MORNING + timedelta(minutes=1), tick=False)
    middle = {"level": "middle", "valid_until": "2026-12-01"}
    sign(asta, inquiry, begun(inquiry, consultant_on_the_inquiry, **middle), **middle)
    page = shown(asta.get(address("screening-history", inquiry)))
    places = [page.index(words) for words in ("<b>Middel</b></a>", "Gælder</span>", "<b>Lavt</b></a>", "Afløst</span>")]
    assert places == sorted(places)


# With a colleague


@pytest.fixture
def lowering(inquiry, consultant_on_the_inquiry):
    """A draft that lowers a level soon after an alarm."""
    signed(
        inquiry,
        consultant_on_the_inquiry,
        **HIGH,
    )
    return begun(inquiry, consultant_on_the_inquiry)


def test_lowering_soon_after_an_alarm_waits_for_a_colleague_who_reads(
    asta, bo, inquiry, lowering, colleague_in_the_region
):
    refused = shown(sign(asta, inquiry, lowering))
    assert "Niveauet sættes ned kort efter en alarm." in dict(errors_in(refused))["level_0"]
    asked = send(asta, address("screening", inquiry, lowering.pk), form_of(lowering) | {"press": "laes"})
    assert asked.headers["Location"] == address("screening-ask", inquiry)
    assert asta.post(asked.headers["Location"], {}).status_code == 422
    asta.post(asked.headers["Location"], {"reader": str(colleague_in_the_region.pk)})
    assert Task.objects.get(kind=TaskKind.SECOND_READER).owner == colleague_in_the_region
    where = address("screening-read", inquiry, lowering.pk)
    assert where in shown(bo.get(address("inquiry", inquiry)))
    assert "Kontrollen er tæt" in shown(bo.get(where))
    assert bo.post(where, {"revision": str(lowering.revision), "remark": "Enig"}).status_code == 302
    assert "Enig" in shown(asta.get(address("screening", inquiry, lowering.pk)))
    assert sign(asta, inquiry, lowering).status_code == 302


def test_what_is_written_after_the_reading_is_read_again(asta, bo, inquiry, lowering):
    where = address("screening-read", inquiry, lowering.pk)
    send(asta, address("screening-save", inquiry, lowering.pk), form_of(lowering, safe="Skrevet bagefter"))
    answer = bo.post(where, {"revision": str(lowering.revision), "remark": ""})
    assert answer.status_code == 422
    assert "Der er skrevet i screeningen imens." in shown(answer)


def test_nobody_reads_their_own_words_for_a_second_time(asta, inquiry, lowering):
    where = address("screening-read", inquiry, lowering.pk)
    assert "Du har selv skrevet sidst." in shown(asta.get(where))
    assert asta.post(where, {"revision": str(lowering.revision)}).status_code == 422


def close(client, inquiry, **fields):
    return client.post(address("inquiry-close", inquiry), {"reason": "advice-given", "remark": ""} | fields)


def test_closing_asks_why_nobody_was_screened_for(asta, inquiry):
    refused = close(asta, inquiry)
    assert errors_in(shown(refused)) == [("why_not_screened", "Der er ikke screenet.")]
    assert "Lav en screening. Det tager fem minutter." in shown(refused)
    assert close(asta, inquiry, why_not_screened="Et spørgsmål om metode").status_code == 302
    assert "Et spørgsmål om metode" in shown(asta.get(address("inquiry", inquiry)))


def test_closing_waits_for_a_screening_that_was_begun(asta, inquiry, draft):
    refused = shown(close(asta, inquiry, why_not_screened="Glemt"))
    assert "En screening er begyndt og ikke underskrevet." in refused
    assert address("screening", inquiry, draft.pk) in refused
    sign(asta, inquiry, draft)
    assert close(asta, inquiry).status_code == 302


def test_closing_soon_after_an_alarm_waits_for_a_colleague(asta, bo, inquiry, consultant_on_the_inquiry):
    signed(
        inquiry,
        consultant_on_the_inquiry,
        **HIGH,
    )
    refused = shown(close(asta, inquiry))
    assert "Der er slået alarm for nylig." in refused
    assert address("screening-ask", inquiry) in refused
    where = address("screening-read-closing", inquiry)
    assert asta.post(where, {"remark": ""}).status_code == 422, "it is her own"
    assert "Den kan lukkes" in shown(bo.get(where))
    assert bo.post(where, {"remark": "Politiet er inde over"}).status_code == 302
    assert close(asta, inquiry).status_code == 302
