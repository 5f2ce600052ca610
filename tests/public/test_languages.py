"""X4 and B16: the open site in the reader's language, and in no other that nobody has read through."""

import re
from uuid import uuid4

import pytest
from django.db import OperationalError

from tests.cast import signed_in
from tests.languages.conftest import folder  # noqa: F401  a folder of languages that a test may change
from tests.public.conftest import MONDAY_MORNING
from tests.public.pages import every_page
from tests.public.reading import Page
from tests.public.test_calls_seen import cheap, mailbox_states, without, writing_states  # noqa: F401  fixtures by name
from tests.public.test_write import fields_of
from vaern.config.intake import NUMBER, REFUSED
from vaern.config.middleware import REFUSALS, plain_page
from vaern.languages.actions import mark_reviewed, take_back_review
from vaern.languages.catalogues import CORE, PROFESSIONAL, REST, fingerprint
from vaern.languages.texts import all_texts, pack_of, texts_of
from vaern.mailbox.door.refusals import BrokerClosed
from vaern.public import mailbox
from vaern.public.questions import STEPS
from vaern.public.urls import urlpatterns


def pages_of(pack):
    return [f"/{route.pattern}" for route in urlpatterns if pack_of(route.name) == pack]


IN_ARABIC = pages_of(CORE) + pages_of(PROFESSIONAL)
READER = uuid4()
LONG_ENOUGH_TO_BE_ITS_OWN = 12
NAMES_KEPT = {"Lev Uden Vold", "Udlændingestyrelsen"}


@pytest.fixture
def staff(directory, consultant_on_the_inquiry, clock):
    return signed_in(consultant_on_the_inquiry)


def mark(languages, code="ar", pack=CORE):
    read = fingerprint(languages.path / f"{code}.po", texts_of(pack))
    mark_reviewed(language=code, pack=pack, read=read, by=READER, on=MONDAY_MORNING.date(), at=MONDAY_MORNING)


def switch(answer):
    """Return code and address of each language in the switch at the top."""
    page = Page(answer)
    links = [(attrs["hreflang"], attrs["href"]) for attrs in page.all("a") if "hreflang" in attrs]
    assert links[: len(links) // 2] == links[len(links) // 2 :], "the same at the top and at the bottom"
    return dict(links)


def danish_in(shown, texts):
    long = (text for text in texts if len(text) >= LONG_ENOUGH_TO_BE_ITS_OWN and text not in NAMES_KEPT)
    return [text for text in long if text in shown]


def html(answer):
    [attrs] = Page(answer).all("html")
    return attrs["lang"], attrs["dir"]


def test_a_page_in_english_has_no_danish_left_in_it(visitor):
    for address in every_page():
        shown = visitor.get(f"/en{address}").content.decode()
        assert not danish_in(shown, all_texts())
        assert not re.search(r'lang="en"[^>]*>[^<]*[æøåÆØÅ]', shown)


def test_the_questions_and_the_sheet_are_in_english_too(visitor):
    answers = [visitor.post("/en/forbered/", {"act": f"edit:{step.code}", "soon": "yes"}) for step in STEPS]
    answers += [
        visitor.post("/en/forbered/", {"step": "request", "act": "next"}),
        visitor.post("/en/samtykke/", {"safe": "no"}),
    ]
    for answer in answers:
        assert not danish_in(answer.content.decode(), all_texts())


def test_the_finder_answers_in_english(visitor):
    answers = {"municipality": "Aarhus", "concern": "trip", "soon": "yes"}
    main = Page(visitor.post("/en/find/", answers)).main
    assert "Call one of them" in main
    assert "Open now until 15." in main


@pytest.mark.check("X4")
def test_the_language_is_on_the_page_and_in_the_answer(visitor):
    assert html(visitor.get("/")) == ("da", "ltr")
    answer = visitor.get("/en/rejse/")
    assert html(answer) == ("en", "ltr")
    assert answer.headers["Content-Language"] == "en"


def test_the_switch_names_each_language_in_itself_and_leads_to_the_same_page(visitor):
    answer = visitor.get("/rejse/")
    assert switch(answer) == {"da": "/rejse/", "en": "/en/rejse/"}
    assert '<a href="/en/rejse/" lang="en" hreflang="en">English</a>' in answer.content.decode()


def test_links_stay_in_the_language(visitor):
    hrefs = {attrs["href"] for attrs in Page(visitor.get("/en/")).all("a")}
    assert {"/en/nu/", "/en/rejse/", "/en/privatliv/"} <= hrefs
    assert not [href for href in hrefs if href.startswith("/") and not href.startswith(("/en/", "/ud")) and href != "/"]


def test_the_choice_of_language_is_not_remembered_and_nothing_is_guessed(visitor):
    assert not visitor.get("/en/").cookies
    assert html(visitor.get("/")) == ("da", "ltr")
    answer = visitor.get("/", headers={"accept-language": "en"})
    assert html(answer) == ("da", "ltr")
    assert "Accept-Language" not in answer.headers.get("Vary", "")


def test_a_missing_page_answers_in_the_language_of_its_address(visitor):
    assert "The page does not exist" in visitor.get("/en/er/her/ikke").content.decode()


def test_a_draft_does_not_exist_for_the_public(visitor):
    for address in (*IN_ARABIC, "/er/her/ikke/"):
        answer = visitor.get(f"/ar{address}")
        assert answer.status_code == 404
        assert answer.content == visitor.get("/findes/ikke/").content, "not even the refusal shows that it is there"
    for address in IN_ARABIC:
        assert "ar" not in switch(visitor.get(address))


def test_signed_in_staff_read_a_draft_and_are_told_that_it_is_one(staff):
    for address in IN_ARABIC:
        answer = staff.get(f"/ar{address}")
        assert answer.status_code == 200
        assert html(answer) == ("ar", "rtl")
        assert "Udkast." in answer.content.decode()
        assert switch(answer)["ar"] == f"/ar{address}"


def test_no_danish_is_left_in_a_page_in_arabic(staff):
    for address in IN_ARABIC:
        shown = staff.get(f"/ar{address}").content.decode()
        assert not danish_in(shown, all_texts())


def test_writing_and_reading_end_in_arabic_wherever_they_end(visitor, without, monkeypatch, folder):  # noqa: F811
    mark(folder)
    states = [*writing_states(visitor, without, "/ar"), *mailbox_states(visitor, without, "/ar")]
    states += [("the hour is over", visitor.get("/ar/lukket/")), ("no such page", visitor.get("/ar/er/her/ikke"))]
    begun = fields_of(visitor.post("/ar/svar/"))
    for error in (OperationalError, BrokerClosed, OSError):
        with monkeypatch.context() as broken:
            broken.setattr(mailbox.sitting, "resume", failing_with(error))
            states.append((error, visitor.post("/ar/svar/", begun | {"act": "show"})))
    for state, answer in states:
        assert html(answer) == ("ar", "rtl"), state
        assert not danish_in(answer.content.decode(), all_texts()), state
    assert {answer.status_code for _state, answer in states} == {200, 404, 503}
    assert 'data-closed="/ar/lukket/"' in visitor.post("/ar/skriv/").content.decode()


def failing_with(error):
    def fail(**ignored):
        raise error

    return fail


def test_the_whole_way_of_a_professional_is_in_arabic_and_the_names_stay_danish(staff, arabic_way):
    for state, answer in arabic_way.items():
        shown = answer.content.decode()
        assert html(answer) == ("ar", "rtl"), state
        assert not danish_in(shown, all_texts()), state
    assert '<bdi lang="da">Aarhus, Region Midtjylland</bdi>' in arabic_way["answer"].content.decode()
    assert '<bdi class="contact-name">Bettina</bdi>' in arabic_way["answer"].content.decode()


def test_what_is_sent_from_an_arabic_page_reaches_the_team_under_danish_questions(staff, arabic_way, monkeypatch):
    sent = {}
    monkeypatch.setattr("vaern.public.preparation.drop_brief", lambda **given: sent.update(given))
    answer = staff.post("/ar/forbered/", {"step": "request", "act": "send", "question": "Hvad nu?", "need": "risk"})
    assert sent["content"]["note"].startswith("Uden navn, cpr-nummer og adresse")
    assert "Hvad vil du spørge konsulenten om? Hvad nu?" in sent["content"]["note"]
    assert "Hvad har du mest brug for? Hvor farligt er det?" in sent["content"]["note"]
    number = f"{sent['token'].int % 1_000_000:06}"
    assert f'<bdi class="digits" dir="ltr" translate="no">{number[:3]}-{number[3:]}</bdi>' in answer.content.decode()
    assert not danish_in(answer.content.decode(), all_texts())


@pytest.fixture
def arabic_way(staff):
    """The states of the finder and of the questions before a call, as a reader of Arabic meets them."""
    found = {"municipality": "Aarhus", "concern": "trip", "soon": "unknown"}
    states = {step.code: staff.post("/ar/forbered/", {"act": f"edit:{step.code}", "soon": "yes"}) for step in STEPS}
    stopped = {"step": "situation", "act": "next", "what": "Ring 22 33 44 55 til Amina.", "when": "x" * 500}
    return states | {
        "stopped": staff.post("/ar/forbered/", stopped),
        "sheet": staff.post("/ar/forbered/", {"step": "request", "act": "next", "safe": "no"}),
        "finder with errors": staff.post("/ar/find/", {}),
        "answer": staff.post("/ar/find/", found),
    }


def test_where_the_letters_are_others_the_municipality_is_chosen_and_not_typed(staff, visitor):
    for address in ("/ar/find/", "/ar/fagfolk/"):
        shown = staff.get(address).content.decode()
        assert re.search(r'<select name="municipality" lang="da"', shown)
        assert '<option value="Hedensted">Hedensted</option>' in shown
        assert "datalist" not in shown
    assert 'list="kommuner"' in visitor.get("/en/find/").content.decode()


def test_a_page_without_a_pack_here_is_not_half_translated(staff):
    for address in pages_of(REST):
        assert staff.get(f"/ar{address}").status_code == 404


def test_a_page_without_a_pack_here_is_linked_in_danish_and_says_so(staff):
    answer = staff.get("/ar/")
    hrefs = {attrs["href"] for attrs in Page(answer).all("a")}
    assert {"/privatliv/", "/telefon/", "/ar/rejse/", "/ar/fagfolk/"} <= hrefs
    assert "/ar/privatliv/" not in hrefs
    assert '<bdi class="quiet" lang="da" dir="ltr">(dansk)</bdi>' in answer.content.decode()
    assert "(dansk)" not in staff.get("/en/").content.decode()


@pytest.mark.check("X4")
def test_every_number_stays_left_to_right_among_arabic_letters(staff, arabic_way):
    for answer in (*(staff.get(f"/ar{address}") for address in IN_ARABIC), *arabic_way.values()):
        shown = answer.content.decode()
        for inside in re.findall(r'<a class="phone"[^>]*>(.*?)</a>', shown):
            assert re.fullmatch(r'<bdi dir="ltr">\+?[\d ]+</bdi>', inside)


def test_once_read_through_a_language_is_there_for_all_without_a_note(visitor, folder):  # noqa: F811
    mark(folder)
    answer = visitor.get("/ar/")
    assert answer.status_code == 200
    assert "Udkast" not in answer.content.decode()
    assert not answer.cookies
    assert switch(visitor.get("/rejse/"))["ar"] == "/ar/rejse/"
    assert switch(visitor.get("/privatliv/"))["ar"] == "/ar/", "a page it lacks leads to its front page"


def test_a_pack_nobody_has_read_is_not_there_although_the_citizens_is(visitor, folder):  # noqa: F811
    mark(folder)
    assert visitor.get("/ar/fagfolk/").status_code == 404
    assert switch(visitor.get("/fagfolk/"))["ar"] == "/ar/"
    assert "/fagfolk/" in {attrs["href"] for attrs in Page(visitor.get("/ar/")).all("a")}
    mark(folder, pack=PROFESSIONAL)
    assert visitor.get("/ar/fagfolk/").status_code == 200
    assert switch(visitor.get("/fagfolk/"))["ar"] == "/ar/fagfolk/"
    assert "/ar/fagfolk/" in {attrs["href"] for attrs in Page(visitor.get("/ar/")).all("a")}


def test_a_changed_word_or_a_mark_taken_back_hides_it_again(visitor, folder):  # noqa: F811
    mark(folder)
    folder.translate("ar", lambda catalogue: setattr(catalogue[2], "msgstr", "س"))
    assert visitor.get("/ar/").status_code == 404
    mark(folder)
    assert visitor.get("/ar/").status_code == 200
    take_back_review(language="ar", pack=CORE, by=READER, on=MONDAY_MORNING.date(), at=MONDAY_MORNING)
    assert visitor.get("/ar/").status_code == 404


SORANI = "کوردی ڕ ڵ ێ ۆ ە ڤ گ چ پ ژ"  # X13: the letters a font may lack


@pytest.mark.parametrize(
    "code, name, direction",
    [("so", "Soomaali", "ltr"), ("prs", "دری", "rtl"), ("ckb", SORANI, "rtl"), ("tr", "Türkçe", "ltr")],
)
def test_a_file_in_the_folder_is_a_language(visitor, staff, folder, code, name, direction):  # noqa: F811
    folder.add(code, name, direction=direction)
    assert visitor.get(f"/{code}/").status_code == 404
    answer = staff.get(f"/{code}/")
    assert html(answer) == (code, direction)
    assert "[Bestemmer andre over dit liv?]" in answer.content.decode()
    mark(folder, code)
    answer = visitor.get("/")
    assert switch(answer)[code] == f"/{code}/"
    assert name in answer.content.decode()
    assert visitor.get(f"/{code}/nu/").status_code == 200


def test_the_way_out_is_the_same_in_every_language(visitor):
    for address in ("/", "/en/"):
        [way_out] = [attrs for attrs in Page(visitor.get(address)).all("a") if attrs.get("class") == "exit"]
        assert way_out["href"] == "/ud"
    assert visitor.get("/en/ud").status_code == 404


def test_the_desk_stays_danish(staff):
    assert html(staff.get("/desk/")) == ("da", "ltr")
    assert staff.get("/en/desk/").status_code == 404


def test_below_a_draft_nothing_differs_from_a_language_that_was_never_begun(visitor):
    for address in ("/", "/nope/", "/skriv/", "/rejse"):
        draft, nothing = visitor.get(f"/ar{address}"), visitor.get(f"/qq{address}")
        assert draft.status_code == nothing.status_code == 404
        assert draft.content == nothing.content
        assert dict(draft.headers) == dict(nothing.headers)
        assert draft.headers["Content-Language"] == "da"


def refusals(client, monkeypatch, code):
    """Ask in each way that is refused, and return the answers by what they are."""

    def fail(**named):
        raise ZeroDivisionError

    here = {"origin": "http://testserver"}
    refused = {
        "a method it does not know": client.put(f"/{code}/skriv/", headers=here),
        "a form from elsewhere": client.post(f"/{code}/skriv/", headers={"origin": "https://elsewhere.invalid"}),
        **{str(status): client.post(f"/{code}/skriv/", **{REFUSED: status}) for status in REFUSALS},
    }
    with monkeypatch.context() as broken:
        broken.setattr("vaern.public.numbers.teams", fail)
        return refused | {"a failure": client.get(f"/{code}/numre/")}


def test_a_refusal_is_in_the_language_of_its_address_where_its_core_is_served(visitor, staff, folder, monkeypatch):  # noqa: F811
    staff.raise_request_exception = False
    layers = folder.settings.MIDDLEWARE
    folder.settings.MIDDLEWARE = [layer for layer in layers if "CsrfView" not in layer]  # as in the open process
    for answer in refusals(visitor, monkeypatch, "en").values():
        assert html(answer) == ("en", "ltr")
        assert answer.headers["Content-Language"] == "en"
        assert danish_in(answer.content.decode(), all_texts()) == []

    folder.add("ckb", SORANI, direction="rtl", pages="core")
    for reader in (visitor, staff):
        for answer in refusals(reader, monkeypatch, "ckb").values():
            assert html(answer) == ("da", "ltr"), "a draft does not show itself"
    mark(folder, "ckb")
    mark(folder)
    for code in ("ckb", "ar"):
        for way, answer in refusals(visitor, monkeypatch, code).items():
            assert html(answer) == (code, "rtl"), way
            assert answer.headers["Content-Language"] == code
            assert code == "ckb" or danish_in(answer.content.decode(), all_texts()) == [], way


def test_a_refusal_of_an_english_address_asks_no_database(monkeypatch, rf):
    request = rf.post("/en/skriv/", **{NUMBER: ""})
    assert 'lang="en"' in plain_page(request, "busy", status=503).content.decode()


def test_an_address_without_its_last_stroke_leads_on_in_its_language(visitor, staff):
    assert visitor.get("/en/rejse").headers["Location"] == "/en/rejse/"
    assert staff.get("/ar/rejse").headers["Location"] == "/ar/rejse/"
