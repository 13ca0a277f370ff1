"""A period's evidence as the gate reads it: counts, sums and minima per application, stage and competency.

The gate decides on each stage's latest attempt and on the latest revision of every scorecard, so that is what
is replayed, whereas the statistics of calibration are of first revisions. Pure.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from calibration.evidence import Evidence, Plan
from rubrics.replay import StageColumns, stage_columns
from rubrics.replay_mixed import Bytes, Integers

PIECE = 50_000  # applications taken at a time


@dataclass(frozen=True, slots=True)
class Piece:
    """Some applications under the plan of that number, with the columns of its stages in its order."""

    plan: int
    keys: Integers
    decided: Bytes
    stages: tuple[StageColumns, ...]


def replay_pieces(evidence: Evidence, plans: Sequence[Plan]) -> Iterator[Piece]:
    """All applications of the evidence, which is in the order that calibration.evidence promises."""
    visit_of_score = evidence.cards.visit[evidence.scores.card]
    owner = evidence.visits.application[visit_of_score]
    for start in range(0, len(evidence.applications.keys), PIECE):
        end = min(start + PIECE, len(evidence.applications.keys))
        cube = _cube(evidence, start, end, visit_of_score, slice(*np.searchsorted(owner, [start, end])))
        policy = evidence.applications.policy[start:end]
        for plan in np.unique(policy).tolist():
            rows = np.flatnonzero(policy == plan)
            yield Piece(
                plan,
                evidence.applications.keys[start:end][rows],
                evidence.applications.decided[start:end][rows].astype(np.uint8),
                tuple(cube.stage(stage, asked, rows, evidence.highest) for stage, asked in plans[plan]),
            )


@dataclass(frozen=True, slots=True)
class _Cube:
    """Stages by competencies by applications, and for the last two stages by applications."""

    counts: Integers
    totals: Integers
    lowest: Integers
    outstanding: Integers
    present: NDArray[np.bool_]

    def stage(self, stage: int, asked: Sequence[int], rows: NDArray[np.intp], highest: int) -> StageColumns:
        places = np.ix_(np.array(asked, np.intp), rows)
        counts, totals, lowest = (cube[stage][places] for cube in (self.counts, self.totals, self.lowest))
        return stage_columns(
            counts,
            totals,
            lowest,
            self.outstanding[stage, rows],
            self.present[stage, rows],
            highest=highest,
        )


def _cube(evidence: Evidence, start: int, end: int, visit_of_score: NDArray[Any], scores: slice) -> _Cube:
    visits = evidence.visits
    shape = len(evidence.stages), len(evidence.competencies), end - start
    first, last = np.searchsorted(visits.application, [start, end])
    here = first + np.flatnonzero(visits.standing[first:last])
    place = visits.stage[here], visits.application[here] - start
    outstanding, present = np.zeros((shape[0], shape[2]), np.int32), np.zeros((shape[0], shape[2]), bool)
    outstanding[place], present[place] = visits.outstanding[here], True
    read = visit_of_score[scores]
    counting = evidence.scores.counting[scores] & visits.standing[read]
    read, values = read[counting], evidence.scores.value[scores][counting]
    cell = visits.stage[read], evidence.scores.competency[scores][counting], visits.application[read] - start
    counts, totals = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    lowest = np.full(shape, evidence.highest, np.int32)
    np.add.at(counts, cell, 1)
    np.add.at(totals, cell, values)
    np.minimum.at(lowest, cell, values)
    lowest[counts == 0] = 0
    return _Cube(counts, totals, lowest, outstanding, present)
