"""The pages of a case's end and of its guests, in each of their states."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from django.utils.timezone import now

from tests.browser.stage import Stage
from tests.browser.stage_cases import HOUR, opened
from tests.browser.sweep import State, press, send, sent, visit
from tests.browser.test_desk_pages import site, stage  # noqa: F401  fixtures
from tests.cast import TEAM_LEAD, person, text
from tests.closing.conftest import a_move, an_ending
from tests.guests.conftest import an_invitation, invited
from vaern.cases.models import Case
from vaern.closing.actions.closing import close_case
from vaern.closing.actions.destruction import ask_destruction
from vaern.closing.actions.keeping import set_keeping
from vaern.closing.actions.moving import begin_move
from vaern.guests.actions import end_guest, invite_guest
from vaern.guests.models import Guest
from vaern.guests.terms import Section
from vaern.inquiries.actions.journal import close as close_inquiry
from vaern.inquiries.terms import Closing
from vaern.law.clocks import local_day
from vaern.law.closing import CloseReason
from vaern.staff.models import User
from vaern.vault.broker import broker
from vaern.vault.terms import Purpose

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLES = {"Sag", "Til sletning", "Mine sager", "Adgang", "Siden findes ikke"}
PAGES = {
    "case-close", "case-ended", "case-reopen", "case-keeping", "case-moving", "case-moved", "case-destructions",
    "case-destruction", "case-guests", "case-guest-invite", "guest", "guest-case",
}  # fmt: skip
ONLY_POSTED_TO = {"case-guest-end", "case-guest-link", "guest-read", "guest-answer"}


@dataclass(frozen=True)
class Ends:
    """What stands on the stage beside the rest: cases at their end, and a guest."""

    asta: User
    dina: User
    karen: User  # a guest of the full case; her access to the moving one is over
    full: Case
    moving: Case
    closed: Case  # its day has passed, and Egon has asked
    guest: Guest
    over: Guest
    transfer: str


@pytest.fixture
def ends(stage):  # noqa: F811
    return set_ends(stage)


def set_ends(stage: Stage) -> Ends:  # noqa: F811
    at, asta = now(), stage.asta
    full = stage.cases.full
    full.opened_with(broker().open(full.key_id, purpose=Purpose.CASEWORK, by=asta.pk))
    moving = opened(asta, at=at - 60 * HOUR)
    day = local_day(at)
    move = a_move(on=day + timedelta(days=5), ask_on=day + timedelta(days=1))
    transfer = begin_move(case=moving, move=move, by=asta, at=at - HOUR)
    until = {"last_day": day + timedelta(days=30), "sections": [Section.JUDGEMENT, Section.STEPS]}
    guest = invited(full, asta, at=at - 30 * HOUR, **until)
    over = invited(moving, asta, at=at - 30 * HOUR, **until)
    end_guest(guest=over, by=asta, at=at - HOUR)
    someone = an_invitation(first_name="Lene", email="lene@kommune.invalid", **until)
    invite_guest(case=full, invitation=someone, by=asta, at=at - HOUR)
    closed = opened(asta, at=at - 900 * HOUR)
    inquiry, then = closed.inquiry, at - 800 * HOUR
    ending = an_ending(closed, asta, at=then, reason=CloseReason.OTHER, check_on=day + timedelta(days=60))
    close_case(case=closed, inquiry=inquiry, ending=ending, seen=None, by=asta, at=then)
    set_keeping(case=closed, until=local_day(then), why=text("Aftalt med den dataansvarlige."), by=asta, at=then)
    close_inquiry(inquiry=inquiry, reason=Closing.ADVICE_GIVEN, remark=text("Afsluttet med sagen."), by=asta, at=then)
    ask_destruction(case_id=closed.pk, by=person("Egon", TEAM_LEAD), at=at - HOUR)
    karen = User.objects.get(pk=guest.user_id)
    return Ends(asta, stage.dina, karen, full, moving, closed, guest, over, str(transfer.pk))


def pressing(button):
    return lambda page: press(page, button)


def states_of_ends(ends):
    def case(one, page=""):
        return f"/desk/sager/{one.pk}/{page}"

    yield State("close", "asta", case(ends.full, "afslut/"))
    yield State("close, not said", "asta", case(ends.full, "afslut/"), send)
    yield State("close, stopped", "asta", case(ends.moving, "afslut/"), sent(helped="Ring 20 12 34 56", reason="calm"))
    yield State("never closed", "asta", case(ends.full, "afslutning/"))
    yield State("ended", "asta", case(ends.closed, "afslutning/"))
    yield State("reopen", "asta", case(ends.closed, "genaabn/"))
    yield State("reopen, not said", "asta", case(ends.closed, "genaabn/"), send)
    yield State("keeping", "asta", case(ends.closed, "sletning/"))
    yield State("keeping, not said", "asta", case(ends.closed, "sletning/"), send)
    yield State("moving", "asta", case(ends.moving, "kommune/"))
    yield State("moving, not said", "asta", case(ends.full, "kommune/"), send)
    yield State("moved", "asta", case(ends.moving, f"kommune/{ends.transfer}/"))
    yield State("moved, not said", "asta", case(ends.moving, f"kommune/{ends.transfer}/"), send)
    yield State("guests", "asta", case(ends.full, "gaester/"))
    yield State("no guests", "asta", case(ends.closed, "gaester/"))
    yield State("invite", "asta", case(ends.full, "gaester/ny/"))
    yield State("invite, not said", "asta", case(ends.full, "gaester/ny/"), send)
    yield State(
        "a new link", "asta", case(ends.full, "gaester/"), lambda page: press(page, "form[action$='/link/'] button")
    )
    yield State("to destroy", "dina", "/desk/team/sletning/")
    yield State("destroy", "dina", f"/desk/team/sletning/{ends.closed.pk}/")
    unsure = "button[name=act][value=confirm]"
    yield State("destroy, not sure", "dina", f"/desk/team/sletning/{ends.closed.pk}/", pressing(unsure))
    yield State("a guest's cases", "karen", "/desk/gaest/")
    yield State("a guest's case", "karen", f"/desk/gaest/{ends.guest.pk}/")
    yield State("a guest answers nothing", "karen", f"/desk/gaest/{ends.guest.pk}/", send)
    yield State(
        "a guest has read",
        "karen",
        f"/desk/gaest/{ends.guest.pk}/",
        lambda page: press(page, "form[action$='/laest/'] button"),
    )
    yield State("a guest's time is up", "karen", f"/desk/gaest/{ends.over.pk}/")
    yield State("nothing else for a guest", "karen", case(ends.full))


def test_everybody_can_use_the_pages_of_an_end_and_a_guest_theirs(ends, site, open_tab):  # noqa: F811
    states = list(states_of_ends(ends))
    visited = {resolve(urlsplit(each.address).path).url_name for each in states}
    assert visited >= PAGES
    sights = visit(states, ends, site, open_tab)
    assert [(sight.said, sight.broken) for sight in sights if sight.broken] == []
    assert [(sight.said, sight.too_wide) for sight in sights if sight.too_wide] == []
    assert [(sight.said, sight.complaints) for sight in sights if sight.complaints] == []
    for sight in sights:
        assert sight.title.removeprefix("Fejl: ") in TITLES, sight.said
        assert sight.offers_a_call is (sight.who == "Asta"), sight.said
