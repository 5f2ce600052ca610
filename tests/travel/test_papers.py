"""The papers of a trip: what is not known says "Ukendt", all of it fits one page, and nothing leaves without a row."""

from datetime import date
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from tests.cast import MORNING, text
from tests.travel.conftest import a_sign, consent, departs, stated, travels
from vaern.cases.documents import add_document
from vaern.cases.telling import Fact as Tells
from vaern.cases.terms import DocumentKind
from vaern.travel import papers
from vaern.travel.terms import Topic
from vaern.ui import briefing as briefings
from vaern.ui import pdf
from vaern.ui.briefing import Briefing

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("directory")]
ALL_LINES = list(briefings.HEADINGS)


def pages(made):
    with pikepdf.open(BytesIO(made)) as opened:
        return len(opened.pages)


def a_picture():
    picture = BytesIO()
    Image.new("RGB", (900, 1200), (120, 90, 60)).save(picture, "JPEG")
    return picture.getvalue()


def test_what_nobody_knows_is_said_and_the_page_is_one(trip, consultant_on_the_case):
    made = papers.briefing(trip.case, consultant_on_the_case, MORNING)
    assert made.text.count("Ukendt") >= 8
    assert "Rejsedatoen er ukendt: det kan være i dag" in made.text
    assert pages(made.pdf) == 1
    assert Tells.IDENTITY not in made.told


@pytest.mark.parametrize("words", ["ord " * 300, "x" * 4000, "Æ" * 500, "\n".join("linje" for _ in range(90))])
def test_however_much_is_known_it_fits_one_page_with_a_photo(words):
    whole = Briefing(**dict.fromkeys(ALL_LINES, words))
    content = briefings.content_of(whole, reference="K-2345", date="23. november 2026", photo=a_picture())
    assert pages(pdf.render(briefings.TEMPLATE, content)) == 1


def test_a_line_of_the_file_that_is_too_long_says_that_it_was_cut():
    content = briefings.content_of(Briefing(feared="Vold. " * 80, where="x" * briefings.MOST), reference="–", date="")
    lines = {heading: shown for heading, shown, _ in content["rows"]}
    assert lines["Hvad frygtes"].endswith("… (forkortet: mere i sagen)")
    assert len(lines["Hvad frygtes"]) == briefings.MOST
    assert lines["Hvorhen og til hvem"] == "x" * briefings.MOST
    assert lines["Hvem"] == "Ukendt"


def test_with_consent_it_says_who_it_is_and_shows_the_photo(trip, consultant_on_the_case):
    by = consultant_on_the_case
    consent(trip.case, by)
    travels(trip, by, label="datter 1")
    stated(trip, by, Topic.HOST, values={"relation": "farbror"}, private="Yusuf Holm, hus 3")
    stated(trip, by, Topic.AUTHORITY, "De har flyet", values={"office": "police", "wrote": "we", "reference": "lbnr 4"})
    departs(trip, by, clock="06:20", flight="SK 1425", from_airport="CPH", way="flight")
    add_document(case=trip.case, kind=DocumentKind.PHOTO, title=text("foto"), sent=a_picture(), by=by, at=MORNING)
    made = papers.briefing(trip.case, by, MORNING)
    assert all(
        word in made.text for word in ("datter 1", "Yusuf Holm", "SK 1425", "CPH", "De har flyet", "Foto af personen")
    )
    assert pages(made.pdf) == 1
    with pikepdf.open(BytesIO(made.pdf)) as opened:
        assert any("/Image" in str(each.get("/Subtype")) for each in opened.objects if hasattr(each, "get"))
    consent(trip.case, by, scopes=())
    assert "Yusuf" not in papers.briefing(trip.case, by, MORNING).text


def test_the_card_has_numbers_and_no_sender_no_name_and_no_code_word(trip, consultant_on_the_case):
    by = consultant_on_the_case
    stated(trip, by, Topic.AGREED_WORDS, "regnbue", values={"kind": "duress"})
    travels(trip, by)
    a_sign(trip, by)
    made = papers.travel_card(trip.case, by, MORNING)
    assert "+45 33 92 11 12" in made.text
    assert "25. november 2026 kl. 10.00" in made.text
    forbidden = ("regnbue", "datter", "konsulent", "ære", "tvang", "politi", trip.case.reference, trip.case.cover_name)
    assert not [word for word in forbidden if word in made.text.lower()]
    assert "Sikkerhedskonsulent" not in str(made.pdf)


def test_the_fact_sheet_keeps_what_was_seen_apart_from_what_somebody_thinks(trip, consultant_on_the_case):
    by = consultant_on_the_case
    stated(
        trip, by, Topic.CONDITIONS, "Hun er låst inde om natten", values={"evidence": "message"}, on=date(2026, 11, 20)
    )
    stated(trip, by, Topic.OPINION, "Skolen mener, at det er synd")
    made = papers.foreign_ministry(trip.case, by, MORNING)
    assert "20. november 2026: Hun er låst inde om natten" in made.text.replace("Besked eller opkald fra stedet. ", "")
    assert "synd" not in made.text


def test_a_case_without_a_trip_has_no_paper_of_one(case, consultant_on_the_case):
    with pytest.raises(papers.NoTrip):
        papers.briefing(case, consultant_on_the_case, MORNING)
