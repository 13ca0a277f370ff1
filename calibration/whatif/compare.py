"""Before and after: the applications on record under their own rubric, and under another setting of it.

Only what was measured is replayed. Whoever would have gone on to a stage that never saw them is said to be
not seen further; nobody is given a score that was not given. Applications are counted once, in a table of
where they end before, where after, and what was decided; every number here is a sum over that table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from calibration.evidence import Decided
from calibration.whatif.history import PASSED, RULINGS, Block, Ends, Setting, end_code, ends_under
from rubrics.replay_mixed import Ruling

Table = NDArray[np.int64]  # before by after by decided
STOPPED = (Ruling.FLOOR, Ruling.THRESHOLD)
WAITING = (Ruling.AWAITING_SCORECARDS, Ruling.UNASSESSED)


class Change(IntEnum):
    """What another setting would have changed for an application."""

    NONE = 0
    STOPS = 1  # it was not stopped, and would be
    PASSES = 2  # it did not pass every stage, and would
    GOES_ON = 3  # it was stopped, and would have gone on to a stage that has no result for it
    ELSEWHERE = 4  # it ends at another stage, with no other result
    WAITS = 5  # it passed, and would wait for what was never assessed


@dataclass(frozen=True, slots=True)
class StageFlow:
    """What came of the applications that reached a stage: `unseen` are those it never saw."""

    advanced: int
    floor: int
    threshold: int
    waiting: int
    unseen: int

    @property
    def ruled(self) -> int:
        return self.advanced + self.floor + self.threshold

    @property
    def share(self) -> float | None:
        """Of those with a result, the share that went on; None of nobody."""
        return self.advanced / self.ruled if self.ruled else None


@dataclass(frozen=True, slots=True)
class Offers:
    """The offers made: `kept` would be made still; `lost` would have been stopped; `unknown` could not be
    told, a score being missing; `beside` were stopped by the rubric's own bar already, and would be again.
    """

    made: int
    kept: int
    lost: int
    unknown: int
    beside: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """`before` and `after` hold one flow per stage of the history, None where nobody is asked it;
    `stops_at` counts those who would now be stopped, by stage; `changes` all by kind.
    """

    applications: int
    before: tuple[StageFlow | None, ...]
    after: tuple[StageFlow | None, ...]
    passed_before: int
    passed_after: int
    changes: dict[Change, int]
    stops_at: tuple[int, ...]
    offers: Offers


@dataclass(frozen=True, slots=True)
class Changed:
    """The applications of a block that a setting changes in one way: their rows and both their ends."""

    rows: NDArray[np.intp]
    before: NDArray[np.uint16]
    after: NDArray[np.uint16]


def compare(blocks: Sequence[Block], setting: Setting, stages: int) -> Comparison:
    """The blocks of a history of `stages` stages, each under its own rule and under the setting."""
    width = end_code(stages, 0)
    whole = np.zeros((width, width, len(Decided)), np.int64)
    flows = [np.zeros((stages, 1 + RULINGS), np.int64) for _ in range(2)]
    asked: list[set[int]] = [set(), set()]
    for block in blocks:
        sides = block.as_it_was, ends_under(block, setting)
        table = _table(sides[0], sides[1], block, width)
        whole += table
        for side, ends in enumerate(sides):
            flows[side] += _flow(table.sum(axis=(1 - side, 2)), ends.order, stages)
            asked[side].update(ends.order)
    kinds = _kinds(width)
    counted = whole.sum(axis=2)
    return Comparison(
        applications=int(whole.sum()),
        before=_flows(flows[0], asked[0]),
        after=_flows(flows[1], asked[1]),
        passed_before=int(counted[PASSED].sum()),
        passed_after=int(counted[:, PASSED].sum()),
        changes={change: int(counted[kinds == change].sum()) for change in Change},
        stops_at=_stops_at(np.where(kinds == Change.STOPS, counted, 0).sum(axis=0), stages),
        offers=_offers(whole[:, :, Decided.OFFER], kinds),
    )


def changed(block: Block, setting: Setting, stages: int, kinds: Iterable[Change]) -> Changed:
    """The applications of a block that the setting changes in one of these ways."""
    before, after = block.as_it_was.codes, ends_under(block, setting).codes
    width = end_code(stages, 0)
    wanted = np.isin(_kinds(width), list(kinds)).ravel()
    rows = np.flatnonzero(wanted[before.astype(np.intp) * width + after])
    return Changed(rows, before[rows], after[rows])


def not_stopped(ends: Ends) -> NDArray[np.bool_]:
    """Of each application of a block, that no stage stops it, as far as it was seen."""
    _, _, stopped = _meaning(int(ends.codes.max(initial=0)) + 1)
    return ~stopped[ends.codes]


def _table(before: Ends, after: Ends, block: Block, width: int) -> Table:
    """How many applications end here before, there after, and were decided so."""
    place = before.codes.astype(np.intp)
    place *= width
    place += after.codes
    place *= len(Decided)
    place += block.decided
    return np.bincount(place, minlength=width * width * len(Decided)).reshape(width, width, len(Decided))


def _flow(ended: NDArray[np.int64], order: Sequence[int], stages: int) -> NDArray[np.int64]:
    """Of each stage: how many it advanced, then how many ended there by ruling."""
    flow = np.zeros((stages, 1 + RULINGS), np.int64)
    further = int(ended[PASSED])
    for stage in reversed(order):
        here = ended[end_code(stage, 0) : end_code(stage + 1, 0)]
        flow[stage, 0], flow[stage, 1:] = further, here
        further += int(here.sum())
    return flow


def _flows(flow: NDArray[np.int64], asked: set[int]) -> tuple[StageFlow | None, ...]:
    return tuple(_stage_flow(row) if stage in asked else None for stage, row in enumerate(flow))


def _stage_flow(row: NDArray[np.int64]) -> StageFlow:
    advanced, *ended = row.tolist()
    return StageFlow(
        advanced=advanced,
        floor=ended[Ruling.FLOOR],
        threshold=ended[Ruling.THRESHOLD],
        waiting=sum(ended[ruling] for ruling in WAITING),
        unseen=ended[Ruling.NOT_OPENED],
    )


def _kinds(width: int) -> NDArray[np.uint8]:
    """The `Change` from each end to each other."""
    stage, passed, stopped = _meaning(width)
    was_passed, was_stopped = passed[:, None], stopped[:, None]
    cases = [
        (~was_stopped & stopped, Change.STOPS),
        (~was_passed & passed, Change.PASSES),
        (was_stopped & ~stopped, Change.GOES_ON),
        (was_passed & ~passed, Change.WAITS),
        ((stage[:, None] != stage) & ~passed, Change.ELSEWHERE),
    ]
    kinds: NDArray[np.uint8] = np.select(
        [case for case, _ in cases], [np.uint8(kind) for _, kind in cases], np.uint8(Change.NONE)
    )
    return kinds


def _meaning(width: int) -> tuple[NDArray[np.intp], NDArray[np.bool_], NDArray[np.bool_]]:
    """Of every end: its stage, whether every stage was passed, and whether one stopped the application."""
    codes = np.arange(width)
    passed = codes == PASSED
    return (codes - 1) // RULINGS, passed, ~passed & np.isin((codes - 1) % RULINGS, STOPPED)


def _stops_at(ended: NDArray[np.int64], stages: int) -> tuple[int, ...]:
    return tuple(int(ended[end_code(stage, 0) : end_code(stage + 1, 0)].sum()) for stage in range(stages))


def _offers(table: NDArray[np.int64], kinds: NDArray[np.uint8]) -> Offers:
    """An offer whose application neither passed nor was stopped before (a stage not on record) is kept."""
    _, _, stopped = _meaning(len(table))
    beside = stopped[:, None] & stopped
    lost, unknown = kinds == Change.STOPS, kinds == Change.WAITS
    made = int(table.sum())
    counts = [int(table[which].sum()) for which in (lost, unknown, beside)]
    return Offers(made, made - sum(counts), *counts)
