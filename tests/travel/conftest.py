"""A trip of the fixed cast's case, and ways to say it otherwise by one fact."""

from datetime import date, datetime, timedelta

import pytest

from tests.cases.conftest import case, consultant_on_the_case, opened_by  # noqa: F401  the case of the fixed cast
from tests.cast import MORNING, text
from vaern.cases.actions.course import set_basis
from vaern.cases.basis import Basis
from vaern.cases.terms import Scope
from vaern.law.clocks import COPENHAGEN
from vaern.law.gate import ConsentFrom, Situation
from vaern.travel.actions.course import begin_trip
from vaern.travel.actions.facts import Said, state_fact
from vaern.travel.actions.signs import agree_sign
from vaern.travel.terms import Certainty, SignKind, Source, Topic

TODAY = date(2026, 11, 23)
ALL = frozenset(Scope)
AT_TEN = datetime(2026, 11, 25, 10, 0, tzinfo=COPENHAGEN)  # a Wednesday, while the team of Midtjylland answers
AT_NIGHT = datetime(2026, 11, 25, 23, 0, tzinfo=COPENHAGEN)


def said(topic, words="", *, values=None, private="", **changes):
    facts = {"source": Source.CITIZEN, "on": TODAY, "certainty": Certainty.LIKELY}
    return Said(topic=topic, words=text(words), values=values or {}, private=private, **(facts | changes))


def stated(trip, by, topic, words="", *, at=MORNING, thread=None, seen=0, **how):
    return state_fact(trip=trip, said=said(topic, words, **how), thread=thread, seen=seen, by=by, at=at)


def consent(case, by, *, situation=Situation.CONSENTED_ADULT, scopes=ALL, seen=None):  # noqa: F811
    """Record that a consent covers ``scopes``, as the room of consents would."""
    basis = Basis(situation=situation, consent_from=ConsentFrom.CITIZEN, scopes=frozenset(scopes))
    set_basis(case=case, basis=basis, seen=seen, by=by, at=MORNING)


def a_sign(trip, by, *, watcher=..., due_at=AT_TEN, takes_watch=False, at=MORNING, kind=SignKind.LIFE):
    return agree_sign(
        trip=trip,
        kind=kind,
        due_at=due_at,
        watcher=by if watcher is ... else watcher,
        takes_watch=takes_watch,
        how=text("Hun skriver en linje om vejret."),
        by=by,
        at=at,
    )


def travels(trip, by, *, label="datter 1", born="02-2009", **more):
    values = {"label": label, "kind": "at-risk", "born": born, "residence": "permit_siri"} | more
    return stated(trip, by, Topic.TRAVELLER, values=values)


def departs(trip, by, *, earliest="2026-12-18", zone="Europe/Copenhagen", **more):
    seen = more.pop("seen", 0)
    return stated(trip, by, Topic.DEPARTURE, values={"earliest": earliest, "zone": zone} | more, seen=seen)


def days(count):
    return MORNING + timedelta(days=count)


@pytest.fixture
def trip(case, consultant_on_the_case):  # noqa: F811
    """A trip in an anonymised case about an adult, of which nothing is known yet."""
    return begin_trip(case=case, by=consultant_on_the_case, at=MORNING)
