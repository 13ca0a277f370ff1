"""Habits of a made-up committee: values beside those of peers, range, halo, and the time scorecards take."""

import json
from dataclasses import replace
from typing import Any

import numpy as np

from calibration.results.habits import habits_content
from calibration.results.timeliness import timeliness_content
from tests.calibration.simulated_evidence import Committee, simulated_evidence, without_scores

USUAL = Committee([1.2, 0.0, 0.0, 0.0, 0.0, 0.0], candidates=60)


def found(committee: Committee = USUAL) -> dict[str, Any]:
    """The section as a run stores it."""
    content = habits_content(simulated_evidence(committee))
    return json.loads(json.dumps(content, allow_nan=False))  # type: ignore[no-any-return]


def test_shares_are_beside_those_of_others_on_the_same_candidates() -> None:
    section = found()
    strict, usual = section["interviewers"][:2]
    low = [sum(strict[shares][:2]) for shares in ("shares_compared", "peer_shares")]
    assert low[0] > low[1] + 0.3
    assert abs(sum(usual["shares_compared"][:2]) - sum(usual["peer_shares"][:2])) < 0.2
    assert (section["values"], strict["scores"], strict["compared"]) == (
        [1, 2, 3, 4, 5],
        sum(strict["counts"]),
        strict["scores"],
    )


def test_a_colleague_without_shared_candidates_has_values_and_no_peers() -> None:
    alone = found(replace(USUAL, alone=1))["interviewers"][-1]
    assert (alone["scores"] > 20, alone["compared"], alone["peer_shares"]) == (True, 0, None)
    assert alone["halo"]["correlation"] is None


def test_whose_scorecards_move_as_one_has_a_halo() -> None:
    section = found(replace(USUAL, mood=0.9, candidates=150))
    assert section["overall"]["correlation"] > found()["overall"]["correlation"] + 0.3


def test_scores_given_after_seeing_others_count_in_nothing() -> None:
    evidence = simulated_evidence(USUAL)
    seen = evidence.cards.interviewer == 0
    content = habits_content(replace(evidence, cards=replace(evidence.cards, not_blind=seen)))
    assert (content["interviewers"][0]["scores"], content["interviewers"][0]["lowest"]) == (0, None)
    assert content["interviewers"][0]["halo"]["cards"] == 0
    assert content["overall"]["cards"] == int((~seen).sum())


def test_without_scores_every_number_is_missing_and_none_is_made_up() -> None:
    content = habits_content(without_scores(simulated_evidence(USUAL)))
    assert [row["scores"] for row in content["interviewers"]] == [0] * 6
    assert json.dumps(content, allow_nan=False)


def test_the_time_to_a_scorecard_is_told_of_each_and_lateness_counted() -> None:
    evidence = simulated_evidence(replace(USUAL, hours=(30.0, 2.0, 2.0, 2.0, 2.0, 2.0)))
    section = timeliness_content(evidence)
    slow, quick = section["interviewers"][:2]
    assert (slow["median_hours"], slow["late"] == slow["timed"] == slow["cards"]) == (30.0, True)
    assert (quick["median_hours"], quick["p90_hours"], quick["late"]) == (2.0, 2.0, 0)
    assert section["overall"]["late"] == slow["late"]


def test_of_four_scorecards_no_median_is_said() -> None:
    evidence = simulated_evidence(USUAL)
    mine = np.flatnonzero(evidence.cards.interviewer == 0)
    interviewed = evidence.cards.interviewed.copy()
    interviewed[mine[4:]] = np.nan
    section = timeliness_content(replace(evidence, cards=replace(evidence.cards, interviewed=interviewed)))
    row = section["interviewers"][0]
    assert (row["cards"], row["timed"], row["median_hours"]) == (len(mine), 4, None)
