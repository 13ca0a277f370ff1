"""The gate over whole histories says of every stage what the gate says of it alone."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from rubrics.gate import Aggregation, GatePolicy, Result, tally
from rubrics.replay import CHUNK, OUTCOMES, StageColumns, replay, stage_columns
from rubrics.replay_mixed import Ruling
from tests.rubrics.histories import History, disagreements, random_history, scalar_outcome, ties
from tests.rubrics.stages import FOUR, LOWEST, REFERENCE, Stage, stages

THOROUGH = settings(deadline=None, max_examples=300)
CLEARED, THRESHOLD, FLOOR = Ruling.CLEARED, Ruling.THRESHOLD, Ruling.FLOOR


def columns(
    *rows: Sequence[tuple[int, ...]] | None, outstanding: int = 0, highest: int = 500
) -> StageColumns:
    """One row per application, each a list of the competencies' values; None: the stage was not opened."""
    width = max(len(row) for row in rows if row is not None)
    cells = [[tally(values) for values in (row or [()] * width)] for row in rows]
    counts, totals, lowest = (
        np.array([[getattr(cell, name) for cell in row] for row in cells]).T
        for name in ("count", "total", "lowest")
    )
    present = np.array([row is not None for row in rows])
    return stage_columns(counts, totals, lowest, present * outstanding, present, highest=highest)


def rulings(policy: GatePolicy, stage: StageColumns) -> list[Ruling]:
    return [Ruling(ruling) for ruling in replay(policy, [stage]).rulings[0]]


def as_columns(drawn: Stage) -> StageColumns:
    """A drawn stage, thrice over: alone, and beside others a row must come out the same."""
    tallies = [
        tally(card.values[slug] for card in drawn.cards if slug in card.values) for slug in drawn.competencies
    ]
    counts, totals, lowest = (
        np.array([[getattr(each, name)] * 3 for each in tallies]) for name in ("count", "total", "lowest")
    )
    outstanding = np.full(3, max(drawn.expected - len(drawn.cards), 0))
    present = np.ones(3, bool)
    return stage_columns(counts, totals, lowest, outstanding, present, highest=drawn.policy.highest)


@THOROUGH
@given(stages())
def test_a_replayed_stage_is_ruled_as_the_gate_rules_it(drawn: Stage) -> None:
    assert disagreements(History(drawn.policy, (as_columns(drawn),))) == []


@pytest.mark.parametrize("seed", range(12))
def test_histories_at_random_are_ruled_as_the_gate_rules_them(seed: int) -> None:
    chance = np.random.default_rng(seed)
    for _ in range(6):
        assert disagreements(random_history(chance, 1_500)) == []


def test_the_histories_at_random_hold_every_ruling_and_many_ties() -> None:
    chance = np.random.default_rng(0)
    histories = [random_history(chance, 200) for _ in range(30)]
    seen = {int(r) for h in histories for r in np.unique(replay(h.policy, h.stages).rulings)}
    assert seen == {int(ruling) for ruling in Ruling}
    assert sum(ties(history) for history in histories) > 1_000


@pytest.mark.parametrize("seed", range(6))
def test_fewer_competencies_are_ruled_as_if_the_stage_scored_no_others(seed: int) -> None:
    chance = np.random.default_rng(seed)
    history = random_history(chance, 500)
    chosen = [np.flatnonzero(chance.random(len(stage.counts)) < 0.6).tolist() for stage in history.stages]
    assert disagreements(history, chosen) == []


def test_every_ruling_stands_for_the_result_and_reason_of_the_gate() -> None:
    assert set(OUTCOMES) == set(Ruling)
    assert {None if said is None else said[0] for said in OUTCOMES.values()} == {*Result, None}


def test_a_score_equal_to_the_threshold_advances_and_a_hair_less_does_not() -> None:
    exactly = [(400,), (400,), (400,), (400,)]
    over_thirds = [(400, 400, 500), (400, 300), (500, 400, 400), (400, 400, 300)]  # 13/3 + 7/2 + 13/3 + 11/3
    at_the_bar = [(400, 400, 500), (400, 400), (400, 400, 300), (400,)]  # 13/3 + 4 + 11/3 + 4 = 16
    hair_less = [(500, 500, 400), (300, 300, 400), (500, 400, 400), (400, 400, 300, 300, 300, 400)]
    stage = columns(exactly, over_thirds, at_the_bar, hair_less)
    assert rulings(REFERENCE, stage) == [CLEARED, THRESHOLD, CLEARED, THRESHOLD]


def test_a_score_equal_to_the_floor_does_not_stop_and_a_hair_less_does() -> None:
    exactly = [(300, 300), (500, 500), (500, 500), (500, 500)]
    hair_less = [(300, 300, 299), (500, 500, 500), (500, 500, 500), (500, 500, 500)]
    uneven = [(299,), (500, 500), (500,), (500, 500)]
    assert rulings(REFERENCE, columns(exactly, hair_less, uneven)) == [CLEARED, FLOOR, FLOOR]


def test_an_outstanding_scorecard_can_lift_a_competency_to_the_floor_but_not_beyond_the_scale() -> None:
    just_reaches = [(100,), (500,), (500,), (500,)]  # (100 + 500) / 2 is the floor
    cannot = [(100, 200), (500, 500), (500, 500), (500, 500)]  # (300 + 500) / 3 is below it
    stage = columns(just_reaches, cannot, None, outstanding=1)
    assert rulings(REFERENCE, stage) == [Ruling.AWAITING_SCORECARDS, FLOOR, Ruling.NOT_OPENED]


def test_under_the_lowest_a_single_value_below_the_floor_stops_at_once() -> None:
    stage = columns([(500, 299), (500, 500)], [(500, 300), (500, 500)], outstanding=1)
    assert rulings(LOWEST, stage) == [FLOOR, Ruling.AWAITING_SCORECARDS]
    stage = columns([(500, 300), (500, 500)], [(500, 300), (500, 499)], [(500,), ()])
    assert rulings(LOWEST, stage) == [CLEARED, THRESHOLD, Ruling.UNASSESSED]


def test_the_state_is_the_first_stage_in_order_that_does_not_advance() -> None:
    good, bad = [(400,)], [(200,)]
    first, second = columns(good, bad, good, good), columns(good, good, bad, None)
    replayed = replay(REFERENCE, [first, second])
    assert replayed.reached.tolist() == [2, 0, 1, 1]
    assert replayed.rulings[1].tolist() == [CLEARED, CLEARED, FLOOR, Ruling.NOT_OPENED]


def test_stages_in_another_order_or_left_out_are_simply_not_asked() -> None:
    first, second = columns([(400,)], [(200,)]), columns([(200,)], [(400,)])
    assert replay(REFERENCE, [second]).reached.tolist() == [0, 1]
    assert replay(REFERENCE, []).reached.tolist() == []
    assert replay(REFERENCE, [first], [[]]).rulings.tolist() == [[Ruling.UNASSESSED] * 2]


@pytest.mark.parametrize("aggregation", ["mean", "lowest"])
def test_rows_far_apart_are_ruled_alike(aggregation: Aggregation) -> None:
    """More rows than are worked on at a time, the last of them a part of a chunk."""
    few = columns([(400,)] * 4, [(400,), (), (500,), (400,)], None, [(300, 400), (500,), (400,), (400,)])
    times = CHUNK // len(few.present) + 7
    many = stage_columns(
        np.tile(few.counts, times),
        np.tile(few.totals, times),
        np.tile(few.lowest, times),
        np.tile(few.outstanding, times),
        np.tile(few.present, times),
        highest=500,
    )
    policy = REFERENCE if aggregation == "mean" else LOWEST
    assert np.array_equal(replay(policy, [many]).rulings[0], np.tile(replay(policy, [few]).rulings[0], times))


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param(
            (61, 59, 53, 47, 43, 41, 37, 31, 29, 23, 19, 17, 13), id="no common multiple in 64 bits"
        ),
        pytest.param((31, 29, 23, 19, 17), id="products beyond 32 bits"),
        pytest.param((300, 300, 300), id="more scorecards than a byte counts"),
        pytest.param((200, 200, 200, 200), id="sums beyond sixteen bits"),
    ],
)
def test_panels_of_any_size_are_ruled_exactly(counts: tuple[int, ...]) -> None:
    exactly = [(400,) * n for n in counts]
    less = [*exactly[:-1], (*exactly[-1][:-1], 399)]
    stage = columns(exactly, less, [(500,) * n for n in counts], [(100,) * n for n in counts])
    assert rulings(REFERENCE, stage) == [CLEARED, THRESHOLD, CLEARED, FLOOR]
    assert rulings(LOWEST, stage) == [CLEARED, THRESHOLD, CLEARED, FLOOR]


def test_a_bar_off_the_scale_is_still_a_bar() -> None:
    stage = columns([(500,)] * 4)
    assert rulings(GatePolicy(40_000, 100, "mean", 100, 500, 100), stage) == [THRESHOLD]
    assert rulings(GatePolicy(400, 40_000, "mean", 100, 500, 100), stage) == [FLOOR]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"totals": np.array([[501]])}, "above the scale"),
        ({"lowest": np.array([[501]])}, "above the scale"),
        ({"counts": np.array([[-1]])}, "never negative"),
        ({"present": np.array([False])}, "not opened"),
        ({"totals": np.array([[400, 400]])}, "one row per competency"),
        ({"present": np.array([True, True])}, "one place per application"),
    ],
)
def test_columns_that_no_scorecards_could_have_left_are_refused(
    changed: dict[str, object], words: str
) -> None:
    right: dict[str, Any] = {
        "counts": np.array([[1]]),
        "totals": np.array([[400]]),
        "lowest": np.array([[400]]),
        "outstanding": np.array([0]),
        "present": np.array([True]),
    }
    stage_columns(**right, highest=500)
    with pytest.raises(ValueError, match=words):
        stage_columns(**{**right, **changed}, highest=500)


def test_the_gate_itself_is_asked_about_the_same_rows() -> None:
    """Guards the proof: what the gate is handed are the columns' own rows, one tally per competency."""
    outcome = scalar_outcome(REFERENCE, columns([(400,), (500, 400), (), (300,)]), 0)
    assert outcome is not None
    assert list(outcome.competencies.values()) == [(400, 1), (450, 1), None, (300, 1)]
    assert len(outcome.competencies) == len(FOUR)
