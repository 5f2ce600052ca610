"""The search for canaries finds them in whatever form they lie: otherwise not finding them would prove nothing."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from tests.vault.canaries import CANARIES, canaries_in, forms


@given(st.sampled_from(sorted(CANARIES)), st.binary(max_size=40), st.binary(max_size=40), st.data())
def test_the_search_finds_a_canary_in_every_form(name, before, after, data):
    form = data.draw(st.sampled_from(list(forms(CANARIES[name]))))
    assert name in canaries_in(before + form + after)


@given(st.sampled_from(sorted(CANARIES)), st.binary(max_size=12), st.binary(max_size=12))
def test_the_search_finds_a_canary_inside_something_that_was_encoded_as_a_whole(name, before, after):
    text = before + CANARIES[name].encode() + after
    assert name in canaries_in(base64.b64encode(text))
    assert name in canaries_in(text.hex().encode())
