"""Where an application stands: the first stage in order whose latest outcome is not "advance"."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Placement:
    """`stage` indexes the rubric's stages; complete means that the last one has advanced too."""

    stage: int
    complete: bool
    stopped: bool


def placement(results: Sequence[str]) -> Placement:
    """The place of an application from the result of the latest attempt at each stage, in rubric order.

    A result is "advance", "stop", "pending", or "" where there is no outcome yet (or no visit).
    Outcomes of later stages stay, and count again when an earlier stage advances once more.
    Raises ValueError when there is no stage.
    """
    if not results:
        raise ValueError("a rubric has at least one stage")
    for index, result in enumerate(results):
        if result != "advance":
            return Placement(index, complete=False, stopped=result == "stop")
    return Placement(len(results) - 1, complete=True, stopped=False)
