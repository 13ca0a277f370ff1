"""What is replayed: applications by the version of the rubric they went through, and another bar for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from calibration.evidence import Label, Plan, StageShape
from rubrics.gate import Aggregation, GatePolicy
from rubrics.replay import Replay, StageColumns, replay
from rubrics.replay_mixed import Bytes, Integers, Ruling

RULINGS = len(Ruling)


@dataclass(frozen=True, slots=True)
class Setting:
    """A bar to replay: bars in hundredths of a point, and the competencies and stages kept, by index."""

    threshold: int
    floor: int
    aggregation: Aggregation
    competencies: frozenset[int]
    stages: frozenset[int]


@dataclass(frozen=True)
class Block:
    """The N applications of one version. `plan` names its stages in order, each with its competencies, by
    their indices in the whole history; `stages` are their columns in the same order, competency for
    competency. `keys` are whatever the applications are known by, `decided` a
    calibration.evidence.Decided each.
    """

    policy: GatePolicy
    plan: Plan
    stages: tuple[StageColumns, ...]
    keys: Integers
    decided: Bytes

    @cached_property
    def as_it_was(self) -> "Ends":
        """Where each application ends under the version's own rule."""
        return _ends([stage for stage, _ in self.plan], replay(self.policy, self.stages))

    @property
    def nbytes(self) -> int:
        columns = [
            column
            for stage in self.stages
            for column in (stage.counts, stage.totals, stage.lowest, stage.outstanding, stage.present)
        ]
        return sum(column.nbytes for column in (*columns, self.keys, self.decided))


@dataclass(frozen=True, slots=True)
class History:
    """Everything that a period has to replay: the shape of its evidence, and its applications in blocks."""

    lowest: int
    highest: int
    step: int
    stages: tuple[StageShape, ...]
    competencies: tuple[Label, ...]
    blocks: tuple[Block, ...]

    @property
    def nbytes(self) -> int:
        """How much memory its arrays take, near enough."""
        return sum(block.nbytes for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Ends:
    """Where each application of a block ends: `codes` are `end_code`s; `order` the stages it was asked."""

    codes: NDArray[np.uint16]
    order: tuple[int, ...]


def end_code(stage: int, ruling: int) -> int:
    """One number for the first stage that does not advance an application, and the ruling there."""
    return 1 + stage * RULINGS + ruling


def end_meaning(code: int) -> tuple[int, Ruling] | None:
    """The stage and the ruling of an end; None for PASSED."""
    if code == PASSED:
        return None
    stage, ruling = divmod(code - 1, RULINGS)
    return stage, Ruling(ruling)


# The end of whoever every stage advances, or who was asked by none.
PASSED = 0


def ends_under(block: Block, setting: Setting) -> Ends:
    """Where each application of the block would end under another setting.

    A stage that is not kept, or that keeps no competency, is not asked.
    """
    kept = [
        (at, stage, [row for row, competency in enumerate(asked) if competency in setting.competencies])
        for at, (stage, asked) in enumerate(block.plan)
        if stage in setting.stages
    ]
    kept = [each for each in kept if each[2]]
    policy = replace(
        block.policy, threshold=setting.threshold, floor=setting.floor, aggregation=setting.aggregation
    )
    columns = [block.stages[at] for at, _, _ in kept]
    if not columns:
        return Ends(np.zeros(len(block.keys), np.uint16), ())
    replayed = replay(policy, columns, [rows for _, _, rows in kept])
    return _ends([stage for _, stage, _ in kept], replayed)


def _ends(order: Sequence[int], replayed: Replay) -> Ends:
    codes = np.zeros(replayed.reached.shape, np.uint16)
    for at, stage in enumerate(order):
        here = (replayed.reached == at).astype(np.uint16)
        codes += here * np.uint16(end_code(stage, 0))
        codes += here * replayed.rulings[at]
    return Ends(codes, tuple(order))
