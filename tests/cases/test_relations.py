"""How persons are related, and two cases that belong together without either telling of the other."""

import pytest

from tests.cases.conftest import a_case, described, ids_of, opened_by
from tests.cast import MORNING, NORDJYLLAND, file_a_call, person, signed_in
from tests.desk.case_register import address
from tests.house.test_routes import address as address_of
from tests.house.test_routes import all_routes
from vaern.audit.models import Event
from vaern.cases.access import NoSuchCase
from vaern.cases.actions import relations as acts
from vaern.cases.actions.people import add_person
from vaern.cases.actions.relations import end_link, link_case, relate
from vaern.cases.actions.staffing import add_participant
from vaern.cases.models import CaseLink, Relation
from vaern.cases.reading import persons_of
from vaern.cases.relations import linked_with, relations_of
from vaern.cases.terms import ParticipantRole, RelationKind
from vaern.staff.roles import CONSULTANT

pytestmark = pytest.mark.django_db


@pytest.fixture
def sister_and_mother(case, consultant_on_the_case):
    about = {"case": case, "by": consultant_on_the_case, "at": MORNING}
    return [add_person(description=described(label), **about) for label in ("søster 1", "mor")]


def test_the_newest_that_was_said_of_two_counts_and_the_first_stays(case, consultant_on_the_case, sister_and_mother):
    sister, mother = sister_and_mother

    def said(kind):
        relate(case=case, person=sister, relative=mother, kind=kind, by=consultant_on_the_case, at=MORNING)
        return [(each.person, each.relative, each.kind) for each in relations_of(case)]

    assert said(RelationKind.UNCLE) == [(sister.pk, mother.pk, "uncle")]
    assert said(RelationKind.MOTHER) == [(sister.pk, mother.pk, "mother")]
    assert said(RelationKind.NONE) == []
    assert Relation.objects.count() == 3
    with pytest.raises(acts.RelatedToThemselves):
        relate(
            case=case, person=sister, relative=sister, kind=RelationKind.OTHER, by=consultant_on_the_case, at=MORNING
        )


def test_the_country_of_a_relative_abroad_is_sealed_with_the_portrait(case, consultant_on_the_case):
    description = described("onkel", abroad="Jordan")
    add_person(case=case, description=description, by=consultant_on_the_case, at=MORNING)
    [uncle] = persons_of(case)
    assert uncle.abroad == "Jordan"


@pytest.fixture
def siblings_case(consultant_on_the_case):
    """A second case of the same consultant, in a region nobody else of the cast is on duty for."""
    return a_case(consultant_on_the_case, inquiry=file_a_call(consultant_on_the_case, region="1083"))


@pytest.mark.any_database  # pages
@pytest.mark.usefixtures("directory")
@pytest.mark.time_machine(MORNING, tick=False)
def test_a_viewer_of_one_of_two_linked_cases_learns_nothing_about_the_other(
    case, siblings_case, consultant_on_the_case, client
):
    """Design, invariant 17: by the text of every page of the case, the lists and the search."""
    guest = person("Gudrun", CONSULTANT, regions=[NORDJYLLAND])
    add_participant(
        case=case, user=guest, role=ParticipantRole.INFORMED, last_day=None, by=consultant_on_the_case, at=MORNING
    )
    opened_by(guest, case)
    link_case(case=case, name=siblings_case.reference, by=consultant_on_the_case, at=MORNING)
    ids = ids_of(case, consultant_on_the_case)
    pages = [
        each for each in all_routes() if each.name.startswith("case") and set(each.pattern.converters) <= ids.keys()
    ]
    tells = [siblings_case.reference, siblings_case.cover_name, str(siblings_case.pk), "Hører sammen med"]
    browsers = {user: signed_in(user) for user in (guest, consultant_on_the_case)}
    told = {user: set() for user in browsers}
    for user, browser in browsers.items():
        for route in pages:
            page = browser.get(address_of(route, ids)).content.decode(errors="replace")  # a file is no text
            told[user] |= {route.name for words in tells if words in page and route.name != "cases"}
    assert told[consultant_on_the_case] == {"case-persons", "case-links"}
    assert told[guest] == set()
    assert linked_with(case, user=guest, at=MORNING) == []
    search = browsers[guest].post("/desk/sager/soeg/", {"words": siblings_case.reference}).content.decode()
    assert siblings_case.cover_name not in search
    for name in (siblings_case.reference, "K-AAAAA"):  # the hidden and the missing look the same
        refused = browsers[guest].post(address(case, "case-links"), {"name": name})
        assert refused.status_code == 422
        assert "Der er ingen sag med det navn, som du kan se." in refused.content.decode()
    assert browsers[guest].post(address(case, "case-link-end", other_id=siblings_case.pk)).status_code == 404


def test_only_somebody_who_may_see_both_links_them(case, siblings_case, colleague_in_the_region):
    seen = opened_by(colleague_in_the_region, case)
    with pytest.raises(NoSuchCase):
        link_case(case=seen, name=siblings_case.reference, by=colleague_in_the_region, at=MORNING)
    assert not CaseLink.objects.exists()
    refusal = Event.objects.about(siblings_case.pk).newest_first().first()
    assert (refusal.act, refusal.code, refusal.refused) == ("case.refused", "link", True)


def test_a_link_is_made_once_and_ended_once_and_neither_trail_names_the_other(
    case, siblings_case, consultant_on_the_case
):
    def link(name):
        return link_case(case=case, name=name, by=consultant_on_the_case, at=MORNING)

    link(siblings_case.reference)
    with pytest.raises(acts.AlreadyLinked):
        link(siblings_case.reference)
    with pytest.raises(acts.LinkedToItself):
        link(case.reference)
    assert linked_with(siblings_case, user=consultant_on_the_case, at=MORNING) == [case]
    end_link(case=case, other=siblings_case, by=consultant_on_the_case, at=MORNING)
    with pytest.raises(acts.NotLinked):
        end_link(case=case, other=siblings_case, by=consultant_on_the_case, at=MORNING)
    assert linked_with(case, user=consultant_on_the_case, at=MORNING) == []
    named = {event.subject for event in Event.objects.about(case.pk) if event.act.startswith("case.link")}
    assert siblings_case.pk not in named
