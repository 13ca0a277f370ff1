"""The gate on every stage hypothesis can think of, against its definition in Python's own fractions."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rubrics.gate import Card, GatePolicy, Outcome, Reason, Result, below, decide, policy_problems, shown
from tests.rubrics.stages import Stage, oracle, policies, scale, stages

ORDER = {Result.STOP: 0, Result.PENDING: 1, Result.ADVANCE: 2}
EXHAUSTIVE = settings(deadline=None, max_examples=100)
THOROUGH = settings(deadline=None, max_examples=400)


def decided(stage: Stage) -> Outcome:
    return decide(stage.policy, stage.competencies, stage.cards, stage.expected)


def with_value(stage: Stage, at: int, slug: str, value: int) -> Stage:
    changed = Card(stage.cards[at].id, {**stage.cards[at].values, slug: value})
    return replace(stage, cards=(*stage.cards[:at], changed, *stage.cards[at + 1 :]))


@THOROUGH
@given(policies())
def test_the_policies_tried_here_are_ones_a_rubric_may_have(policy: GatePolicy) -> None:
    assert policy_problems(policy) == []


@THOROUGH
@given(stages())
def test_the_gate_agrees_with_its_definition_in_fractions(stage: Stage) -> None:
    outcome = decided(stage)
    score = None if outcome.score is None else Fraction(*outcome.score)
    assert (outcome.result, outcome.reason, score) == oracle(stage)


@THOROUGH
@given(stages())
def test_every_score_is_a_reduced_fraction(stage: Stage) -> None:
    outcome = decided(stage)
    for score in filter(None, (outcome.score, *outcome.competencies.values(), *outcome.ceilings.values())):
        assert score == Fraction(*score).as_integer_ratio()


@THOROUGH
@given(stages(), st.randoms(use_true_random=False))
def test_the_order_of_scorecards_never_matters(stage: Stage, chance: Random) -> None:
    shuffled = list(stage.cards)
    chance.shuffle(shuffled)
    assert decided(replace(stage, cards=tuple(shuffled))) == decided(stage)


@THOROUGH
@given(stages(), st.data())
def test_raising_a_score_never_makes_the_result_worse(stage: Stage, data: st.DataObject) -> None:
    scored = [(at, slug) for at, card in enumerate(stage.cards) for slug in card.values]
    assume(scored)
    at, slug = data.draw(st.sampled_from(scored))
    value = data.draw(st.sampled_from([v for v in scale(stage.policy) if v >= stage.cards[at].values[slug]]))
    before, after = decided(stage), decided(with_value(stage, at, slug, value))
    assert ORDER[after.result] >= ORDER[before.result]


@THOROUGH
@given(stages(most_missing=0))
def test_nothing_compensates_a_breach_of_the_floor(stage: Stage) -> None:
    before = decided(stage)
    for slug in before.floor_breaches:
        strongest = {other: stage.policy.highest for other in stage.competencies if other != slug}
        cards = tuple(
            Card(card.id, {**strongest, **{s: v for s, v in card.values.items() if s == slug}})
            for card in stage.cards
        )
        after = decided(replace(stage, cards=cards))
        assert (after.result, after.reason, after.floor_breaches) == (Result.STOP, Reason.FLOOR, (slug,))


def completions(stage: Stage) -> Iterator[Stage]:
    """Every way in which the outstanding scorecards can come in, each value on the scale or not assessed."""
    outstanding = max(stage.expected - len(stage.cards), 0)
    values = [None, *scale(stage.policy)]
    one = [
        {slug: value for slug, value in zip(stage.competencies, chosen, strict=True) if value is not None}
        for chosen in product(values, repeat=len(stage.competencies))
    ]
    for added in product(one, repeat=outstanding):
        more = tuple(Card(f"late-{number}", values) for number, values in enumerate(added))
        yield replace(stage, cards=(*stage.cards, *more))


@EXHAUSTIVE
@given(stages(most_cards=3, most_competencies=2, most_steps=3))
def test_a_stage_stops_early_exactly_when_every_completion_breaches_the_floor(stage: Stage) -> None:
    now = decided(stage)
    outcomes = [decided(complete) for complete in completions(stage)]
    assert (now.reason is Reason.FLOOR) == all(outcome.reason is Reason.FLOOR for outcome in outcomes)
    if now.result is Result.STOP:
        assert {outcome.result for outcome in outcomes} == {Result.STOP}


@EXHAUSTIVE
@given(stages(most_cards=3, most_competencies=2, most_steps=3))
def test_a_ceiling_is_the_best_that_any_completion_ends_at(stage: Stage) -> None:
    now = decided(stage)
    ends = [decided(complete) for complete in completions(stage)]
    for slug in stage.competencies:
        scores = [Fraction(*score) for end in ends if (score := end.competencies[slug]) is not None]
        ceiling = now.ceilings[slug]
        assert (None if ceiling is None else Fraction(*ceiling)) == max(scores, default=None)


@THOROUGH
@given(st.integers(0, 10**6), st.integers(1, 10**4))
def test_a_shown_score_never_rounds_up_and_loses_less_than_a_hundredth(
    numerator: int, denominator: int
) -> None:
    hundredths = Fraction(numerator, denominator)
    cut = Fraction(shown(hundredths.as_integer_ratio())) * 100
    assert 0 <= hundredths - cut < 1


@THOROUGH
@given(st.integers(0, 600), st.integers(-5, 5), st.integers(1, 60))
def test_a_score_shown_at_a_bar_has_reached_it(bar: int, off: int, denominator: int) -> None:
    near_the_bar = Fraction(bar * denominator + off, denominator)
    assume(near_the_bar >= 0)
    score = near_the_bar.as_integer_ratio()
    assert (Fraction(shown(score)) * 100 >= bar) == (not below(score, bar))
    assert below(score, bar) == (near_the_bar < bar)
