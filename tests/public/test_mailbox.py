"""The mailbox in whole requests: fold, read, write on, remove, close, leave. And what a stranger meets."""

import re
import time
from datetime import datetime, timedelta
from statistics import median
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection

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
from vaern.public import mailbox as pages
from vaern.public import once
from vaern.vault import codes
from vaern.vault.codes import Crowded, WrongCode

WORDS = "De har taget mit pas."
ERRAND = r'name="errand" value="[^"]+"'
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

    return coming_back(visitor, code)


def coming_back(visitor, code, language=""):
    """Open the mailbox with the right code; return how to go on in it, and as ``first`` the page it opened with."""
    first = try_code(visitor, " ".join(code.words), language)
    errand = {"errand": fields_of(first)["errand"]}

    def post(act, **fields):
        return visitor.post(f"{language}/svar/", errand | fields | {"act": act})

    post.first = first
    return post


def try_code(visitor, typed, language="", **kept):
    """Begin, or go on with what was begun, and send a code."""
    begun = fields_of(visitor.post(f"{language}/svar/"))
    return visitor.post(f"{language}/svar/", begun | kept | {"code": typed, "act": "open"})


class TestComingIn:
    @pytest.mark.check("A11")
    def test_a_get_shows_a_neutral_page_even_with_a_mailbox_open(self, visitor, inside):
        answer = visitor.get("/svar/")
        assert "Jeg har en kode" in text_of(answer)
        assert "Fra dig" not in text_of(answer)
        assert answer.headers["X-Robots-Tag"] == "noindex"

    @pytest.mark.check("C4")
    def test_words_and_digits_in_any_dress_open_it(self, visitor, code):
        for typed in (
            " ".join(code.words),
            ", ".join(word.upper() for word in code.words),
            "\n".join(word[:4] for word in code.words),
            " ".join(code.digits),
            "".join(code.digits).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
            "".join(code.digits).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        ):
            assert "<h1>Dine svar</h1>" in text_of(try_code(visitor, typed))

    @pytest.mark.check("C5")
    def test_wrong_expired_closed_and_malformed_look_exactly_the_same(self, visitor, code, clock):
        wrong_secret = Code(code.selector << SECRET_BITS | (code.number + 1) % 2**SECRET_BITS)
        typed = ["", "vrøvl", "1" * 500, "\x00", " ".join(new_code().words), " ".join(wrong_secret.words)]
        other = new_code()
        drop(code=other, content={"text": WORDS}, is_urgent=False, at=MONDAY_MORNING)
        sitting.close(mailbox=sitting.enter(typed=" ".join(other.words), at=MONDAY_MORNING), at=MONDAY_MORNING)
        bodies = {text_of(try_code(visitor, each)) for each in [*typed, " ".join(other.words)]}
        once._made.clear()  # and made anew it is the same again
        bodies.add(text_of(try_code(visitor, "vrøvl")))
        clock(MONDAY_MORNING + timedelta(days=91))
        late = try_code(visitor, " ".join(code.words))  # in an errand of its own: that one field is another
        [shown] = bodies
        assert "Koden virker ikke." in shown
        assert re.sub(ERRAND, "", text_of(late)) == re.sub(ERRAND, "", shown)

    def test_that_page_is_made_once_for_each_language_and_holds_nothing_of_a_visitors(
        self, visitor, directory, settings, monkeypatch
    ):
        errand = fields_of(visitor.post("/svar/")) | {"act": "open"}
        english = text_of(visitor.post("/en/svar/", errand | {"code": "nonsense"}))
        assert "Koden virker ikke" not in english
        kept = text_of(visitor.post("/svar/", errand | {"code": "vrøvl", "text": "Mit halve svar"}))
        assert "Mit halve svar" in kept
        plain = text_of(visitor.post("/svar/", errand | {"code": "vrøvl"}))
        assert "Mit halve svar" not in plain
        assert "Koden virker ikke" in plain
        with monkeypatch.context() as patched:
            patched.setattr(pages, "render_to_string", lambda *given: pytest.fail("made again"))
            assert text_of(visitor.post("/svar/", errand | {"code": "noget andet"})) == plain
        visitor.cookies.clear()
        stranger = fields_of(visitor.post("/svar/")) | {"act": "open"}
        assert stranger["errand"] != errand["errand"]
        monkeypatch.setattr(pages, "render_to_string", lambda *given: pytest.fail("made again"))
        theirs = text_of(visitor.post("/svar/", stranger | {"code": "vrøvl"}))
        assert theirs == plain.replace(errand["errand"], stranger["errand"])
        monkeypatch.undo()
        settings.EXIT_ADDRESS = "https://et-andet-sted.invalid/"
        assert "et-andet-sted" in text_of(visitor.post("/svar/", stranger | {"code": "vrøvl"}))

    @pytest.mark.check("C5")
    def test_what_is_not_stretched_takes_no_time_to_tell_apart(self, visitor, code):
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

    @pytest.mark.check("C6")
    def test_a_thousand_wrong_codes_for_the_very_mailbox_slow_down_and_lock_nobody_out(
        self, visitor, code, monkeypatch
    ):
        monkeypatch.setattr(codes, "COST", 2)
        slept = []
        monkeypatch.setattr(patience.time, "sleep", slept.append)
        wrong = code.selector << SECRET_BITS
        for number in range(1000):
            typed = Code(wrong | (code.number + 1 + number) % 2**SECRET_BITS)
            with pytest.raises(WrongCode):
                sitting.enter(typed=" ".join(typed.digits), at=MONDAY_MORNING)
        assert len(slept) == 1000 - patience.FREE - 1
        assert slept == sorted(slept)
        assert slept[-1] == patience.MOST
        monkeypatch.undo()
        monkeypatch.setattr(codes, "COST", 2**10)
        monkeypatch.setattr(patience, "MOST", 0.05)  # what is waited is waited in earnest, only less
        started = time.perf_counter()
        assert "<h1>Dine svar</h1>" in text_of(try_code(visitor, " ".join(code.words)))
        assert time.perf_counter() - started >= 0.05
        assert patience.delay(code.selector) == 0

    def test_a_crowd_is_met_with_numbers(self, visitor, code, monkeypatch):
        def refuse(**ignored):
            raise Crowded

        monkeypatch.setattr(pages.sitting, "enter", refuse)
        answer = try_code(visitor, "x")
        assert answer.status_code == 503
        assert "/numre/" in text_of(answer)

    @pytest.mark.check("A13")
    def test_the_cookie_is_neutral_and_lasts_no_longer_than_the_browser(self, visitor, inside, settings):
        cookie = inside.first.cookies["m"]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
        assert not cookie["expires"]
        assert not cookie["max-age"]

    @pytest.mark.check("A13")
    def test_with_tls_it_is_bound_to_the_host(self, visitor, code, settings):
        settings.PRODUCTION, settings.MAILBOX_COOKIE = True, "__Host-m"
        cookie = try_code(visitor, " ".join(code.words)).cookies["__Host-m"]
        assert cookie["secure"]

    @pytest.mark.check("A14")
    def test_no_later_page_holds_the_code(self, inside, code):
        for answer in (inside.first, inside("show"), inside("remove-all")):
            page = text_of(answer)
            assert str(code.number) not in page
            beside = zip(code.words, code.words[1:], strict=False)  # one alone may be a word of the page
            assert not [pair for pair in beside if re.search(rf"\b{pair[0]}\W+{pair[1]}\b", page)]


class TestReading:
    @pytest.mark.check("C8")
    def test_no_text_stands_in_the_first_page(self, visitor, replied):
        page = text_of(try_code(visitor, " ".join(replied.words)))
        assert WORDS not in page
        assert REPLY not in page
        assert "Vis svaret" in page

    def test_one_message_is_shown_when_asked_for_and_only_that(self, replied, inside):
        second = Message.objects.get(from_team=True)
        page = text_of(inside(f"show:{second.pk}"))
        assert REPLY in page
        assert WORDS not in page
        assert REPLY not in text_of(inside("hide"))

    @pytest.mark.parametrize("message", ["", "x", str(uuid4())])
    def test_a_message_that_is_not_there_shows_nothing(self, inside, message):
        assert WORDS not in text_of(inside(f"show:{message}"))

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

    def test_no_day_is_promised_once_the_team_has_answered(self, visitor, replied, clock):
        for days in (0, 5):
            clock(MONDAY_MORNING + timedelta(days=days))
            page = text_of(try_code(visitor, " ".join(replied.words)))
            assert "Der er svar senest" not in page
            assert "Svaret er forsinket" not in page

    def test_a_day_that_has_passed_is_called_late_and_gives_the_numbers(self, visitor, code, clock):
        clock(MONDAY_MORNING + timedelta(days=1))
        assert "Der er svar senest i dag" in text_of(try_code(visitor, " ".join(code.words)))
        clock(MONDAY_MORNING + timedelta(days=2))
        page = text_of(try_code(visitor, " ".join(code.words)))
        assert "Der er svar senest" not in page
        assert "Svaret er forsinket" in page
        assert "/numre/" in page.split("Svaret er forsinket")[1]

    def test_the_page_is_easy_to_read(self, inside):
        assert lix(Page(inside.first).main) <= 30


class TestWritingOn:
    def test_it_is_added_once_however_often_it_is_sent(self, inside):
        token = fields_of(inside.first)["token"]
        for _ in range(2):
            inside("write", text="Vi rejser på fredag", token=token, trip="on")
        assert Message.objects.count() == 2
        assert Message.objects.get(pk=token).is_urgent

    def test_nothing_at_all_is_asked_for_and_the_rest_kept(self, inside):
        answer = inside("write", text=" ", token=str(uuid4()))
        assert "Skriv lidt. Ét ord er nok." in text_of(answer)
        assert Message.objects.count() == 1

    def test_a_hundred_thousand_letters_are_room_enough_and_one_more_is_said_at_the_field(self, inside):
        token = str(uuid4())
        refused = inside("write", text="x" * 100_001, token=token)
        assert "Teksten er for lang. Send den i to dele" in text_of(refused)
        assert "x" * 100_001 in refused.content.decode()
        assert Message.objects.count() == 1
        inside("write", text="x" * 100_000, token=token)
        assert Message.objects.count() == 2

    def test_a_full_mailbox_keeps_what_was_typed_and_says_whom_to_call_and_where_there_is_room(self, inside):
        for _time in range(9):
            inside("write", text="x" * 100_000, token=str(uuid4()))
        assert Message.objects.count() == 10
        given = {"text": "Vi rejser " * 10_000, "danger": "on", "token": str(uuid4())}
        refused = inside("write", **given)
        for told in ("der er ikke plads til mere", given["text"], "Så får du en ny kode", "Ring i stedet", "tel:112"):
            assert told in text_of(refused)
        assert "danger" in fields_of(refused)
        assert Message.objects.count() == 10
        inside("write", text="Vi rejser i nat", token=str(uuid4()), danger="on")
        assert Message.objects.filter(is_urgent=True).count() == 1, "what is short has room"

    @pytest.mark.parametrize("act", ["show", "show:{}", "hide", "remove:{}", "remove-all", "remove-all-now", "close"])
    def test_a_reply_half_written_stays_whatever_else_is_pressed(self, inside, act):
        written = {"text": "Halvt\nskrevet", "trip": "on", "token": fields_of(inside.first)["token"]}
        page = inside(act.format(Message.objects.get().pk), **written)
        assert "Halvt\nskrevet</textarea>" in text_of(page)
        kept = fields_of(page)
        assert (kept["token"], "trip" in kept, "danger" in kept) == (written["token"], True, False)
        assert not Message.objects.filter(pk=written["token"]).exists()

    @pytest.mark.parametrize("act", ["skriv", "slet-alt-nu", "luk-nu", "bliv", "vis:x", "show:x", "remove:x"])
    def test_a_button_that_is_not_there_any_more_changes_nothing_and_keeps_what_is_written(self, visitor, inside, act):
        page = text_of(inside(act, text="Halvt skrevet"))
        assert "Halvt skrevet</textarea>" in page
        assert "Vis det, du skrev" in page
        assert Message.objects.count() == 1
        assert not Signal.objects.exists()
        inside("done")
        errand = fields_of(visitor.post("/svar/"))
        closed = visitor.post("/svar/", errand | {"act": act, "text": "Halvt skrevet"})
        assert "Skriv koden igen" in text_of(closed)
        assert fields_of(closed)["text"] == "Halvt skrevet"

    def test_more_written_after_an_answer_was_lost_is_a_message_of_its_own_and_once(self, inside):
        token = fields_of(inside.first)["token"]
        for words in ("Vi rejser", "Vi rejser på fredag", "Vi rejser på fredag"):
            inside("write", text=words, token=token)
        assert Message.objects.count() == 3

    @pytest.mark.parametrize("lost", [{}, {"token": "x"}])
    def test_a_form_that_lost_its_number_is_sent_all_the_same(self, inside, lost):
        answer = inside("write", text="Hej", **lost)
        assert not Page(answer).title.startswith("Fejl:")
        assert Message.objects.count() == 2

    def test_one_that_was_deleted_is_not_sent_again_by_an_older_page_unless_asked_for(self, inside):
        token = fields_of(inside.first)["token"]
        inside("write", text="Vi rejser", token=token)
        inside(f"remove:{token}")
        answer = inside("write", text="Vi rejser", token=token, danger="on")
        assert "Den besked har du slettet." in text_of(answer)
        assert "Vi rejser" in text_of(answer)
        assert Message.objects.count() == 1
        inside("write", text="Vi rejser", token=fields_of(answer)["token"], danger="on")
        assert Message.objects.filter(is_urgent=True).count() == 1

    def test_a_civil_number_is_sent_and_pointed_out_once_with_the_way_to_take_it_back(self, visitor, inside, code):
        token = str(uuid4())
        page = text_of(inside("write", text="Mit nummer er 010203-1234", token=token))
        assert Message.objects.filter(pk=token).exists()
        assert "Der står et tal, som ligner et cpr-nummer" in page
        assert "Din besked er sendt. Vi har ikke brug for tallet. Du kan slette beskeden herunder." in page
        for later in (inside("show"), inside("write", text="Hej", token=str(uuid4()))):
            assert "cpr-nummer" not in text_of(later)
        assert "cpr-nummer" not in text_of(try_code(visitor, " ".join(code.words)))

    @pytest.mark.parametrize("error", [Crowded, DatabaseError, IntegrityError, OSError])
    @pytest.mark.parametrize("act", ["resume", "write"])
    def test_what_cannot_be_stored_stands_there_again_with_its_number_and_whom_to_call(
        self, inside, monkeypatch, error, act
    ):
        def refuse(**ignored):
            raise error

        given = {"text": "Vi rejser", "token": fields_of(inside.first)["token"], "danger": "on"}
        with monkeypatch.context() as broken:
            broken.setattr(pages.sitting, act, refuse)
            answer = inside("write", **given)
        assert answer.status_code == 503
        for told in ("Beskeden er ikke sendt", ">\nVi rejser<", "Ring i stedet", "tel:112"):
            assert told in text_of(answer)
        assert (fields_of(answer)["token"], fields_of(answer)["danger"]) == (given["token"], "on")
        assert Message.objects.count() == 1
        inside("write", text="Vi rejser", **fields_of(answer))
        assert Message.objects.get(pk=given["token"]).is_urgent

    def test_with_no_database_at_all_what_was_written_still_stands_there(self, inside):
        def refuse(*ignored):
            raise OperationalError

        for act in ("write", "show", f"show:{uuid4()}", "remove-all", "close"):
            with connection.execute_wrapper(refuse):
                answer = inside(act, text="Vi rejser", token=str(uuid4()), danger="on")
            assert answer.status_code == 503
            for told in ("Beskeden er ikke sendt", ">\nVi rejser<", "tel:112"):
                assert told in text_of(answer), act
            assert ("Tryk Send igen" in text_of(answer)) is (act == "write")
        back = text_of(inside("show", text="Vi rejser", **fields_of(answer)))
        assert "<h1>Dine svar</h1>" in back
        assert "Vi rejser</textarea>" in back

    def test_trouble_with_anything_else_is_the_plain_page_without_advice_that_does_not_hold(self, inside, monkeypatch):
        def refuse(**ignored):
            raise DatabaseError

        monkeypatch.setattr(pages.sitting, "resume", refuse)
        answer = inside("show")
        assert answer.status_code == 503
        assert "Prøv igen om lidt." in text_of(answer)
        assert "kopier" not in text_of(answer)


class TestRemovingAndClosing:
    @pytest.mark.check("C10")
    def test_one_message(self, inside):
        inside(f"remove:{Message.objects.get().pk}")
        assert WORDS not in text_of(inside("show"))
        assert not Message.objects.exists()

    def test_all_of_them_after_a_question(self, inside):
        assert "Slet alt?" in text_of(inside("remove-all"))
        assert Message.objects.exists()
        assert "Her er ingen beskeder." in text_of(inside("remove-all-now"))
        assert not Message.objects.exists()

    @pytest.mark.check("C9")
    def test_the_mailbox_after_a_question(self, visitor, code, inside):
        assert "Luk postkassen?" in text_of(inside("close"))
        answer = inside("close-now")
        assert "<h1>Postkassen er lukket</h1>" in text_of(answer)
        assert "Vil du tale med os, så ring." in text_of(answer)
        assert 'href="/numre/"' in text_of(answer)
        assert answer.cookies["m"].value == ""
        assert Signal.objects.get().kind == "closed"
        assert "Koden virker ikke." in text_of(try_code(visitor, " ".join(code.words)))

    def test_the_second_click_on_closing_it_says_the_same(self, visitor, inside):
        kept = {name: visitor.cookies[name].value for name in ("m", "e")}
        for _ in range(2):
            for name, value in kept.items():
                visitor.cookies[name] = value  # both clicks leave with what the browser held
            answer = inside("close-now")
            assert "<h1>Postkassen er lukket</h1>" in text_of(answer)
            assert (answer.cookies["m"].value, answer.cookies["e"].value) == ("", "")
        assert Signal.objects.count() == 1

    def test_closing_it_too_late_does_not_say_that_it_is_closed(self, visitor, inside, code, clock):
        clock(MONDAY_MORNING + timedelta(minutes=16))
        answer = inside("close-now")
        assert "Virker koden stadig, er postkassen ikke lukket. Åbn den, og luk den igen." in text_of(answer)
        assert not Signal.objects.exists()
        assert "<h1>Dine svar</h1>" in text_of(try_code(visitor, " ".join(code.words)))


class TestLeaving:
    @pytest.mark.check("E9")
    @pytest.mark.parametrize(
        "leave",
        [
            lambda visitor, inside: visitor.get("/ud"),
            lambda visitor, inside: visitor.post("/luk"),
            lambda visitor, inside: inside("done"),
        ],
        ids=["link", "beacon", "button"],
    )
    @pytest.mark.check("E9")
    def test_every_way_out_ends_the_sitting_on_the_server(self, visitor, inside, leave):
        kept = {name: visitor.cookies[name].value for name in ("m", "e")}
        left = leave(visitor, inside)
        assert (left.cookies["m"].value, left.cookies["e"].value) == ("", "")
        assert not Sitting.objects.exists()
        visitor.cookies["m"] = kept["m"]
        assert "Begynd forfra." in text_of(inside("show"))
        visitor.cookies["e"] = kept["e"]
        assert "Skriv koden igen" in text_of(inside("show"))

    def test_who_is_done_is_done_also_at_the_second_click_too_late_and_without_a_database(
        self, visitor, inside, monkeypatch, clock
    ):
        def refuse(**ignored):
            raise OperationalError

        def gone(answer):
            return [answer.status_code, answer.cookies["m"].value, answer.cookies["e"].value]

        kept = {name: visitor.cookies[name].value for name in ("m", "e")}
        for minutes in (0, 0, 16):
            clock(MONDAY_MORNING + timedelta(minutes=minutes))
            for name, value in kept.items():
                visitor.cookies[name] = value
            answer = inside("done", text="Halvt skrevet")
            assert gone(answer) == [200, "", ""]
            assert "<h1>Siden er lukket</h1>" in text_of(answer)
            assert "Halvt skrevet" not in text_of(answer)
        assert not Sitting.objects.exists()
        for name, value in kept.items():
            visitor.cookies[name] = value
        monkeypatch.setattr(sitting, "leave", refuse)
        assert gone(inside("done")) == [200, "", ""]

    def test_whoever_begins_anew_or_opens_another_leaves_the_first(self, visitor, inside, code):
        assert visitor.post("/svar/", {}).cookies["m"].value == ""
        assert not Sitting.objects.exists()
        visitor.cookies.clear()
        assert "m" not in visitor.post("/svar/", {}).cookies
        first = coming_back(visitor, code).first.cookies["m"].value
        second = coming_back(visitor, code)
        assert Sitting.objects.count() == 1
        visitor.cookies["m"] = first
        assert "Skriv koden igen" in text_of(second("show"))

    def test_a_database_that_does_not_answer_keeps_nobody_here(self, visitor, inside, monkeypatch):
        def refuse(**ignored):
            raise DatabaseError

        monkeypatch.setattr(sitting, "leave", refuse)
        answer = visitor.get("/ud")
        assert (answer.status_code, answer.cookies["m"].value) == (303, "")

    @pytest.mark.check("C15")
    def test_the_time_is_stated_and_can_be_made_longer(self, inside, clock):
        assert 'data-seconds="900"' in text_of(inside.first)
        clock(MONDAY_MORNING + timedelta(minutes=14))
        answer = inside("stay")
        assert (answer.status_code, answer.content, answer.headers["Stay-Seconds"]) == (204, b"", "900")
        clock(MONDAY_MORNING + timedelta(minutes=28))
        assert "<h1>Dine svar</h1>" in text_of(inside("show"))

    @pytest.mark.check("C15")
    def test_near_the_hours_end_no_more_is_promised_than_there_is(self, inside, clock):
        for minutes, left in ((14, "900"), (28, "900"), (42, "900"), (50, "600"), (58, "120")):
            clock(MONDAY_MORNING + timedelta(minutes=minutes))
            assert inside("stay").headers["Stay-Seconds"] == left
        assert 'data-seconds="120" data-idle="900"' in text_of(inside("show"))

    @pytest.mark.check("C15")
    def test_after_the_time_what_was_typed_is_kept_for_the_next_opening(self, visitor, inside, code, clock):
        clock(datetime(2026, 11, 23, 10, 16, tzinfo=COPENHAGEN))
        answer = inside("write", text="Vi rejser i morgen", token=str(uuid4()))
        assert "Det, du skrev, er her stadig." in text_of(answer)
        assert Message.objects.count() == 1
        kept = fields_of(answer)["text"]
        assert "Vi rejser i morgen" in text_of(try_code(visitor, " ".join(code.words), text=kept))

    def test_after_the_time_also_what_cannot_wait_is_kept_past_a_wrong_code_and_is_one_message(
        self, visitor, inside, code, clock
    ):
        token = fields_of(inside.first)["token"]
        clock(MONDAY_MORNING + timedelta(minutes=16))
        page = inside("write", danger="on", token=token)
        for _ in range(2):
            assert "Vent ikke på svar her" in text_of(page)
            assert "Det, du skrev, er her stadig." in text_of(page)
            kept = fields_of(page)
            assert (kept["danger"], kept["token"], "trip" in kept) == ("on", token, False)
            page = visitor.post("/svar/", kept | {"code": "vrøvl", "act": "open"})
            assert "Koden virker ikke." in text_of(page)
        opened = visitor.post("/svar/", fields_of(page) | {"code": " ".join(code.words), "act": "open"})
        visitor.post("/svar/", fields_of(opened) | {"act": "write"})
        assert Message.objects.get(pk=token).is_urgent

    def test_what_did_arrive_is_not_offered_for_sending_once_more(self, visitor, inside, code, clock):
        token = fields_of(inside.first)["token"]
        inside("write", text="Vi rejser i morgen", token=token)  # it arrived, and the answer was lost
        clock(MONDAY_MORNING + timedelta(minutes=16))
        for words, is_offered in (("Vi rejser i morgen", False), ("Vi rejser i morgen kl. 9", True)):
            page = inside("write", text=words, token=token)
            opened = visitor.post("/svar/", fields_of(page) | {"code": " ".join(code.words), "act": "open"})
            assert (words in text_of(opened)) is is_offered
            assert (fields_of(opened)["token"] == token) is is_offered
            visitor.get("/ud")
            inside = coming_back(visitor, code)
            clock(MONDAY_MORNING + timedelta(minutes=32))

    def test_the_mailbox_is_emptied_when_the_page_is_left(self, inside):
        assert "data-personal" in text_of(inside.first)
