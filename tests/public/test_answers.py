"""The mailbox in whole requests: fold, read, write on, remove, close, leave. And what a stranger meets."""

import re
import time
from datetime import datetime, timedelta
from statistics import median
from uuid import uuid4

import pytest
from django.db import DatabaseError

from tests.cast import text as guarded_text
from tests.public.conftest import COPENHAGEN, MONDAY_MORNING
from tests.public.reading import Page, lix
from tests.public.test_write import fields_of, text_of
from vaern.mailbox.access import open_thread
from vaern.mailbox.actions import answer as answer_as_staff
from vaern.mailbox.actions import claim
from vaern.mailbox.code import SECRET_BITS, Code
from vaern.mailbox.door import patience, sitting
from vaern.mailbox.door.taking_in import drop, new_code
from vaern.mailbox.models import Message, Signal, Sitting, Thread
from vaern.public import answers, once
from vaern.vault import codes
from vaern.vault.codes import Crowded

WORDS = "De har taget mit pas."
REPLY = "Tak for din besked. Kan du sige, hvornår I rejser?"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(codes, "COST", 2**10)
    patience._wrong.clear()


@pytest.fixture
def code(directory, clock):
    drawn = new_code()
    drop(code=drawn, content={"text": WORDS}, is_urgent=False, at=MONDAY_MORNING)
    return drawn


@pytest.fixture
def replied(code, consultant_on_the_inquiry):
    """The team has answered while the writer was away."""
    thread, by = Thread.objects.get(), consultant_on_the_inquiry
    claim(thread_id=thread.pk, cover_name="x", by=by, regions=[], at=MONDAY_MORNING)
    opened = open_thread(user=by, thread_id=thread.pk, regions=[])
    answer_as_staff(opened=opened, token=uuid4(), text=guarded_text(REPLY), seen=1, by=by, at=MONDAY_MORNING)
    return code


@pytest.fixture
def inside(visitor, code):
    """Somebody who has opened the mailbox; posts go on in it."""

    def post(act, **fields):
        return visitor.post("/svar/", fields | {"act": act})

    post.first = visitor.post("/svar/", {"code": " ".join(code.words), "act": "aabn"})
    return post


def try_code(visitor, typed):
    return visitor.post("/svar/", {"code": typed, "act": "aabn"})


class TestComingIn:
    def test_a11_a_get_shows_a_neutral_page_even_with_a_mailbox_open(self, visitor, inside):
        answer = visitor.get("/svar/")
        assert "Jeg har en kode" in text_of(answer)
        assert "Fra dig" not in text_of(answer)
        assert answer.headers["X-Robots-Tag"] == "noindex"

    def test_c4_words_and_digits_in_any_dress_open_it(self, visitor, code):
        for typed in (
            " ".join(code.words),
            ", ".join(word.upper() for word in code.words),
            "\n".join(word[:4] for word in code.words),
            " ".join(code.digits),
            "".join(code.digits).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
            "".join(code.digits).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        ):
            assert "<h1>Dine svar</h1>" in text_of(try_code(visitor, typed))

    def test_c5_wrong_expired_closed_and_malformed_look_exactly_the_same(self, visitor, code, clock):
        wrong_secret = Code(code.selector << SECRET_BITS | (code.number + 1) % 2**SECRET_BITS)
        typed = ["", "vrøvl", "1" * 500, "\x00", " ".join(new_code().words), " ".join(wrong_secret.words)]
        bodies = {try_code(visitor, each).content for each in typed}
        other = new_code()
        drop(code=other, content={"text": WORDS}, is_urgent=False, at=MONDAY_MORNING)
        sitting.close(mailbox=sitting.enter(typed=" ".join(other.words), at=MONDAY_MORNING), at=MONDAY_MORNING)
        bodies.add(try_code(visitor, " ".join(other.words)).content)
        clock(MONDAY_MORNING + timedelta(days=91))
        bodies.add(try_code(visitor, " ".join(code.words)).content)
        once._made.clear()  # and made anew it is the same again
        bodies.add(try_code(visitor, "vrøvl").content)
        assert len(bodies) == 1
        assert "Koden virker ikke." in bodies.pop().decode()

    def test_that_page_is_made_once_for_each_language_and_holds_nothing_of_a_visitors(
        self, visitor, directory, settings, monkeypatch
    ):
        english = visitor.post("/en/svar/", {"act": "aabn", "code": "nonsense"}).content.decode()
        assert "Koden virker ikke" not in english
        kept = visitor.post("/svar/", {"act": "aabn", "code": "vrøvl", "text": "Mit halve svar"}).content.decode()
        assert "Mit halve svar" in kept
        plain = try_code(visitor, "vrøvl").content.decode()
        assert "Mit halve svar" not in plain
        assert "Koden virker ikke" in plain
        monkeypatch.setattr(answers, "render_to_string", lambda *given: pytest.fail("made again"))
        assert try_code(visitor, "noget andet").content.decode() == plain
        monkeypatch.undo()
        settings.EXIT_ADDRESS = "https://et-andet-sted.invalid/"
        assert "et-andet-sted" in try_code(visitor, "vrøvl").content.decode()

    def test_c5_what_is_not_stretched_takes_no_time_to_tell_apart(self, visitor, code):
        typed = {"malformed": "vrøvl", "unknown": " ".join(Code(code.selector ^ 1 << SECRET_BITS).words)}
        spent = {each: [] for each in typed}
        for _ in range(15):  # in turn: what else the machine does slows both alike
            for each, words in typed.items():
                started = time.perf_counter()
                try_code(visitor, words)
                spent[each].append(time.perf_counter() - started)
        assert abs(median(spent["malformed"]) - median(spent["unknown"])) < 0.05

    def test_what_was_typed_is_not_shown_again(self, visitor, code):
        assert "hemmelig" not in text_of(try_code(visitor, "hemmelig kode"))

    def test_a_thousand_wrong_codes_lock_nobody_out(self, visitor, code, monkeypatch):
        monkeypatch.setattr(patience.time, "sleep", lambda seconds: None)
        for number in range(1000):
            sitting_or_not = try_code(visitor, f"{number:022}")
            assert sitting_or_not.status_code == 200
        assert "<h1>Dine svar</h1>" in text_of(try_code(visitor, " ".join(code.words)))

    def test_a_crowd_is_met_with_numbers(self, visitor, code, monkeypatch):
        def refuse(**ignored):
            raise Crowded

        monkeypatch.setattr(answers.sitting, "enter", refuse)
        answer = try_code(visitor, "x")
        assert answer.status_code == 503
        assert "/numre/" in text_of(answer)

    def test_a13_the_cookie_is_neutral_and_lasts_no_longer_than_the_browser(self, visitor, inside, settings):
        cookie = inside.first.cookies["m"]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
        assert not cookie["expires"]
        assert not cookie["max-age"]

    def test_a13_with_tls_it_is_bound_to_the_host(self, visitor, code, settings):
        settings.PRODUCTION, settings.MAILBOX_COOKIE = True, "__Host-m"
        cookie = try_code(visitor, " ".join(code.words)).cookies["__Host-m"]
        assert cookie["secure"]

    def test_a14_no_later_page_holds_the_code(self, inside, code):
        for answer in (inside.first, inside("vis"), inside("slet-alt")):
            page = text_of(answer)
            assert str(code.number) not in page
            beside = zip(code.words, code.words[1:], strict=False)  # one alone may be a word of the page
            assert not [pair for pair in beside if re.search(rf"\b{pair[0]}\W+{pair[1]}\b", page)]


class TestReading:
    def test_c8_no_text_stands_in_the_first_page(self, visitor, replied):
        page = text_of(try_code(visitor, " ".join(replied.words)))
        assert WORDS not in page
        assert REPLY not in page
        assert "Vis svaret" in page

    def test_one_message_is_shown_when_asked_for_and_only_that(self, visitor, replied):
        try_code(visitor, " ".join(replied.words))
        second = Message.objects.get(from_team=True)
        page = text_of(visitor.post("/svar/", {"act": "vis", "message": str(second.pk)}))
        assert REPLY in page
        assert WORDS not in page
        assert REPLY not in text_of(visitor.post("/svar/", {"act": "skjul", "message": str(second.pk)}))

    @pytest.mark.parametrize("message", ["", "x", str(uuid4())])
    def test_a_message_that_is_not_there_shows_nothing(self, inside, message):
        assert WORDS not in text_of(inside("vis", message=message))

    def test_nothing_counts_or_tells_who_answered(self, visitor, replied):
        page = Page(try_code(visitor, " ".join(replied.words))).main
        assert "Asta" not in page
        assert not re.search(r"\d+ (nye|beskeder|ulæste)", page)

    def test_last_opened_is_shown_from_the_second_time_on(self, visitor, code, inside, clock):
        assert "Sidst åbnet" not in text_of(inside.first)
        clock(MONDAY_MORNING + timedelta(hours=25))
        page = text_of(try_code(visitor, " ".join(code.words)))
        assert "Sidst åbnet: i går kl. 10.00. Var det ikke dig?" in page

    def test_when_to_look_again_is_said_while_the_writer_waits(self, inside):
        assert "Der er svar senest i morgen." in text_of(inside.first)

    def test_the_page_is_easy_to_read(self, inside):
        assert lix(Page(inside.first).main) <= 30


class TestWritingOn:
    def test_it_is_added_once_however_often_it_is_sent(self, inside):
        token = fields_of(inside.first)["token"]
        for _ in range(2):
            inside("skriv", text="Vi rejser på fredag", token=token, trip="on")
        assert Message.objects.count() == 2
        assert Message.objects.get(pk=token).is_urgent

    def test_nothing_at_all_is_asked_for_and_the_rest_kept(self, inside):
        answer = inside("skriv", text=" ", token=str(uuid4()))
        assert "Skriv lidt. Ét ord er nok." in text_of(answer)
        assert Message.objects.count() == 1

    def test_a_hundred_thousand_letters_are_room_enough_and_one_more_is_said_at_the_field(self, inside):
        token = str(uuid4())
        refused = inside("skriv", text="x" * 100_001, token=token)
        assert "Teksten er for lang. Send den i to dele" in text_of(refused)
        assert "x" * 100_001 in refused.content.decode()
        assert Message.objects.count() == 1
        inside("skriv", text="x" * 100_000, token=token)
        assert Message.objects.count() == 2

    def test_without_a_token_nothing_is_stored(self, inside):
        inside("skriv", text="Hej", token="x")
        assert Message.objects.count() == 1


class TestRemovingAndClosing:
    def test_c10_one_message(self, inside):
        inside("slet", message=str(Message.objects.get().pk))
        assert WORDS not in text_of(inside("vis"))
        assert not Message.objects.exists()

    def test_all_of_them_after_a_question(self, inside):
        assert "Slet alt?" in text_of(inside("slet-alt"))
        assert Message.objects.exists()
        assert "Her er ingen beskeder." in text_of(inside("slet-alt-nu"))
        assert not Message.objects.exists()

    def test_c9_the_mailbox_after_a_question(self, visitor, code, inside):
        assert "Luk postkassen?" in text_of(inside("luk"))
        answer = inside("luk-nu")
        assert "Siden er lukket" in text_of(answer)
        assert answer.cookies["m"].value == ""
        assert Signal.objects.get().kind == "closed"
        assert "Koden virker ikke." in text_of(try_code(visitor, " ".join(code.words)))


class TestLeaving:
    @pytest.mark.parametrize(
        "leave",
        [
            lambda visitor: visitor.get("/ud"),
            lambda visitor: visitor.post("/luk"),
            lambda visitor: visitor.post("/svar/", {"act": "faerdig"}),
        ],
        ids=["link", "beacon", "button"],
    )
    def test_e9_every_way_out_ends_the_sitting_on_the_server(self, visitor, inside, leave):
        kept = inside.first.cookies["m"].value
        assert leave(visitor).cookies["m"].value == ""
        assert not Sitting.objects.exists()
        visitor.cookies["m"] = kept
        assert "Skriv koden igen" in text_of(inside("vis"))

    def test_a_database_that_does_not_answer_keeps_nobody_here(self, visitor, inside, monkeypatch):
        def refuse(**ignored):
            raise DatabaseError

        monkeypatch.setattr(sitting, "leave", refuse)
        answer = visitor.get("/ud")
        assert (answer.status_code, answer.cookies["m"].value) == (303, "")

    def test_c15_the_time_is_stated_and_can_be_made_longer(self, inside, clock):
        assert 'data-seconds="900"' in text_of(inside.first)
        clock(MONDAY_MORNING + timedelta(minutes=14))
        answer = inside("bliv")
        assert (answer.status_code, answer.content) == (204, b"")
        clock(MONDAY_MORNING + timedelta(minutes=28))
        assert "<h1>Dine svar</h1>" in text_of(inside("vis"))

    def test_after_the_time_what_was_typed_is_kept_for_the_next_opening(self, visitor, inside, code, clock):
        clock(datetime(2026, 11, 23, 10, 16, tzinfo=COPENHAGEN))
        answer = inside("skriv", text="Vi rejser i morgen", token=str(uuid4()))
        assert "Det, du skrev, er her stadig." in text_of(answer)
        assert Message.objects.count() == 1
        kept = fields_of(answer)["text"]
        again = visitor.post("/svar/", {"code": " ".join(code.words), "text": kept, "act": "aabn"})
        assert "Vi rejser i morgen" in text_of(again)

    def test_the_mailbox_is_emptied_when_the_page_is_left(self, inside):
        assert "data-personal" in text_of(inside.first)
