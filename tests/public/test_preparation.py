"""F4 and F5: the questions before a call and the sheet they make; nothing of it is stored."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError, OperationalError, connections
from django.test.utils import CaptureQueriesContext

from tests.public.reading import Page
from vaern.law.notification import ADVICE_ON_NOTIFYING
from vaern.mailbox.models import Message, Thread
from vaern.mailbox.terms import Kind
from vaern.public import preparation
from vaern.public.questions import NAMES, STEPS, UNKNOWN
from vaern.vault import codes
from vaern.vault.codes import Crowded

ADDRESS = "/forbered/"
TEXTS = [question.name for step in STEPS for question in step.questions if not question.choices]
ROOM = {question.name: question.room for step in STEPS for question in step.questions}
STEP_OF = {question.name: step.code for step in STEPS for question in step.questions}
TOLD = {
    "safe": "yes",
    "what": "En elev har sagt, at familien vil sende hende væk.",
    "soon": "yes",
    "country": "Et land i Mellemøsten",
    "age": "child",
    "worry": "At hun rejser, før nogen gør noget.",
    "signs_unknown": "on",
    "question": "Hvad er det næste skridt?",
    "need": "next",
    "role": "Lærer",
}


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(codes, "COST", 2**10)


@pytest.fixture
def send(visitor):
    def put(step="", act="next", **answers):
        return visitor.post(ADDRESS, TOLD | {"step": step, "act": act} | answers)

    return put


def heading(answer):
    return re.search(r"<h1>(.*?)</h1>", answer.content.decode())[1]


def fields(answer):
    """Return every field of the page by name, hidden ones too, as the browser would send it."""
    page = Page(answer)
    shown = answer.content.decode()
    sent = {
        attrs["name"]: attrs.get("value", "on")
        for attrs in page.all("input")
        if attrs.get("type", "text") not in {"radio", "checkbox"} or "checked" in attrs
    }
    return sent | {
        name: text.strip() for name, text in re.findall(r'<textarea name="(\w+)"[^>]*>\s*(.*?)</textarea>', shown)
    }


@pytest.mark.check("A11")
def test_a_get_shows_the_way_in_and_no_question(visitor):
    page = Page(visitor.get(ADDRESS))
    assert not [attrs for attrs in page.all("input") if attrs.get("type") != "hidden"]
    assert "Begynd" in page.main


def test_one_topic_a_step_and_the_trip_only_where_there_may_be_one(send):
    for soon, steps in (("yes", 5), ("unknown", 5), ("no", 4)):
        answer = send("situation", soon=soon)
        assert f"Trin 2 af {steps}" in Page(answer).main
        assert heading(answer) == ("Rejsen" if steps == 5 else "Baggrunden")


def test_the_whole_way_keeps_every_answer_and_ends_in_a_sheet(visitor):
    answer = visitor.post(ADDRESS, {})
    for step in STEPS:
        assert heading(answer) == step.heading
        given = {name: value for name, value in TOLD.items() if STEP_OF[name.removesuffix(UNKNOWN)] == step.code}
        answer = visitor.post(ADDRESS, fields(answer) | given | {"act": "next"})
    main = Page(answer).main
    for told in (TOLD["what"], TOLD["country"], TOLD["worry"], TOLD["question"], "Lærer", "Under 18"):
        assert told in main
    assert main.index(TOLD["question"]) < main.index(TOLD["what"]), "the request comes first"


def test_back_keeps_what_was_typed_even_what_could_not_go_on(send):
    answer = send("background", act="back", family="Ring 22 33 44 55")
    assert heading(answer) == "Rejsen"
    assert fields(answer)["family"] == "Ring 22 33 44 55"
    assert "Tilbage" in Page(answer).main


def test_the_sheet_marks_what_nobody_has_answered_and_what_nobody_knows(send):
    main = Page(send("request")).main
    assert "Hvilke tegn på kontrol eller ære har du set?\nVed ikke" in main
    assert "Hvad er der sket før, og hvem har hjulpet?\nIkke oplyst" in main


def test_not_knowing_weighs_the_same_as_knowing(visitor):
    for step in STEPS:
        shown = visitor.post(ADDRESS, {"act": f"edit:{step.code}", "soon": "unknown"}).content.decode()
        for question in step.questions:
            if question.choices:
                assert "unknown" in question.choices.values
            else:
                assert f'name="{question.name}{UNKNOWN}"' in shown
        assert shown.count(" checked") == (step.code == "situation"), "nothing is answered beforehand"
        assert "required" not in shown


@pytest.mark.check("F5")
@pytest.mark.parametrize("typed", ["Hun har cpr 010203-1234", "Ring 22 33 44 55", "Hun bor Nygade 12, 2. tv."])
def test_a_number_or_an_address_stops_in_every_field_with_a_kind_word(send, typed):
    for name in TEXTS:
        answer = send(STEP_OF[name], **{name: typed})
        page = Page(answer)
        assert page.title.startswith("Fejl:"), name
        assert heading(answer) == next(step.heading for step in STEPS if step.code == STEP_OF[name])
        assert "Slet" in page.main
        assert fields(answer)[name] == typed, "what was typed is kept"


def test_a_likely_name_can_stand_when_somebody_has_looked_at_it(send):
    answer = send("background", family="Hun har en søster, Amina.")
    [tick] = [attrs["value"] for attrs in Page(answer).all("input") if attrs["name"] == "confirmed"]
    assert "Det ligner et navn" in Page(answer).main
    on = send("background", family="Hun har en søster, Amina.", confirmed=tick)
    assert heading(on) == "Din vurdering"
    other = send("background", family="Hun har en søster, Fatima.", confirmed=tick)
    assert heading(other) == "Baggrunden"


def test_a_confirmation_travels_on_to_the_sheet(send):
    answer = send("background", family="Hun har en søster, Amina.")
    [tick] = [attrs["value"] for attrs in Page(answer).all("input") if attrs["name"] == "confirmed"]
    assert "Amina" in Page(send("request", family="Hun har en søster, Amina.", confirmed=tick)).main


def test_what_came_past_the_guard_by_the_way_back_does_not_reach_the_sheet(send):
    answer = send("request", what="Hun har cpr 010203-1234")
    assert heading(answer) == "Situationen"
    assert Page(answer).title.startswith("Fejl:")


def test_a_text_that_would_not_fit_the_sheet_is_asked_for_shorter_and_kept(send):
    for name in TEXTS:
        answer = send(STEP_OF[name], **{name: "a" * (ROOM[name] + 1)})
        assert "Skriv det kortere" in Page(answer).main
        assert fields(answer)[name] == "a" * (ROOM[name] + 1)


ODD = ("", "😀😀😀", "مرحبا 12 34", "x" * 100_000, "a\x00b", "\u202eabc", "<script>alert(1)</script>")


def test_odd_input_never_breaks_the_page(send):
    for odd in ODD:
        for step in STEPS:
            answer = send(step.code, **dict.fromkeys((question.name for question in step.questions), odd))
            assert answer.status_code == 200
            assert "<script>alert" not in answer.content.decode()


def test_a_button_of_an_older_version_of_the_page_shows_the_step_again_and_sends_nothing(visitor):
    for given in ({"go": "send"}, {"go": "next"}, {"act": "frem"}):
        answer = visitor.post(ADDRESS, TOLD | {"step": "request"} | given)
        assert heading(answer) == "Dit spørgsmål"
        assert TOLD["question"] in answer.content.decode()
    assert not Thread.objects.exists()


def test_a_step_that_is_not_there_begins_from_the_start(send):
    assert heading(send("somewhere else")) == "Situationen"
    assert heading(send("trip", soon="no")) == "Situationen"


def test_danger_puts_112_above_the_questions(send):
    main = Page(send("situation", safe="no", soon="no")).main
    assert main.index("112") < main.index("Hvor gammel er borgeren?")
    assert "112" in Page(send("request", safe="no")).main.split("Dit spørgsmål")[0]


@pytest.mark.check("F8")
@pytest.mark.parametrize("age, shown", [("child", True), ("unknown", True), ("", True), ("adult", False)])
def test_the_duty_about_a_child_stands_with_the_sheet_unless_the_citizen_is_of_age(send, age, shown):
    main = Page(send("request", age=age)).main
    assert (ADVICE_ON_NOTIFYING[0].text in main) is shown


def test_what_not_to_do_stands_on_every_step_and_with_the_sheet(visitor, send):
    answers = [visitor.post(ADDRESS, {"act": f"edit:{step.code}", "soon": "yes"}) for step in STEPS]
    for answer in (visitor.get(ADDRESS), *answers, send("request")):
        main = Page(answer).main
        for words in ("Tal ikke med familie", "Send ikke brev", "med forældrene", "som tolk", "Mægl ikke", "noter"):
            assert words in main


def test_every_step_says_that_nothing_is_stored_and_no_name_is_wanted(visitor):
    for step in STEPS:
        main = Page(visitor.post(ADDRESS, {"act": f"edit:{step.code}", "soon": "yes"})).main
        assert "Skriv ikke navn, cpr-nummer eller adresse." in main
        assert "Vi gemmer ikke noget." in main


@pytest.mark.check("F7")
def test_nothing_is_stored_on_the_way_and_no_cookie_is_set(visitor, send):
    cache.clear()
    with CaptureQueriesContext(connections["default"]) as asked:
        for step in STEPS:
            assert not send(step.code).cookies
    assert not [query["sql"] for query in asked if not query["sql"].lstrip().upper().startswith("SELECT")]
    assert not Session.objects.exists()


@pytest.mark.check("A15")
def test_nothing_typed_reaches_the_log(send, capfd):
    send("situation", what="Hemmelig sag", when="Ring 22 33 44 55")
    assert "Hemmelig" not in "".join(capfd.readouterr())


@pytest.mark.check("F6")
def test_the_sheet_names_nobody_and_stands_at_no_telling_address(send):
    answer = send("request")
    sheet = answer.content.decode().split('<article class="sheet">')[1].split("</article>")[0]
    assert "FORTROLIGT" in sheet
    assert "<strong>Send ikke breve, indkaldelser eller Digital Post, før I har spurgt borgeren.</strong>" in sheet
    assert "http" not in sheet
    assert "/" not in re.sub(r"</?\w[^>]*>", "", sheet)


def test_the_last_line_of_the_text_to_copy_is_to_ask_before_anything_is_sent_home(send):
    text = re.search(r'<pre id="ark"[^>]*>(.*?)</pre>', send("request").content.decode(), re.DOTALL)[1]
    assert text.endswith("\n\nSend ikke breve, indkaldelser eller Digital Post, før I har spurgt borgeren.")


def test_every_answer_can_be_put_right_from_the_sheet(send):
    for step in STEPS:
        answer = send("request", act=f"edit:{step.code}")
        assert heading(answer) == step.heading
        assert set(TOLD) <= fields(answer).keys() | set(NAMES)


FORMS = ("/forbered/", "/find/", "/samtykke/")
FROM_ELSEWHERE = ({"origin": "null"}, {"origin": "https://elsewhere.invalid"}, {"sec-fetch-site": "cross-site"})
FROM_HERE = ({"origin": "http://testserver"}, {"sec-fetch-site": "same-origin"}, {})


@pytest.mark.check("A16")
@pytest.mark.parametrize("address", FORMS)
def test_a_form_sent_from_another_page_is_refused_and_one_from_here_is_answered(visitor, address):
    for headers in FROM_ELSEWHERE:
        answer = visitor.post(address, {"step": "situation"}, headers=headers)
        assert answer.status_code == 403, headers
        assert "tel:112" in answer.content.decode()
    for headers in FROM_HERE:
        assert visitor.post(address, {}, headers=headers).status_code == 200, headers


def test_consent_is_not_spoken_of_before_the_question_of_safety(visitor):
    before = Page(visitor.get("/samtykke/")).main
    assert "Kan du bede om samtykke uden at øge faren?" in before
    assert "forældre" not in before.lower()
    for safe in ("no", "unknown"):
        main = Page(visitor.post("/samtykke/", {"safe": safe})).main
        assert "Så spørg ikke" in main
        assert "forældremyndighed" not in main
        assert "Det kræver ikke samtykke" in main
    assert "forældremyndigheden" in Page(visitor.post("/samtykke/", {"safe": "yes"})).main


def test_a_form_for_consent_is_there_to_print_where_it_is_safe_to_ask_and_nowhere_else(visitor):
    answer = visitor.post("/samtykke/", {"safe": "yes"})
    form = Page(answer).main.partition("Samtykke til at dele oplysninger")[2]
    asked = (
        *("Hvem giver samtykket?", "Hvem må få oplysninger? Sæt kryds ved hver", "Hvilke oplysninger?"),
        *("Hvad skal de bruges til?", "Til hvilken dag gælder det?", "Sådan trækker man det tilbage."),
        *("Sagt", "Skrevet", "Med tolk, som ikke er fra familien", "Ingen kopi. Vælg det ved tvivl"),
    )
    assert not [each for each in asked if each not in form]
    assert {attrs["name"] for attrs in Page(answer).all("input")} == {"safe"}, (
        "it is filled in by hand, and kept by nobody"
    )
    for other in (visitor.get("/samtykke/"), visitor.post("/samtykke/", {"safe": "unknown"})):
        assert "Samtykke til at dele oplysninger" not in Page(other).main


def test_the_search_box_of_the_front_page_for_professionals_asks_the_rest_without_an_error(visitor):
    answer = visitor.post("/find/", {"act": "begin", "municipality": "Aarhus"})
    page = Page(answer)
    assert not page.title.startswith("Fejl:")
    assert "Aarhus" in [attrs.get("value") for attrs in page.all("input")]


def test_where_to_report_a_weakness_is_told_by_an_installation_that_has_named_it(visitor, settings):
    assert visitor.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:sikkerhed@vaern.invalid"
    answer = visitor.get("/.well-known/security.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "Contact: mailto:sikkerhed@vaern.invalid" in answer.content.decode()
    assert "Expires: 2027-01-01T00:00:00Z" in answer.content.decode()
    assert "sikkerhed@vaern.invalid" in Page(visitor.get("/privatliv/")).main


# Sending the sheet


def the_sheet(visitor, **answers):
    last = [step.code for step in STEPS][-1]
    return visitor.post(ADDRESS, TOLD | {"step": last, "act": "next"} | answers)


@pytest.fixture
def sheet(visitor):
    """The fields of a whole sheet, as its page would send it."""
    return fields(the_sheet(visitor)) | {"act": "send"}


@pytest.mark.check("F7")
def test_a_sheet_is_stored_only_when_it_is_sent(visitor, sheet):
    assert not Thread.objects.exists()
    answer = visitor.post(ADDRESS, sheet)
    assert heading(answer) == "Arket er sendt"
    assert Thread.objects.get().kind == Kind.BRIEF
    assert Message.objects.get().is_urgent
    assert not answer.cookies


def test_what_was_sent_stands_nowhere_in_clear(visitor, sheet):
    visitor.post(ADDRESS, sheet)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT * FROM mailbox_message")
        assert TOLD["worry"] not in str(cursor.fetchall())


def test_sent_twice_it_is_one_sheet(visitor, sheet):
    for _ in range(2):
        assert heading(visitor.post(ADDRESS, sheet)) == "Arket er sendt"
    assert Thread.objects.count() == 1


@pytest.mark.parametrize("given", [{}, {"soon": "unknown", "signs_unknown": "on"}, {"what": "  "}])
def test_a_sheet_that_says_nothing_is_not_taken_in_and_one_word_is_enough(visitor, given):
    sent = {"step": [step.code for step in STEPS][-1], "act": "send"} | given
    answer = visitor.post(ADDRESS, sent)
    assert heading(answer) == "Situationen"
    assert "Skriv lidt om det, før du sender arket." in Page(answer).main
    assert not Thread.objects.exists()
    assert heading(visitor.post(ADDRESS, sent | {"worry": "Vold"})) == "Arket er sendt"


@pytest.mark.parametrize("soon, is_urgent", [("yes", True), ("unknown", True), ("no", False), ("", False)])
def test_not_knowing_when_they_travel_counts_as_near(visitor, sheet, soon, is_urgent):
    visitor.post(ADDRESS, sheet | {"soon": soon})
    assert Message.objects.get().is_urgent is is_urgent


@pytest.mark.parametrize("error", [Crowded, DatabaseError, OSError])
def test_a_sheet_that_cannot_be_stored_stands_there_again_with_numbers(visitor, sheet, monkeypatch, error):
    def refuse(**ignored):
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(preparation, "drop_brief", refuse)
        answer = visitor.post(ADDRESS, sheet)
    assert answer.status_code == 503
    for told in ("Arket er ikke sendt", "Haster det, så ring.", "Ring i stedet", TOLD["worry"]):
        assert told in answer.content.decode()
    assert fields(answer)["token"] == sheet["token"]
    assert not Thread.objects.exists()
    assert heading(visitor.post(ADDRESS, fields(answer) | {"act": "send"})) == "Arket er sendt"


def test_with_no_database_every_step_stands_there_as_it_was_typed_and_can_go_on_after(visitor, monkeypatch):
    def refuse(*ignored):
        raise OperationalError

    for step in STEPS:
        with connections["default"].execute_wrapper(refuse):
            answer = visitor.post(ADDRESS, TOLD | {"step": step.code, "act": "next"})
        assert (answer.status_code, heading(answer)) == (503, step.heading)
        assert "Alt, hvad du har skrevet, står her stadig." in Page(answer).main
        kept = fields(answer)
        assert {name: kept.get(name) for name in TOLD} == TOLD
        assert Page(visitor.post(ADDRESS, kept | {"act": "next"})).title != Page(answer).title
    for act in ("back", "edit:request"):  # what needs no database is done without
        with connections["default"].execute_wrapper(refuse):
            assert visitor.post(ADDRESS, TOLD | {"step": "background", "act": act}).status_code == 200
    monkeypatch.setattr(preparation, "guard_context", refuse)
    main = Page(visitor.post(ADDRESS, TOLD | {"step": "situation", "act": "next"})).main
    assert "Ring i stedet" in main, "where the directory answers, with everybody's number"


def test_a_sheet_that_tells_who_somebody_is_is_shown_again_and_not_stored(visitor, sheet):
    answer = visitor.post(ADDRESS, sheet | {"worry": "Ring til hende på 22 33 44 55"})
    assert "22 33 44 55" in answer.content.decode()
    assert not Thread.objects.exists()


def test_the_receipt_says_what_happens_now_and_gives_a_number_to_follow_up_with(visitor, sheet):
    main = Page(visitor.post(ADDRESS, sheet)).main
    assert f"Arkets nummer: {Thread.objects.get().number}" in main
    assert re.search(r"Arkets nummer: \d{3}-\d{3}\n", main)
    assert "Det har sagsbehandleren, både for sagen og for borgerens sikkerhed." in main
    assert "Ring igen, og sig nummeret." in main
    assert "Arket er ikke en underretning." in main
    assert "Ring, og sig arkets nummer, også længe efter." in Page(visitor.get("/bagefter/")).main


def test_of_an_adult_the_receipt_says_nothing_of_notifying(visitor):
    sheet = fields(the_sheet(visitor, age="adult")) | {"act": "send"}
    assert "underretning" not in Page(visitor.post(ADDRESS, sheet)).main


def test_it_says_that_nobody_answers_this_way_and_112_where_it_is_urgent(visitor, sheet):
    main = Page(visitor.post(ADDRESS, sheet)).main
    assert "Ingen svarer dig ad denne vej" in main
    assert "112" in main
