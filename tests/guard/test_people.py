"""What may be a name, a school, a flight, a script we cannot read, or a combination too narrow: it warns."""

import pytest

from tests.guard.corpus import DENMARK
from vaern.guard import Context, Kind, Place, check, reworded
from vaern.guard.words import GIVEN_NAMES, OPENERS, entries


def warned(text: str, context: Context = DENMARK) -> list[tuple[Kind, str]]:
    return [(finding.kind, text[finding.start : finding.end]) for finding in check(text, context).findings]


@pytest.mark.parametrize(
    "text, name",
    [
        ("Han er den, Rojhat stoler på.", "Rojhat"),
        ("Vi så Rojhat dér.", "Rojhat"),
        ("Besked fx Rojhat og ham.", "Rojhat"),
        ("Hun elsker Rojhat Demirel højt.", "Rojhat Demirel"),
        ("Rojhat Demirel er bange.", "Rojhat Demirel"),
        ("Hendes far hedder Bo.", "Bo"),
        ("Til hr. Xemgin sagde hun nej.", "Xemgin"),
        ("Det er Rojhats telefon.", "Rojhats"),
        ("Navn: Xemgin", "Xemgin"),
        ("Far: Xemgin, mor: ukendt.", "Xemgin"),
        ("Anne-Marie er bange.", "Anne-Marie"),
        ("Hun er vred på Rojhat.", "Rojhat"),
        ("Familien Xemgin er flyttet.", "Xemgin"),
    ],
)
def test_a_word_that_stands_as_a_name_warns_whether_listed_or_not(text, name):
    assert warned(text) == [(Kind.NAME, name)]


@pytest.mark.parametrize("name", ["Fatima", "fatima", "Mette", "mette", "Fatimas"])
def test_a_listed_given_name_warns_in_large_and_small_letters(name):
    assert warned(f"Det er {name} telefon.") == [(Kind.NAME, name)]
    assert warned(f"{name} er bange.") == [(Kind.NAME, name)]


@pytest.mark.parametrize(
    "text",
    [
        "Rejsen går til Xemgin og videre.",
        "De bor i Xemgin.",
        "Hun kommer fra Xemgin.",
        "Vi ringede til Aarhus Kommune.",
        "Hun er kurdisk og kommer fra Syrien.",
        "Han skrev på WhatsApp og Messenger.",
        "Vi brugte VEND og FGM som stikord.",
        "Mødet er hos Familierådgivningen og Borgerservice.",
        "Hun spurgte: Er der hjælp at få?",
        "Du kan ringe til Lev Uden Vold.",
        "De Danske myndigheder og Politiet.",
        "Borger: Ønsker hjælp. Rådgiver: Anbefaler en pause.",
        "Barnets mor og pigens bror.",
        "Hun bor i Huset Havblik.",
    ],
)
def test_places_authorities_media_and_sentence_openings_are_no_names(text):
    assert warned(text) == []


def test_a_name_that_opens_a_sentence_is_seen_once_it_stands_inside_another():
    assert warned("Xemgin ringede.") == []
    assert warned("Xemgin ringede. Vi talte med Xemgin.") == [(Kind.NAME, "Xemgin"), (Kind.NAME, "Xemgin")]


def test_the_word_lists_hold_no_name_that_is_also_an_everyday_word():
    everyday = (
        "hans per bo liv storm bjørn maj august jan ville rune helle max lykke dan sol tro ask falk mark line".split()
    )
    assert not GIVEN_NAMES & set(everyday)
    assert not GIVEN_NAMES & OPENERS
    names = entries("given_names.txt")
    assert list(names) == sorted(set(names), key=str.casefold)


# --- Schools, workplaces


@pytest.mark.parametrize(
    "text, place, wording",
    [
        ("Hun går på Nørreskolen.", "Nørreskolen", "en skole"),
        ("Hun går på Tingbjerg Skole.", "Tingbjerg Skole", "en skole"),
        ("Nordvest Gymnasium har ringet.", "Nordvest Gymnasium", "et gymnasium"),
        ("Broren er i Solsikkens Børnehave.", "Solsikkens Børnehave", "en børnehave"),
        ("De bor i boligforeningen Vesterbo.", "Vesterbo", "[navn på sted udeladt]"),
        ("Han arbejder hos Nordbyg.", "Nordbyg", "en arbejdsplads"),
        ("Hun er ansat som kok i Havblik.", "Havblik", "en arbejdsplads"),
    ],
)
def test_the_name_of_a_school_or_workplace_warns_and_its_kind_is_proposed(text, place, wording):
    (finding,) = check(text, DENMARK).findings
    assert (finding.kind, text[finding.start : finding.end]) == (Kind.INSTITUTION, place)
    assert finding.proposal == wording
    assert check(reworded(text, [finding]), DENMARK).findings == ()


@pytest.mark.parametrize(
    "text",
    [
        "Hun går i folkeskole og derefter på gymnasiet.",
        "Folkeskolen og Ungdomsskolen er orienteret.",
        "Hendes skole er god. Vores skole også.",
        "Han arbejder i Odense og læser på HF.",
        "Hun er ansat ved Aarhus Kommune.",
        "Skolen har skrevet, og Børnehaven svarer.",
    ],
)
def test_the_kind_of_place_alone_may_stand(text):
    assert warned(text) == []


# --- Flights, scripts


@pytest.mark.parametrize("flight", ["SK 1234", "TK1784", "PC-1122", "QR 161"])
def test_a_flight_number_warns(flight):
    assert warned(f"De flyver med {flight} fra Kastrup.") == [(Kind.FLIGHT, flight)]


@pytest.mark.parametrize(
    "text", ["Se § 12 i LOV 1234.", "Det er FN 2030.", "TV 2 og DR 1 har omtalt det.", "Bilag AB 12."]
)
def test_other_letters_and_numbers_are_no_flight(text):
    assert warned(text) == []


def test_a_script_the_guard_cannot_read_warns_as_one_finding_a_run():
    assert warned("Hun skrev «أنا خائفة» og «помогите».") == [(Kind.SCRIPT, "أنا خائفة"), (Kind.SCRIPT, "помогите")]


# --- The narrow combination

PLACE, AGE, COUNTRY = "Hun bor på Læsø. ", "Hun er 17 år. ", "Familien er fra Irak."


def test_small_place_exact_age_and_country_warn_together():
    assert warned(PLACE + AGE + COUNTRY) == [(Kind.COMBINATION, "17")]


@pytest.mark.parametrize(
    "text",
    [
        PLACE + AGE,
        PLACE + COUNTRY,
        AGE + COUNTRY,
        "Hun bor i Aarhus. " + AGE + COUNTRY,
        PLACE + "Hun er 15–17 år. " + COUNTRY,
        PLACE + AGE + "Familien er fra Danmark.",
        PLACE + "Det gælder børn under 18 år. " + COUNTRY,
        PLACE + "De har boet her i 17 år. " + COUNTRY,
    ],
)
def test_one_step_from_it_nothing_warns(text):
    assert warned(text) == []


@pytest.mark.parametrize(
    "written, proposed",
    [
        ("17", "15–17"),
        ("18", "18–20"),
        ("15", "15–17"),
        ("14", "13–14"),
        ("21", "21–24"),
        ("0", "0–2"),
        ("99", "65–99"),
    ],
)
def test_the_proposed_span_holds_the_age_and_crosses_no_age_where_the_rules_change(written, proposed):
    (finding,) = check(f"{PLACE}Hun er {written} år. {COUNTRY}", DENMARK).findings
    assert finding.proposal == proposed
    low, high = map(int, proposed.split("–"))
    assert low <= int(written) <= high
    assert not any(low < limit <= high for limit in (15, 18, 21))


def test_two_ages_of_one_span_get_the_same_proposal_so_that_its_middle_tells_nothing():
    proposals = {
        finding.proposal
        for age in (15, 16, 17)
        for finding in check(f"{PLACE}Hun er {age} år. {COUNTRY}", DENMARK).findings
    }
    assert proposals == {"15–17"}


@pytest.mark.parametrize(
    "age", ["En 17-årig pige", "Pigen er sytten", "En pige på 17", "Pigen, 17 år,", "En dreng født i 2009"]
)
def test_an_exact_age_is_known_in_its_usual_writings_and_the_proposal_settles_it(age):
    text = f"{age} fra Læsø er i Somalia."
    (finding,) = check(text, DENMARK).findings
    assert finding.kind is Kind.COMBINATION
    assert check(reworded(text, [finding]), DENMARK).findings == ()


def test_which_places_are_small_is_told_from_outside():
    small_odense = Context(places=(Place("Odense", is_small=True),))
    text = "Hun bor i Odense. " + AGE + COUNTRY
    assert warned(text, small_odense) == [(Kind.COMBINATION, "17")]
    assert warned(text) == []
