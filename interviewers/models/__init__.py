"""Who measures: interviews, assignments, drafts and scorecards."""

from interviewers.models.interviews import Assignment, AssignmentState, Interview
from interviewers.models.scorecards import (
    Draft,
    Score,
    Scorecard,
    ScorecardRevision,
    ScorecardText,
    TextKind,
)

__all__ = [
    "Assignment",
    "AssignmentState",
    "Draft",
    "Interview",
    "Score",
    "Scorecard",
    "ScorecardRevision",
    "ScorecardText",
    "TextKind",
]
