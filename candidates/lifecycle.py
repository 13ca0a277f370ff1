"""The life of an application: one table of states and moves."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    OFFER = "offer"
    NO_OFFER = "no_offer"
    CLOSED = "closed"


class Move(StrEnum):
    HOLD = "hold"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    STOP = "stop"
    LIFT_STOP = "lift_stop"
    REOPEN = "reopen"
    DECIDE_OFFER = "decide_offer"
    DECIDE_NO_OFFER = "decide_no_offer"


# The moves that a person makes by hand, as the button of each says it.
HAND_MOVES = {
    Move.HOLD: "Put on hold",
    Move.RESUME: "Resume",
    Move.WITHDRAW: "Withdraw",
    Move.REOPEN: "Reopen",
}


@dataclass(frozen=True)
class MoveRule:
    """Where a move leads from each state it may start in, and whether a person must say why."""

    leads: dict[State, State]
    needs_reason: bool


MOVES: dict[Move, MoveRule] = {
    Move.HOLD: MoveRule({State.ACTIVE: State.ON_HOLD}, needs_reason=True),
    Move.RESUME: MoveRule({State.ON_HOLD: State.ACTIVE}, needs_reason=True),
    Move.WITHDRAW: MoveRule(
        {
            State.ACTIVE: State.WITHDRAWN,
            State.ON_HOLD: State.WITHDRAWN,
            State.STOPPED: State.WITHDRAWN,
        },
        needs_reason=True,
    ),
    # The gate stops, and lifts its stop when corrected evidence says so; the outcome is the reason.
    Move.STOP: MoveRule({State.ACTIVE: State.STOPPED, State.ON_HOLD: State.STOPPED}, needs_reason=False),
    Move.LIFT_STOP: MoveRule({State.STOPPED: State.ACTIVE}, needs_reason=False),
    # A reconsideration: a new attempt of the stage with other interviewers; no outcome changes.
    Move.REOPEN: MoveRule({State.STOPPED: State.ACTIVE, State.WITHDRAWN: State.ACTIVE}, needs_reason=True),
    Move.DECIDE_OFFER: MoveRule({State.ACTIVE: State.OFFER}, needs_reason=True),
    Move.DECIDE_NO_OFFER: MoveRule(
        {State.ACTIVE: State.NO_OFFER, State.STOPPED: State.NO_OFFER}, needs_reason=True
    ),
}


def destination(state: State, move: Move) -> State | None:
    """The state that `move` leads to from `state`, or None where it is not possible."""
    return MOVES[move].leads.get(state)


def moves_from(state: State) -> list[Move]:
    """The moves possible in `state`, in the order of the table."""
    return [move for move, rule in MOVES.items() if state in rule.leads]
