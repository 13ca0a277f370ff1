"""The gate: from the scorecards of one stage to advance, stop or pending.

All arithmetic is exact. A value is an integer in hundredths of a point (400 is 4.00); a mean is a
reduced pair (numerator, denominator) in hundredths. Fractions are compared by cross-multiplication,
never by division, so a score that equals the threshold advances on every machine.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import gcd, lcm
from typing import Literal, TypeAlias

# A score in hundredths as a reduced fraction: 4.00 is (400, 1), two thirds of a point (200, 3).
ExactScore: TypeAlias = tuple[int, int]
Aggregation: TypeAlias = Literal["mean", "lowest"]


class Result(StrEnum):
    PENDING = "pending"
    STOP = "stop"
    ADVANCE = "advance"


class Reason(StrEnum):
    FLOOR = "floor"
    AWAITING_SCORECARDS = "awaiting_scorecards"
    UNASSESSED = "unassessed"
    THRESHOLD = "threshold"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True)
class GatePolicy:
    """The bar and the scale it is set on, all in hundredths of a point."""

    threshold: int
    floor: int
    aggregation: Aggregation
    lowest: int
    highest: int
    step: int


@dataclass(frozen=True, slots=True)
class Card:
    """A submitted scorecard: competency slug to value; an absent competency was not assessed."""

    id: str
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """What the gate needs of the submitted values of one competency: how many, sum and minimum."""

    count: int = 0
    total: int = 0
    lowest: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the gate decided, and everything needed to say why.

    `competencies` holds each competency score as it stands, None where nobody assessed it; `ceilings` the
    highest score each can still end at (a competency breaches the floor when its ceiling is below).
    `score` is None while any competency has no value. `expected` is never less than `submitted`.
    """

    result: Result
    reason: Reason
    score: ExactScore | None
    competencies: Mapping[str, ExactScore | None]
    floor_breaches: tuple[str, ...]
    submitted: int
    expected: int
    ceilings: Mapping[str, ExactScore | None]


def policy_problems(policy: GatePolicy) -> list[str]:
    """What keeps a policy from being used, in words; an empty list when nothing does."""
    problems = []
    if policy.lowest >= policy.highest:
        problems.append("the scale must rise: lowest must be less than highest")
    if policy.step <= 0:
        problems.append("the step of the scale must be more than zero")
    elif (policy.highest - policy.lowest) % policy.step:
        problems.append("the step must divide the scale from lowest to highest evenly")
    if not policy.lowest <= policy.floor <= policy.highest:
        problems.append("the floor must lie on the scale")
    if not policy.lowest <= policy.threshold <= policy.highest:
        problems.append("the threshold must lie on the scale")
    return problems


def decide(policy: GatePolicy, competencies: Sequence[str], cards: Sequence[Card], expected: int) -> Outcome:
    """The outcome of a stage that scores `competencies` and expects `expected` scorecards."""
    tallies = {
        slug: tally(card.values[slug] for card in cards if slug in card.values) for slug in competencies
    }
    return decide_tallies(policy, tallies, submitted=len(cards), expected=expected)


def decide_tallies(
    policy: GatePolicy, tallies: Mapping[str, Tally], *, submitted: int, expected: int
) -> Outcome:
    """`decide` for values already summed up; `tallies` is in the rubric's order of competencies."""
    outstanding = max(expected - submitted, 0)
    scores = {slug: _competency_score(policy, values) for slug, values in tallies.items()}
    ceilings = {slug: _ceiling(policy, values, outstanding) for slug, values in tallies.items()}
    breaches = tuple(
        slug for slug, ceiling in ceilings.items() if ceiling is not None and below(ceiling, policy.floor)
    )
    score = _mean(scores.values())
    result, reason = _ruling(policy, breaches, outstanding, score)
    return Outcome(result, reason, score, scores, breaches, submitted, submitted + outstanding, ceilings)


def tally(values: Iterable[int]) -> Tally:
    listed = list(values)
    return Tally(len(listed), sum(listed), min(listed, default=0))


def below(score: ExactScore, bar: int) -> bool:
    """Whether an exact score is strictly less than a bar in hundredths."""
    numerator, denominator = score
    return numerator < bar * denominator


def reduced(numerator: int, denominator: int) -> ExactScore:
    divisor = gcd(numerator, denominator)
    return numerator // divisor, denominator // divisor


def shown(score: ExactScore) -> str:
    """Points with two decimals, cut and never rounded: a shown 4.00 is at least 4.00."""
    numerator, denominator = score
    points, hundredths = divmod(numerator // denominator, 100)
    return f"{points}.{hundredths:02d}"


def _ruling(
    policy: GatePolicy, breaches: Sequence[str], outstanding: int, score: ExactScore | None
) -> tuple[Result, Reason]:
    if breaches:
        return Result.STOP, Reason.FLOOR
    if outstanding:
        return Result.PENDING, Reason.AWAITING_SCORECARDS
    if score is None:
        return Result.PENDING, Reason.UNASSESSED
    if below(score, policy.threshold):
        return Result.STOP, Reason.THRESHOLD
    return Result.ADVANCE, Reason.CLEARED


def _competency_score(policy: GatePolicy, values: Tally) -> ExactScore | None:
    if not values.count:
        return None
    if policy.aggregation == "lowest":
        return values.lowest, 1
    return reduced(values.total, values.count)


def _ceiling(policy: GatePolicy, values: Tally, outstanding: int) -> ExactScore | None:
    """The highest a competency can end at: every outstanding scorecard gives it the top of the scale.

    An outstanding scorecard may also leave it unassessed; that never ends higher, so the top is the bound.
    """
    if not values.count + outstanding:
        return None
    if policy.aggregation == "lowest":
        return (values.lowest if values.count else policy.highest), 1
    return reduced(values.total + outstanding * policy.highest, values.count + outstanding)


def _mean(scores: Iterable[ExactScore | None]) -> ExactScore | None:
    """The mean of competency scores, each counting once; None when there is none or one is missing."""
    listed = list(scores)
    known = [score for score in listed if score is not None]
    if not listed or len(known) < len(listed):
        return None
    common = lcm(*(denominator for _, denominator in known))
    total = sum(numerator * (common // denominator) for numerator, denominator in known)
    return reduced(total, common * len(known))
