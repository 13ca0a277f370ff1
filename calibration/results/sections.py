"""The subjects of a run, in the order in which they are computed, with what each costs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from calibration.evidence import Evidence
from calibration.results.agreement import agreement_content
from calibration.results.bands import bands_content
from calibration.results.funnel import funnel_content

Content: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """`compute` turns evidence into JSON-ready data; `cost` is its time by that of reading the scores."""

    name: str
    doing: str
    cost: float
    compute: Callable[[Evidence], Content]


SECTIONS: Sequence[Section] = (
    Section("agreement", "Comparing interviewers of the same candidate", 0.5, agreement_content),
    Section("bands", "Counting offers by score", 0.01, bands_content),
    Section("funnel", "Following applications from stage to stage", 0.03, funnel_content),
)
