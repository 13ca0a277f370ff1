"""Which stage scores led to an offer: by band, crossed for two stages, and on the two sides of a bar.

Stage scores are the gate's exact ones, of the attempts that count, and only decided applications are in a
rate.
"""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import combinations, permutations
from typing import Any, TypeAlias

import numpy as np

from calibration.evidence import Evidence, Integers
from calibration.rates.bands import (
    BandRate,
    StageScores,
    band_table,
    bands_between,
    crossed_bands,
    edges_on,
)
from calibration.rates.bar import BarRate, bar_rate, on_side

Content: TypeAlias = dict[str, Any]

# The places of the two published bars among the edges: 4.5 and 3.5 on a scale from 1 to 5.
STRONG, WEAK = -2, 4


def bands_content(evidence: Evidence) -> Content:
    """JSON-ready. `stages`: each with its `bands`, `overall`, and the sides of the two bars, `strong` (at or
    above) and `weak` (below). `grids`: every two stages crossed, `first` down and `second` across.
    `despite`: the weak of a stage among those who are strong in another one, and among the others.

    Rates are as calibration.rates.wilson.Rate has them; bars are in hundredths.
    """
    edges = edges_on(evidence.lowest, evidence.highest)
    decided = evidence.applications.decided
    names = [stage.slug for stage in evidence.stages]
    scores = [stage_scores(evidence, number) for number in range(len(names))]
    return {
        "strong": edges[STRONG],
        "weak": edges[WEAK],
        "labels": [band.label for band in bands_between(edges)],
        "stages": [
            {"stage": stage.slug, "name": stage.name, **_stage(own, decided, edges)}
            for stage, own in zip(evidence.stages, scores, strict=True)
        ],
        "grids": [
            {"first": names[one], "second": names[other], **_grid(scores[one], scores[other], decided, edges)}
            for one, other in combinations(range(len(names)), 2)
        ],
        "despite": [
            {"weak": names[weak], "strong": names[strong]}
            | _despite(scores[weak], scores[strong], decided, edges)
            for weak, strong in permutations(range(len(names)), 2)
        ],
    }


def stage_scores(evidence: Evidence, stage: int) -> StageScores:
    """The stage's score of each application, of the attempt that counts."""
    visits = evidence.visits
    numerators, denominators = np.zeros((2, len(evidence.applications.uuids)), np.int64)
    here = visits.standing & (visits.stage == stage)
    numerators[visits.application[here]] = visits.numerator[here]
    denominators[visits.application[here]] = visits.denominator[here]
    return StageScores(numerators, denominators)


def _stage(scores: StageScores, decided: Integers, edges: Sequence[int]) -> Content:
    table = band_table(scores, decided, edges)
    return {
        "bands": [_band(band) for band in table.bands],
        "overall": asdict(table.overall),
        "undecided": table.undecided,
        "unscored": table.unscored,
        "strong": _bar(bar_rate(scores, decided, "at or above", edges[STRONG])),
        "weak": _bar(bar_rate(scores, decided, "below", edges[WEAK])),
    }


def _grid(first: StageScores, second: StageScores, decided: Integers, edges: Sequence[int]) -> Content:
    grid = crossed_bands(first, second, decided, edges)
    return {
        "cells": [[asdict(cell.offers) for cell in row] for row in grid.cells],
        "overall": asdict(grid.overall),
        "unscored": grid.unscored,
    }


def _despite(weak: StageScores, strong: StageScores, decided: Integers, edges: Sequence[int]) -> Content:
    """The others have a score at the other stage too: without one nothing is known of its strength."""
    above = on_side(strong, "at or above", edges[STRONG])
    below = on_side(strong, "below", edges[STRONG])
    return {
        "among_strong": _bar(bar_rate(weak, decided, "below", edges[WEAK], above)),
        "among_others": _bar(bar_rate(weak, decided, "below", edges[WEAK], below)),
    }


def _band(band: BandRate) -> Content:
    return {"label": band.band.label, "offers": asdict(band.offers), "undecided": band.undecided}


def _bar(found: BarRate) -> Content:
    return {"offers": asdict(found.offers), "undecided": found.undecided}
