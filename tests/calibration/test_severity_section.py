"""The severity of a committee whose severities are known, and what is said where nothing can be."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from calibration.evidence import Evidence
from calibration.results.adjusted import adjusted_content
from calibration.results.severity import severity_content
from tests.calibration.simulated_evidence import (
    Committee,
    interviewer_uuid,
    simulated_evidence,
    with_scores,
    without_scores,
)

STRICT = Committee([0.8, 0.0, 0.1, -0.1, 0.0, 0.8, 0.05, -0.9])


def found(evidence: Evidence) -> dict[str, Any]:
    """The section as a run stores it."""
    return json.loads(json.dumps(severity_content(evidence), allow_nan=False))  # type: ignore[no-any-return]


def row(section: dict[str, Any], number: int) -> dict[str, Any]:
    rows = {row["uuid"]: row for row in section["interviewers"]}
    return rows[interviewer_uuid(number)]  # type: ignore[no-any-return]


def test_the_strict_and_the_lenient_are_found_the_strictest_first() -> None:
    section = found(simulated_evidence(STRICT))
    assert [each["reading"] for each in section["interviewers"]] == [
        *["stricter"] * 2,
        *["in_line"] * 5,
        "lenient",
    ]
    assert {each["uuid"] for each in section["interviewers"][:2]} == {
        interviewer_uuid(0),
        interviewer_uuid(5),
    }
    assert section["interviewers"][-1]["uuid"] == interviewer_uuid(7)


def test_points_are_those_that_were_simulated_and_their_interval_holds_them() -> None:
    section = found(simulated_evidence(STRICT))
    average = np.mean(STRICT.severity)
    for number, severity in enumerate(STRICT.severity):
        each = row(section, number)
        assert each["low"] < each["points"] < each["high"]
        assert abs(each["points"] + (severity - average)) < 0.2  # type: ignore[operator]


def test_only_first_revisions_given_blind_count() -> None:
    evidence = simulated_evidence(STRICT)
    third, late = evidence.scores.card % 3 == 0, evidence.cards.visit % 5 == 0
    other = with_scores(evidence, value=np.where(third, 100, evidence.scores.value), first=~third)
    dropped = with_scores(
        evidence,
        **{name: getattr(evidence.scores, name)[~third] for name in ("card", "competency", "value")},
        first=evidence.scores.first[~third],
        counting=evidence.scores.counting[~third],
    )
    assert found(other) == found(dropped)
    unblind = replace(evidence, cards=replace(evidence.cards, not_blind=late))
    assert found(unblind) == found(with_scores(evidence, first=~late[evidence.scores.card]))


def test_those_who_share_no_candidate_are_never_compared() -> None:
    section = found(simulated_evidence(replace(STRICT, alone=1)))
    assert [subset["interviewers"] for subset in section["subsets"]] == [7, 1]
    alone = row(section, 7)
    assert (alone["reading"], alone["points"], alone["subset"]) == ("alone", None, 1)


def test_those_with_a_stage_of_their_own_compare_only_with_each_other() -> None:
    committee = Committee([0.8, 0.0, 0.0, 0.0, 0.6, 0.6, 0.6, 1.4], own_stage=4)
    section = found(simulated_evidence(committee))
    assert [subset["interviewers"] for subset in section["subsets"]] == [4, 4]
    assert sorted(row(section, at)["subset"] for at in range(4)) in ([0] * 4, [1] * 4)
    for subset in (range(4), range(4, 8)):
        points = [row(section, at)["points"] for at in subset]
        assert abs(sum(points)) < 0.1  # the centre is one of logits
    assert [row(section, at)["reading"] for at in range(8)] == [
        "stricter",
        *["in_line"] * 3,
        *["in_line"] * 3,
        "stricter",
    ]


def test_who_helps_out_in_another_stage_does_not_make_everybody_unsure() -> None:
    evidence = simulated_evidence(Committee([0.0, 0.0, 0.0, 0.8, 0.0, 0.0, 0.0, 0.8], own_stage=4))
    second = np.flatnonzero(evidence.visits.stage[evidence.cards.visit] == 1)
    helped = evidence.cards.interviewer.copy()
    helped[second[:4:2]] = 0
    section = found(replace(evidence, cards=replace(evidence.cards, interviewer=helped)))
    assert [subset["interviewers"] for subset in section["subsets"]] == [4, 4]
    assert row(section, 0)["subset"] == row(section, 1)["subset"]
    assert max(each["high"] - each["low"] for each in section["interviewers"]) < 0.3


def test_a_small_committee_in_which_everybody_does_everything_is_one_group() -> None:
    section = found(simulated_evidence(Committee([0.0, 0.0, 0.8], candidates=8)))
    assert [subset["interviewers"] for subset in section["subsets"]] == [3]


def test_who_shares_no_candidate_with_them_does_not_join_the_groups_of_others() -> None:
    committee = Committee([0.0, 0.0, 0.0, 0.8, 0.0, 0.0, 0.0, 0.8, 0.0], own_stage=4, alone=1)
    section = found(simulated_evidence(committee))
    assert sorted(subset["interviewers"] for subset in section["subsets"]) == [1, 4, 4]
    assert max(row(section, at)["high"] - row(section, at)["low"] for at in range(8)) < 0.5


def test_intervals_are_wider_where_the_scores_of_a_scorecard_move_together() -> None:
    (apart,) = found(simulated_evidence(STRICT))["subsets"]
    (together,) = found(simulated_evidence(replace(STRICT, mood=0.6)))["subsets"]
    assert (apart["wider"] < 1.1, together["wider"] > 1.4) == (True, True)


def test_whose_scores_follow_nothing_is_erratic() -> None:
    section = found(simulated_evidence(replace(STRICT, erratic=(3,))))
    assert [row(section, at)["fit"] for at in (2, 3, 4)] == ["expected", "erratic", "expected"]


def test_too_few_scores_give_a_count_and_no_number() -> None:
    evidence = simulated_evidence(STRICT)
    mine = np.flatnonzero(evidence.cards.interviewer == 2)[4:]
    few = with_scores(evidence, first=~np.isin(evidence.scores.card, mine))
    each = row(found(few), 2)
    assert (each["scores"], each["points"], each["reading"], each["fit"]) == (16, None, "too_few", "too_few")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "No final scorecard of this period holds a score."),
        (400, "All scores are the same, so nothing tells anyone apart."),
    ],
)
def test_what_cannot_be_fitted_is_said_in_words(value: int | None, words: str) -> None:
    evidence = simulated_evidence(replace(STRICT, candidates=5))
    if value is None:
        evidence = without_scores(evidence)
    else:
        evidence = with_scores(evidence, value=np.full_like(evidence.scores.value, value))
    assert (found(evidence)["why_not"], found(evidence)["interviewers"]) == (words, [])
    adjusted = json.loads(json.dumps(adjusted_content(evidence), allow_nan=False))
    assert adjusted["why_not"] == words
    assert set(adjusted["adjusted"]) <= {None}


def test_who_met_the_strict_is_adjusted_upward_and_the_largest_difference_is_first() -> None:
    evidence = simulated_evidence(STRICT)
    adjusted = adjusted_content(evidence)
    difference = np.array(adjusted["adjusted"]) - np.array(adjusted["raw"])
    assert (np.diff(np.abs(difference)) <= 1e-9).all()
    strict = np.isin(evidence.cards.interviewer, (0, 5))
    lenient = evidence.cards.interviewer == 7
    by_application = np.bincount(
        evidence.visits.application[evidence.cards.visit], strict.astype(float) - lenient
    )
    met = dict(zip(evidence.applications.keys.tolist(), by_application, strict=True))
    more = np.array([met[key] for key in adjusted["applications"]])
    assert (difference[more >= 2] > 0.25).all()
    assert (difference[more <= -1] < 0).all()
    assert (min(adjusted["adjusted"]) >= 1, max(adjusted["adjusted"]) <= 5) == (True, True)


def test_an_adjusted_score_stays_on_the_scale() -> None:
    adjusted = adjusted_content(simulated_evidence(replace(STRICT, ability=4.8)))
    strict = [
        (raw, each)
        for raw, each in zip(adjusted["raw"], adjusted["adjusted"], strict=True)
        if raw > 4.9 and each > raw
    ]
    assert strict
    assert max(each for _, each in strict) == 5


def test_a_group_with_a_stage_of_its_own_is_adjusted_to_its_own_average() -> None:
    committee = Committee([0.4, 0.0, 0.0, 0.0, 0.0, 0.0, 0.9, 1.3], own_stage=2)
    adjusted = adjusted_content(simulated_evidence(committee))
    difference = np.array(adjusted["adjusted"]) - np.array(adjusted["raw"])
    assert abs(difference.mean()) < 0.03


def test_who_met_only_somebody_compared_with_nobody_is_not_adjusted() -> None:
    adjusted = adjusted_content(simulated_evidence(replace(STRICT, alone=1, candidates=40)))
    nothing = [
        key for key, each in zip(adjusted["applications"], adjusted["adjusted"], strict=True) if each is None
    ]
    assert nothing == list(range(1000, 1040, 4))
