"""The translators' page of the desk."""

import re

import pytest
from django.urls import reverse

from tests.cast import MORNING, signed_in
from tests.languages.conftest import folder  # noqa: F401  a folder of languages that a test may change
from vaern.languages.models import Review

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MORNING)]


@pytest.fixture
def lead(team_lead, folder):  # noqa: F811
    return signed_in(team_lead)


def shown(browser):
    return browser.get(reverse("languages")).content.decode()


def press(browser, button="languages-mark"):
    """Press the button as the page shows it."""
    form = re.search(rf'action="{reverse(button)}".*?</form>', shown(browser), re.DOTALL)[0]
    fields = dict(re.findall(r'name="(language|pack|read)" value="([^"]*)"', form))
    return browser.post(reverse(button), fields)


def test_the_page_says_what_is_missing_in_each_language(lead, folder):  # noqa: F811
    folder.translate("ar", lambda catalogue: setattr(catalogue[0], "msgstr", ""))
    page = shown(lead)
    assert re.search(r"1 af \d+ tekster mangler", page)
    assert "<li>Få råd</li>" in page
    assert 'value="core"' not in page, "a pack with a gap cannot be marked"
    assert 'value="professional"' in page


def test_a_team_lead_marks_a_language_and_the_page_says_who_and_when(lead, client, directory):
    assert client.get("/ar/").status_code == 404
    assert press(lead).status_code == 302
    assert "Læst af Dina i dag kl. 10.00." in shown(lead)
    assert client.get("/ar/").status_code == 200


def test_the_professionals_pages_are_marked_for_themselves(lead, client, directory):
    press(lead)
    assert client.get("/ar/fagfolk/").status_code == 404
    form = re.search(r'name="pack" value="professional"><input type="hidden" name="read" value="([^"]*)"', shown(lead))
    lead.post(reverse("languages-mark"), {"language": "ar", "pack": "professional", "read": form[1]})
    assert client.get("/ar/fagfolk/").status_code == 200


def test_a_mark_is_taken_back(lead, client, directory):
    press(lead)
    assert press(lead, "languages-take-back").status_code == 302
    assert "Trukket tilbage eller afløst af Dina i dag kl. 10.00." in shown(lead)
    assert client.get("/ar/").status_code == 404


def test_a_consultant_sees_the_page_and_no_button(consultant_on_the_inquiry, folder):  # noqa: F811
    page = shown(signed_in(consultant_on_the_inquiry))
    assert "Udkast" in page
    assert reverse("languages-mark") not in page


def test_a_change_after_the_mark_is_told(lead, folder):  # noqa: F811
    press(lead)
    folder.translate("ar", lambda catalogue: setattr(catalogue[3], "msgstr", "س"))
    page = shown(lead)
    assert "Udkast: ændret, siden det blev læst" in page
    assert "Gælder ikke mere: teksterne er ændret." in page


@pytest.mark.parametrize(
    "sent, said",
    [
        ({}, "Det sprog findes ikke"),
        ({"language": "ar", "read": ""}, "Det sprog findes ikke"),
        ({"language": "en", "pack": "core", "read": ""}, "Det sprog findes ikke"),
        ({"language": "x" * 500, "pack": "core", "read": ""}, "Det sprog findes ikke"),
        ({"language": "ar", "pack": "core", "read": "0" * 64}, "Teksterne er ændret, efter at du læste dem."),
    ],
)
def test_what_cannot_be_marked_is_said_in_words_and_nothing_is_written(lead, sent, said):
    answer = lead.post(reverse("languages-mark"), sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Review.objects.exists()


def test_what_was_never_marked_cannot_be_taken_back(lead):
    answer = lead.post(reverse("languages-take-back"), {"language": "ar", "pack": "core"})
    assert answer.status_code == 422
    assert "intet at trække tilbage" in answer.content.decode()
