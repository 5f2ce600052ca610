"""Every stored field is placed in the data map, under the class it really has."""

import pytest
from django.apps import apps
from django.db.models import ForeignKey, UUIDField

from vaern.docs.pages import CLASSES, data_map
from vaern.vault.fields import Sealed

MODELS = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}
OURS = [model for label, model in MODELS.items() if model.__module__.startswith("vaern.")]


def test_the_map_and_the_models_are_the_same():
    assert data_map().keys() == MODELS.keys()


@pytest.mark.parametrize("label", MODELS)
def test_every_field_is_placed_once_and_no_other(label):
    placed = [name for kind in CLASSES for name in data_map()[label].get(kind, [])]
    assert sorted(placed) == sorted(field.name for field in MODELS[label]._meta.concrete_fields)
    assert data_map()[label].keys() <= {"goes", *CLASSES}


@pytest.mark.parametrize("label", MODELS)
def test_what_is_called_sealed_is_sealed_and_nothing_else_is(label):
    sealed = {field.name for field in MODELS[label]._meta.concrete_fields if isinstance(field, Sealed)}
    assert sealed == set(data_map()[label].get("sealed", []))


def test_what_stands_in_clear_about_an_inquiry_is_the_closed_list():
    work = set(data_map()["inquiries.Inquiry"]["work"])
    assert work == {
        "reference", "cover_name", "kind", "stage", "region", "consultant", "next_step_kind", "next_step_at",
    }  # fmt: skip


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_our_keys_are_uuids(model):
    key = model._meta.pk
    assert isinstance(key, UUIDField) or model._meta.label == "audit.Seal"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_a_row_says_nothing_about_anyone_when_it_is_printed(model):
    """A name, a text or an address would end up in a log line one day."""
    row = model()
    private = {"first_name": "Amina", "email": "amina@vaern.invalid", "phone": "22 33 44 55"}
    for name, value in private.items():
        if hasattr(row, name):
            setattr(row, name, value)
    said = f"{row} {row!r}"
    assert not any(value in said for value in private.values())


ORDER = [
    "audit",
    "vault",
    "staff directory",
    "languages",
    "mailbox",
    "inquiries",
    "cases",
    "risk",
    "sharing",
    "travel",
    "guests",
    "closing",
]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model):
    level = {room: place for place, rooms in enumerate(ORDER) for room in rooms.split()}
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey):
            here, there = model._meta.app_label, field.related_model._meta.app_label
            assert here == there or level[there] < level[here], f"{model._meta.label}.{field.name}"


def test_the_trail_points_to_nothing():
    for model in OURS:
        if model._meta.app_label == "audit":
            assert not any(isinstance(field, ForeignKey) for field in model._meta.concrete_fields)
