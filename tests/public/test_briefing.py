"""The sheet a caseworker reads aloud to 114: twelve lines, "Ukendt" where nothing is known, and kept nowhere."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tests.public.conftest import MONDAY_MORNING
from tests.public.reading import Page
from tests.public.test_write import fields_of, text_of
from vaern.ui.briefing import ASKED, HEADINGS, MOST

ADDRESS = "/ark-114/"
NAMED = {"who": "Amina Holm, 010190-1234, Rosengården 7", "when": "Fredag kl. 6.20, SK 1425 fra CPH"}


@pytest.fixture
def send(visitor):
    errand = fields_of(visitor.post(ADDRESS))

    def put(act="sheet", **lines):
        return visitor.post(ADDRESS, errand | {"act": act, **lines})

    return put


def test_a_get_shows_the_way_in_and_the_numbers_and_no_line(visitor):
    page = Page(visitor.get(ADDRESS))
    assert "114" in page.main
    assert page.all("textarea") == []


@pytest.mark.check("A9")
def test_the_way_in_the_lines_and_the_sheet_each_have_a_title_of_their_own(visitor, send):
    titles = [Page(answer).title for answer in (visitor.get(ADDRESS), send("edit", **NAMED), send(**NAMED))]
    assert titles == ["Ark til 114", "Udfyld arket", "Læs arket op"]


def test_every_line_is_on_the_sheet_in_its_order_and_what_is_empty_is_unknown(send):
    main = Page(send(**NAMED)).main
    places = [main.index(str(heading)) for heading in HEADINGS.values()]
    assert places == sorted(places)
    assert NAMED["who"] in main
    assert main.count("Ukendt") == len(HEADINGS) - len(NAMED)
    assert str(ASKED) in main


def test_a_name_may_stand_for_the_caseworker_passes_it_on_and_we_keep_nothing(visitor, send):
    visitor.get(ADDRESS)
    with CaptureQueriesContext(connections["default"]) as asked:
        answer = send(**NAMED)
    assert answer.status_code == 200
    assert not [query for query in asked if not query["sql"].startswith("SELECT")]
    assert not Session.objects.exists()
    assert not getattr(cache, "_cache", {})
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_the_sheet_can_be_put_right_with_every_line_kept(send):
    carried = fields_of(send(**NAMED))
    assert carried == NAMED | {"errand": carried["errand"]}
    assert NAMED["who"] in send(act="edit", **carried).content.decode()


def test_a_line_that_takes_too_long_to_read_aloud_is_asked_for_shorter_and_kept(send):
    long = "x" * (MOST + 1)
    answer = send(who=long)
    assert "Skriv kortere" in Page(answer).main
    assert not [attrs for attrs in Page(answer).all("textarea") if "maxlength" in attrs], "a paste is never cut unseen"
    assert long in answer.content.decode()
    assert send(who="x" * MOST).content.decode().count("Skriv kortere") == 0


@pytest.mark.check("E3", "E5")
@pytest.mark.parametrize("address", ["/ud", "/luk"])
def test_after_the_exit_no_form_of_the_sheet_shows_a_name_again_though_it_is_sent_again(visitor, address):
    forms = [fields_of(visitor.post(ADDRESS)) | NAMED | {"act": "sheet"}]
    forms.append(fields_of(visitor.post(ADDRESS, forms[0])) | {"act": "edit"})
    assert [NAMED["who"] in text_of(visitor.post(ADDRESS, form)) for form in forms] == [True, True]
    assert (visitor.get if address == "/ud" else visitor.post)(address).cookies["e"].value == ""
    answers = [visitor.post(ADDRESS, form) for form in forms]
    visitor.post(ADDRESS)  # somebody presses Begynd once more: that is another errand
    for answer in (*answers, *(visitor.post(ADDRESS, form) for form in forms)):
        assert answer.status_code == 200
        assert "Begynd forfra." in Page(answer).main
        assert not [line for line in NAMED.values() if line in text_of(answer)]
        assert answer.headers["X-Robots-Tag"] == "noindex"


def test_whoever_stays_on_the_sheet_has_another_hour(visitor, clock):
    form = fields_of(visitor.post(ADDRESS)) | NAMED
    clock(MONDAY_MORNING + timedelta(minutes=59))
    stayed = visitor.post(ADDRESS, form | {"act": "stay"})
    assert (stayed.status_code, stayed.content) == (204, b"")
    clock(MONDAY_MORNING + timedelta(minutes=118))
    assert NAMED["who"] in text_of(visitor.post(ADDRESS, form | {"errand": stayed.headers["Errand"], "act": "sheet"}))
    assert "Begynd forfra." in text_of(visitor.post(ADDRESS, form | {"act": "sheet"}))


def test_a_photo_is_put_in_by_the_browser_and_has_no_name_to_be_sent_under(send):
    [photo] = [attrs for attrs in Page(send(**NAMED)).all("input") if attrs.get("type") == "file"]
    assert "name" not in photo
