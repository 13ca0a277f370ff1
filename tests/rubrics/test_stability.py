"""How firmly an outcome stands, by example and against trying everything."""

from dataclasses import replace

from hypothesis import given, settings

from rubrics.gate import Card, Result, decide
from rubrics.stability import Flip, Stability, stability
from tests.rubrics.stages import FOUR, LOWEST, REFERENCE, Stage, card, oracle, scale, stages


def test_one_point_on_any_score_turns_a_stage_that_just_meets_the_threshold() -> None:
    ann = card("ann", 4, 4, 4, 4)
    assert stability(REFERENCE, FOUR, [ann], 1) == Stability(
        steps=1,
        flips=tuple(Flip("ann", slug, 400, 300, Result.STOP) for slug in FOUR),
        removals=("ann",),
        single=True,
    )


def test_only_the_scores_that_turn_the_result_are_named() -> None:
    cards = [card("ann", 3, 5, 5, 5), card("ben", 3, 5, 5, 5)]
    found = stability(REFERENCE, FOUR, cards, 2)
    assert found.steps == 1
    assert found.flips == (
        Flip("ann", "judgment", 300, 200, Result.STOP),
        Flip("ben", "judgment", 300, 200, Result.STOP),
    )


def test_a_change_upwards_can_turn_a_stop() -> None:
    cards = [card("ann", 2, 5, 5, 5), card("ben", 3, 5, 5, 5)]
    found = stability(REFERENCE, FOUR, cards, 2)
    assert found.flips == (
        Flip("ann", "judgment", 200, 300, Result.ADVANCE),
        Flip("ben", "judgment", 300, 400, Result.ADVANCE),
    )


def test_a_stop_for_many_reasons_is_turned_by_no_single_score() -> None:
    cards = [card("ann", 1, 1, 1, 1), card("ben", 1, 1, 1, 1)]
    assert stability(REFERENCE, FOUR, cards, 2) == Stability(None, (), (), single=False)


def test_a_change_of_reason_alone_is_not_a_change_of_result() -> None:
    cards = [card("ann", 3, 3, 3, 3), card("ben", 3, 3, 3, 3), card("cem", 3, 3, 3, 3)]
    assert stability(REFERENCE, FOUR, cards, 3).steps is None


def test_steps_are_those_of_the_scale() -> None:
    half = replace(REFERENCE, step=50)
    cards = [Card("ann", {"judgment": 500}), Card("ben", {"judgment": 400})]
    found = stability(half, ("judgment",), cards, 2)
    assert found.steps == 3
    assert found.flips == (
        Flip("ann", "judgment", 500, 350, Result.STOP),
        Flip("ben", "judgment", 400, 250, Result.STOP),
    )


def test_the_scorecard_whose_removal_changes_the_result_is_named() -> None:
    cards = [card("ann", 4, 4, 4, 4), card("ben", 2, 4, 4, 4), card("cem", 2, 4, 4, 4)]
    assert stability(REFERENCE, FOUR, cards, 3).removals == ()
    cards = [card("ann", 5, 5, 5, 5), card("ben", 3, 3, 3, 3)]
    assert stability(REFERENCE, FOUR, cards, 2).removals == ("ann",)


def test_a_removed_scorecard_is_not_waited_for() -> None:
    cards = [card("ann", 4, 4, 4, 4), card("ben", 4, 4, 4, 4)]
    assert stability(REFERENCE, FOUR, cards, 2).removals == ()
    assert stability(REFERENCE, FOUR, cards, 1).removals == ()


def test_a_removal_can_leave_a_competency_unassessed() -> None:
    cards = [card("ann", 4, 4, 4, 4), card("ben", 4, 4, None, 4)]
    assert stability(REFERENCE, FOUR, cards, 2).removals == ("ann",)


def test_an_early_stop_is_turned_back_into_waiting() -> None:
    found = stability(LOWEST, FOUR, [card("ann", 2, 5, 5, 5)], 2)
    assert found.flips == (Flip("ann", "judgment", 200, 300, Result.PENDING),)
    assert found.removals == ("ann",)


def test_a_stage_without_scorecards_has_nothing_to_change() -> None:
    assert stability(REFERENCE, FOUR, [], 2) == Stability(None, (), (), single=False)


def every_change(stage: Stage) -> list[tuple[int, Flip]]:
    """Each other value that each score could have had, with the number of steps to it."""
    changes = []
    for at, scored in enumerate(stage.cards):
        for slug in stage.competencies:
            for value in scale(stage.policy):
                if slug not in scored.values or value == scored.values[slug]:
                    continue
                other = Card(scored.id, {**scored.values, slug: value})
                cards = (*stage.cards[:at], other, *stage.cards[at + 1 :])
                steps = abs(value - scored.values[slug]) // stage.policy.step
                result = Result(oracle(replace(stage, cards=cards))[0])
                changes.append((steps, Flip(scored.id, slug, scored.values[slug], value, result)))
    return changes


@settings(deadline=None, max_examples=200)
@given(stages(most_steps=4))
def test_the_least_change_is_the_least_of_all_changes(stage: Stage) -> None:
    standing = oracle(stage)[0]
    turning = [(steps, flip) for steps, flip in every_change(stage) if flip.result != standing]
    fewest = min((steps for steps, _ in turning), default=None)
    found = stability(stage.policy, stage.competencies, stage.cards, stage.expected)
    assert found.steps == fewest
    assert len(found.flips) == len(set(found.flips))
    assert set(found.flips) == {flip for steps, flip in turning if steps == fewest}


@settings(deadline=None, max_examples=200)
@given(stages())
def test_a_removal_changes_the_result_when_nothing_else_changes(stage: Stage) -> None:
    found = stability(stage.policy, stage.competencies, stage.cards, stage.expected)
    outstanding = max(stage.expected - len(stage.cards), 0)
    changing = []
    for removed in stage.cards:
        rest = [other for other in stage.cards if other is not removed]
        after = decide(stage.policy, stage.competencies, rest, len(rest) + outstanding)
        if after.result != oracle(stage)[0]:
            changing.append(removed.id)
    assert found.removals == tuple(changing)
    assert found.single == (len(stage.cards) == 1)
