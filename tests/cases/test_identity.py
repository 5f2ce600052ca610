"""Who the persons are: kept with a consent alone, under a key of its own, shut when the consent goes."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from tests.cases.conftest import described
from tests.cast import MORNING, text
from vaern.audit.models import Event
from vaern.cases import identity
from vaern.cases.actions.course import ChangedMeanwhile, reclassify, set_basis
from vaern.cases.actions.opening import GateRefused
from vaern.cases.actions.people import add_person
from vaern.cases.basis import Basis
from vaern.cases.identity import add_item, correct_item, identity_of, reopen_in_danger, whereabouts_of
from vaern.cases.models import Case, IdentityItem
from vaern.cases.terms import ItemKind, Scope
from vaern.directory.terms import Concern
from vaern.inquiries.terms import Age
from vaern.law.gate import ConsentFrom, Situation
from vaern.vault.terms import Purpose

pytestmark = pytest.mark.django_db
CONSENTED = Basis(
    situation=Situation.CONSENTED_ADULT,
    consent_from=ConsentFrom.CITIZEN,
    scopes=frozenset({Scope.IDENTITY}),
)
BY_REQUEST = Basis(situation=Situation.IDENTITY_KNOWN, scopes=frozenset({Scope.IDENTITY}), by_request=True)


@pytest.fixture
def sister(case, consultant_on_the_case):
    return add_person(case=case, description=described(), by=consultant_on_the_case, at=MORNING)


@pytest.fixture
def stand(case, consultant_on_the_case):
    """Put the case on a basis."""

    def on(basis):
        set_basis(case=case, basis=basis, seen=None, by=consultant_on_the_case, at=MORNING)

    on(CONSENTED)
    return on


@pytest.fixture
def write(case, sister, consultant_on_the_case):
    def write(words="Hasselvej 4, 8000 Aarhus", kind=ItemKind.ADDRESS):
        return add_item(case=case, person=sister, kind=kind, text=words, by=consultant_on_the_case, at=MORNING)

    return write


def shown(case, user, at=MORNING):
    return identity_of(case, user=user, purpose=Purpose.CASEWORK, at=at)


def acts(case):
    return list(Event.objects.about(case.pk).order_by("at").values_list("act", "refused"))


def test_what_is_known_is_sealed_under_a_key_that_is_not_the_cases(case, stand, write, sister, consultant_on_the_case):
    for kind, words in (
        (ItemKind.NAME, "Amina Holm"),
        (ItemKind.ADDRESS, "Hasselvej 4"),
        (ItemKind.OTHER, "Rød jakke"),
    ):
        write(words, kind)
    keys = set(IdentityItem.objects.values_list("key_id", flat=True))
    assert len(keys) == 1
    assert case.key_id not in keys
    found = shown(case, consultant_on_the_case).of(sister.pk)
    assert [(item.kind, item.text) for item in found] == [
        ("name", "Amina Holm"),
        ("address", "Hasselvej 4"),
        ("other", "Rød jakke"),
    ]
    assert whereabouts_of(case, user=consultant_on_the_case, purpose=Purpose.CASEWORK) == ["Hasselvej 4"]
    assert acts(case)[-2:] == [("identity.opened", False), ("identity.compared", False)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM cases_identityitem")
        raw = b"".join(each if isinstance(each, bytes) else str(each).encode() for row in cursor for each in row)
    assert not any(words in raw for words in (b"Amina", b"Hasselvej", b"address", b"name"))


def test_without_a_consent_nothing_is_stored_and_the_refusal_names_a_way(case, write):
    with pytest.raises(GateRefused) as refusal:
        write()
    assert refusal.value.finding.ways_forward
    assert not IdentityItem.objects.exists()
    assert acts(case)[-1] == ("identity.refused", True)


@pytest.mark.parametrize("scope", [Scope.ASSESSMENT, Scope.PHOTO_AND_PASSPORT])
def test_a_consent_to_something_else_stores_no_identity(stand, write, scope):
    stand(Basis(situation=Situation.CONSENTED_ADULT, consent_from=ConsentFrom.CITIZEN, scopes=frozenset({scope})))
    with pytest.raises(GateRefused):
        write()


def test_a_request_two_consultants_stand_behind_may_store_it_and_the_case_says_so(case, stand, write):
    stand(BY_REQUEST)
    write()
    case.refresh_from_db()
    assert case.kind == "by-request"


def test_what_is_corrected_stands_and_of_two_at_once_the_second_is_shown_the_first(
    case, stand, write, sister, consultant_on_the_case, colleague_in_the_region
):
    first = write()
    change = {"case": case, "item": first.pk, "at": MORNING}
    second = correct_item(text="Birkevej 2", by=consultant_on_the_case, **change)
    with pytest.raises(ChangedMeanwhile) as refusal:
        correct_item(text="Elmevej 9", by=colleague_in_the_region, **change)
    assert refusal.value.newest.text == "Birkevej 2"
    found = shown(case, consultant_on_the_case)
    assert [item.text for item in found.of(sister.pk)] == ["Birkevej 2"]
    assert [item.text for item in found.formerly_of(sister.pk)] == ["Hasselvej 4, 8000 Aarhus"]
    correct_item(case=case, item=second.pk, text=" ", by=consultant_on_the_case, at=MORNING)
    assert shown(case, consultant_on_the_case).of(sister.pk) == []
    leads_there = whereabouts_of(case, user=consultant_on_the_case, purpose=Purpose.CASEWORK)
    assert set(leads_there) == {"Birkevej 2", "Hasselvej 4, 8000 Aarhus"}


@pytest.mark.parametrize(
    "words,kind,refusal",
    [
        (" ", ItemKind.NAME, identity.NothingWritten),
        ("x" * 501, ItemKind.OTHER, identity.TooLong),
        ("12345", ItemKind.CPR, identity.NotACpr),
    ],
)
def test_an_item_is_one_thing_and_a_cpr_number_looks_like_one(stand, write, words, kind, refusal):
    write("010190-1234", ItemKind.CPR)
    with pytest.raises(refusal):
        write(words, kind)
    assert IdentityItem.objects.count() == 1


def test_when_the_consent_goes_it_is_shut_and_acute_danger_opens_it_with_a_reason_for_some_hours(
    case, stand, write, consultant_on_the_case, colleague_in_the_region
):
    write()
    reopening = {"case": case, "is_acute": True, "reason": text("Hun er kørt væk."), "at": MORNING}
    with pytest.raises(identity.NotClosed):
        reopen_in_danger(by=consultant_on_the_case, **reopening)
    stand(Basis())
    with pytest.raises(identity.IdentityClosed):
        shown(case, consultant_on_the_case)
    assert acts(case)[-1] == ("identity.refused", True)
    assert whereabouts_of(case, user=consultant_on_the_case, purpose=Purpose.CASEWORK)
    with pytest.raises(identity.NoReason):
        reopen_in_danger(by=consultant_on_the_case, **(reopening | {"reason": text(" ")}))
    with pytest.raises(identity.NotAcute):
        reopen_in_danger(by=consultant_on_the_case, **(reopening | {"is_acute": False}))
    reopen_in_danger(by=consultant_on_the_case, **reopening)
    assert shown(case, consultant_on_the_case, MORNING + timedelta(hours=3)).items
    with pytest.raises(identity.IdentityClosed):
        shown(case, consultant_on_the_case, MORNING + timedelta(hours=4))
    with pytest.raises(identity.IdentityClosed):
        shown(case, colleague_in_the_region)


@pytest.mark.parametrize(
    "age, birthday, takes_more",
    [
        (Age.UNDER_18, None, True),
        (Age.UNDER_18, MORNING.date() + timedelta(days=1), True),
        (Age.UNDER_18, MORNING.date(), False),
        (Age.ADULT, None, False),
    ],
    ids=["a child", "the day before they turn 18", "the birthday", "an adult, the day not known"],
)
def test_a_custody_holders_consent_keeps_the_file_open_after_the_citizen_is_18_and_takes_nothing_new(
    case, stand, write, consultant_on_the_case, age, birthday, takes_more
):
    write("Amina Holm", ItemKind.NAME)
    parents = {"situation": Situation.CONSENTED_CHILD, "consent_from": ConsentFrom.CUSTODY_HOLDER}
    stand(Basis(**parents, scopes=frozenset({Scope.IDENTITY}), adult_from=birthday))
    about = {"concerns": (Concern.CONTROL,), "age": age, "reason": text("Sagsbehandleren har set det efter.")}
    reclassify(case=case, **about, seen=1, by=consultant_on_the_case, at=MORNING)
    assert [item.text for item in shown(case, consultant_on_the_case).items] == ["Amina Holm"]
    if takes_more:
        assert write()
        return
    with pytest.raises(GateRefused) as refusal:
        write()
    assert refusal.value.finding.answer == "ask"
    assert IdentityItem.objects.count() == 1


def test_a_case_that_keeps_nothing_opens_no_key(case, consultant_on_the_case):
    assert shown(case, consultant_on_the_case) is None
    assert whereabouts_of(case, user=consultant_on_the_case, purpose=Purpose.CASEWORK) == []
    assert not [act for act, _ in acts(case) if act.startswith("identity")]


def test_the_migration_names_the_key_of_an_identity_that_was_there_before_and_may_run_twice(case, stand, write):
    item = write()
    Case.objects.filter(pk=case.pk).update(identity_key_id=None)
    migration = import_module("vaern.cases.migrations.0003_day_of_a_kind_and_key_of_an_identity")
    for _ in range(2):
        migration.name_the_keys(apps, None)
        assert Case.objects.get(pk=case.pk).identity_key_id == item.key_id
