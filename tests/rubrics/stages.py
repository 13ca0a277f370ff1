"""Stages to decide: a few written ones, and strategies for all the rest."""

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

from rubrics.gate import Aggregation, Card, GatePolicy

REFERENCE = GatePolicy(threshold=400, floor=300, aggregation="mean", lowest=100, highest=500, step=100)
LOWEST = GatePolicy(threshold=400, floor=300, aggregation="lowest", lowest=100, highest=500, step=100)
FOUR = ("judgment", "communication", "impact", "curiosity")


@dataclass(frozen=True)
class Stage:
    """What `decide` is asked about."""

    policy: GatePolicy
    competencies: tuple[str, ...]
    cards: tuple[Card, ...]
    expected: int


def card(name: str, *values: int | None) -> Card:
    """A scorecard in whole points: `card("ann", 4, 4, None, 5)` did not assess impact."""
    points = zip(FOUR, values, strict=False)
    return Card(name, {slug: value * 100 for slug, value in points if value is not None})


def oracle(stage: Stage) -> tuple[str, str, Fraction | None]:
    """The gate once more, word by word from its definition, in Python's own fractions."""
    policy = stage.policy
    outstanding = max(stage.expected - len(stage.cards), 0)
    listed = {slug: [c.values[slug] for c in stage.cards if slug in c.values] for slug in stage.competencies}
    breached = any(_certainly_below(policy, values, outstanding) for values in listed.values())
    scores = [_score(policy.aggregation, values) for values in listed.values() if values]
    score = sum(scores, Fraction(0)) / len(scores) if len(scores) == len(listed) else None
    if breached:
        return "stop", "floor", score
    if outstanding:
        return "pending", "awaiting_scorecards", score
    if score is None:
        return "pending", "unassessed", score
    return ("stop", "threshold", score) if score < policy.threshold else ("advance", "cleared", score)


def _certainly_below(policy: GatePolicy, values: list[int], outstanding: int) -> bool:
    if policy.aggregation == "lowest":
        return any(value < policy.floor for value in values)
    number = len(values) + outstanding
    return number > 0 and Fraction(sum(values) + outstanding * policy.highest, number) < policy.floor


def _score(aggregation: Aggregation, values: list[int]) -> Fraction:
    return Fraction(min(values)) if aggregation == "lowest" else Fraction(sum(values), len(values))


def scale(policy: GatePolicy) -> list[int]:
    return list(range(policy.lowest, policy.highest + 1, policy.step))


@st.composite
def policies(draw: st.DrawFn, most_steps: int = 8) -> GatePolicy:
    lowest = draw(st.sampled_from([0, 100]))
    step = draw(st.sampled_from([25, 50, 100]))
    highest = lowest + step * draw(st.integers(1, most_steps))
    # Bars between the steps too; on the steps often, since equality is where a gate goes wrong.
    bars = st.sampled_from(range(lowest, highest + 1, step)) | st.integers(lowest, highest)
    return GatePolicy(
        draw(bars), draw(bars), draw(st.sampled_from(["mean", "lowest"])), lowest, highest, step
    )


@st.composite
def stages(
    draw: st.DrawFn,
    *,
    most_cards: int = 4,
    most_competencies: int = 4,
    most_steps: int = 8,
    most_missing: int = 2,
) -> Stage:
    policy = draw(policies(most_steps))
    slugs = FOUR[: draw(st.integers(1, most_competencies))]
    values = st.sampled_from(scale(policy))
    scored = st.fixed_dictionaries({}, optional=dict.fromkeys(slugs, values))
    full = st.fixed_dictionaries(dict.fromkeys(slugs, values))
    each = draw(st.lists(full | scored, max_size=most_cards))
    cards = tuple(Card(f"card-{number}", values) for number, values in enumerate(each))
    return Stage(policy, slugs, cards, len(cards) + draw(st.integers(-1, most_missing)))
