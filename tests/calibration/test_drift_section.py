"""Drift over the cycles of a committee whose severities are known."""

import json
from dataclasses import replace
from typing import Any

import numpy as np

from calibration.evidence import Evidence
from calibration.results.drift import ONE_CYCLE, drift_content
from tests.calibration.simulated_evidence import (
    Committee,
    interviewer_uuid,
    simulated_evidence,
    with_scores,
    without_scores,
)

DRIFTING = Committee([(0.0, 0.5, 1.0), 0.9, *[0.0] * 8], candidates=80, cycles=3)


def found(evidence: Evidence) -> dict[str, Any]:
    """The section as a run stores it."""
    return json.loads(json.dumps(drift_content(evidence), allow_nan=False))  # type: ignore[no-any-return]


def row(section: dict[str, Any], number: int) -> dict[str, Any]:
    rows = {row["uuid"]: row for row in section["interviewers"]}
    return rows[interviewer_uuid(number)]  # type: ignore[no-any-return]


def in_the_last_cycle(evidence: Evidence) -> np.ndarray:
    """Which scorecards are of the cycle that was held last."""
    names = np.array([cycle.name for cycle in evidence.cycles])
    cycle = evidence.applications.cycle[evidence.visits.application[evidence.cards.visit]]
    last: np.ndarray = names[cycle] == f"Cycle {len(names)}"
    return last


def test_who_drifts_is_named_and_who_is_always_strict_is_not() -> None:
    section = found(simulated_evidence(DRIFTING))
    assert {row["uuid"]: row["drift"] for row in section["interviewers"] if row["drift"]} == {
        interviewer_uuid(0): "stricter"
    }
    drifting = row(section, 0)
    assert (drifting["first"], drifting["last"]) == (0, 2)
    assert drifting["change_low"] < -0.9 < drifting["change_high"] < 0
    assert [row(section, 1)["cycles"][at]["points"] < -0.5 for at in range(3)] == [True] * 3


def test_cycles_are_in_the_order_in_which_they_were_held() -> None:
    section = found(simulated_evidence(DRIFTING))
    assert [cycle["name"] for cycle in section["cycles"]] == ["Cycle 1", "Cycle 2", "Cycle 3"]
    points = [cycle["points"] for cycle in row(section, 0)["cycles"]]
    assert points == sorted(points, reverse=True)


def test_nobody_drifts_by_chance() -> None:
    steady = Committee([0.0] * 12, candidates=60, cycles=2, mood=0.5)
    named = [
        row["uuid"]
        for seed in range(6)
        for row in found(simulated_evidence(replace(steady, seed=seed)))["interviewers"]
        if row["drift"]
    ]
    assert len(named) <= 1


def test_a_change_under_a_quarter_of_a_point_is_not_worth_a_word() -> None:
    little = Committee([(0.0, 0.15), *[0.0] * 5], candidates=400, cycles=2)
    each = row(found(simulated_evidence(little)), 0)
    assert (each["change_high"] < 0, each["drift"]) == (True, "")


def test_one_cycle_shows_no_drift() -> None:
    section = found(simulated_evidence(replace(DRIFTING, severity=[0.0] * 5, cycles=1)))
    assert (section["why_not"], section["interviewers"]) == (ONE_CYCLE, [])
    assert found(without_scores(simulated_evidence(DRIFTING)))["interviewers"] == []


def test_a_cycle_with_too_few_scores_has_their_count_and_no_point() -> None:
    evidence = simulated_evidence(DRIFTING)
    cards = evidence.cards
    most = np.flatnonzero((cards.interviewer == 0) & in_the_last_cycle(evidence))[3:]
    each = row(found(with_scores(evidence, first=~np.isin(evidence.scores.card, most))), 0)
    assert each["cycles"][2] == {"points": None, "low": None, "high": None, "scores": 12}
    assert (each["first"], each["last"], each["drift"]) == (0, 1, "stricter")


def test_a_cycle_in_which_some_keep_to_a_stage_of_their_own_still_links_the_others() -> None:
    evidence = simulated_evidence(DRIFTING)
    cards = evidence.cards
    stage = evidence.visits.stage[cards.visit]
    out = in_the_last_cycle(evidence) & ((cards.interviewer >= 7) != (stage == 1))
    section = found(with_scores(evidence, first=~out[evidence.scores.card]))
    assert row(section, 0)["cycles"][2]["points"] < -0.5
    assert [row(section, at)["cycles"][2]["points"] for at in (7, 8, 9)] == [None] * 3
