"""Nothing that is sealed about a case is forgotten when the case is destroyed."""

import pytest

from vaern.closing.reach import WHOLES, paths
from vaern.vault.rows import sealed_models

ROOMS = {"inquiries", "cases", "risk", "sharing", "travel", "guests", "closing"}
NOT_OF_A_CASE = {"inquiries.Draft", "inquiries.EmergencyNote"}  # gone when filed; by its own uuid, see keys_of


@pytest.mark.parametrize(
    "model", [model for model in sealed_models() if model._meta.app_label in ROOMS], ids=lambda model: model._meta.label
)
def test_every_sealed_row_of_a_case_is_reached(model):
    """A room that seals something about a case points to it by ``case``, or to a row that does."""
    ways = [way for whole in WHOLES for way in paths(model, whole)]
    assert ways or model in WHOLES or model._meta.label in NOT_OF_A_CASE
