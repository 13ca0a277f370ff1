"""How firmly an outcome stands: the least change of one score, or loss of one scorecard, that turns it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rubrics.gate import Card, GatePolicy, Result, decide


@dataclass(frozen=True, slots=True)
class Flip:
    """One score that turns the outcome: `value` on this card, had it been `becomes`, gives `result`."""

    card_id: str
    competency: str
    value: int
    becomes: int
    result: Result


@dataclass(frozen=True, slots=True)
class Stability:
    """`flips` are all the changes that turn the result in `steps` scale steps, the fewest that do.

    `steps` is None when no change of one score does. `removals` are the cards without which, with one
    scorecard fewer expected, the result differs. `single` says that only one scorecard is in.
    """

    steps: int | None
    flips: tuple[Flip, ...]
    removals: tuple[str, ...]
    single: bool


def stability(
    policy: GatePolicy, competencies: Sequence[str], cards: Sequence[Card], expected: int
) -> Stability:
    """Try every change of one existing value by whole steps within the scale, nearest first."""
    standing = decide(policy, competencies, cards, expected).result
    removals = tuple(
        card.id
        for at, card in enumerate(cards)
        if decide(policy, competencies, _without(cards, at), expected - 1).result != standing
    )
    single = len(cards) == 1
    for steps in range(1, (policy.highest - policy.lowest) // policy.step + 1):
        flips = tuple(
            flip for flip in _changes(policy, competencies, cards, expected, steps) if flip.result != standing
        )
        if flips:
            return Stability(steps, flips, removals, single)
    return Stability(None, (), removals, single)


def _changes(
    policy: GatePolicy, competencies: Sequence[str], cards: Sequence[Card], expected: int, steps: int
) -> Iterator[Flip]:
    """Every change of one score by exactly `steps` steps, with the result it gives."""
    for at, card in enumerate(cards):
        for slug in competencies:
            if slug not in card.values:
                continue
            value = card.values[slug]
            for becomes in (value - steps * policy.step, value + steps * policy.step):
                if policy.lowest <= becomes <= policy.highest:
                    changed = replace(card, values={**card.values, slug: becomes})
                    others = [*cards[:at], changed, *cards[at + 1 :]]
                    yield Flip(
                        card.id, slug, value, becomes, decide(policy, competencies, others, expected).result
                    )


def _without(cards: Sequence[Card], at: int) -> list[Card]:
    return [*cards[:at], *cards[at + 1 :]]
