"""What an open page leaves behind: as little as can be."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.utils.module_loading import import_string

from tests.cast import signed_in
from tests.public.pages import every_page
from tests.public.reading import Page
from tests.public.ways import SAME_PAGE, way_of_a_citizen, way_to_the_sheet
from vaern.config import settings
from vaern.public.questions import STEPS
from vaern.vault import codes

TELLING = re.compile(
    r"\bære|vold|tvang|genopdragelse|social[\W_]*kontrol|flugt|krisecenter|sikkerhedskonsulent"
    r"|honou?r|violen|coerc|forced|re-?educat|social control|escape|shelter|security consultant"
    r"|شرف|عنف|إكراه|إعادة التربية|رقابة|هروب|ملجأ",
    re.IGNORECASE,
)
REFUSALS = ["/er/her/ikke", "/luk"]  # a page that is not there; a method that is not allowed
TYPED_IN = {"text", "tel", "email", "search", "number", "url", "password"}
ANSWERS = {"municipality": "Aarhus", "concern": "trip", "soon": "yes"}


def linked(visitor, *ways_in, under="/"):
    """Return the answer at every address that following links leads to, below one of them."""
    todo, seen = list(ways_in), {}
    while todo:
        address = todo.pop()
        if address in seen:
            continue
        seen[address] = visitor.get(address)
        if "html" in seen[address].headers.get("Content-Type", ""):
            inside = (href for tag, href in Page(seen[address]).addresses() if tag == "a" and href.startswith(under))
            todo += [href.partition("#")[0] for href in inside]
    return seen


def every_answer(visitor):
    """Return (name, answer) for every page there is without an errand, and for what is not a page."""
    seen = linked(visitor, "/", "/lukket/")  # the page of the end is led to by nothing but an end
    seen |= {address: visitor.get(address) for address in REFUSALS}
    seen["the answer of the finder"] = visitor.post("/find/", ANSWERS)
    seen["the finder with errors"] = visitor.post("/find/", {})
    seen["the beacon"] = visitor.post("/luk")
    seen["consent, when it is safe to ask"] = visitor.post("/samtykke/", {"safe": "yes"})
    for step in STEPS:
        seen[f"before the call: {step.code}"] = visitor.post("/forbered/", {"act": f"edit:{step.code}", "soon": "yes"})
    seen["the sheet"] = visitor.post("/forbered/", {"step": "request", "act": "next"})
    return list(seen.items())


@pytest.fixture
def answers(visitor):
    return every_answer(visitor)


@pytest.fixture
def ways(visitor, monkeypatch):
    """Return (name, answer) for every page of an errand: writing, the mailbox, the sheet for 114."""
    monkeypatch.setattr(codes, "COST", 2**10)
    return [*way_of_a_citizen(visitor).items(), *way_to_the_sheet(visitor).items()]


@pytest.fixture
def pages(answers, ways):
    return [(name, answer) for name, answer in (*answers, *ways) if b"<html" in answer.content]


@pytest.fixture
def pages_in_other_languages(visitor, consultant_on_the_inquiry, monkeypatch):
    """Return (name, answer) for the errands in English, and for all there is in Arabic, a draft that staff may read."""
    monkeypatch.setattr(codes, "COST", 2**10)
    staff = signed_in(consultant_on_the_inquiry)
    return [
        *way_of_a_citizen(visitor, "/en").items(),
        *way_to_the_sheet(visitor, "/en").items(),
        *linked(staff, "/ar/", under="/ar/").items(),
        *way_of_a_citizen(staff, "/ar").items(),
    ]


def test_following_the_links_reaches_every_page(answers):
    everywhere = {language + address for address in every_page() for language in ("", "/en")}
    assert {name for name, _ in answers} >= {*everywhere, "/ud"} - {"/en/lukket/"}


@pytest.mark.check("A1")
def test_no_answer_sets_a_cookie(answers):
    for name, answer in answers:
        assert not answer.cookies, name


@pytest.mark.check("A1", "A13")
def test_whoever_writes_or_reads_gets_no_other_cookies_than_two_that_go_with_the_browser(ways):
    set_by = {name: answer.cookies for name, answer in ways if answer.cookies}
    assert {name for cookies in set_by.values() for name in cookies} == {"e", "m"}
    for name, cookies in set_by.items():
        for cookie in cookies.values():
            assert cookie["max-age"] in ({"", 0} if name == "it is closed" else {""}), name
    assert [cookie.value for cookie in set_by["it is closed"].values()] == ["", ""]


@pytest.mark.check("A2", "A3")
def test_nothing_is_kept_in_a_cache_and_no_address_is_told_to_another_site(answers, ways):
    for name, answer in (*answers, *ways):
        assert answer.headers["Cache-Control"] == "no-store", name
        assert answer.headers["Referrer-Policy"] == "same-origin", name


@pytest.mark.check("A4")
def test_the_policy_allows_our_own_files_and_nothing_else(answers, ways):
    for name, answer in (*answers, *ways):
        policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'", name
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'", name


@pytest.mark.check("A12")
def test_the_browser_is_asked_to_forget_and_search_engines_to_keep_no_copy(answers, ways):
    for name, answer in (*answers, *ways):
        assert answer.headers["Request-OTR"] == "1", name
        assert answer.headers["X-Robots-Tag"] in {"noarchive", "noindex"}, name
    for name, answer in ways:
        assert answer.headers["X-Robots-Tag"] == "noindex", name
    for name in ("the answer of the finder", "the sheet", *(f"before the call: {step.code}" for step in STEPS)):
        assert dict(answers)[name].headers["X-Robots-Tag"] == "noindex", name


@pytest.mark.check("A4")
def test_no_page_holds_code_in_its_text(pages):
    for name, page in pages:
        for tag, attributes in Page(page).elements:
            assert tag != "style", name
            assert tag != "script" or "src" in attributes, name
            assert not [key for key in attributes if key == "style" or key.startswith("on")], (name, tag)


@pytest.mark.check("A5")
def test_no_page_fetches_anything_from_elsewhere(pages):
    for name, page in pages:
        for tag, address in Page(page).addresses():
            assert address.startswith(("/", "#", "data:,", "tel:")), (name, tag, address)
            assert not address.startswith("//"), (name, tag)


@pytest.mark.check("A7")
def test_no_page_is_a_program_to_install_or_asks_for_the_device(pages):
    for name, page in pages:
        assert {attributes["rel"] for attributes in Page(page).all("link")} <= {"icon", "stylesheet"}, name
        assert "geolocation=()" in page.headers["Permissions-Policy"], name


@pytest.mark.check("A8")
def test_no_title_address_or_file_name_tells_what_the_page_is_about(pages, pages_in_other_languages):
    for name, page in (*pages, *pages_in_other_languages):
        read = Page(page)
        assert not TELLING.search(read.title), name
        for tag, address in read.addresses():
            assert not TELLING.search(address), (name, tag)
        for attributes in read.all("meta"):
            assert not TELLING.search(attributes.get("content") or ""), name


@pytest.mark.check("A9")
def test_every_title_is_there_and_its_own(pages):
    further_down = SAME_PAGE | {"consent, when it is safe to ask"}
    titles = {name: Page(page).title for name, page in pages if name not in further_down}
    assert all(titles.values())
    assert len(set(titles.values())) == len(titles), titles


@pytest.mark.check("A10")
def test_no_link_and_no_form_puts_anything_in_an_address(pages):
    for name, page in pages:
        read = Page(page)
        assert not [address for _, address in read.addresses() if "?" in address], name
        assert all(form["method"] == "post" for form in read.all("form")), name


@pytest.mark.check("A12")
def test_no_list_tells_search_engines_where_to_look(visitor):
    answer = visitor.get("/robots.txt")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert not re.search(r"desk|konto|find|ud\b|luk", answer.content.decode())


@pytest.mark.check("A15")
def test_nothing_asked_or_typed_reaches_the_log(visitor, capfd):
    visitor.post("/find/", {"municipality": "Hemmeligby", "concern": "trip", "soon": "yes"}, REMOTE_ADDR="203.0.113.7")
    visitor.get("/hemmelig/vej", REMOTE_ADDR="203.0.113.7", headers={"user-agent": "Hemmelig/1"})
    written = "".join(capfd.readouterr()).lower()
    assert "hemmelig" not in written
    assert "203.0.113.7" not in written


@pytest.mark.check("P1")
def test_the_first_page_is_small_enough_for_an_old_phone(visitor):
    page = visitor.get("/")
    files = [address for tag, address in Page(page).addresses() if tag in {"link", "script", "img"}]
    files = [address for address in files if not address.startswith("data:")]
    sizes = [len(gzip.compress(page.content))]
    sizes += [len(gzip.compress(static(address.removeprefix("/static/")))) for address in files]
    assert len(sizes) <= 5
    assert sum(sizes) <= 40_000


SLOW_3G = {"seconds_there_and_back": 0.4, "bytes_a_second": 50_000}
WAYS_BEFORE_THE_FIRST_BYTE = 2  # the connection and TLS 1.3


@pytest.mark.check("P2")
def test_the_first_page_is_readable_within_two_seconds_on_slow_3g(visitor):
    """Reckoned, not timed: the ways there and back for the connection, the page and its style, and their bytes."""
    page = visitor.get("/")
    [style] = [attrs["href"] for attrs in Page(page).all("link") if attrs["rel"] == "stylesheet"]
    scripts = Page(page).all("script")
    assert all("defer" in attrs for attrs in scripts), "no script holds the page back"
    read = gzip.compress(page.content) + gzip.compress(static(style.removeprefix("/static/")))
    ways = (WAYS_BEFORE_THE_FIRST_BYTE + 2) * SLOW_3G["seconds_there_and_back"]
    assert ways + len(read) / SLOW_3G["bytes_a_second"] < 2


@pytest.mark.check("P5")
def test_static_files_carry_a_digest_in_production():
    assert issubclass(import_string(settings.STORAGES["staticfiles"]["BACKEND"]), ManifestStaticFilesStorage)


@pytest.mark.check("P1")
def test_the_scripts_of_a_page_are_small_together(pages):
    """As they are served: each compressed by itself (config/settings.py, the storage of static files)."""
    for name, page in pages:
        scripts = [attrs["src"].removeprefix("/static/") for attrs in Page(page).all("script")]
        assert sum(len(gzip.compress(static(script))) for script in scripts) <= 6_000, name


@pytest.mark.check("C14")
def test_nothing_typed_is_remembered_or_sent_to_a_spell_checker(pages, pages_in_other_languages):
    seen = set()
    for name, page in (*pages, *pages_in_other_languages):
        read = Page(page)
        typed_in = [attrs for attrs in read.all("input") if attrs.get("type", "text") in TYPED_IN]
        for attrs in (*read.all("textarea"), *typed_in):
            assert (attrs.get("autocomplete"), attrs.get("spellcheck")) == ("off", "false"), (name, attrs)
            seen.add(attrs["id"])
    assert seen >= {"id_text", "id_number", "id_sms_text", "id_code", "id_who", "id_municipality", "id_what", "ord-1"}


def static(name):
    return Path(finders.find(name)).read_bytes()
