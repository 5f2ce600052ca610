"""The fixed cast, introduced by what each may see. All invented.

The inquiry of most tests belongs to Midtjylland and is held by `consultant_on_the_inquiry`.
"""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils.timezone import now

from vaern.audit import trail
from vaern.directory.loading import load_directory
from vaern.directory.models import (
    Actor,
    ActorListing,
    ActorNumber,
    Consultant,
    ConsultantListing,
    Coverage,
    HostMunicipality,
    Municipality,
    MunicipalityRegion,
    OpeningHours,
    Region,
)
from vaern.directory.terms import Concern
from vaern.guard import Context, Guarded, guarded
from vaern.inquiries.actions.drafts import save_draft
from vaern.inquiries.actions.filing import Call, file_call
from vaern.inquiries.actions.tasks import NewTask
from vaern.inquiries.terms import Age, Caller, Haste, TaskKind
from vaern.staff.actions import give_duty, give_role
from vaern.staff.models import User
from vaern.staff.roles import ADMINISTRATOR, CONSULTANT, TEAM_LEAD
from vaern.staff.sessions import put_on_the_list
from vaern.staff.terms import Device

MIDTJYLLAND, NORDJYLLAND, SYDDANMARK = "1082", "1081", "1083"
LONG_AGO = date(2024, 1, 1)
REGISTER = (
    Region, Municipality, MunicipalityRegion, HostMunicipality, OpeningHours, Consultant, ConsultantListing, Coverage,
    Actor, ActorListing, ActorNumber,
)  # fmt: skip
LOADED: list = []  # the register's rows, read from the files by the first test that asks, and put back for the others
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday; 10 o'clock in Copenhagen


def person(first_name, *roles, regions=()):
    user = User.objects.create(email=f"{first_name.lower()}@vaern.invalid", first_name=first_name)
    for role in roles:
        give_role(user=user, role=role, by=None, on=LONG_AGO)
    for region in regions:
        give_duty(user=user, region=region, by=None, on=LONG_AGO)
    return user


@pytest.fixture
def consultant_on_the_inquiry(db):
    """Answers calls in Midtjylland and holds the inquiry."""
    return person("Asta", CONSULTANT, regions=[MIDTJYLLAND])


@pytest.fixture
def colleague_in_the_region(db):
    """On duty for Midtjylland too: sees the region's inquiries."""
    return person("Bo", CONSULTANT, regions=[MIDTJYLLAND])


@pytest.fixture
def consultant_from_elsewhere(db):
    """The same role in Nordjylland: one fact, the region, from being allowed."""
    return person("Carla", CONSULTANT, regions=[NORDJYLLAND])


@pytest.fixture
def team_lead(db):
    """Sees load and reviews emergency notes; reads no inquiry."""
    return person("Dina", TEAM_LEAD)


@pytest.fixture
def administrator(db):
    """Runs the installation; sees nothing of what people told."""
    return person("Emil", ADMINISTRATOR)


def signed_in(user) -> Client:
    """Return the browser of somebody who has signed in."""
    client = Client()
    client.force_login(user, backend="vaern.staff.signin.RolesBackend")
    session = client.session
    put_on_the_list(session, user, device=Device.COMPUTER, at=now())
    session.save()
    return client


@pytest.fixture
def directory(db):
    """The register as it ships, in force long before the tests' own day."""
    if not LOADED:
        load_directory(by=None, on=LONG_AGO)
        LOADED.extend((model, rows_of(model)) for model in REGISTER)
        return
    with transaction.atomic():
        for model, rows in LOADED:
            put_back(model, rows)
        trail.record("directory.loaded", by=None)


def rows_of(model):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns_of(model)} FROM {model._meta.db_table}")
        return [tuple(as_written(value) for value in row) for row in cursor.fetchall()]


def as_written(value):
    """Return a day or an hour as SQLite keeps it, which PostgreSQL reads too."""
    return value.isoformat() if isinstance(value, date | time) else value


def put_back(model, rows):
    """Insert rows as they were read: through the models it takes longer than most tests."""
    places = ", ".join(["%s"] * len(rows[0]))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({columns_of(model)}) VALUES ({places})", rows)


def columns_of(model):
    return ", ".join(field.column for field in model._meta.concrete_fields)


def text(words="") -> Guarded:
    """Return words that pass the guard."""
    return guarded(words, Context())


def a_call(**changes) -> Call:
    """Return an ordinary call about an adult, with ``changes``."""
    facts = {
        "happened_at": MORNING,
        "minutes": 12,
        "safety": text("Ja, på arbejde"),
        "note": text("En kollega er bekymret for en kvinde, der ikke må gå ud alene."),
        "summary": text("Kontrol i hjemmet"),
        "advice": text("Tal med hende alene først."),
        "told": text("Kollegaen ved, at vi har talt sammen."),
        "caller": Caller.CASEWORKER,
        "subject": Concern.CONTROL,
        "haste": Haste.WEEK,
        "age": Age.ADULT,
        "region": MIDTJYLLAND,
    }
    return Call(**(facts | changes))


def a_draft(owner, *, content=None, at=MORNING):
    """Return a saved draft of ``owner``, opened."""
    return save_draft(draft_id=uuid4(), base=0, content=content or {"note": "…"}, by=owner, at=at).draft


def a_step(owner, *, at=MORNING, kind=TaskKind.FOLLOW_UP, hours=24) -> NewTask:
    return NewTask(kind=kind, due_at=at + timedelta(hours=hours), owner=owner, text=text("Hør, hvordan det gik"))


def file_a_call(by, *, next_step=..., at=MORNING, **changes):
    """File a call of ``by`` and return its inquiry, opened."""
    acts = {name: changes.pop(name) for name in ("hand_over", "notification", "kind") if name in changes}
    step = a_step(by, at=at) if next_step is ... else next_step
    return file_call(
        draft=a_draft(by, at=at),
        call=a_call(**changes),
        next_step=step,
        nothing_more=step is None,
        by=by,
        at=at,
        **acts,
    )


@pytest.fixture
def inquiry(consultant_on_the_inquiry):
    """An open inquiry about an adult in Midtjylland, held by `consultant_on_the_inquiry`."""
    return file_a_call(consultant_on_the_inquiry)
