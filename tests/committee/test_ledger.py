"""The chain: honest histories verify, and any single change is found."""

import copy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from committee.inputs import (
    GateInputs,
    gate_inputs,
    inputs_as_json,
    inputs_digest,
    inputs_from_json,
    inputs_outcome,
)
from committee.ledger import (
    Chain,
    Head,
    Link,
    Revision,
    chain_break,
    ledger_time,
    link_hash,
    outcome_as_row,
    verify,
)
from tests.committee.chains import (
    APPLICATION,
    POLICY,
    SLUGS,
    events,
    honest_chain,
    next_card,
    rehashed,
    start,
    with_card,
)
from tests.factories import MONDAY

HISTORY: list[Any] = [
    ("card", 0, 0, {"judgment": 400, "impact": 400}),
    ("card", 0, 1, {"judgment": 500, "impact": 300}),
    ("card", 1, 0, {"judgment": 200}),
    ("card", 0, 1, {"judgment": 500, "impact": 400}),
    ("panel", 0, 3, None),
]


@pytest.fixture
def chain() -> Chain:
    return honest_chain(HISTORY)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every leaf of nested dicts and lists."""
    if isinstance(value, dict):
        return [leaf for key in value for leaf in leaves(value[key], (*path, key))] or [path]
    if isinstance(value, list):
        return [leaf for key, inner in enumerate(value) for leaf in leaves(inner, (*path, key))] or [path]
    return [path]


def with_leaf(row: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(row)
    holder: Any = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return changed


def other_than(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return 7
    if isinstance(value, int):
        return value + 100
    return f"{value}x" if isinstance(value, str) else ["x"]


def with_link(chain: Chain, index: int, link: Link) -> Chain:
    return replace(chain, links=[*chain.links[:index], link, *chain.links[index + 1 :]])


@given(events)
def test_the_chain_of_any_history_verifies(history: list[Any]) -> None:
    assert chain_break(honest_chain(history)) is None


@settings(max_examples=200)
@given(events, st.data())
def test_any_changed_value_of_any_outcome_is_found(history: list[Any], data: st.DataObject) -> None:
    chain = honest_chain(history)
    index = data.draw(st.integers(0, len(chain.links) - 1))
    link = chain.links[index]
    path = data.draw(st.sampled_from(leaves(link.row)))
    old: Any = link.row
    for key in path:
        old = old[key]
    changed = with_link(chain, index, replace(link, row=with_leaf(dict(link.row), path, other_than(old))))
    found = chain_break(changed)
    assert found is not None
    assert found.number == index + 1


@given(events, st.data())
def test_an_outcome_taken_out_before_the_end_is_found(history: list[Any], data: st.DataObject) -> None:
    chain = honest_chain(history)
    assume(len(chain.links) > 1)
    index = data.draw(st.integers(0, len(chain.links) - 2))
    found = chain_break(replace(chain, links=[*chain.links[:index], *chain.links[index + 1 :]]))
    assert found is not None
    assert found.number == index + 1


@given(events, st.data())
def test_two_outcomes_that_changed_places_are_found(history: list[Any], data: st.DataObject) -> None:
    chain = honest_chain(history)
    assume(len(chain.links) > 1)
    index = data.draw(st.integers(0, len(chain.links) - 2))
    links = list(chain.links)
    links[index], links[index + 1] = links[index + 1], links[index]
    assert chain_break(replace(chain, links=links)) is not None


@given(events, st.data())
def test_a_changed_hash_is_found(history: list[Any], data: st.DataObject) -> None:
    chain = honest_chain(history)
    index = data.draw(st.integers(0, len(chain.links) - 1))
    link, wrong = chain.links[index], "0" * 64
    changed = data.draw(st.sampled_from([replace(link, hash=wrong), replace(link, previous_hash=wrong)]))
    found = chain_break(with_link(chain, index, changed))
    assert found is not None
    assert found.number == index + 1


@given(events, st.data())
def test_a_revision_changed_or_taken_out_is_found_when_it_was_read(
    history: list[Any], data: st.DataObject
) -> None:
    chain = honest_chain(history)
    assume(chain.revisions)
    index = data.draw(st.integers(0, len(chain.revisions) - 1))
    revision = chain.revisions[index]
    before, after = chain.revisions[:index], chain.revisions[index + 1 :]
    changed = replace(revision, values={**revision.values, "judgment": 150})
    assert chain_break(replace(chain, revisions=[*before, changed, *after])) is not None
    assert chain_break(replace(chain, revisions=[*before, *after])) is not None


@given(events)
def test_dropping_the_end_changes_the_head(history: list[Any]) -> None:
    chain = honest_chain(history)
    shorter = replace(chain, links=chain.links[:-1])
    assert head_of(chain) != head_of(shorter)


def head_of(chain: Chain) -> str:
    head = Head()
    head.add(chain)
    return head.digest


def test_a_row_rewritten_with_every_later_hash_is_found_by_replay(chain: Chain) -> None:
    link = chain.links[1]
    forged = rehashed(with_link(chain, 1, replace(link, row={**link.row, "result": "stop"})))
    found = chain_break(forged)
    assert str(found) == (
        f"application {APPLICATION}, outcome 2: says result stop; "
        "the gate, given the same inputs, says advance"
    )


def test_inputs_rewritten_with_digest_and_hashes_are_found_by_the_revisions(chain: Chain) -> None:
    inputs = with_card(
        inputs_from_json(chain.links[1].row["inputs"]),
        next_card(start(0), chain.revisions[1].scorecard, {"judgment": 500, "impact": 500}),
    )
    forged_row = honest_row(chain, 1, inputs)
    found = chain_break(rehashed(with_link(chain, 1, replace(chain.links[1], row=forged_row))))
    assert found is not None
    assert found.words == (
        f"read other values than revision 1 of scorecard {chain.revisions[1].scorecard} holds"
    )


def honest_row(chain: Chain, index: int, inputs: GateInputs) -> dict[str, Any]:
    """The row that the gate would have written of other inputs."""
    return {
        **chain.links[index].row,
        **outcome_as_row(inputs_outcome(inputs)),
        "inputs": inputs_as_json(inputs),
        "inputs_digest": inputs_digest(inputs),
    }


def test_a_scorecard_that_does_not_exist_is_found(chain: Chain) -> None:
    inputs = with_card(
        inputs_from_json(chain.links[0].row["inputs"]), next_card(start(0), "made-up", {"judgment": 500})
    )
    forged = rehashed(with_link(chain, 0, replace(chain.links[0], row=honest_row(chain, 0, inputs))))
    found = chain_break(forged)
    assert found is not None
    assert found.words == "read revision 1 of scorecard made-up, which does not exist"


def test_a_repeated_outcome_is_found(chain: Chain) -> None:
    last = chain.links[-1]
    again = replace(last, row={**last.row, "number": len(chain.links) + 1})
    found = chain_break(rehashed(replace(chain, links=[*chain.links, again])))
    assert found is not None
    assert found.words == "repeats the inputs of the outcome before it"


def test_a_field_more_or_less_is_found(chain: Chain) -> None:
    more = {**chain.links[0].row, "note": "x"}
    less = {key: value for key, value in chain.links[0].row.items() if key != "visit"}
    for row in (more, less):
        found = chain_break(rehashed(with_link(chain, 0, replace(chain.links[0], row=row))))
        assert found is not None
        assert "has other fields than an outcome has" in found.words


def test_inputs_that_cannot_be_read_are_found(chain: Chain) -> None:
    row = {**chain.links[0].row, "inputs": {"rubric": "reference:1"}}
    found = chain_break(rehashed(with_link(chain, 0, replace(chain.links[0], row=row))))
    assert found is not None
    assert found.words.startswith("has inputs that cannot be read")


def test_a_float_in_a_row_is_found(chain: Chain) -> None:
    row = {**chain.links[0].row, "number": 1.0}
    found = chain_break(with_link(chain, 0, replace(chain.links[0], row=row)))
    assert found is not None
    assert found.number == 1


def test_an_unread_revision_is_found(chain: Chain) -> None:
    unread = replace(chain.revisions[0], number=2)
    found = chain_break(replace(chain, revisions=[*chain.revisions, unread]))
    assert str(found) == (
        f"application {APPLICATION}: revision 2 of scorecard {unread.scorecard} was read by no outcome "
        "since; if it has just been submitted, the sweep is about to"
    )


def test_an_application_without_any_outcome_must_have_no_revision() -> None:
    revision = Revision("visit", "card", 1, {"judgment": 400})
    assert chain_break(Chain(APPLICATION, [revision], [])) is not None
    assert chain_break(Chain(APPLICATION, [], [])) is None


def test_an_application_that_stands_twice_is_found(chain: Chain) -> None:
    found = verify([chain, chain], Head())
    assert found is not None
    assert found.words == "stands twice, or out of order, in the ledger"


def test_the_head_covers_every_application_in_order(chain: Chain) -> None:
    head = Head()
    assert verify([chain, Chain("9", [], [])], head) is None
    assert head.said == f"Head {head.digest}, {len(chain.links)} outcomes of 1 applications"


def test_a_hash_is_made_as_documented() -> None:
    row = {"b": [1, None, True], "a": "é"}
    # printf '%s' '{"a":"é","b":[1,null,true]}' | sha256sum
    assert link_hash("", row) == "f5327588d116d2e7d05b8bdb3b2e4206bf3a739b14becbeb6c588ef347651ad5"


def test_a_time_is_written_in_utc_with_six_decimals() -> None:
    assert ledger_time(MONDAY) == "2026-03-02T09:00:00.000000Z"


def test_the_order_in_which_scorecards_are_read_never_shows() -> None:
    cards = [next_card(start(0), name, {"judgment": 400}) for name in "abc"]
    digests = {
        inputs_digest(
            gate_inputs(
                rubric="r:1",
                stage="s",
                policy=POLICY,
                competencies=SLUGS,
                expected=3,
                scorecards=order,
            )
        )
        for order in (cards, cards[::-1], [cards[1], cards[2], cards[0]])
    }
    assert len(digests) == 1
