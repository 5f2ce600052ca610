"""An errand ends with the quick exit: no form of it shows or does anything by being sent again."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.public.conftest import MONDAY_MORNING
from tests.public.reading import Page
from tests.public.test_mailbox import coming_back, try_code
from tests.public.test_write import fields_of, text_of
from vaern.mailbox.door.taking_in import drop, new_code
from vaern.mailbox.models import Message, Sitting, Thread
from vaern.vault import codes

SECRET = "Jeg må ikke gå ud"
MESSAGE = {"text": SECRET, "danger": "on", "answer_by": "call", "number": "22 33 44 55", "phone_of": "own"}
EXITS = [lambda visitor: visitor.get("/ud"), lambda visitor: visitor.post("/luk")]


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(codes, "COST", 2**10)


def written(visitor):
    """Write as far as the code; return every form that was sent on the way, as the browser could send it again."""
    page, forms = visitor.post("/skriv/"), []
    for act in ("contact", "check", "code", "message", "send"):
        forms.append(MESSAGE | fields_of(page) | {"act": act})
        if act != "send":
            page = visitor.post("/skriv/", forms[-1])
            assert SECRET in text_of(page)
    return forms


def assert_is_the_way_in(answer, button):
    assert answer.status_code == 200
    page = Page(answer).main
    assert "Siden er lukket" in page
    assert "Begynd forfra." in page
    assert button in page
    assert not [form for form in Page(answer).all("input") if form["name"] != "errand"]
    for said in (SECRET, "22 33 44 55", "ol class"):
        assert said not in text_of(answer)
    for way_out in ('href="/ud"', "tel:112", 'href="/numre/"'):
        assert way_out in text_of(answer)
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.parametrize("leave", EXITS, ids=["link", "beacon"])
def test_after_the_exit_no_step_of_writing_shows_or_sends_anything(visitor, leave):
    forms = written(visitor)
    left = leave(visitor)
    assert left.cookies["e"].value == ""
    for form in forms:
        assert_is_the_way_in(visitor.post("/skriv/", form), "Begynd")
    visitor.post("/skriv/")  # somebody presses Begynd once more: that is another errand
    for form in forms:
        assert "Siden er lukket" in text_of(visitor.post("/skriv/", form))
    assert not Thread.objects.exists()


@pytest.mark.parametrize("leave", EXITS, ids=["link", "beacon"])
def test_after_the_exit_the_code_once_sent_opens_nothing_and_a_reply_is_not_shown(visitor, leave):
    code = new_code()
    drop(code=code, content={"text": SECRET}, is_urgent=False, at=MONDAY_MORNING)
    opened = {"code": " ".join(code.words), "act": "open"} | fields_of(visitor.post("/svar/"))
    inside = fields_of(visitor.post("/svar/", opened)) | {"text": SECRET}
    leave(visitor)
    pressed = ("write", "show", f"show:{Message.objects.get().pk}", "stay")
    for form in (opened, *(inside | {"act": act} for act in pressed)):
        answer = visitor.post("/svar/", form)
        assert_is_the_way_in(answer, "Jeg har en kode")
        assert not [word for word in code.words if f">{word}<" in text_of(answer)]
    assert not Sitting.objects.exists()
    assert Message.objects.count() == 1


@pytest.mark.parametrize("done", ["written", "read"])
def test_whoever_is_done_ends_the_errand_as_the_exit_does(visitor, done):
    if done == "written":
        forms = written(visitor)
        sent = visitor.post("/skriv/", forms[-1])
        answer = visitor.post("/skriv/", fields_of(sent) | {"act": "done"})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    else:
        code = new_code()
        drop(code=code, content={"text": SECRET}, is_urgent=False, at=MONDAY_MORNING)
        inside = coming_back(visitor, code)
        forms = [fields_of(inside.first) | {"code": " ".join(code.words), "act": "open"}]
        answer = inside("done")
    assert answer.cookies["e"].value == ""
    address = "/skriv/" if done == "written" else "/svar/"
    for form in forms:
        assert "Siden er lukket" in text_of(visitor.post(address, form))


def test_two_tabs_are_one_errand_and_a_step_of_another_browser_is_none(visitor):
    first, second = fields_of(visitor.post("/skriv/")), fields_of(visitor.post("/en/skriv/"))
    assert first["errand"] == second["errand"] == fields_of(visitor.post("/svar/"))["errand"]
    form = first | {"text": SECRET, "act": "contact"}
    stranger = Client(enforce_csrf_checks=True)
    assert_is_the_way_in(stranger.post("/skriv/", form), "Begynd")  # a browser that takes no cookie is told to call
    assert "Så ring i stedet." in Page(stranger.post("/skriv/", form)).main
    own = fields_of(stranger.post("/skriv/"))
    assert own["errand"] != first["errand"]
    assert "Siden er lukket" in text_of(stranger.post("/skriv/", form))
    assert "Trin 2 af 3" in text_of(visitor.post("/skriv/", form))


def test_a_wrong_code_is_answered_in_the_errand_of_whoever_typed_it(visitor):
    stranger = Client(enforce_csrf_checks=True)
    mine, theirs = try_code(visitor, "vrøvl"), try_code(stranger, "vrøvl")
    assert fields_of(mine)["errand"] != fields_of(theirs)["errand"]
    for one, page in ((visitor, mine), (stranger, theirs)):
        again = one.post("/svar/", fields_of(page) | {"code": "vrøvl", "act": "open"})
        assert "Koden virker ikke." in text_of(again)


def test_an_errand_waits_an_hour_and_every_answer_begins_the_hour_anew(visitor, clock):
    first = fields_of(visitor.post("/skriv/")) | {"text": SECRET}
    errand = first["errand"]
    for minutes, act in ((60, "contact"), (120, "stay"), (180, "check")):
        clock(MONDAY_MORNING + timedelta(minutes=minutes))
        answer = visitor.post("/skriv/", first | {"errand": errand, "act": act})
        assert answer.status_code == (204 if act == "stay" else 200)
        assert not answer.cookies, "nothing but the beginning sets the cookie"
        assert "Siden er lukket" not in text_of(answer)
        errand = answer.headers["Errand"] if act == "stay" else fields_of(answer)["errand"]
    for old in (first, first | {"errand": errand}):
        clock(MONDAY_MORNING + timedelta(minutes=180 if old is first else 240, seconds=1))
        assert_is_the_way_in(visitor.post("/skriv/", old | {"act": "check"}), "Begynd")
    visitor.post("/skriv/")
    assert_is_the_way_in(visitor.post("/skriv/", first | {"act": "check"}), "Begynd")


def test_an_answer_that_arrives_after_the_exit_in_another_tab_does_not_bring_the_errand_back(visitor):
    """The browser of ``late`` sent its requests before the exit; their answers, and any cookie in them, come after."""
    forms = written(visitor)
    late = Client(enforce_csrf_checks=True)
    late.cookies["e"] = visitor.cookies["e"].value
    visitor.get("/ud")
    answers = [late.post("/skriv/", form) for form in forms]
    answers += [late.post("/skriv/"), late.post("/svar/"), late.post("/skriv/", forms[0] | {"act": "stay"})]
    answers += [late.post("/svar/", forms[0] | {"code": "vrøvl", "act": "open"}), late.post("/ark-114/")]
    answers.append(visitor.post("/skriv/"))  # at last one that was sent without a cookie, and sets another
    assert [bool(answer.cookies) for answer in answers] == [False] * (len(answers) - 1) + [True]
    for form in forms:
        assert_is_the_way_in(visitor.post("/skriv/", form), "Begynd")


@pytest.mark.parametrize("given", [{}, {"errand": ""}, {"errand": "x"}, {"errand": "æ" * 64}])
def test_a_form_without_its_errand_is_not_answered_though_the_cookie_is_there(visitor, given):
    visitor.post("/skriv/")
    assert_is_the_way_in(visitor.post("/skriv/", given | {"text": SECRET, "act": "check"}), "Begynd")


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "æ"])
def test_a_cookie_that_is_not_ours_is_no_errand(visitor, cookie):
    form = fields_of(visitor.post("/skriv/")) | {"text": SECRET, "act": "check"}
    visitor.cookies["e"] = cookie
    assert_is_the_way_in(visitor.post("/skriv/", form), "Begynd")


def test_the_first_button_shows_nothing_of_what_comes_with_it(visitor):
    assert "Trin 1 af 3" in text_of(visitor.post("/skriv/"))
    assert_is_the_way_in(visitor.post("/skriv/", MESSAGE), "Begynd")


@pytest.mark.check("A13")
def test_the_cookie_is_neutral_and_lasts_no_longer_than_the_browser(visitor, settings):
    cookie = visitor.post("/skriv/").cookies["e"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert not cookie["expires"]
    assert not cookie["max-age"]
    settings.PRODUCTION, settings.ERRAND_COOKIE = True, "__Host-e"
    answer = visitor.post("/skriv/")
    assert answer.cookies["__Host-e"]["secure"]
    named = answer.cookies["__Host-e"].value.partition(":")[0]
    assert named
    assert named not in text_of(answer), "the page does not hold the cookie"


def test_another_site_cannot_end_an_errand(visitor):
    visitor.post("/skriv/")
    assert not visitor.get("/ud", headers={"sec-fetch-site": "cross-site"}).cookies


def test_the_answer_to_a_form_offers_no_other_language_for_that_would_lose_what_is_typed(visitor):
    for address in ("/skriv/", "/svar/"):
        assert "hreflang" in text_of(visitor.get(address))
        assert "hreflang" not in text_of(visitor.post(address))
