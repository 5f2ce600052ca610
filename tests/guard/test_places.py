"""Mail addresses, profiles, street addresses: what leads to a person, and what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.guard.corpus import DENMARK, covering, patiently, stops
from vaern.guard import Context, Kind, check

locals_ = st.from_regex(r"[a-z][a-z0-9._+\-]{0,15}[a-z0-9]", fullmatch=True)
domains = st.from_regex(r"[a-z][a-z0-9\-]{0,10}[a-z0-9]\.(dk|com|invalid|co\.uk)", fullmatch=True)
at_signs = st.sampled_from(["@", "＠", " @ ", "(at)", " (at) ", "[at]", " snabel-a ", " snabela ", " (a) ", "{at}"])
dots = st.sampled_from([".", " . ", "(dot)", "[dot]", " punktum ", " (punktum) "])


@patiently
@given(locals_, at_signs, domains, dots)
def test_a_mail_address_is_stopped_in_plain_and_in_disguise(local, at_sign, domain, dot):
    address = local + at_sign + domain.replace(".", dot)
    assert [finding.kind for finding in covering(f"Skriv til {address} i aften", address)] == [Kind.EMAIL]


def test_a_mail_address_ends_with_its_sentence():
    text = "Skriv til ukendt@post.invalid. Kontoret har åbent."
    (finding,) = check(text, DENMARK).stops
    assert text[finding.start : finding.end] == "ukendt@post.invalid"


def test_an_authoritys_mail_address_may_stand_when_the_context_names_it():
    assert stops("Skriv til postkasse@sikker.invalid.") == []
    assert stops("Skriv til postkasse@sikker.invalid.", Context()) == [Kind.EMAIL]
    assert stops("Skriv til min.postkasse@sikker.invalid.") == [Kind.EMAIL]


@pytest.mark.parametrize(
    "text",
    [
        "Hun siger at gmail er hacket.",
        "Vi er enige om at mail ikke er sikkert.",
        "Mødet er a-b-c.",
        "Se kk.dk om tilbud.",
    ],
)
def test_the_everyday_word_at_makes_no_mail_address(text):
    assert stops(text) == []


@pytest.mark.parametrize("medium", ["Snapchat", "Instagram", "TikTok", "Facebook"])
def test_the_medium_may_stand_and_the_handle_may_not(medium):
    assert stops(f"Broren følger hende på {medium}: han ser alt, hun skriver.") == []
    assert stops(f"Broren følger hende på {medium}: nur_1234.") == [Kind.PROFILE]
    assert stops(f"Broren følger hende på {medium}, @nurshams.") == [Kind.PROFILE]


roads = st.sampled_from(
    [
        *("Nørregade", "Egevej", "Birkevænget", "Strandstræde", "Lindeallé", "Ny Allé", "Kong Georgs Vej"),
        *("Sønder Boulevard", "Skovtoften", "Rosenhaven", "Møllebakken", "H.C. Andersens Boulevard", "Åparken"),
        *("Østre Ringgade", "Gl. Kongevej", "A\u030aparken", "nørregade", "egevej", "birkevænget"),
    ]
)
house_numbers = st.from_regex(r"[1-9][0-9]{0,2}[A-D]?", fullmatch=True)
floors = st.sampled_from(
    ["", ", 3. tv", ", 1.th.", " 2 mf", ", st. tv", ", kl. th", ", 4. sal", ", 2. sal th", ", 3. dør 12"]
)
towns = st.sampled_from(["", ", 8000 Aarhus C", ", 1620 København V", "\n9000 Aalborg", ", DK-5000 Odense"])


@patiently
@given(roads, house_numbers, floors, towns, st.sampled_from([" ", " nr. ", ", ", "\u00a0", " nr "]))
def test_a_street_address_is_stopped_whatever_its_road_number_and_floor(road, number, floor, town, joint):
    address = road + joint + number + floor + town
    found = covering(f"Hun er flyttet til {address}; det ved kun skolen.", address)
    assert [finding.kind for finding in found] == [Kind.ADDRESS]


@pytest.mark.parametrize("place", ["Lærkereden 3", "Solsikken 14B", "Ved Skoven 8", "Strøget 5"])
def test_a_road_of_any_name_is_known_by_the_words_before_it_or_the_floor_after(place):
    assert stops(f"Hun bor på {place} for tiden.") == [Kind.ADDRESS]
    assert stops(f"Adresse: {place}") == [Kind.ADDRESS]
    assert stops(f"Pakken gik til {place}, 2. tv.") == [Kind.ADDRESS]
    assert stops(f"Pakken gik til {place}, 8000 Aarhus.") == [Kind.ADDRESS]


@pytest.mark.parametrize(
    "text",
    ["De har boet i Danmark 3 år.", "Hun har en arbejdsplads 2 dage om ugen.", "Han går i børnehave 5 dage.",
     "De tog motorvej 3 gange.", "Kun vejen 1 gang til skole.", "Hun bor i Aarhus 2 dage om ugen.",
     "I Vejle 4 gange, i Køge 2.", "Vi var på stedet 3 gange.", "Politiets brigade 3 kom.", "Han er opgave 4 igennem."],
)  # fmt: skip
def test_numbers_after_everyday_words_are_no_house_numbers(text):
    assert check(text, DENMARK).findings == ()


def test_the_address_of_an_authority_may_stand_when_the_context_names_it():
    assert stops("Mødet er på Rådhusgade 1.") == []
    assert stops("Mødet er på Rådhusgade 1.", Context()) == [Kind.ADDRESS]
    assert stops("Mødet er på Rådhusgade 1, 3. tv.") == [Kind.ADDRESS]


def test_a_road_without_a_number_warns_and_with_one_it_stops():
    assert [finding.kind for finding in check("De ses på Vesterbrogade.", DENMARK).findings] == [Kind.STREET]
    assert [finding.kind for finding in check("De ses på Vesterbrogade 9.", DENMARK).findings] == [Kind.ADDRESS]


def test_coordinates_are_an_exact_place():
    assert stops("Hun er her: 56.1512, 10.2051") == [Kind.ADDRESS]
    assert stops("Det koster 56.1, det andet 10.2") == []
