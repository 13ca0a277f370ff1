"""Whom we measure: where they apply, who they are, and how far they have come."""

from candidates.models.applications import (
    Application,
    ApplicationMove,
    ApplicationState,
    Origin,
    Participation,
    ParticipationCapacity,
    Recusal,
)
from candidates.models.organisation import HiringCycle, Job, JobRecruiter, Team
from candidates.models.people import Candidate
from candidates.models.visits import (
    BoardVersion,
    Nudge,
    StageSummary,
    StageVisit,
    VisitResult,
    VisitWaiting,
    WaitingFor,
    WaitingOn,
)

__all__ = [
    "Application",
    "ApplicationMove",
    "ApplicationState",
    "BoardVersion",
    "Candidate",
    "HiringCycle",
    "Job",
    "JobRecruiter",
    "Nudge",
    "Origin",
    "Participation",
    "ParticipationCapacity",
    "Recusal",
    "StageSummary",
    "StageVisit",
    "Team",
    "VisitResult",
    "VisitWaiting",
    "WaitingFor",
    "WaitingOn",
]
