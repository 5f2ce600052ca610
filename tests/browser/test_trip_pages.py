"""The pages of trips in every state they can be in, as `test_case_pages.py` does it for cases."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from django.utils.timezone import now

from tests.browser.sweep import State, send, sent, visit
from tests.browser.test_desk_pages import site, stage  # noqa: F401  fixtures
from tests.cast import text
from vaern.desk import routes
from vaern.law.clocks import local_day
from vaern.travel.actions.course import begin_trip, move_trip
from vaern.travel.actions.facts import Said, state_fact
from vaern.travel.actions.signs import agree_sign
from vaern.travel.models import Sign
from vaern.travel.terms import Certainty, SignKind, Source, Topic, TripStage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLES = {"Rejse", "Rejser", "Briefing"}
NOT_PAGES = {"travel-calendar"}


def set_trips(stage):  # noqa: F811
    """Return a trip with everything on it, one that nothing is known of, and one that has ended."""
    at, asta, case = now(), stage.asta, stage.cases.full
    full, bare, over = (begin_trip(case=case, by=asta, at=at - timedelta(days=days)) for days in (5, 1, 90))

    def state(topic, words="", *, certainty=Certainty.LIKELY, **values):
        said = Said(
            topic=topic, words=text(words), values=values, source=Source.SCHOOL, on=local_day(at), certainty=certainty
        )
        return state_fact(trip=full, said=said, by=asta, at=now())

    born = f"{local_day(at).year - 18}-{local_day(at).month:02}"
    child = state(Topic.TRAVELLER, label="datter 1", kind="at-risk", born="-".join(reversed(born.split("-"))))
    state(Topic.PASSPORT, traveller=str(child.thread), issuer="foreign", holder="far", expires="2026-01-01")
    state(Topic.PASSPORT_DECISION, traveller=str(child.thread), office="police", decided_on="2025-01-02")
    state(Topic.FEARED, "»Jeg skal blive dernede.«", outcomes=["forced-marriage", "held"])
    state(Topic.HOST, "Har et hus i byen", certainty=Certainty.RUMOUR, relation="mors bror")
    departure = state(
        Topic.DEPARTURE, earliest=(local_day(at) + timedelta(days=12)).isoformat(), zone="Europe/Copenhagen"
    )
    state(Topic.TRUSTED, label="veninde 1", safe_way="Skriv om håndbold")
    state(Topic.CUSTODY, against_other="yes")
    state(Topic.AUTHORITY, "De har fået flyet", office="police", wrote="caseworker")
    sign = agree_sign(
        trip=full, kind=SignKind.LIFE, due_at=at + timedelta(days=2), watcher=asta, takes_watch=True,
        how=text("Hun skriver om vejret."), by=asta, at=at,
    )  # fmt: skip
    Sign.objects.filter(pk=sign.pk).update(due_at=at - timedelta(minutes=20))
    for to, days in ((TripStage.ABROAD, 80), (TripStage.HOME, 3)):
        move_trip(
            trip=over, to=to, on=local_day(at) - timedelta(days=days), words=text("Set"), source=Source.SEEN,
            seen=TripStage(over.stage), by=asta, at=at,
        )  # fmt: skip
    return full, bare, over, departure, sign


def states_of_trips(stage):  # noqa: F811
    full, bare, over, departure, sign = set_trips(stage)

    def page(trip, rest=""):
        return f"/desk/sager/{trip.case_id}/rejser/{trip.pk}/{rest}"

    yield State("board", "asta", "/desk/rejser/")
    yield State("empty board", "newcomer", "/desk/rejser/")
    yield State("season", "dina", "/desk/team/rejser/")
    yield State("the day of the watcher", "asta", "/desk/")
    yield State("trips of a case", "asta", f"/desk/sager/{full.case_id}/rejser/?alle=ja")
    yield State("trip", "asta", page(full))
    yield State("bare trip", "asta", page(bare))
    yield State("trip over", "asta", page(over))
    yield State("move, not said", "asta", page(full, "gang/"), send)
    yield State("fact", "asta", page(full, "skriv/traveller/"))
    yield State("fact, not said", "asta", page(full, "skriv/feared/"), send)
    yield State("fact, stopped", "asta", page(full, "skriv/host/"), sent(words="Ring 20 12 34 56"))
    yield State("fact anew", "asta", page(full, f"skriv/departure/{departure.thread}/"))
    yield State("agree a sign, not said", "asta", page(full, "livstegn/"), send)
    yield State("missing sign", "asta", page(full, f"livstegn/{sign.pk}/"))
    yield State("briefing", "asta", "/desk/rejser/114/")


def test_everybody_can_use_every_page_of_a_trip_and_none_gives_anything_away(stage, site, open_tab):  # noqa: F811
    states = list(states_of_trips(stage))
    sights = visit(states, stage, site, open_tab)
    assert [(sight.said, sight.broken) for sight in sights if sight.broken] == []
    assert [(sight.said, sight.too_wide) for sight in sights if sight.too_wide] == []
    assert [(sight.said, sight.complaints) for sight in sights if sight.complaints] == []
    for sight in sights:
        assert not re.search(r"[HK]-[A-Z0-9]{5}", sight.title + sight.address), sight.said
        assert sight.title.removeprefix("Fejl: ") in TITLES | {"Min dag"}, sight.said
    visited = {resolve(urlsplit(each.address).path).url_name for each in states}
    assert {each.name for each in routes.urlpatterns if each.name.startswith("travel")} - visited == NOT_PAGES
