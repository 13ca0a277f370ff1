"""Where an application stands: the first stage in order whose latest outcome is not "advance"."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Placement:
    """`stage` indexes the rubric's stages; cleared means that every one of them has advanced.

    Whether the loop is complete then is for the verdict to say, where the last stage has a bar raiser.
    """

    stage: int
    cleared: bool
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
            return Placement(index, cleared=False, stopped=result == "stop")
    return Placement(len(results) - 1, cleared=True, stopped=False)
