"""The funnel: how many applications came to each stage, and what became of them there.

Counts are what the gate said last of the attempt that counts. The flow is what happened: an application moves
to the next stage that it entered, also where an imported history went on past a stop.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from calibration.evidence import Decided
from calibration.rates.wilson import Rate, rate_of

Integers: TypeAlias = npt.NDArray[np.integer[Any]]

# The ends of the flow; no stage's slug has a colon.
START = "start:applied"
EXIT = "exit:"


class Ending(IntEnum):
    """What became of an application at a stage."""

    NOT_ENTERED = 0
    ADVANCED = 1
    STOPPED_BY_FLOOR = 2
    STOPPED_BY_THRESHOLD = 3
    PENDING = 4
    WITHDRAWN = 5


class Exit(IntEnum):
    """Where an application's journey ends."""

    OPEN = 0
    OFFER = 1
    NO_OFFER = 2
    STOPPED_BY_FLOOR = 3
    STOPPED_BY_THRESHOLD = 4
    WITHDRAWN = 5


@dataclass(frozen=True, slots=True)
class StageFunnel:
    """A stage's applications: `entered` is the sum of the five below it.

    `passed` is the share that advanced of those that the gate decided: advanced or stopped.
    """

    stage: str
    entered: int
    advanced: int
    stopped_by_floor: int
    stopped_by_threshold: int
    pending: int
    withdrawn: int
    passed: Rate


@dataclass(frozen=True, slots=True)
class Link:
    """`count` applications that moved from `source` to `target`: stages, START before and EXIT names
    after."""

    source: str
    target: str
    count: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """The stages in order, and the flow between them; `offers` of the decided applications."""

    applications: int
    stages: tuple[StageFunnel, ...]
    flow: tuple[Link, ...]
    offers: Rate


def endings_of(
    applications: Integers, stages: Integers, endings: Integers, shape: tuple[int, int]
) -> Integers:
    """Endings as a table (applications × stages) from a row per visit that counts: one an application's
    stage."""
    table = np.zeros(shape, dtype=np.int8)
    table[applications, stages] = endings
    return table


def funnel(endings: Integers, decided: Integers, stages: tuple[str, ...]) -> Funnel:
    """The funnel of applications: `endings` (applications × stages, Ending) and what each came to
    (Decided)."""
    counts = np.bincount(decided, minlength=len(Decided))
    offers, others = int(counts[Decided.OFFER]), int(counts[Decided.NO_OFFER])
    return Funnel(
        len(endings),
        tuple(_stage(stage, endings[:, at]) for at, stage in enumerate(stages)),
        _flow(endings, decided, stages),
        rate_of(offers, offers + others),
    )


def funnels_by(
    labels: npt.NDArray[Any], endings: Integers, decided: Integers, stages: tuple[str, ...]
) -> dict[Any, Funnel]:
    """A funnel for each label of an application (job, team, source, cycle), in the labels' order."""
    order = np.argsort(labels, kind="stable")
    names, starts = np.unique(labels[order], return_index=True)
    pieces = np.split(order, starts[1:]) if len(names) else []
    return {
        name: funnel(endings[piece], decided[piece], stages)
        for name, piece in zip(names.tolist(), pieces, strict=True)
    }


def _stage(stage: str, endings: Integers) -> StageFunnel:
    counts = np.bincount(endings, minlength=len(Ending)).tolist()
    advanced, floor, threshold = (
        counts[ending] for ending in (Ending.ADVANCED, Ending.STOPPED_BY_FLOOR, Ending.STOPPED_BY_THRESHOLD)
    )
    return StageFunnel(
        stage,
        entered=sum(counts[1:]),
        advanced=advanced,
        stopped_by_floor=floor,
        stopped_by_threshold=threshold,
        pending=counts[Ending.PENDING],
        withdrawn=counts[Ending.WITHDRAWN],
        passed=rate_of(advanced, advanced + floor + threshold),
    )


def _flow(endings: Integers, decided: Integers, stages: tuple[str, ...]) -> tuple[Link, ...]:
    """Every move that somebody made, in order of the stages."""
    names = (START, *stages, *(EXIT + way_out.name.lower() for way_out in Exit))
    at = np.zeros(len(endings), dtype=np.int64)  # a place in names
    last = np.zeros(len(endings), dtype=np.int64)  # the Ending there
    moves = np.zeros(len(names) ** 2, dtype=np.int64)
    for place in range(1, len(stages) + 1):
        here = endings[:, place - 1] != Ending.NOT_ENTERED
        moves += np.bincount(at[here] * len(names) + place, minlength=len(moves))
        at[here], last[here] = place, endings[here, place - 1]
    came = at > 0
    exits = len(stages) + 1 + _exits(last, decided)
    moves += np.bincount(at[came] * len(names) + exits[came], minlength=len(moves))
    return tuple(
        Link(names[move // len(names)], names[move % len(names)], int(moves[move]))
        for move in np.flatnonzero(moves).tolist()
    )


def _exits(last: Integers, decided: Integers) -> Integers:
    """An offer is one whatever the gate said; without, the gate's stop says more than that there was none."""
    of_decision = np.array([Exit.OPEN, Exit.OFFER, Exit.NO_OFFER])[decided]
    of_ending = np.array(
        [0, 0, Exit.STOPPED_BY_FLOOR, Exit.STOPPED_BY_THRESHOLD, 0, Exit.WITHDRAWN], dtype=np.int64
    )[last]
    return np.where((decided == Decided.OFFER) | (of_ending == 0), of_decision, of_ending)
