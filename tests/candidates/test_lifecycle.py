"""The life of an application, cell by cell: every state against every move."""

import pytest

from candidates.lifecycle import MOVES, Move, State, destination, moves_from
from candidates.models import ApplicationState

# Rows are states, columns are moves; a dot is a move that is not possible.
HEAD = "            hold    resume withdraw  stop    lift_stop reopen decide_offer decide_no_offer"
TABLE = """
active      on_hold  .      withdrawn stopped .         .      offer        no_offer
on_hold     .        active withdrawn stopped .         .      .            .
stopped     .        .      withdrawn .       active    active .            no_offer
withdrawn   .        .      .         .       .         active .            .
offer       .        .      .         .       .         .      .            .
no_offer    .        .      .         .       .         .      .            .
closed      .        .      .         .       .         .      .            .
"""
CELLS = [
    (State(row.split()[0]), Move(move), None if cell == "." else State(cell))
    for row in TABLE.strip().splitlines()
    for move, cell in zip(HEAD.split(), row.split()[1:], strict=True)
]


def test_the_table_has_every_state_and_every_move() -> None:
    assert {(state, move) for state, move, _ in CELLS} == {(s, m) for s in State for m in Move}


@pytest.mark.parametrize(("state", "move", "after"), CELLS)
def test_a_move_leads_where_the_table_says(state: State, move: Move, after: State | None) -> None:
    assert destination(state, move) == after


@pytest.mark.parametrize("state", State)
def test_the_moves_offered_in_a_state_are_those_that_lead_somewhere(state: State) -> None:
    assert moves_from(state) == [move for move in Move if destination(state, move) is not None]


def test_all_that_people_do_needs_a_reason_and_what_the_gate_does_has_its_own() -> None:
    assert {move for move, rule in MOVES.items() if not rule.needs_reason} == {Move.STOP, Move.LIFT_STOP}


def test_no_move_stays_where_it_is() -> None:
    assert [state for state, _, after in CELLS if state == after] == []


@pytest.mark.parametrize("state", [State.OFFER, State.NO_OFFER, State.CLOSED])
def test_a_decision_is_final_and_so_is_what_was_closed_elsewhere(state: State) -> None:
    assert moves_from(state) == []


def test_rows_store_the_states_of_the_table() -> None:
    assert set(ApplicationState.values) == {state.value for state in State}
