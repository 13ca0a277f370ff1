"""The gate's sentences, each as a person would say it."""

from dataclasses import replace

import pytest

from rubrics.gate import Card, GatePolicy, decide
from rubrics.stability import stability
from rubrics.wording import explain, explain_stability, number_word
from tests.rubrics.stages import FOUR, LOWEST, REFERENCE, card

NAMES = {slug: slug.capitalize() for slug in FOUR}


def said(cards: list[Card], expected: int, policy: GatePolicy = REFERENCE) -> str:
    return explain(decide(policy, FOUR, cards, expected), policy, NAMES)


def test_a_floor_breach_names_the_score_and_the_floor() -> None:
    cards = [card("ann", 2, 5, 5, 5), card("ben", 3, 5, 5, 5)]
    assert said(cards, 2) == "Stopped: judgment 2.50 is below the floor of 3.00; two scorecards"


def test_two_floor_breaches_are_both_named() -> None:
    said_of_one = said([card("ann", 2, 5, 1, 5)], 1)
    assert said_of_one == "Stopped: judgment 2.00 and impact 1.00 are below the floor of 3.00; one scorecard"


def test_three_floor_breaches_are_listed_with_a_comma() -> None:
    assert said([card("ann", 2, 1, 1, 5)], 1) == (
        "Stopped: judgment 2.00, communication 1.00 and impact 1.00 are below the floor of 3.00; "
        "one scorecard"
    )


def test_an_early_stop_says_what_could_still_be_reached() -> None:
    cards = [Card("ann", {"judgment": 150}), Card("ben", {"judgment": 200})]
    half = replace(REFERENCE, step=50)
    outcome = decide(half, ("judgment",), cards, 3)
    assert explain(outcome, half, NAMES) == (
        "Stopped: judgment can reach 2.83 at most, below the floor of 3.00; two of three scorecards in"
    )


def test_an_early_stop_on_two_competencies_says_both() -> None:
    cards = [card("ann", 1, 1, 4, 4), card("ben", 1, 2, 4, 4)]
    assert said(cards, 3) == (
        "Stopped: judgment can reach 2.33 and communication can reach 2.66 at most, "
        "below the floor of 3.00; two of three scorecards in"
    )


def test_an_early_stop_under_the_lowest_policy_is_simply_below_the_floor() -> None:
    cards = [card("ann", 2, 5, 5, 5)]
    assert said(cards, 3, LOWEST) == (
        "Stopped: judgment 2.00 is below the floor of 3.00; one of three scorecards in"
    )


def test_a_stop_on_the_threshold_names_both_numbers() -> None:
    assert said([card("ann", 4, 4, 4, 3)], 1) == (
        "Stopped: 3.75 is below the threshold of 4.00; one scorecard"
    )


def test_a_score_a_hair_below_the_threshold_is_not_said_to_be_equal_to_it() -> None:
    cards = [Card(f"card-{number}", {"judgment": 400}) for number in range(299)]
    cards.append(Card("last", {"judgment": 300}))
    outcome = decide(REFERENCE, ("judgment",), cards, 300)
    assert explain(outcome, REFERENCE, NAMES) == (
        "Stopped: 3.99 is below the threshold of 4.00; 300 scorecards"
    )


def test_an_advance_says_what_it_met() -> None:
    cards = [card("ann", 4, 4, 4, 4), card("ben", 5, 4, 4, 4), card("cem", 4, 5, 5, 4)]
    assert said(cards, 3) == "Advanced: 4.25 meets the threshold of 4.00; three scorecards"


@pytest.mark.parametrize(
    ("submitted", "expected", "sentence"),
    [
        (0, 1, "Waiting for one scorecard"),
        (0, 3, "Waiting for three scorecards"),
        (1, 3, "Waiting for two of three scorecards"),
        (2, 12, "Waiting for ten of 12 scorecards"),
    ],
)
def test_an_outstanding_panel_is_counted(submitted: int, expected: int, sentence: str) -> None:
    cards = [card(f"card-{number}", 4, 4, 4, 4) for number in range(submitted)]
    assert said(cards, expected) == sentence


def test_a_competency_nobody_assessed_asks_for_one_more_scorecard() -> None:
    assert said([card("ann", 4, 4, None, 4)], 1) == (
        "Nobody assessed impact yet; one more scorecard is needed"
    )


def test_two_competencies_nobody_assessed_are_both_named() -> None:
    assert said([card("ann", 4, None, None, 4)], 1) == (
        "Nobody assessed communication and impact yet; one more scorecard is needed"
    )


def test_a_competency_that_is_an_abbreviation_keeps_its_capitals() -> None:
    outcome = decide(REFERENCE, ("sql",), [Card("ann", {"sql": 200})], 1)
    assert explain(outcome, REFERENCE, {"sql": "SQL"}) == (
        "Stopped: SQL 2.00 is below the floor of 3.00; one scorecard"
    )


def test_a_competency_without_a_name_stands_for_itself() -> None:
    outcome = decide(REFERENCE, ("judgment",), [Card("ann", {"judgment": 200})], 1)
    assert (
        explain(outcome, REFERENCE, {}) == "Stopped: judgment 2.00 is below the floor of 3.00; one scorecard"
    )


def firmness(cards: list[Card], policy: GatePolicy = REFERENCE) -> str:
    return explain_stability(stability(policy, FOUR, cards, len(cards)), policy, NAMES)


def test_one_score_that_would_turn_the_result_is_named() -> None:
    cards = [card("ann", 3, 5, 5, 5), card("ben", 3, 5, 5, 5)]
    assert firmness(cards) == "One point on judgment by one interviewer would change this"


def test_scores_on_several_competencies_are_listed_once_each() -> None:
    cards = [card("ann", 3, 3, 5, 5), card("ben", 3, 3, 5, 5)]
    assert (
        firmness(cards, replace(REFERENCE, threshold=300))
        == "One point on judgment or communication by one interviewer would change this"
    )


def test_one_scorecard_is_said_to_carry_it_all() -> None:
    assert firmness([card("ann", 4, 5, 5, 5)]) == (
        "Rests on one scorecard; two points on judgment would change this"
    )


def test_one_scorecard_that_no_single_change_turns_says_so() -> None:
    assert firmness([card("ann", 1, 1, 1, 1)]) == (
        "Rests on one scorecard; no change of one score would change this"
    )


def test_a_firm_outcome_says_so() -> None:
    cards = [card("ann", 1, 1, 1, 1), card("ben", 1, 1, 1, 1)]
    assert firmness(cards) == "No change of one score would change this"


def test_a_scorecard_that_decides_alone_is_mentioned() -> None:
    cards = [card("ann", 5, 5, 5, 5), card("ben", 3, 3, 3, 3)]
    assert firmness(cards) == (
        "One point on judgment, communication, impact or curiosity by one interviewer would change this; "
        "leaving out one scorecard would too"
    )


def test_a_scorecard_can_decide_alone_where_no_score_does() -> None:
    cards = [card("ann", 1, 1, 4, 4), card("ben", 4, 4, 4, 4)]
    assert firmness(cards) == "No change of one score would change this; leaving out one scorecard would"


@pytest.mark.parametrize(
    ("step", "threshold", "judgments", "sentence"),
    [
        (50, 300, (350, 250), "Half a point on judgment by one interviewer would change this"),
        (25, 300, (325, 275), "A quarter of a point on judgment by one interviewer would change this"),
        (50, 400, (500, 400), "1.5 points on judgment by one interviewer would change this"),
    ],
)
def test_part_of_a_point_is_said_in_words(
    step: int, threshold: int, judgments: tuple[int, int], sentence: str
) -> None:
    policy = replace(REFERENCE, step=step, threshold=threshold)
    cards = [Card(f"card-{number}", {"judgment": value}) for number, value in enumerate(judgments)]
    found = stability(policy, ("judgment",), cards, 2)
    assert explain_stability(found, policy, NAMES).split(";")[0] == sentence


@pytest.mark.parametrize(("number", "word"), [(0, "no"), (1, "one"), (10, "ten"), (11, "11")])
def test_small_numbers_are_words(number: int, word: str) -> None:
    assert number_word(number) == word
