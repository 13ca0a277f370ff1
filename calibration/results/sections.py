"""The subjects of a run, in the order in which they are computed, with what each costs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from calibration.evidence import Evidence
from calibration.results.adjusted import adjusted_content
from calibration.results.agreement import agreement_content
from calibration.results.bands import bands_content
from calibration.results.drift import drift_content
from calibration.results.funnel import funnel_content
from calibration.results.habits import habits_content
from calibration.results.severity import severity_content
from calibration.results.timeliness import timeliness_content

Content: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """`compute` turns evidence into JSON-ready data; `cost` is its time by that of reading the scores."""

    name: str
    doing: str
    cost: float
    compute: Callable[[Evidence], Content]


# Costs are those of a million scores, when somebody watches the bar.
SECTIONS: Sequence[Section] = (
    Section("agreement", "Comparing interviewers of the same candidate", 0.1, agreement_content),
    Section("bands", "Counting offers by score", 0.01, bands_content),
    Section("funnel", "Following applications from stage to stage", 0.03, funnel_content),
    Section("habits", "Comparing the values that interviewers give", 0.05, habits_content),
    Section("timeliness", "Timing scorecards", 0.01, timeliness_content),
    Section("severity", "Fitting severity", 0.5, severity_content),
    Section("adjusted", "Adjusting scores for severity", 0.04, adjusted_content),
    Section("drift", "Fitting severity cycle by cycle", 0.6, drift_content),
)
