"""What a writer answered about safe contact, as it is read: no answer stands where it could be read as another's."""

import pytest

from vaern.mailbox.terms import CONTACT, Answer, contact_in_words, that_count

EVERYTHING = {
    "answer_by": "call",
    "number": "22 33 44 55",
    "phone_of": "friend",
    "when_safe": "Tirsdag",
    "never_when": "Om aftenen",
    "until": "Til jul",
    "if_other": "agreed-words",
    "other_words": "Pizza?",
    "voicemail": "no",
    "sms": "yes",
    "sms_text": "Hej",
}


def test_where_a_call_is_allowed_every_answer_counts():
    assert that_count(EVERYTHING) == EVERYTHING
    assert len(contact_in_words(EVERYTHING)) == len(CONTACT)


@pytest.mark.parametrize("change, void", [({"if_other": "hang-up"}, "other_words"), ({"sms": "no"}, "sms_text")])
def test_words_that_the_answer_above_them_makes_void_are_not_read(change, void):
    assert EVERYTHING.keys() - that_count(EVERYTHING | change).keys() == {void}


def test_of_one_text_message_nothing_is_read_that_belongs_to_a_call_or_says_no_to_it():
    read = contact_in_words(EVERYTHING | {"answer_by": "sms", "sms": "no"})
    assert [label for label, _answer in read] == [
        "Hvordan må vi svare dig?", "Nummeret til sms’en", "Hvis telefon er det?", "Hvornår er det sikkert?",
        "Hvornår må vi aldrig sende den?", "Til hvornår gælder det?", "Må vi sende en sms?",
        "Det skal der stå i sms’en",
    ]  # fmt: skip
    assert ("Må vi sende en sms?", "Ja") in read
    assert not any("ringe" in word for row in read for word in row)


@pytest.mark.parametrize("way", [Answer.RETURN, "", None, "pigeon"])
def test_no_number_is_read_where_no_phone_may_be_used(way):
    assert that_count(EVERYTHING | {"answer_by": way}) == {"answer_by": way}
    nothing = {name: value for name, value in EVERYTHING.items() if name != "answer_by"}
    assert contact_in_words(nothing) == []
