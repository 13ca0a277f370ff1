"""Canonical JSON: the same facts are the same bytes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiring.canonical import canonical_json, digest, text_digest

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def test_keys_are_sorted_and_nothing_is_blank() -> None:
    assert canonical_json({"b": [1, True, None], "a": "é"}) == '{"a":"é","b":[1,true,null]}'


def test_digest_is_sha_256_in_hexadecimal() -> None:
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert text_digest("{}") == digest({})


@pytest.mark.parametrize(
    "value", [1.0, [0.5], {"a": {"b": 2.5}}, (1.5,), float("nan"), {1: "a"}, {"a": {1, 2}}]
)
def test_what_differs_between_programs_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


@given(values)
def test_reading_it_gives_the_facts_back(value: Any) -> None:
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(st.text(), st.integers(), min_size=2))
def test_order_of_keys_never_matters(facts: dict[str, int]) -> None:
    backwards = dict(reversed(facts.items()))

    assert digest(backwards) == digest(facts)
