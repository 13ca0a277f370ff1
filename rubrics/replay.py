"""The gate once more, over a whole history at once: what this bar, or another, says of every application.

The rule's second form, held equal to `rubrics.gate.decide_tallies` by test. As there all arithmetic is exact:
integers in hundredths of a point, means compared by cross-multiplication, no float and no division.

Nearly every stage on record is *plain*: its scorecards are all in, and each assessed every competency. Then
its C competencies share one count n, and the mean of their means reaches a threshold T exactly when the sum
of all totals reaches T * n * C: small integers, many to a register (`rubrics.replay_plain`). Rows that are
not plain are picked out and ruled in full (`rubrics.replay_mixed`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rubrics.gate import GatePolicy, Reason, Result
from rubrics.replay_mixed import Bytes, Integers, Ruling, Truth, rulings_in_full
from rubrics.replay_plain import Room, rule_plain

# What the gate said, by ruling; a stage that was never opened has no outcome.
OUTCOMES: dict[Ruling, tuple[Result, Reason] | None] = {
    Ruling.NOT_OPENED: None,
    Ruling.FLOOR: (Result.STOP, Reason.FLOOR),
    Ruling.THRESHOLD: (Result.STOP, Reason.THRESHOLD),
    Ruling.CLEARED: (Result.ADVANCE, Reason.CLEARED),
    Ruling.AWAITING_SCORECARDS: (Result.PENDING, Reason.AWAITING_SCORECARDS),
    Ruling.UNASSESSED: (Result.PENDING, Reason.UNASSESSED),
}
# Rows taken at a time, so that what is worked on stays in the processor's second cache.
CHUNK = 65_536
CHUNK_IN_FULL = 32_768


@dataclass(frozen=True, slots=True)
class StageColumns:
    """What the gate needs of one stage of N applications, competency by competency (C rows of N).

    `counts`, `totals` and `lowest` are those of `rubrics.gate.Tally`, in hundredths of a point; `outstanding`
    the scorecards expected and not in; `present` 1 where the stage was opened, else 0 and all else 0 too.
    Made by `stage_columns`, which chooses types as narrow as the plain rows' sums allow.
    """

    counts: Integers
    totals: Integers
    lowest: Integers
    outstanding: Integers
    present: Bytes
    highest: int


@dataclass(frozen=True, slots=True)
class Replay:
    """`rulings[s, i]`: the `Ruling` on application i at the s-th stage, from what that stage has on record.

    `reached[i]`: the state of application i: the index of the first stage in order that does not advance it,
    or the number of stages when all do. Stages after that one are ruled all the same.
    """

    rulings: Bytes
    reached: Bytes


def stage_columns(
    counts: Integers,
    totals: Integers,
    lowest: Integers,
    outstanding: Integers,
    present: Truth | Bytes,
    *,
    highest: int,
) -> StageColumns:
    """The columns of a stage whose scale ends at `highest`; ValueError for tallies that cannot be."""
    _check_shapes(counts, totals, lowest, outstanding, present)
    _check_tallies(counts, totals, lowest, outstanding, present.astype(bool), highest)
    most = int(counts.max(initial=1))
    narrow = np.promote_types(np.int16, np.min_scalar_type(-1 - highest * most * max(len(counts), 1)))
    return StageColumns(
        np.ascontiguousarray(counts, np.min_scalar_type(most)),
        np.ascontiguousarray(totals, narrow),
        np.ascontiguousarray(lowest, narrow),
        np.ascontiguousarray(outstanding, np.min_scalar_type(int(outstanding.max(initial=0)))),
        np.ascontiguousarray(present, np.uint8),
        highest,
    )


def replay(
    policy: GatePolicy, stages: Sequence[StageColumns], competencies: Sequence[Sequence[int]] | None = None
) -> Replay:
    """Every stage ruled under one policy, on the competencies given (rows, stage by stage), else on all.

    A stage with no competency left is never cleared: `decide_tallies` has no score for it either.
    """
    number = len(stages[0].present) if stages else 0
    rulings = np.empty((len(stages), number), np.uint8)
    reached = np.zeros(number, np.uint8)
    going = np.ones(number, bool)
    for at, stage in enumerate(stages):
        chosen = range(len(stage.counts)) if competencies is None else competencies[at]
        _rule(policy, stage, list(chosen), rulings[at])
        np.logical_and(going, rulings[at] == int(Ruling.CLEARED), out=going)
        np.add(reached, going.view(np.uint8), out=reached)
    return Replay(rulings, reached)


def _check_shapes(
    counts: Integers, totals: Integers, lowest: Integers, outstanding: Integers, present: Truth | Bytes
) -> None:
    if not counts.shape == totals.shape == lowest.shape == (len(counts), len(outstanding)):
        raise ValueError("counts, totals and lowest are one row per competency, one column per application")
    if outstanding.shape != present.shape:
        raise ValueError("outstanding and present have one place per application")


def _check_tallies(
    counts: Integers, totals: Integers, lowest: Integers, outstanding: Integers, present: Truth, highest: int
) -> None:
    """Refuse what no scorecards could have left; the narrow types are wide enough for all others."""
    if any(column.min(initial=0) < 0 for column in (counts, totals, lowest, outstanding)):
        raise ValueError("counts, totals, lowest and outstanding are never negative")
    if lowest.max(initial=0) > highest or np.any(totals > counts.astype(np.int64) * highest):
        raise ValueError("a value is above the scale")
    if np.any(counts.any(axis=0) & ~present) or np.any(outstanding.astype(bool) & ~present):
        raise ValueError("a stage that was not opened has no scorecards")


def _rule(policy: GatePolicy, stage: StageColumns, chosen: list[int], rulings: Bytes) -> None:
    """Fill in one stage's rulings: every row as if it were plain, then in full those that are not."""
    plain = chosen and _fits(policy, stage)
    left = _rule_as_plain(policy, stage, chosen, rulings) if plain else np.arange(len(rulings))
    for start in range(0, len(left), CHUNK_IN_FULL):
        rows = left[start : start + CHUNK_IN_FULL]
        rulings[rows] = rulings_in_full(policy, *_rows(stage, chosen, rows))


def _rule_as_plain(
    policy: GatePolicy, stage: StageColumns, chosen: list[int], rulings: Bytes
) -> NDArray[np.intp]:
    """Fill in every ruling as if its row were plain; the rows that are not."""
    mixed = np.empty(len(rulings), bool)
    scores = stage.lowest if policy.aggregation == "lowest" else stage.totals
    room = Room.for_chunks(min(CHUNK, len(rulings)), scores.dtype)
    for start in range(0, len(rulings), CHUNK):
        part = slice(start, start + CHUNK)
        rule_plain(
            policy,
            [stage.counts[at, part] for at in chosen],
            [scores[at, part] for at in chosen],
            stage.outstanding[part],
            stage.present[part],
            room=room,
            rulings=rulings[part],
            mixed=mixed[part],
        )
    return np.flatnonzero(mixed)


def _fits(policy: GatePolicy, stage: StageColumns) -> bool:
    """Whether the plain rule's products fit the columns' types: for bars on the stage's scale they do."""
    bytes_only = stage.counts.dtype == stage.outstanding.dtype == np.uint8
    return bytes_only and all(0 <= bar <= stage.highest for bar in (policy.floor, policy.threshold))


def _rows(
    stage: StageColumns, chosen: list[int], rows: NDArray[np.intp]
) -> tuple[Integers, Integers, Integers, Integers, Bytes]:
    counts, totals, lowest = (
        np.stack([column[at].take(rows) for at in chosen]) if chosen else np.empty((0, len(rows)), np.int16)
        for column in (stage.counts, stage.totals, stage.lowest)
    )
    return counts, totals, lowest, stage.outstanding.take(rows), stage.present.take(rows)
