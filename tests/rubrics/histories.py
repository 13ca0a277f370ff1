"""Whole histories at random, and what the gate says of each of their stages, one at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rubrics.gate import GatePolicy, Outcome, Tally, decide_tallies
from rubrics.replay import OUTCOMES, StageColumns, replay, stage_columns
from rubrics.replay_mixed import Ruling

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class History:
    """Applications that went through the same stages, and the bar they are held against."""

    policy: GatePolicy
    stages: tuple[StageColumns, ...]


def random_history(chance: np.random.Generator, applications: int) -> History:
    """Scores drawn around the bars, so that many end exactly on them; panels of up to twelve."""
    policy = _policy(chance)
    competencies = int(chance.integers(1, 6))
    panels = chance.choice([1, 2, 3, 4, 12], size=chance.integers(1, 5), p=[0.25, 0.3, 0.25, 0.15, 0.05])
    stages = tuple(_stage(chance, policy, competencies, int(panel), applications) for panel in panels)
    return History(policy, stages)


def scalar_outcome(
    policy: GatePolicy, stage: StageColumns, at: int, chosen: Sequence[int] | None = None
) -> Outcome | None:
    """What the gate itself says of one stage of one application; None where it was not opened."""
    if not stage.present[at]:
        return None
    tallies = {
        str(c): Tally(int(stage.counts[c, at]), int(stage.totals[c, at]), int(stage.lowest[c, at]))
        for c in (range(len(stage.counts)) if chosen is None else chosen)
    }
    return decide_tallies(policy, tallies, submitted=3, expected=3 + int(stage.outstanding[at]))


def disagreements(history: History, competencies: Sequence[Sequence[int]] | None = None) -> list[str]:
    """Every place where the replay and the gate differ: rulings, and the stage an application ends at."""
    found = []
    replayed = replay(history.policy, history.stages, competencies)
    for at in range(replayed.rulings.shape[1]):
        reached = len(history.stages)
        for s in reversed(range(len(history.stages))):
            chosen = None if competencies is None else competencies[s]
            outcome = scalar_outcome(history.policy, history.stages[s], at, chosen)
            expected = None if outcome is None else (outcome.result, outcome.reason)
            said = OUTCOMES[Ruling(replayed.rulings[s, at])]
            if said != expected:
                found.append(f"{history.policy}: application {at}, stage {s}: {said}, the gate {expected}")
            if expected != OUTCOMES[Ruling.CLEARED]:
                reached = s
        if replayed.reached[at] != reached:
            found.append(f"{history.policy}: application {at} ends at {replayed.reached[at]}, not {reached}")
    return found


def ties(history: History) -> int:
    """How many stages have a score exactly at the threshold, or a competency that just reaches the floor."""
    policy = history.policy
    outcomes = (
        scalar_outcome(policy, stage, at) for stage in history.stages for at in range(len(stage.present))
    )
    return sum(
        outcome is not None
        and (outcome.score == (policy.threshold, 1) or (policy.floor, 1) in outcome.ceilings.values())
        for outcome in outcomes
    )


def _policy(chance: np.random.Generator) -> GatePolicy:
    lowest, step = int(chance.choice([0, 100])), int(chance.choice([20, 25, 50, 100]))
    highest = lowest + step * int(chance.integers(1, 10))
    on_steps = chance.integers(0, (highest - lowest) // step + 1, 2) * step + lowest
    # Thirds of a step and the like too, cut to hundredths: no mean is ever equal to those.
    between = chance.integers(lowest, highest + 1, 2)
    threshold, floor = (int(bar) for bar in np.where(chance.random(2) < 0.7, on_steps, between))
    policy = GatePolicy(threshold, floor, "mean", lowest, highest, step)
    return replace(policy, aggregation="lowest") if chance.random() < 0.3 else policy


def _stage(
    chance: np.random.Generator, policy: GatePolicy, competencies: int, panel: int, applications: int
) -> StageColumns:
    shape = (panel, competencies, applications)
    steps = (policy.highest - policy.lowest) // policy.step
    centre = (policy.threshold - policy.lowest) / policy.step
    drawn = np.rint(centre + chance.normal(0, 0.8, shape)).clip(0, steps).astype(np.int64)
    values = drawn * policy.step + policy.lowest
    submitted = chance.random((panel, 1, applications)) < chance.choice([1, 0.9, 0.5])
    assessed = submitted & (chance.random(shape) < chance.choice([1, 0.97, 0.7]))
    present = chance.random(applications) < 0.9
    assessed &= present
    outstanding = chance.integers(0, 3, applications) * (chance.random(applications) < 0.2) * present
    counts, totals = assessed.sum(axis=0), np.where(assessed, values, 0).sum(axis=0)
    lowest = np.where(assessed, values, policy.highest).min(axis=0)
    return stage_columns(
        counts, totals, np.where(counts > 0, lowest, 0), outstanding, present, highest=policy.highest
    )
