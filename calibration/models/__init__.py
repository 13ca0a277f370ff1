"""What the calibration runs have found, and the walled answers of candidates about themselves."""

from calibration.models import demographics
from calibration.models.runs import CalibrationRun, ReplayPart, RunSection, RunState, Scope

__all__ = [
    "CalibrationRun",
    "ReplayPart",
    "RunSection",
    "RunState",
    "Scope",
    "demographics",
]
