"""The subjects of a run, in the order in which they are computed, with what each costs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from calibration.evidence import Evidence

Content: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """`compute` turns evidence into JSON-ready data; `cost` is its time by that of reading the scores."""

    name: str
    doing: str
    cost: float
    compute: Callable[[Evidence], Content]


SECTIONS: Sequence[Section] = ()
