import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.agreement.habits import SCORES_FOR_SHARES, Habits, habits_of

ONE_TO_FIVE = np.arange(1.0, 6.0)


def habits(scores: list[tuple[int, int, int]], interviewers: int = 2) -> tuple[Habits, ...]:
    """Of scores given as unit, interviewer and value from 1 to 5."""
    units, raters, values = np.array(scores, dtype=np.int64).reshape(-1, 3).T
    return habits_of(units, raters, values - 1, ONE_TO_FIVE, interviewers)


def test_an_interviewer_uses_part_of_the_scale() -> None:
    narrow, _ = habits([(unit, 0, 3 + unit % 2) for unit in range(20)])
    assert (narrow.scores, narrow.lowest, narrow.highest) == (20, 3.0, 4.0)
    assert narrow.counts == (0, 0, 10, 10, 0)
    assert narrow.shares == pytest.approx((0, 0, 0.5, 0.5, 0))
    assert narrow.sd == pytest.approx(np.std([3, 4] * 10, ddof=1))


def test_peers_are_those_who_scored_the_same_candidates() -> None:
    own = [(unit, 0, 2) for unit in range(30)]
    peers_there = [(unit, 1, 4) for unit in range(20)]
    elsewhere = [(unit, 1, 5) for unit in range(100, 140)]
    first, second = habits(own + peers_there + elsewhere)
    assert (first.scores, first.compared) == (30, 20)
    assert first.peer_shares == pytest.approx((0, 0, 0, 1, 0))
    assert (second.scores, second.compared) == (60, 20)
    assert second.shares_compared == pytest.approx((0, 0, 0, 1, 0))
    assert second.peer_shares == pytest.approx((0, 1, 0, 0, 0))


def test_several_peers_of_one_candidate_share_its_weight() -> None:
    scores = [(unit, 0, 3) for unit in range(20)]
    scores += [(unit, 1 + peer, 5) for unit in range(10) for peer in range(3)]
    scores += [(unit, 1, 1) for unit in range(10, 20)]
    first, *_ = habits(scores, interviewers=4)
    assert first.peer_shares == pytest.approx((0.5, 0, 0, 0, 0.5))


def test_shares_need_twenty_scores_and_counts_do_not() -> None:
    scores = [(unit, 0, 1 + unit % 5) for unit in range(SCORES_FOR_SHARES - 1)]
    few, none = habits(scores)
    assert (few.scores, few.shares, few.sd, few.lowest, few.highest) == (19, None, None, 1.0, 5.0)
    assert (none.scores, none.counts, none.lowest, none.highest) == (0, (0,) * 5, None, None)
    enough, _ = habits([*scores, (99, 0, 3)])
    assert enough.shares is not None


def test_habits_are_ready_for_json() -> None:
    first, _ = habits([(unit, unit % 2, 1 + unit % 5) for unit in range(60)])
    assert json.loads(json.dumps(asdict(first)))["counts"] == [6] * 5


def test_nobody_has_habits_without_scores() -> None:
    assert [found.scores for found in habits([])] == [0, 0]


@given(st.integers(0, 2**32))
@settings(max_examples=30)
def test_two_interviewers_are_each_others_peers(seed: int) -> None:
    chance = np.random.default_rng(seed)
    scored = np.argwhere(chance.random((40, 2)) < 0.8)
    values = chance.integers(1, 6, size=len(scored))
    first, second = habits(
        [(*key, value) for key, value in zip(scored.tolist(), values.tolist(), strict=True)]
    )
    assert first.scores + second.scores == len(scored)
    assert first.compared == second.compared == (np.bincount(scored[:, 0]) == 2).sum()
    for one, other in ((first, second), (second, first)):
        assert one.peer_shares == (other.shares_compared and pytest.approx(other.shares_compared))
