"""What the privacy page promises is what the code does: each sentence that can be tried is named and tried here."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.public.conftest import MONDAY_MORNING
from tests.public.reading import Page
from tests.public.test_write import fields_of
from vaern.audit.models import Event
from vaern.law.values import DATA_COPY_KEPT_DAYS, MAILBOX_KEPT_DAYS
from vaern.mailbox.access import NoSuchThread, open_thread
from vaern.mailbox.actions import claim, expire_threads, mark_read
from vaern.mailbox.door import sitting
from vaern.mailbox.door.sitting import IDLE, LONGEST, SittingOver
from vaern.mailbox.door.taking_in import drop, drop_brief, new_code
from vaern.mailbox.models import Message, Thread, Visit
from vaern.mailbox.terms import Kind
from vaern.vault import codes
from vaern.vault.codes import WrongCode

SENT_AT = MONDAY_MORNING + timedelta(minutes=37, seconds=42)
TODAY = MONDAY_MORNING.date()
DAYS = MAILBOX_KEPT_DAYS.on(TODAY)
WORDS = "De har taget mit pas."


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(codes, "COST", 2**10)


@pytest.fixture
def promised(visitor):
    """Say that a sentence stands on the page, and go on to hold it."""
    main = Page(visitor.get("/privatliv/")).main

    def stands(sentence):
        assert sentence in main, sentence

    return stands


@pytest.fixture
def code(promised):
    drawn = new_code()
    drop(code=drawn, content={"text": WORDS}, is_urgent=False, at=SENT_AT)
    return drawn


def enter(code, at=SENT_AT):
    return sitting.enter(typed=" ".join(code.words), at=at)


def read_by(consultant):
    thread = Thread.objects.get()
    claim(thread_id=thread.pk, cover_name="x", by=consultant, regions=[], at=SENT_AT)
    opened = open_thread(user=consultant, thread_id=thread.pk, regions=[])
    mark_read(opened=opened)
    return opened


def test_its_numbers_are_those_of_the_code_in_both_languages(visitor, promised):
    promised(f"Alt bliver slettet {DAYS} dage efter")
    promised(f"Efter {IDLE.seconds // 60} minutter, hvor der intet sker")
    promised(f"Efter {LONGEST.seconds // 60} minutter åbner de dem aldrig.")
    promised(f"kan ligge i op til {DATA_COPY_KEPT_DAYS.on(TODAY)} dage.")
    english = Page(visitor.get("/en/privatliv/")).main
    for number in (f"{DAYS} days", "15 minutes", "60 minutes", f"{DATA_COPY_KEPT_DAYS.on(TODAY)} days"):
        assert number in english


def test_whoever_only_reads_is_given_nothing_and_nothing_is_kept(visitor, promised):
    promised("Når du læser, lægger siden intet på din telefon.")
    promised("Vi husker ikke, hvilket sprog du har valgt.")
    before = Event.objects.count()
    for address in ("/", "/en/", "/privatliv/", "/numre/", "/skriv/", "/svar/"):
        assert not visitor.get(address).cookies, address
    assert not visitor.cookies
    assert Event.objects.count() == before


def test_the_message_knows_the_hour_and_the_log_the_second_and_neither_the_words(code, promised):
    promised("Ved beskeden står dag og time, men ikke minut.")
    promised("I vores log står, præcis hvornår den kom")
    promised("Det er låst, før det bliver gemt.")
    assert Message.objects.get().at == Thread.objects.get().dropped_at == MONDAY_MORNING
    event = Event.objects.get(act="thread.dropped")
    assert (event.by, event.code) == (None, Kind.CITIZEN)
    held = [*Thread.objects.values_list(), *Message.objects.values_list(), *Event.objects.values_list()]
    for word in (WORDS, *code.words[2:], str(code.number)):
        assert word not in str(held)
        assert word.encode() not in b"".join(bytes(value) for row in held for value in row if is_bytes(value))


def is_bytes(value):
    return isinstance(value, (bytes, memoryview))


def test_only_the_one_who_took_it_reads_it_and_that_is_written_down(
    code, promised, consultant_on_the_inquiry, consultant_from_elsewhere
):
    promised("Har en af dem taget din, er det kun den ene.")
    promised("Hver gang en af os åbner den, bliver det skrevet ned, hvem det var.")
    opened = read_by(consultant_on_the_inquiry)
    with pytest.raises(NoSuchThread):
        open_thread(user=consultant_from_elsewhere, thread_id=opened.thread.pk, regions=[])
    assert Event.objects.get(act="thread.opened").by == consultant_on_the_inquiry.pk


def test_when_it_was_last_opened_is_kept_once_and_shown_to_its_reader(code, promised):
    promised("Vi gemmer, hvornår dine svar sidst blev åbnet.")
    enter(code)
    later = SENT_AT + timedelta(hours=2)
    assert enter(code, later).opened_before == SENT_AT
    assert [visit.at for visit in Visit.objects.all()] == [later]


def test_it_goes_90_days_after_it_was_last_used_and_not_before_it_is_read(code, promised, consultant_on_the_inquiry):
    promised("Er der noget, vi ikke har læst, venter det på os.")
    enter(code)
    last = SENT_AT + timedelta(days=DAYS)
    assert expire_threads(at=last + timedelta(days=1)) == 0, "nobody has read it"
    read_by(consultant_on_the_inquiry)
    assert expire_threads(at=last) == 0
    assert expire_threads(at=last + timedelta(days=1)) == 1
    assert [model for model in (Thread, Message, Visit) if model.objects.exists()] == []
    assert Event.objects.filter(act="thread.dropped").exists(), "the log stays"


def test_the_cookie_opens_nothing_after_its_time_or_once_its_reader_has_left(code, promised):
    promised("De er væk, når du trykker Færdig eller går væk med knappen øverst.")
    mailbox = enter(code)
    cookie = mailbox.cookie(SENT_AT)
    assert sitting.resume(cookie=cookie, at=SENT_AT + IDLE)
    for late in (IDLE + timedelta(seconds=1), LONGEST + timedelta(seconds=1)):
        fresh = mailbox.cookie(SENT_AT + late - IDLE / 2) if late > LONGEST else cookie
        with pytest.raises(SittingOver):
            sitting.resume(cookie=fresh, at=SENT_AT + late)
    sitting.leave(cookie=cookie)
    with pytest.raises(SittingOver):
        sitting.resume(cookie=cookie, at=SENT_AT)


def test_whoever_writes_has_one_cookie_whoever_reads_has_two_and_who_is_done_has_none(visitor, code, promised):
    promised("Når du skriver til os eller laver arket til 114, kan der ligge én lille fil i din browser.")
    promised("Læser du dine svar, er der to.")

    def there():
        return [name for name, cookie in visitor.cookies.items() if cookie.value]

    for address in ("/skriv/", "/ark-114/"):
        begun = fields_of(visitor.post(address))
        assert len(there()) == 1, address
    opened = visitor.post("/svar/", begun | {"code": " ".join(code.words), "act": "open"})
    assert len(there()) == 2
    visitor.post("/svar/", fields_of(opened) | {"act": "done"})
    assert there() == []


def test_what_is_removed_is_read_by_nobody_and_the_gap_shows(code, promised, consultant_on_the_inquiry):
    promised("Sletter du en besked, kan hverken du eller vi læse den. Vi kan se, at noget er slettet, men ikke hvad.")
    mailbox = enter(code)
    sitting.remove(mailbox=mailbox, messages=[each.pk for each in mailbox.messages()], at=SENT_AT)
    opened = read_by(consultant_on_the_inquiry)
    assert (opened.messages(), opened.removed(), enter(code).messages()) == ([], [1], [])


def test_a_closed_mailbox_opens_to_no_code_and_still_to_the_team(code, promised, consultant_on_the_inquiry):
    promised(f"Vi kan stadig læse det, du skrev, til de {DAYS} dage er gået.")
    sitting.close(mailbox=enter(code), at=SENT_AT)
    with pytest.raises(WrongCode):
        enter(code)
    assert [each.content["text"] for each in read_by(consultant_on_the_inquiry).messages()] == [WORDS]


def test_a_professional_s_sheet_is_kept_as_long_has_no_code_and_is_not_there_before_it_is_sent(visitor, promised):
    promised("Arket bliver først gemt, når du sender det.")
    promised("Cpr-numre, telefonnumre og adresser bliver stoppet.")
    promised(f"Det bliver slettet efter {DAYS} dage, når vi har læst det.")
    promised("Du får ingen kode")
    answer = visitor.post(
        "/forbered/", {"step": "situation", "act": "next", "what": "Ring til 22 33 44 55", "safe": "yes"}
    )
    assert "Fejl:" in Page(answer).title
    assert not Thread.objects.exists()
    drop_brief(token=uuid4(), content={"note": WORDS}, is_urgent=False, at=SENT_AT)
    thread = Thread.objects.get()
    assert (thread.kind, thread.selector, thread.for_writer) == (Kind.BRIEF, None, None)
    assert thread.expires_on == TODAY + timedelta(days=DAYS)


def test_it_says_what_the_exit_does_and_never_what_nobody_can_promise(visitor, promised):
    for sentence in (
        "skjuler siden med det samme og åbner en helt almindelig side.",
        "Det, du har skrevet og ikke sendt, forsvinder.",
        "Telefonen kan stadig huske, at du har været her.",
        "så brug en anden: på skolen, på biblioteket eller hos en, du stoler på.",
        "Bryder nogen ind i siden, kan de læse med",
    ):
        promised(sentence)
    shown = Page(visitor.get("/privatliv/")).main.lower()
    for promise in ("sletter dine spor", "usynlig", "100 %", "sikker side", "ingen kan se"):
        assert promise not in shown
