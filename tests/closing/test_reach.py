"""Nothing that is sealed about a case, and nothing in clear, is forgotten when the case is destroyed."""

import pytest

from vaern.audit.append_only import AppendOnly
from vaern.closing.reach import WHOLES, paths
from vaern.docs.pages import data_map
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


JUDGEMENTS = "a signed judgement is never changed, a trigger sees to it: only the database's owner takes the row out"
ITS_MARK = "by these a team lead knows which case it was that was destroyed, and from where"
ALWAYS_SO = "closed: the same in every case that is destroyed"
STAYS = {
    "cases.Case": {
        "reference": ITS_MARK,
        "region": ITS_MARK,
        "consultant": ITS_MARK,
        "is_restricted": "who may see a case is never widened",
        **dict.fromkeys(("stage", "next_step_kind", "next_step_at"), ALWAYS_SO),
    },
    "inquiries.Inquiry": {
        "reference": ITS_MARK,
        "region": ITS_MARK,
        "consultant": ITS_MARK,
        "is_restricted": "who may see it is never widened",
        **dict.fromkeys(("stage", "next_step_kind", "next_step_at"), ALWAYS_SO),
    },
    "risk.Screening": dict.fromkeys(("level", "instrument", "fingerprint", "revision"), JUDGEMENTS),
    "risk.Assessment": dict.fromkeys(
        ("level", "instrument", "fingerprint", "overlay", "revision", "signed_as"), JUDGEMENTS
    ),
}


@pytest.mark.parametrize(
    "model",
    [model for model in sealed_models() if model._meta.app_label in ROOMS and not issubclass(model, AppendOnly)],
    ids=lambda model: model._meta.label,
)
def test_every_clear_column_of_a_case_is_emptied_or_stays_for_a_reason(model):
    """Of rows that are written once nothing is taken out; what they hold in clear is a closed code."""
    if model._meta.label in NOT_OF_A_CASE:
        return
    placed = data_map()[model._meta.label]
    clear = set(placed.get("work", [])) | set(placed.get("upkeep", []))
    assert clear - set(model.emptied) == set(STAYS.get(model._meta.label, {}))
