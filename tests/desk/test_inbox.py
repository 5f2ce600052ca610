"""Indbakke in whole requests: who reaches which page, and what is done there."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test.signals import template_rendered
from django.urls import reverse

from tests.cases.conftest import a_case
from tests.cast import MIDTJYLLAND, MORNING, NORDJYLLAND, file_a_call, signed_in, text
from tests.house.test_routes import all_routes
from tests.mailbox.conftest import WORDS, Writer, leave_a_message
from vaern.audit.models import Event
from vaern.cases.actions.staffing import hand_over_to_region
from vaern.cases.terms import HandOver as CaseHandOver
from vaern.desk.views import inbox as views
from vaern.desk.views.inbox import SHOWN_AT_ONCE, folded
from vaern.inquiries.models import Draft, Entry, Inquiry
from vaern.mailbox import access
from vaern.mailbox.actions import claim
from vaern.mailbox.door import sitting
from vaern.mailbox.door.taking_in import drop, drop_brief, new_code
from vaern.mailbox.models import Holding, Thread
from vaern.mailbox.reference import number_of
from vaern.public.message_forms import LONGEST
from vaern.vault import codes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("directory"), pytest.mark.time_machine(MORNING)]

ROLES = ["nobody", "consultant_on_the_inquiry", "consultant_from_elsewhere", "team_lead", "administrator"]
DOOR, GONE, NO_GET = 302, 404, 405
# route             nobody  holds it  elsewhere  team lead  administrator   (the answer to GET)
TABLE = {
    "inbox":         (DOOR, 200, 200, GONE, GONE),
    "inbox-briefs":  (DOOR, 200, 200, GONE, GONE),
    "inbox-aside":   (DOOR, 200, 200, GONE, GONE),
    "inbox-thread":  (DOOR, 200, GONE, GONE, GONE),
    "inbox-take":    (DOOR, NO_GET, NO_GET, GONE, GONE),
    "inbox-reply":   (DOOR, NO_GET, NO_GET, GONE, GONE),
    "inbox-hand-over": (DOOR, 200, GONE, GONE, GONE),
    "inbox-log":     (DOOR, NO_GET, NO_GET, GONE, GONE),
}  # fmt: skip
# route             nobody  holds it  elsewhere  team lead  administrator   (the answer to an empty POST)
POST_TABLE = {
    "inbox-briefs":  (401, 422, 422, GONE, GONE),
    "inbox-aside":   (401, 422, 422, GONE, GONE),
    "inbox-take":    (401, 302, 409, GONE, GONE),
    "inbox-reply":   (401, 422, GONE, GONE, GONE),
    "inbox-hand-over": (401, 422, GONE, GONE, GONE),
    "inbox-log":     (401, 302, GONE, GONE, GONE),
}  # fmt: skip


FILED = {
    "safety": "Ved ikke", "note": "En ung er bange for en rejse.", "caller": "citizen", "subject": "trip",
    "haste": "today", "age": "unknown", "region": MIDTJYLLAND, "summary": "Bange for en rejse", "minutes": "5",
    "next_step": "follow-up", "next_on": "2026-11-24",
}  # fmt: skip


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(codes, "COST", 2**10)


@pytest.fixture
def writer(db):
    return leave_a_message(answer_by="call", number="22 33 44 55", phone_of="friend")


@pytest.fixture
def held(writer, consultant_on_the_inquiry):
    """The same thread, held by `consultant_on_the_inquiry`."""
    claim(thread_id=writer.thread.pk, cover_name="Blå cykel", by=consultant_on_the_inquiry, regions=[], at=MORNING)
    return writer


@pytest.fixture
def mine(held, consultant_on_the_inquiry):
    return signed_in(consultant_on_the_inquiry)


def where(name, writer):
    return reverse(name, args=[] if name in {"inbox", "inbox-briefs", "inbox-aside"} else [writer.thread.pk])


def page_of(browser, writer):
    return browser.get(where("inbox-thread", writer)).content.decode()


def answer(browser, writer, text="Tak. Hvornår er det?", **changes):
    given = {"text": text, "token": str(uuid4()), "seen": "1"} | changes
    return browser.post(where("inbox-reply", writer), given)


class TestWhoReachesWhat:
    def test_the_tables_name_every_route(self):
        names = {route.name for route in all_routes() if route.name.startswith("inbox")}
        assert names == TABLE.keys()

    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_role_reaches_what_the_table_says_and_nothing_else(self, role, method, held, request, client):
        browser = client if role == "nobody" else signed_in(request.getfixturevalue(role))
        table = TABLE if method == "get" else POST_TABLE
        same = {"Sec-Fetch-Site": "same-origin"}
        found = {name: getattr(browser, method)(where(name, held), headers=same).status_code for name in table}
        assert found == {name: row[ROLES.index(role)] for name, row in table.items()}

    def test_the_hidden_and_the_missing_look_the_same(self, held, consultant_from_elsewhere):
        browser = signed_in(consultant_from_elsewhere)
        hidden, missing = page_of(browser, held), browser.get(reverse("inbox-thread", args=[uuid4()])).content.decode()
        assert hidden == missing


class TestTheLists:
    def test_no_list_shows_a_word_of_it(self, writer, consultant_on_the_inquiry):
        browser = signed_in(consultant_on_the_inquiry)
        for name in ("inbox", "my-day"):
            page = browser.get(reverse(name)).content.decode()
            assert "Fra en borger" in page
            for telling in (WORDS[:15], "22 33 44 55", "En vens"):
                assert telling not in page

    def test_my_day_says_that_there_are_new_messages_and_nothing_when_there_are_none(self, consultant_on_the_inquiry):
        browser = signed_in(consultant_on_the_inquiry)
        assert "Beskeder, der venter" not in browser.get(reverse("my-day")).content.decode()
        leave_a_message(is_urgent=True)
        page = browser.get(reverse("my-day")).content.decode()
        assert "Beskeder, der venter" in page
        assert "Haster" in page

    def test_taking_one_leads_to_it(self, writer, consultant_on_the_inquiry):
        browser = signed_in(consultant_on_the_inquiry)
        answered = browser.post(where("inbox-take", writer), follow=True)
        assert WORDS in answered.content.decode().replace("&#x27;", "'")
        assert Holding.objects.get().holder == consultant_on_the_inquiry.pk

    def test_what_waits_too_long_elsewhere_is_shown_to_everybody(self, held, consultant_from_elsewhere, time_machine):
        time_machine.move_to(MORNING + timedelta(hours=30))
        browser = signed_in(consultant_from_elsewhere)
        page = browser.get(reverse("inbox")).content.decode()
        assert "Venter for længe hos en kollega" in page
        assert "Overtag den" in page
        assert "Blå cykel" not in page
        assert browser.post(where("inbox-take", held)).status_code == 409, "no holder was shown"
        [holder] = re.findall(r'name="holder" value="([0-9a-f-]+)"', page)
        assert WORDS in browser.post(where("inbox-take", held), {"holder": holder}, follow=True).content.decode()

    def test_one_whose_key_does_not_open_says_so_and_can_be_put_away(self, writer, consultant_on_the_inquiry):
        Thread.objects.filter(pk=writer.thread.pk).update(for_team=b"\x07" * 1168)
        good, browser = leave_a_message(), signed_in(consultant_on_the_inquiry)
        shut = browser.get(where("inbox-thread", writer))
        assert shut.status_code == 503
        assert "Sig det til din teamleder nu" in shut.content.decode()
        page = browser.get(reverse("inbox"))
        assert page.content.decode().count("Kan ikke åbnes") == 1
        assert {row.thread.pk for row in page.context["shown"] if row.is_shut} == {writer.thread.pk}
        away = browser.post(reverse("inbox-briefs"), {"chosen": writer.thread.pk}, follow=True).content.decode()
        assert "Kan ikke åbnes" in away
        assert [row.thread.pk for row in browser.get(reverse("inbox")).context["shown"]] == [good.thread.pk]


class TestReading:
    def test_the_page_shows_the_words_and_the_way_to_answer(self, mine, held):
        page = page_of(mine, held)
        assert WORDS in page
        assert "I må ringe til mig" in page
        assert "22 33 44 55" in page
        assert "Det første svar skal være neutralt" in page

    def test_reading_is_on_record_and_makes_it_old_but_the_day_keeps_it_until_it_is_answered(
        self, mine, held, consultant_on_the_inquiry
    ):
        page_of(mine, held)
        assert Event.objects.filter(act="thread.opened", by=consultant_on_the_inquiry.pk).exists()
        day = mine.get(reverse("my-day")).content.decode()
        assert "svar senest i morgen" in day
        assert ">Ny<" not in day
        answer(mine, held)
        assert "Beskeder, der venter" not in mine.get(reverse("my-day")).content.decode()
        assert "Besvaret" in mine.get(reverse("inbox")).content.decode()

    def test_a_closed_mailbox_and_a_removed_message_are_said(self, mine, held):
        box = held.comes_back()
        sitting.remove(mailbox=box, messages=[box.messages()[0].pk], at=MORNING)
        sitting.close(mailbox=box, at=MORNING)
        page = page_of(mine, held)
        assert "har lukket postkassen" in page
        assert "har slettet en besked" in page
        assert "Send svar" not in page

    def test_the_longest_message_is_folded_and_nothing_of_it_is_left_out(self, consultant_on_the_inquiry):
        words = [f"ord{number}" for number in range(100_000)]
        text = " ".join(words)[:LONGEST]
        writer = leave_a_message(text)
        browser = signed_in(consultant_on_the_inquiry)
        browser.post(where("inbox-take", writer))
        [beginning, rest] = re.findall(r'<pre dir="auto">(.*?)</pre>', page_of(browser, writer), re.DOTALL)
        assert len(beginning) <= SHOWN_AT_ONCE
        assert f"{beginning} {rest}" == text

    @pytest.mark.parametrize("text", ["kort", "x" * 2_400, "x" * 9_000, "ord " * 3_000, " " * 5_000, "😟" * 5_000])
    def test_folding_leaves_out_nothing_but_the_space_it_cuts_at(self, text):
        beginning, rest = folded(text)
        assert (beginning + rest).split() == text.split() or f"{beginning} {rest}".split() == text.split()
        assert len(beginning) <= SHOWN_AT_ONCE * 5 // 4

    @pytest.mark.parametrize("text", ["😟🏠🔒", "مرحبا 12/12 kl. 14:30", "Hej\nمرحبا"])
    def test_signs_and_right_to_left_stand_as_they_were_typed_each_in_its_own_direction(
        self, text, consultant_on_the_inquiry
    ):
        writer = leave_a_message(text)
        browser = signed_in(consultant_on_the_inquiry)
        browser.post(where("inbox-take", writer))
        assert f'<pre dir="auto">{text}</pre>' in page_of(browser, writer)

    def test_danger_alone_is_a_message(self, consultant_on_the_inquiry):
        writer = Writer(new_code())
        content = {"text": "", "danger": True, "trip": False, "contact": {}}
        drop(code=writer.code, content=content, is_urgent=True, at=MORNING)
        browser = signed_in(consultant_on_the_inquiry)
        browser.post(where("inbox-take", writer))
        page = page_of(browser, writer)
        assert "I fare nu" in page
        assert "Uden ord." in page

    def test_a_civil_number_is_theirs_and_pointed_out_and_meets_the_guard_when_it_is_copied(
        self, consultant_on_the_inquiry
    ):
        writer = leave_a_message("Mit cpr er 010190-1234")
        browser = signed_in(consultant_on_the_inquiry)
        browser.post(where("inbox-take", writer))
        page = page_of(browser, writer)
        assert "Mit cpr er 010190-1234" in page
        assert "ligner et cpr-nummer" in page
        address = browser.post(where("inbox-log", writer)).url
        copied = FILED | {"note": "Mit cpr er 010190-1234", "revision": "1", "act": "gem"}
        refused = browser.post(address, copied)
        assert refused.status_code == 422
        assert not Inquiry.objects.exists()

    @pytest.mark.parametrize(
        "given, told",
        [
            ({}, "Ring ikke, og send ikke noget."),
            ({"answer_by": "return"}, "Ring ikke, og send ikke noget."),
            ({"answer_by": "return", "number": "22 33 44 55"}, "Ring ikke, og send ikke noget."),
            ({"number": "22 33 44 55"}, "Ring ikke, og send ikke noget."),
            (
                {"answer_by": "sms", "number": "22 33 44 55", "sms_text": "Hej"},
                "Ring ikke. Bekræft aftalen, og send",
            ),
            ({"answer_by": "call", "number": "22 33 44 55"}, "Bekræft aftalen, før du ringer."),
            ({"answer_by": "trusted", "number": "22 33 44 55"}, "er ikke den, der skrev."),
        ],
    )
    def test_the_way_that_may_be_used_is_said_and_a_number_stands_only_beside_one(
        self, given, told, consultant_on_the_inquiry
    ):
        before_this_release = {"if_other": "agreed-words", "other_words": "Pizza?", "voicemail": "no", "sms": "no"}
        writer = leave_a_message(**given | before_this_release)
        browser = signed_in(consultant_on_the_inquiry)
        browser.post(where("inbox-take", writer))
        answered = browser.get(where("inbox-thread", writer))
        page, shown = answered.content.decode(), dict(answered.context["contact"])
        assert told in page
        way = given.get("answer_by")
        assert page.count("Ring ikke") == (way not in {"call", "trusted"})
        assert ("22 33 44 55" in page) == (way in {"call", "trusted", "sms"})
        assert ("Et nummer, det er sikkert at ringe til" in shown) == (way in {"call", "trusted"})
        assert shown.get("Må vi sende en sms?") == {"call": "Nej", "trusted": "Nej", "sms": "Ja"}.get(way)
        assert ("Pizza?" in page) == (way in {"call", "trusted"})

    def test_scripts_in_a_message_are_words(self, consultant_on_the_inquiry):
        writer = leave_a_message("<script>alert(1)</script>")
        browser = signed_in(consultant_on_the_inquiry)
        browser.post(where("inbox-take", writer))
        assert "<script>alert" not in page_of(browser, writer)


class TestGivingOn:
    def test_to_a_region(self, mine, held, consultant_from_elsewhere):
        mine.post(where("inbox-hand-over", held), {"to": f"region:{NORDJYLLAND}"})
        holding = Holding.objects.get()
        assert (holding.holder, holding.region) == (None, NORDJYLLAND)
        assert "Tag den" in signed_in(consultant_from_elsewhere).get(reverse("inbox")).content.decode()

    def test_to_a_colleague(self, mine, held, colleague_in_the_region):
        mine.post(where("inbox-hand-over", held), {"to": f"person:{colleague_in_the_region.pk}"})
        assert Holding.objects.get().holder == colleague_in_the_region.pk

    @pytest.mark.parametrize("to", ["", "region:9999", "person:x"])
    def test_nobody_else(self, mine, held, to):
        assert mine.post(where("inbox-hand-over", held), {"to": to}).status_code == 422

    def test_only_by_its_holder(self, writer, consultant_on_the_inquiry):
        browser = signed_in(consultant_on_the_inquiry)
        refused = browser.post(where("inbox-hand-over", writer), {"to": f"region:{MIDTJYLLAND}"})
        assert "Du skal tage beskeden" in refused.content.decode()


class TestTheCallLog:
    def test_it_begins_a_draft_without_a_word_of_the_writers(self, mine, held):
        answered = mine.post(where("inbox-log", held), follow=True)
        page = answered.content.decode()
        assert "Skrev til os uden navn" in page
        assert WORDS not in page
        assert "22 33 44 55" not in page
        assert Holding.objects.get().inquiry == Draft.objects.get().pk

    def test_twice_is_one_draft(self, mine, held):
        first = mine.post(where("inbox-log", held)).url
        assert mine.post(where("inbox-log", held)).url == first
        assert Draft.objects.count() == 1

    def test_two_clicks_at_once_are_one_draft(self, mine, held, monkeypatch):
        """The second has read the thread before the first has written which draft it began."""
        begin = views.begin_once

        def another_first(**what):
            monkeypatch.undo()
            mine.post(where("inbox-log", held))
            begin(**what)

        monkeypatch.setattr(views, "begin_once", another_first)
        address = mine.post(where("inbox-log", held)).url
        assert address == reverse("call", args=[Draft.objects.get().pk])
        assert Event.objects.acts("thread.logged").count() == 1

    def test_filed_it_is_an_inquiry_and_the_writers_words_stay_in_the_thread(self, mine, held):
        address = mine.post(where("inbox-log", held)).url
        assert mine.post(address, FILED | {"revision": "1", "act": "gem"}).status_code == 302
        entry = Entry.objects.get()
        assert Inquiry.objects.get().pk == Holding.objects.get().inquiry
        assert entry.inquiry_id == Holding.objects.get().inquiry
        assert Thread.objects.exists()

    def test_only_its_holder_begins_it(self, writer, consultant_on_the_inquiry):
        refused = signed_in(consultant_on_the_inquiry).post(where("inbox-log", writer))
        assert refused.status_code == 409
        assert not Draft.objects.exists()


CHOSEN = r'name="(\w+)" value="([^"]+)"[^>]* checked'


class TestABrief:
    ASKED = {
        "what": "En elev i udskolingen er bange.", "safe": "no", "soon": "yes", "age": "child", "role": "Lærer",
        "municipality": "Arhus",
    }  # fmt: skip

    def sheet(self, visitor, **answers):
        """Send a sheet as a professional does; return its token."""
        token = str(uuid4())
        sent = self.ASKED | answers | {"step": "request", "act": "send", "token": token}
        assert "Arket er sendt" in visitor.post(reverse("prepare"), sent).content.decode()
        return UUID(token)

    def test_it_opens_filled_in_with_what_was_said_as_a_draft_of_the_call_log(self, client, consultant_on_the_inquiry):
        token = self.sheet(client)
        browser = signed_in(consultant_on_the_inquiry)
        assert number_of(token) in browser.get(reverse("inbox")).content.decode()
        unclaimed = browser.get(reverse("inbox-thread", args=[token])).content.decode()
        assert "Åbn i samtaleloggen" not in unclaimed
        assert "Tag den" in unclaimed
        page = browser.post(reverse("inbox-take", args=[token]), follow=True).content.decode()
        assert "Det har fagpersonen forberedt" in page
        assert f"Arkets nummer: {number_of(token)}" in page
        assert reverse("inbox-hand-over", args=[token]) in page
        for said in (self.ASKED["what"], "Skole", "Under 18", "Nej, stod der på arket. Spørg igen.", "Region Midtjyll"):
            assert said in page
        log = browser.post(reverse("inbox-log", args=[token]), follow=True).content.decode()
        assert self.ASKED["what"] in log
        assert 'value="Nej, stod der på arket. Spørg igen."' in log
        chosen = {"caller": "school", "age": "under-18", "region": MIDTJYLLAND}
        assert dict(re.findall(CHOSEN, log)) == chosen, "haste and subject are not"
        assert "Fra en fagperson" not in browser.get(reverse("inbox")).content.decode()

    def test_what_was_not_said_for_sure_is_left_for_the_consultant_to_ask(self, client, consultant_on_the_inquiry):
        unsure = {"safe": "", "age": "unknown", "role": "Pædagog, måske lærer", "municipality": "Aar"}
        token = self.sheet(client, **unsure)
        browser = signed_in(consultant_on_the_inquiry)
        browser.post(reverse("inbox-take", args=[token]))
        log = browser.post(reverse("inbox-log", args=[token]), follow=True).content.decode()
        assert "Pædagog, måske lærer" in log
        assert "stod der på arket" not in log
        assert not re.findall(CHOSEN, log)


class TestManyBriefs:
    """Anybody can send any number of sheets. They must not hide somebody who writes for help."""

    @pytest.fixture
    def flood(self, db):
        for _ in range(60):
            drop_brief(token=uuid4(), content={"note": "x"}, is_urgent=True, at=MORNING)

    def test_the_pages_stay_short_and_a_citizen_stands_first(self, flood, consultant_on_the_inquiry):
        quiet, urgent = leave_a_message(), leave_a_message(is_urgent=True, at=MORNING + timedelta(hours=2))
        browser = signed_in(consultant_on_the_inquiry)
        day, inbox = browser.get(reverse("my-day")), browser.get(reverse("inbox"))
        for rows in (day.context["inbox"], inbox.context["shown"]):
            assert [row.thread.pk for row in rows] == [urgent.thread.pk, quiet.thread.pk]
        for page in (day, inbox):
            text = page.content.decode()
            assert text.count("Fra en fagperson") == 10
            assert "Ark fra fagpersoner" in text
            assert '<span class="count">60</span>' in text
            assert reverse("inbox-briefs") in text

    def test_all_that_are_shown_are_put_away_at_once_and_can_be_taken_after_all(self, flood, consultant_on_the_inquiry):
        citizen = leave_a_message()
        browser = signed_in(consultant_on_the_inquiry)
        page = browser.get(reverse("inbox-briefs"))
        shown = re.findall(r'name="shown" value="([^"]+)"', page.content.decode())
        assert len(shown) == access.ON_A_PAGE
        assert f"Ark {number_of(UUID(shown[0]))}</label>" in page.content.decode(), "it is asked for on the phone"
        same = {"shown": [*shown, str(citizen.thread.pk)], "which": "all"}
        assert browser.post(reverse("inbox-briefs"), same).status_code == 302
        after = browser.get(reverse("inbox-briefs"))
        assert (after.context["count"], after.context["count_away"]) == (10, 50)
        assert [row.thread.pk for row in browser.get(reverse("inbox")).context["shown"]] == [citizen.thread.pk]
        browser.post(reverse("inbox-take", args=[shown[0]]))
        held = Holding.objects.get(pk=shown[0])
        assert (held.holder, held.put_away_at) == (consultant_on_the_inquiry.pk, None)
        assert held.cover_name

    def test_only_the_chosen_go_and_nothing_chosen_is_said(self, flood, consultant_on_the_inquiry):
        browser = signed_in(consultant_on_the_inquiry)
        shown = re.findall(r'name="shown" value="([^"]+)"', browser.get(reverse("inbox-briefs")).content.decode())
        assert "Vælg mindst ét ark." in browser.post(reverse("inbox-briefs"), {"shown": shown}).content.decode()
        browser.post(reverse("inbox-briefs"), {"shown": shown, "chosen": [shown[3], "x"]})
        assert str(Holding.objects.get(put_away_at__isnull=False).pk) == shown[3]
        assert Event.objects.get(act="thread.put_away").by == consultant_on_the_inquiry.pk


def test_every_template_of_the_inbox_is_used(mine, held):
    names = set()

    def note(template, **more):
        names.add(template.name)

    template_rendered.connect(note)
    try:
        mine.get(reverse("inbox"))
        page_of(mine, held)
        mine.get(where("inbox-hand-over", held))
    finally:
        template_rendered.disconnect(note)
    assert {f"desk/inbox/{name}.html" for name in ("overview", "thread", "hand_over", "line")} <= names


def test_what_nobody_has_taken_is_read_by_page_however_much_there_is(mine, monkeypatch):
    monkeypatch.setattr(access, "ON_A_PAGE", 2)
    for _ in range(4):
        leave_a_message()
    pages = [mine.get(reverse("inbox") + f"?side={number}") for number in (1, 2, 9)]
    shown = [[row.thread.pk for row in page.context["shown"]] for page in pages]
    assert len({pk for page in shown for pk in page}) == 4
    assert shown[1] == shown[2]  # beyond the last page is the last
    assert "Side 1 af 2" in pages[0].content.decode()


def test_inquiries_and_cases_nobody_has_taken_stand_in_the_inbox_too(mine, consultant_from_elsewhere):
    given = file_a_call(consultant_from_elsewhere, region=MIDTJYLLAND, hand_over=True)
    case = a_case(consultant_from_elsewhere)
    hand_over_to_region(
        case=case,
        region=MIDTJYLLAND,
        reason=CaseHandOver.LOAD,
        note=text("For mange sager"),
        by=consultant_from_elsewhere,
        at=MORNING,
    )
    page = mine.get(reverse("inbox")).content.decode()
    assert given.reference in page
    assert case.reference in page
