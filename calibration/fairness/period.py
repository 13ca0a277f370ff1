"""How groups fared in a period: what it is counted from, and how a run keeps what may be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from calibration.fairness.funnel import GroupFunnel
from calibration.fairness.groups import Answers, Codes

FEWEST = 30  # settled applications: of fewer, hardly a count could be shown
SECTION = "groups"  # of a run, and the only one that says anything of groups


@dataclass(frozen=True, slots=True)
class PartCounts:
    """Applications counted as one: what their candidates said, and how many of the gates each passed."""

    gates: tuple[str, ...]
    answers: Answers
    passed: Codes


@dataclass(frozen=True, slots=True)
class SettledCounts:
    """What there is to count in a period, in parts that have nobody in common.

    `left_out` of the settled applications are in no part, being too few by themselves. `digest` is of all of
    it, and of nothing else: the same counts have the same one.
    """

    parts: Sequence[PartCounts]
    left_out: int
    digest: str

    @property
    def applications(self) -> int:
        return sum(len(part.passed) for part in self.parts)


@dataclass(frozen=True, slots=True)
class PeriodFunnel:
    """The funnel of a period by group, None where fewer than FEWEST applications are settled."""

    funnel: GroupFunnel | None
    left_out: int


def period_content(found: PeriodFunnel) -> dict[str, Any]:
    """The funnel as JSON-ready data, for `period_funnel` to read."""
    funnel = found.funnel
    return {
        "left_out": found.left_out,
        "funnel": funnel
        and {
            "gates": list(funnel.gates),
            "everybody": funnel.everybody.tolist(),
            "sex": funnel.sex.tolist(),
            "race": funnel.race.tolist(),
            "crossed": funnel.crossed.tolist(),
        },
    }


def period_funnel(content: dict[str, Any]) -> PeriodFunnel:
    """What `period_content` wrote."""
    kept = content["funnel"]
    if kept is None:
        return PeriodFunnel(None, content["left_out"])
    counts = (np.array(kept[name], np.int64) for name in ("everybody", "sex", "race", "crossed"))
    return PeriodFunnel(GroupFunnel(tuple(kept["gates"]), *counts), content["left_out"])
