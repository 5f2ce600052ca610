"""A case with a consent to share, a person who is feared, and a paper about it."""

from dataclasses import replace

import pytest

from tests.cases.conftest import case, consultant_on_the_case, described  # noqa: F401  the case of the fixed cast
from tests.cast import MORNING, text
from vaern.cases.actions.course import set_basis
from vaern.cases.actions.people import add_person
from vaern.cases.basis import Basis
from vaern.cases.handover import handover
from vaern.cases.telling import Fact
from vaern.cases.terms import PersonRole, Scope, Stance
from vaern.law.gate import ConsentFrom, Situation
from vaern.sharing import terms_disclosure as terms
from vaern.sharing.actions.told import Told, record_told
from vaern.sharing.release import Recipient, release

CONSENT = Basis(
    situation=Situation.CONSENTED_ADULT,
    consent_from=ConsentFrom.CITIZEN,
    scopes=frozenset({Scope.IDENTITY, Scope.SHARING}),
)
CITIZEN = Recipient(kind=terms.PartyKind.CITIZEN)
HIGH = {
    "gate.A3": "yes",
    "level": "high",
    "soon": "day",
    "act": "yes",
    "act.who": "Politiet",
    "valid_until": "2026-11-30",
}


def a_role(name="Lærer i 9. klasse", kind=terms.PartyKind.SCHOOL):
    return Recipient(kind=kind, name=text(name))


def stand_on(case, by, **changes):  # noqa: F811  a fixture is asked for by its name
    """Put the case on a consent that covers sharing, changed by what is given."""
    set_basis(case=case, basis=replace(CONSENT, **changes), seen=None, by=by, at=MORNING)


def told_by_the_caseworker(case, by, *, to=None, at=MORNING, **changes):  # noqa: F811
    """Write down that the caseworker has told the school of the concern and the level, changed by what is given."""
    about = {
        "act": terms.Act.CASEWORKER_SAID,
        "facts": frozenset({Fact.CONCERN}),
        "at": at,
        "words": text("Sagt på et møde uden familien."),
        "level": terms.ToldLevel.CURRENT,
        "channel": terms.Channel.MEETING,
    }
    return record_told(case=case, to=to or a_role(), told=Told(**(about | changes)), by=by, at=at)


@pytest.fixture
def consented(case, consultant_on_the_case):  # noqa: F811
    """The case of the cast, with the citizen's consent to share."""
    stand_on(case, consultant_on_the_case)
    return case


@pytest.fixture
def feared(consented, consultant_on_the_case):  # noqa: F811
    """The father, who is feared."""
    about = described("far", roles=(PersonRole.FEARED,), stance=Stance.THREATENS, words="Kontrollerer hendes telefon.")
    return add_person(case=consented, description=about, by=consultant_on_the_case, at=MORNING)


@pytest.fixture
def paper(consented, consultant_on_the_case):  # noqa: F811
    return handover(consented, consultant_on_the_case, MORNING)


@pytest.fixture
def give(consented, consultant_on_the_case):  # noqa: F811
    """Let a handover of the case go, changed by what is given."""

    def give(**changes):
        at = changes.pop("at", MORNING)
        act = {
            "case": consented,
            "rendered": handover(consented, consultant_on_the_case, at),
            "to": a_role(),
            "basis": terms.Basis.CONSENT,
            "channel": terms.Channel.SECURE_MAIL,
            "reason": text(),
            "by": consultant_on_the_case,
            "at": at,
        }
        return release(**(act | changes))

    return give
