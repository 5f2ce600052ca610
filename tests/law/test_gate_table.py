"""The table of the gate, act by act and situation by situation, as the design has it and as people read it.

A quiet day: nobody asks for the exception, and there is no danger, duty or mandate; the briefing of the police alone is
about acute danger. What turns a cell into another stands in test_gate.py.
"""

from dataclasses import replace

import pytest

from vaern.law.gate import (
    ConsentFrom,
    GateFacts,
    Situation,
    may_advise_the_caller,
    may_assess_with_patriark,
    may_brief_the_police,
    may_coordinate,
    may_draft_a_notification,
    may_give_concrete_sparring,
    may_help_the_citizen,
    may_open_a_case,
    may_share,
    may_store_identity,
    may_support_a_professionals_assessment,
)
from vaern.law.sheet import GATE
from vaern.law.terms import Answer, Condition

TABLE = """
act                                     | anonymised                                     | consented, 18+               | consented, under 18                  | identity known, no consent
advise the caller, screen               | may                                            | may                          | may                                  | may
open a case under a label               | may                                            | may                          | may                                  | may, without identity
store identity, photo, passport copy    | must not                                       | may                          | may                                  | must not
concrete sparring with the municipality | may, without identity                          | may                          | may                                  | may, without identity
PATRIARK assessment by the consultant   | must not                                       | may                          | may                                  | must not
support a professional's own assessment | may, method only                               | may                          | may                                  | may, method only
concrete help to the citizen            | may, general only                              | may                          | may, general only, with the authority | may, general only
coordinate, contact authorities         | may, general only, without identity            | may, within the consent      | may, caseworker leads                | ask
share with a named actor                | must not                                       | may, within the consent      | may, within the consent              | must not
draft a notification about a child      | may, stays with the professional               | silent                       | may                                  | may
brief 114 in acute danger               | may                                            | may                          | may                                  | may, reason, team lead informed
"""  # fmt: skip  # noqa: E501 -- a table reads as a table

ACTS = {
    "advise the caller, screen": may_advise_the_caller,
    "open a case under a label": may_open_a_case,
    "store identity, photo, passport copy": may_store_identity,
    "concrete sparring with the municipality": may_give_concrete_sparring,
    "PATRIARK assessment by the consultant": may_assess_with_patriark,
    "support a professional's own assessment": may_support_a_professionals_assessment,
    "concrete help to the citizen": may_help_the_citizen,
    "coordinate, contact authorities": may_coordinate,
    "share with a named actor": may_share,
    "draft a notification about a child": may_draft_a_notification,
    "brief 114 in acute danger": may_brief_the_police,
}
QUIET = GateFacts(
    within_the_consent=True,
    acute_danger=False,
    advance_mandate=False,
    on_a_duty=False,
    municipality_requests=False,
)
SITUATIONS = {
    "anonymised": replace(QUIET, situation=Situation.ANONYMISED),
    "consented, 18+": replace(QUIET, situation=Situation.CONSENTED_ADULT, consent_from=ConsentFrom.CITIZEN),
    "consented, under 18": replace(QUIET, situation=Situation.CONSENTED_CHILD, consent_from=ConsentFrom.CUSTODY_HOLDER),
    "identity known, no consent": replace(QUIET, situation=Situation.IDENTITY_KNOWN),
}

HEAD, *ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
CELLS = [(act, situation, cell) for act, *cells in ROWS for situation, cell in zip(HEAD[1:], cells, strict=True)]


@pytest.mark.parametrize("act,situation,cell", CELLS, ids=lambda word: word.replace(" ", "-"))
def test_what_the_table_says(act, situation, cell):
    facts = SITUATIONS[situation]
    if act.startswith("brief 114"):
        facts = replace(facts, acute_danger=True)
    finding = ACTS[act](facts)
    answer, *conditions = cell.split(", ")
    assert finding.answer is Answer(answer.replace(" ", "_"))
    assert finding.conditions == tuple(Condition(each.replace(" ", "_")) for each in conditions)


@pytest.mark.parametrize("act,situation,cell", [cell for cell in CELLS if not cell[2].startswith("may")])
def test_every_cell_that_does_not_permit_names_its_reason_and_a_way_forward(act, situation, cell):
    finding = ACTS[act](SITUATIONS[situation])
    assert not finding.permits
    assert finding.because
    assert finding.grounds
    assert finding.ways_forward


def test_the_table_has_every_act_of_the_gate_and_every_situation():
    assert list(ACTS.values()) == [act for _, act in GATE]
    assert [row[0] for row in ROWS] == list(ACTS)
    assert HEAD[1:] == list(SITUATIONS)
    assert [facts.situation for facts in SITUATIONS.values()] == list(Situation)
