"""What is written down."""

import pytest

from vaern.law.notes import NoteFacts, must_be_written_down
from vaern.law.terms import Answer


@pytest.mark.parametrize("matters,answer", [(True, Answer.MUST), (False, Answer.SILENT), (None, Answer.ASK)])
def test_what_matters_is_written_down_and_doubt_is_written_too(matters, answer):
    assert must_be_written_down(NoteFacts(matters=matters)).answer is answer


def test_it_is_written_the_same_day_with_the_time_it_happened():
    said = must_be_written_down(NoteFacts(matters=True)).because
    assert "i dag" in said
    assert "hvornår det skete" in said
