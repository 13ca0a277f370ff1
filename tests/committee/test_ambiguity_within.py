"""What is ambiguous within a scorecard, each kind alone: where it begins, and what is said of it."""

from typing import Any

import pytest

from committee.ambiguity import ambiguities
from tests.committee.ambiguous import (
    ENOUGH,
    EXERCISE,
    LEADERSHIP,
    REFERENCE,
    corrected,
    given_card,
    held,
    kinds,
    only,
    spotless_exercise,
)


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ("", "no words of evidence"),
        ("Clear.", "one word of evidence"),
        (ENOUGH.rsplit(" ", 1)[0], "11 words of evidence"),
        (ENOUGH, None),
    ],
)
def test_a_value_that_needs_evidence_is_thin_below_twelve_words(evidence: str, said: str | None) -> None:
    texts = {"communication": evidence, "impact": ENOUGH}
    found = ambiguities([spotless_exercise(evidence=texts)], REFERENCE)
    assert [one["reason"] for one in found] == (
        [f"Cy Dahl gave communication 5 in {EXERCISE} with {said}."] if said else []
    )


def test_a_value_in_between_needs_no_evidence_and_is_never_thin() -> None:
    texts = {"communication": ENOUGH, "impact": ENOUGH}  # judgment and curiosity, both 4, have none
    assert kinds(spotless_exercise(evidence=texts)) == []


def test_evidence_without_blanks_between_its_words_is_counted_too() -> None:
    texts = {"communication": "他们在六周之后停止了自己的发布", "impact": ENOUGH}
    assert kinds(spotless_exercise(evidence=texts)) == ["thin"]
    texts["communication"] += "因为对照组下降了"
    assert kinds(spotless_exercise(evidence=texts)) == []


def test_a_ticked_signal_contradicts_a_value_from_the_floor_upwards() -> None:
    ticked = given_card("leadership", 2, "Flo", 4, 5, 5, 5, signals=["no-concrete-artefact"])
    stage = held(given_card("leadership", 1, "Ed Fox", 4, 5, 5, 4), ticked)
    assert only(stage) == {
        "kind": "contradicts",
        "stage": "leadership",
        "competency": "judgment",
        "reason": (
            f"Flo gave judgment 4 in {LEADERSHIP} but ticked “No concrete artefact: nothing written that "
            "they can show or quote”, which rates it low."
        ),
        "cards": ["leadership.1.2"],
        "ask": ["leadership.1.2"],
    }


@pytest.mark.parametrize(("value", "found"), [(3, True), (2, False)])
def test_the_floor_is_where_a_contradiction_begins(value: int, found: bool) -> None:
    ticked = given_card("leadership", 1, "Flo", value, 5, 5, 4, signals=["persuades-by-hierarchy"])
    assert ("contradicts" in kinds(held(ticked))) is found


def test_a_signal_that_rates_nothing_low_contradicts_nothing() -> None:
    assert kinds(spotless_exercise(signals=["leans-on-precedent", "first-principles"])) == []


def test_a_competency_not_assessed_is_asked_of_whoever_left_it_out() -> None:
    values = {"judgment": 400, "communication": None, "impact": 500, "curiosity": 500}
    stage = held(
        given_card("product-sense", 1, "Ben Cole", 5, 5, 5, 4),
        given_card("product-sense", 2, "Cy Dahl", 4, 4, 5, 5, values=values),
    )
    found = only(stage)
    assert (found["kind"], found["competency"], found["ask"]) == (
        "not_assessed",
        "communication",
        ["product-sense.1.2"],
    )
    assert found["reason"] == f"Cy Dahl did not assess communication in {EXERCISE}."


def test_what_nobody_assessed_matters_more_than_what_one_left_out() -> None:
    stage = held(
        given_card("product-sense", 1, "Ben Cole", 2, 5, 5, None),
        given_card("product-sense", 2, "Cy Dahl", 2, None, 4, None),
    )
    reasons = [one["reason"] for one in ambiguities([stage], REFERENCE) if one["kind"] == "not_assessed"]
    assert reasons == [
        f"Ben Cole and Cy Dahl did not assess curiosity in {EXERCISE}, so it has no score there.",
        f"Cy Dahl did not assess communication in {EXERCISE}.",
    ]


@pytest.mark.parametrize(
    ("changed", "kind", "competency", "reason"),
    [
        ({"late": True}, "late", "", f"Cy Dahl submitted their scorecard of {EXERCISE} late."),
        (
            {"not_blind": True},
            "not_blind",
            "",
            f"Cy Dahl could see others’ scorecards before writing their own of {EXERCISE}.",
        ),
        (
            {"corrections": [corrected({"judgment": (200, 400)})]},
            "saw_others",
            "judgment",
            f"Cy Dahl corrected their scorecard of {EXERCISE} after seeing others’: judgment from 2 to 4.",
        ),
        (
            {"corrections": [corrected({"judgment": (None, 400), "impact": (400, 500)})]},
            "saw_others",
            "",
            f"Cy Dahl corrected their scorecard of {EXERCISE} after seeing others’: "
            "judgment from not assessed to 4 and impact from 4 to 5.",
        ),
        (
            {"corrections": [corrected({})]},
            "saw_others",
            "",
            f"Cy Dahl corrected their scorecard of {EXERCISE} after seeing others’: no value changed.",
        ),
    ],
)
def test_how_a_scorecard_came_about(changed: dict[str, Any], kind: str, competency: str, reason: str) -> None:
    assert only(spotless_exercise(**changed)) == {
        "kind": kind,
        "stage": "product-sense",
        "competency": competency,
        "reason": reason,
        "cards": ["product-sense.1.2"],
        "ask": ["product-sense.1.2"],
    }


def test_the_correction_that_moved_a_value_farther_comes_first() -> None:
    near = given_card(
        "product-sense", 1, "Ben", 5, 4, 5, 4, corrections=[corrected({"judgment": (400, 500)})]
    )
    far = given_card("product-sense", 2, "Cy", 4, 5, 5, 5, corrections=[corrected({"impact": (200, 500)})])
    assert [one["ask"] for one in ambiguities([held(near, far)], REFERENCE)] == [
        ["product-sense.1.2"],
        ["product-sense.1.1"],
    ]


def test_a_correction_made_blind_is_not_ambiguous() -> None:
    assert kinds(spotless_exercise(corrections=[corrected({"judgment": (200, 400)}, saw_others=False)])) == []


def test_one_value_for_everything_is_flat() -> None:
    stage = held(
        given_card("product-sense", 1, "Ben Cole", 4, 5, 5, 5),
        given_card("product-sense", 2, "Cy", 5, 5, 5, 5),
    )
    assert only(stage)["reason"] == f"Cy gave every competency 5 in {EXERCISE}."


def test_one_value_for_all_that_was_assessed_is_flat_but_a_single_value_is_not() -> None:
    flat = held(given_card("recruiter-screen", 1, "Ada", None, 5, None, 5))
    assert ambiguities([flat], REFERENCE)[-1]["reason"] == (
        "Ada gave everything they assessed 5 in Recruiter screen."
    )
    assert "flat" not in kinds(held(given_card("recruiter-screen", 1, "Ada", None, None, None, 5)))
