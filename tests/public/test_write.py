"""Write without a name: whole requests, as a browser without scripts sends them. Checks C1-C15 of the safety rules."""

import re
from datetime import datetime, timedelta

import pytest
from django.core import signing
from django.db import DatabaseError, InterfaceError

from tests.public.conftest import COPENHAGEN, MONDAY_MORNING
from tests.public.reading import Page, lix, words_in_a_sentence
from vaern.audit.models import Event
from vaern.law.clocks import is_working_day
from vaern.mailbox.code import SECRET_BITS, Code
from vaern.mailbox.door.refusals import BrokerClosed
from vaern.mailbox.door.sitting import enter
from vaern.mailbox.expectations import answer_by
from vaern.mailbox.models import Message, Thread
from vaern.public import write as writing
from vaern.vault import codes
from vaern.vault.codes import Crowded

BY_RETURN = {"answer_by": "return"}
WORDS = "Jeg må ikke gå ud.\nالرقم 12 34 هنا"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(codes, "COST", 2**10)


@pytest.fixture
def steps(visitor):
    """Send any step of an errand that was begun."""
    errand = fields_of(visitor.post("/skriv/"))

    def post(act, fields, **more):
        return visitor.post("/skriv/", errand | fields | {"act": act}, **more)

    return post


@pytest.fixture
def send(steps):
    """Send one step of the form, with words in it."""
    return lambda act, **fields: steps(act, {"text": WORDS} | fields)


def fields_of(answer):
    """Return what the page's form would send, hidden fields and chosen answers included."""
    read = Page(answer)
    found = {}
    for attrs in read.all("input"):
        kind = attrs.get("type", "text")
        if kind == "hidden" or (kind in {"radio", "checkbox"} and "checked" in attrs):
            found[attrs["name"]] = attrs.get("value") or ""
    return found


def text_of(answer):
    return answer.content.decode()


def words_on(answer):
    """Return every word of a page and its markup, where "form" and "telefon" stand on each: they can be of a code."""
    return set(re.findall(r"\w+", text_of(answer)))


def code_on(answer) -> Code:
    signed = signing.TimestampSigner(salt="code on its way").unsign(fields_of(answer)["code"])
    return Code(int(signed.partition(":")[0]))


class TestTheThreeSteps:
    @pytest.mark.check("A11")
    def test_a_get_meets_a_neutral_page_and_nothing_of_the_form(self, visitor):
        answer = visitor.get("/skriv/")
        assert "<textarea" not in text_of(answer)
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert not answer.cookies

    @pytest.mark.parametrize("act", ["", "message", "contact", "check", "code"])
    def test_no_step_sets_another_cookie_than_that_of_the_errand_or_is_found_by_a_search(self, visitor, send, act):
        answer = send(act)
        assert answer.status_code == 200
        assert not answer.cookies
        assert set(visitor.cookies) == {"e"}
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Cache-Control"] == "no-store"

    def test_age_and_duty_stand_before_the_field(self, send):
        page = text_of(send("message"))
        assert page.index("Du behøver ikke sige, hvem du er.") < page.index("Er du under 18") < page.index("<textarea")

    @pytest.mark.parametrize("act", ["message", "contact", "check"])
    def test_112_stands_on_every_step(self, send, act):
        assert "vent ikke på svar her. Ring" in Page(send(act)).main

    @pytest.mark.check("C1")
    def test_one_word_can_be_sent(self, steps):
        answer = steps("contact", {"text": "hjælp"})
        assert "Trin 2 af 3" in text_of(answer)

    @pytest.mark.check("C2", "C3")
    def test_the_careful_answers_stand_chosen(self, send):
        chosen = fields_of(send("contact"))
        assert (chosen["answer_by"], chosen["voicemail"], chosen["sms"]) == ("return", "no", "no")
        assert chosen["if_other"] == "hang-up"

    def test_the_check_page_shows_exactly_what_is_sent(self, send):
        contact = {"answer_by": "call", "number": "22 33 44 55", "phone_of": "friend", "when_safe": "Tirsdag"}
        page = text_of(send("check", **contact, voicemail="no"))
        for words in ("Jeg må ikke gå ud.", "22 33 44 55", "En vens", "Tirsdag", "Læg på"):
            assert words in page

    def test_a_phone_that_may_not_be_used_is_not_sent(self, send):
        page = Page(send("check", answer_by="return", number="22 33 44 55", when_safe="Tirsdag")).main
        assert "22 33 44 55" not in page
        assert "Tirsdag" not in page

    def test_where_only_one_text_message_may_be_sent_nothing_that_is_sent_speaks_of_a_call(self, send):
        contact = {
            "answer_by": "sms",
            "number": "22 33 44 55",
            "never_when": "Om aftenen",
            "sms_text": "Hej",
            "sms": "no",
        }
        page = Page(send("check", **contact, if_other="agreed-words", other_words="Pizza?", voicemail="yes")).main
        shown = re.findall(r"<dt>(.*?)</dt><dd dir=\"auto\">(.*?)</dd>", text_of(send("check", **contact)))
        assert shown == [
            ("Hvordan må vi svare dig?", "I må sende én sms, som jeg selv skriver"),
            ("Nummeret til sms’en", "22 33 44 55"),
            ("Hvornår må vi aldrig sende den?", "Om aftenen"),
            ("Må vi sende en sms?", "Ja"),
            ("Det skal der stå i sms’en", "Hej"),
        ]
        for word in ("ringe", "telefonen", "Pizza", "Nej"):
            assert word not in page.partition("Det her bliver sendt")[2].partition("Videre til din kode")[0]

    @pytest.mark.parametrize(
        "given, missing",
        [
            ({"answer_by": "call", "phone_of": "own"}, "Skriv et nummer"),
            ({"answer_by": "call", "phone_of": "own", "number": "12"}, "om nummeret er helt"),
            ({"answer_by": "call", "number": "22334455"}, "hvis telefon det er"),
            ({"answer_by": "sms", "number": "22334455"}, "skal stå i sms"),
            ({"answer_by": "trusted", "number": "22334455", "phone_of": "friend", "sms": "yes"}, "skal stå i sms"),
            (
                {"answer_by": "call", "number": "22334455", "phone_of": "own", "if_other": "agreed-words"},
                "hvad vi skal sige",
            ),
            ({"answer_by": "call", "number": "22334455", "phone_of": "own", "other_words": "Pizza?"}, "over ordene"),
            (
                {"answer_by": "call", "number": "22334455", "phone_of": "own", "sms_text": "Hej"},
                "over ordene",
            ),
            ({"answer_by": "call", "number": "²²²²²²²²", "phone_of": "own"}, "om nummeret er helt"),
            ({"answer_by": "call", "number": "22334455", "phone_of": "own", "until": "I går."}, "Den dag er gået."),
            ({"answer_by": "pigeon"}, "Vælg et af svarene"),
        ],
    )
    def test_an_answer_that_would_not_be_safe_to_act_on_is_asked_for_again(self, send, given, missing):
        answer = send("check", **given)
        assert missing in text_of(answer)
        assert Page(answer).title.startswith("Fejl:")
        assert "Jeg må ikke gå ud." in text_of(answer)

    def test_digits_of_any_script_are_a_number(self, send):
        assert "Trin 3 af 3" in text_of(send("check", answer_by="call", number="٢٢٣٣٤٤٥٥", phone_of="own"))

    def test_going_back_keeps_every_answer(self, send):
        answer = send("message", answer_by="call", number="22334455", danger="on")
        assert "Jeg må ikke gå ud." in text_of(answer)
        kept = fields_of(answer)
        assert (kept["number"], kept["answer_by"]) == ("22334455", "call")
        assert "danger" in kept

    def test_a_button_of_an_older_version_of_the_page_leads_to_the_first_step_with_every_word(self, send):
        answer = send("kode", answer_by="call", number="22334455", shown="1")
        assert "Trin 1 af 3" in text_of(answer)
        assert "Jeg må ikke gå ud." in text_of(answer)
        kept = fields_of(answer)
        assert (kept["number"], kept["shown"]) == ("22334455", "1")

    @pytest.mark.check("C13")
    def test_no_field_asks_who_somebody_is(self, send):
        for act in ("message", "contact"):
            page = text_of(send(act)).lower()
            for label in re.findall(r"<(?:label|legend)[^>]*>([^<]*)<", page):
                assert not re.search(r"cpr|\bnavn|adresse", label)

    def test_no_field_cuts_what_is_pasted_into_it(self, send):
        for act in ("message", "contact"):
            fields = Page(send(act)).all("textarea") + Page(send(act)).all("input")
            assert not [attrs for attrs in fields if "maxlength" in attrs]

    @pytest.mark.parametrize("chip", ["danger", "trip"])
    @pytest.mark.check("C11")
    def test_danger_or_a_trip_shows_the_numbers_before_sending_and_flags_the_message(self, steps, chip):
        given = {"text": "", chip: "on"}
        for act in ("contact", "check", "code"):
            page = text_of(steps(act, given))
            assert "Vent ikke på svar her" in page
        code = steps("code", given)
        steps("send", fields_of(code))
        assert Message.objects.get().is_urgent

    @pytest.mark.parametrize("act", ["message", "contact", "check", "code"])
    def test_the_steps_are_easy_to_read(self, send, act):
        text = Page(send(act)).main
        assert lix(text) <= 30, lix(text)
        assert words_in_a_sentence(text) <= 12


class TestBadInput:
    @pytest.mark.parametrize("text", ["", "   ", "\n\t"])
    def test_nothing_at_all_is_asked_for_kindly(self, steps, text):
        answer = steps("send", {"text": text})
        assert "Skriv lidt. Ét ord er nok." in text_of(answer)
        assert not Thread.objects.exists()

    @pytest.mark.parametrize(
        "text",
        [
            "😀😀",
            "x",
            "ש" * 50,
            "12 34 عربي 56 \u202e",
            "<script>alert(1)</script>",
            "{{ secret }}",
            "a\x00b",
        ],
        ids=["emoji", "one letter", "hebrew", "mixed", "script", "template", "null"],
    )
    def test_whatever_is_written_arrives_as_it_was(self, steps, text):
        code = steps("code", {"text": text.encode("utf-8", "replace").decode()})
        answer = steps("send", fields_of(code))
        assert "er sendt" in text_of(answer)
        [message] = enter(typed=" ".join(code_on(code).words), at=datetime.now(COPENHAGEN)).messages()
        assert message.content["text"] == text.encode("utf-8", "replace").decode().replace("\x00", "")
        assert "<script>alert" not in text_of(steps("check", {"text": text}))

    def test_a_hundred_thousand_letters_are_room_enough_and_one_more_is_said_at_the_field(self, steps):
        assert "Trin 3" in text_of(steps("check", {"text": "å" * 100_000}))
        answer = steps("check", {"text": "å" * 100_001})
        assert "Teksten er for lang" in text_of(answer)
        assert "å" * 100_001 in text_of(answer)

    def test_a_civil_number_is_pointed_out_and_may_be_sent(self, steps):
        given = {"text": "Mit nummer er 010190-1234"}
        answer = steps("check", given)
        assert "ligner et cpr-nummer" in text_of(answer)
        code = steps("code", given)
        assert "er sendt" in text_of(steps("send", fields_of(code)))


class TestSending:
    @pytest.fixture
    def code(self, send):
        return send("code")

    def test_the_code_is_shown_before_anything_is_stored_both_ways(self, code):
        drawn, page = code_on(code), text_of(code)
        for word in drawn.words:
            assert f"<li>{word}</li>" in page
        assert " ".join(drawn.digits) in page
        assert not Thread.objects.exists()

    def test_sent_it_is_there_for_the_code_and_the_code_is_not_shown_again(self, send, steps, code):
        answer = steps("send", fields_of(code))
        drawn, page = code_on(code), text_of(answer)
        assert "Din besked er sendt" in page
        assert str(drawn.number) not in page
        assert not set(drawn.words) & (words_on(answer) - words_on(send("check")))
        assert enter(typed=" ".join(drawn.words), at=datetime.now(COPENHAGEN))

    def test_when_to_look_again_is_the_name_of_a_day_to_write_down(self, steps, code):
        assert "Der er svar senest tirsdag." in text_of(code)
        assert "Der er svar senest tirsdag." in text_of(steps("send", fields_of(code)))

    @pytest.mark.check("C7")
    def test_a_double_click_and_a_lost_network_are_one_message(self, steps, code):
        for _ in range(3):
            assert "er sendt" in text_of(steps("send", fields_of(code)))
        assert Thread.objects.count() == Message.objects.count() == 1

    def test_a_code_that_is_not_ours_is_replaced_and_the_writer_told(self, steps, code):
        answer = steps("send", fields_of(code) | {"code": "12345"})
        assert "Koden er skiftet. Skriv den nye ned." in text_of(answer)
        assert not Thread.objects.exists()

    def test_a_code_holds_for_half_a_day_and_one_that_has_lain_longer_is_replaced(self, code, clock):
        signed, told = fields_of(code)["code"], {"text": WORDS, "danger": False, "trip": False, "contact": BY_RETURN}
        clock(MONDAY_MORNING + timedelta(hours=12))
        assert writing.code_sent(signed, told) == code_on(code)
        clock(MONDAY_MORNING + timedelta(hours=12, seconds=1))
        assert writing.code_sent(signed, told) is None

    def test_the_same_code_with_another_message_is_replaced_and_said_so(self, steps, code):
        steps("send", fields_of(code))
        answer = steps("send", fields_of(code) | {"text": "Noget helt andet"})
        assert "Koden er skiftet. Skriv den nye ned." in text_of(answer)
        assert code_on(answer) != code_on(code)
        assert Message.objects.count() == 1

    @pytest.mark.parametrize("way", [("check",), ("message", "contact", "check")], ids=["the check", "the first step"])
    def test_whoever_goes_back_from_the_code_is_told_that_the_next_one_is_another(self, steps, code, way):
        assert "Koden er skiftet" not in text_of(code)
        page = code
        for act in way:
            page = steps(act, {"text": WORDS} | fields_of(page))
        again = steps("code", {"text": WORDS} | fields_of(page))
        assert "Koden er skiftet. Skriv den nye ned." in text_of(again)
        assert fields_of(again)["shown"] == "1"

    def test_that_the_code_is_another_is_told_also_past_an_answer_that_does_not_hold(self, steps, code):
        wrong = steps("check", fields_of(code) | {"answer_by": "call"})
        assert "Skriv et nummer" in text_of(wrong)
        again = steps("code", fields_of(wrong) | {"text": WORDS, "answer_by": "return"})
        assert "Koden er skiftet" in text_of(again)

    def test_a_selector_somebody_took_meanwhile_is_replaced(self, steps, code):
        drawn = code_on(code)
        other = Code(drawn.selector << SECRET_BITS | (drawn.number + 1) % 2**SECRET_BITS)
        writing.drop(code=other, content={"text": "x"}, is_urgent=False, at=datetime.now(COPENHAGEN))
        answer = steps("send", fields_of(code))
        assert "Koden er skiftet" in text_of(answer)

    @pytest.mark.parametrize("error", [Crowded, DatabaseError])
    def test_when_there_is_no_code_to_be_had_the_message_stands_with_numbers(self, send, monkeypatch, error):
        def refuse():
            raise error

        monkeypatch.setattr(writing, "new_code", refuse)
        answer = send("code", danger="on")
        assert answer.status_code == 503
        assert "Haster det, så ring." in text_of(answer)
        assert "Ring i stedet" in text_of(answer)
        assert (fields_of(answer)["text"], fields_of(answer)["danger"]) == (WORDS, "on")
        assert not Thread.objects.exists()

    @pytest.mark.parametrize("error", [Crowded, DatabaseError, InterfaceError, BrokerClosed, OSError])
    def test_trouble_gives_numbers_keeps_the_text_and_the_code(self, steps, code, monkeypatch, error):
        def refuse(**ignored):
            raise error

        monkeypatch.setattr(writing, "drop", refuse)
        answer = steps("send", fields_of(code))
        assert answer.status_code == 503
        page = text_of(answer)
        assert "Beskeden er ikke sendt" in page
        assert "25 20 28 46" in page
        assert code_on(answer) == code_on(code)
        monkeypatch.undo()
        monkeypatch.setattr(codes, "COST", 2**10)
        assert "er sendt" in text_of(steps("send", fields_of(answer)))

    @pytest.mark.check("A16")
    @pytest.mark.parametrize("headers", [{"origin": "null"}, {"origin": "https://elsewhere.invalid"}])
    def test_another_site_cannot_send_it(self, steps, code, headers):
        answer = steps("send", fields_of(code), headers=headers)
        assert answer.status_code == 403
        assert not Thread.objects.exists()

    @pytest.mark.parametrize(
        "site, status", [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403)]
    )
    @pytest.mark.check("A16")
    def test_where_no_origin_is_named_the_browsers_word_for_the_site_counts(self, visitor, site, status):
        assert visitor.post("/skriv/", headers={"sec-fetch-site": site}).status_code == status

    @pytest.mark.check("A15")
    def test_nothing_of_it_reaches_the_log(self, send, steps, capfd):
        code = send("code", text="Hemmelig")
        steps("send", fields_of(code), REMOTE_ADDR="203.0.113.7")
        written = "".join(capfd.readouterr())
        for word in ("Hemmelig", "203.0.113.7", *code_on(code).words):
            assert word not in written

    @pytest.mark.check("A14")
    def test_the_code_is_in_no_address_and_no_trail(self, send, steps, code):
        sent = steps("send", fields_of(code))
        drawn = code_on(code)
        before = set(Page(send("check")).addresses())  # stands on a page from before there was a code
        addresses = {*Page(code).addresses(), *Page(sent).addresses()} - before
        trail = list(Event.objects.values())
        assert "thread.dropped" in {event["act"] for event in trail}
        for part in (*drawn.words, str(drawn.number), "".join(drawn.digits)):
            assert not re.search(rf"\b{part}\b", f"{addresses} {trail}"), part
        assert not sent.has_header("Location")


class TestWhenThereIsAnAnswer:
    @pytest.mark.check("C12")
    @pytest.mark.parametrize(
        "written, day",
        [
            (datetime(2026, 11, 23, 0, 0), 24),
            (datetime(2026, 11, 23, 23, 59), 24),
            (datetime(2026, 11, 27, 12, 0), 30),
            (datetime(2026, 11, 28, 12, 0), 30),
        ],
        ids=["monday first minute", "monday last minute", "friday", "saturday"],
    )
    def test_it_is_the_next_working_day(self, written, day):
        assert answer_by(written.replace(tzinfo=COPENHAGEN)).day == day

    @pytest.mark.check("C12")
    def test_no_answer_is_promised_on_a_holiday(self):
        start = datetime(2026, 12, 23, 12, 0, tzinfo=COPENHAGEN)
        for hours in range(0, 24 * 12, 6):
            assert is_working_day(answer_by(start + timedelta(hours=hours)))
        assert answer_by(start).day == 28
