"""How long a replay of the gate over a whole history takes, beside a bare NumPy pass over the same arrays.

    .venv/bin/python bench/bench_replay.py [--sizes 10000 100000 1000000] [--rounds 15]
    .venv/bin/python bench/bench_replay.py --prove 5

The arrays are in memory: four stages (panels of 1, 2, 3 and 1) of four competencies, counts and sums as small
integers; each stage is opened for four in ten of those before, one row in fifty has a competency that
somebody did not assess, one in fifty a scorecard still out. The bare pass adds up each array once. They take
turns, so that whatever else the machine does falls on both. `--prove N` holds the replay against the gate's
own rule on N million stages drawn at random, ties included, and exits with 1 at the first difference.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rubrics.gate import GatePolicy
from rubrics.replay import StageColumns, replay, stage_columns
from tests.rubrics.histories import disagreements, random_history, ties

POLICY = GatePolicy(threshold=400, floor=300, aggregation="mean", lowest=100, highest=500, step=100)
PANELS = (1, 2, 3, 1)
COMPETENCIES = 4


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--prove", type=float, metavar="MILLIONS")
    options = parser.parse_args()
    if options.prove is not None:
        return prove(int(options.prove * 1_000_000))
    print(f"{'applications':>12}  {'':<14} {'best ms':>8} {'median ms':>10} {'x bare':>7}")
    for size in options.sizes:
        compare(size, options.rounds)
    return 0


def compare(size: int, rounds: int) -> None:
    """Print one size: the bare pass, then the replay under each aggregation."""
    stages = made_up_history(np.random.default_rng(7), size)
    lowest = replace(POLICY, aggregation="lowest")
    runs: dict[str, Callable[[], object]] = {
        "bare pass": lambda: bare(stages),
        "replay, mean": lambda: replay(POLICY, stages),
        "replay, lowest": lambda: replay(lowest, stages),
    }
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            started = time.perf_counter()
            run()
            taken[name].append((time.perf_counter() - started) * 1000)
    for name, milliseconds in taken.items():
        best, median = min(milliseconds), statistics.median(milliseconds)
        ratio = median / statistics.median(taken["bare pass"])
        print(f"{size:>12,}  {name:<14} {best:>8.2f} {median:>10.2f} {ratio:>7.2f}")


def bare(stages: list[StageColumns]) -> int:
    """The least that can be done with the arrays that the replay reads: one sum over each."""
    return sum(
        int(column.sum())
        for stage in stages
        for column in (*stage.counts, *stage.totals, stage.outstanding, stage.present)
    )


def made_up_history(chance: np.random.Generator, size: int) -> list[StageColumns]:
    stages = []
    present = np.ones(size, bool)
    ability = chance.normal(0, 0.5, size)
    for panel in PANELS:
        stages.append(made_up_stage(chance, panel, ability, present))
        present = present & (chance.random(size) < 0.4)
    return stages


def made_up_stage(
    chance: np.random.Generator, panel: int, ability: NDArray[np.float64], present: NDArray[np.bool_]
) -> StageColumns:
    size = len(present)
    outstanding = ((chance.random(size) < 0.02) & present).astype(np.uint8)
    counts = np.zeros((COMPETENCIES, size), np.uint8)
    totals = np.zeros((COMPETENCIES, size), np.int16)
    lowest = np.full((COMPETENCIES, size), POLICY.highest, np.int16)
    for competency in range(COMPETENCIES):
        for _ in range(panel):
            values = np.rint(4.1 + ability + chance.normal(0, 0.7, size)).clip(1, 5).astype(np.int16) * 100
            assessed = present & (chance.random(size) >= 0.02 / COMPETENCIES / panel)
            counts[competency] += assessed
            totals[competency] += values * assessed
            np.minimum(lowest[competency], values, out=lowest[competency], where=assessed)
    lowest[counts == 0] = 0
    return stage_columns(counts, totals, lowest, outstanding, present, highest=POLICY.highest)


def prove(stages: int) -> int:
    """Print how many stages were ruled alike, and how many of the first of them stood exactly at a bar."""
    chance = np.random.default_rng()
    ruled = tied = rounds = 0
    while ruled < stages:
        history = random_history(chance, 5_000)
        found = disagreements(history)
        if found:
            print(*found[:10], sep="\n")
            return 1
        ruled += 5_000 * len(history.stages)
        tied += ties(history) if rounds < 20 else 0
        rounds += 1
    print(f"{ruled:,} stages of {rounds:,} policies ruled as the gate rules them")
    print(f"{tied:,} of those under the first {min(rounds, 20)} policies stood exactly at a bar")
    return 0


if __name__ == "__main__":
    sys.exit(main())
