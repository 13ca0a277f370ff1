"""Who opens which page of calibration."""

from accounts.models import User
from hiring.access import ALLOWED, Access, refused


def can_see_calibration(user: User) -> Access:
    """Whether the person may see how the committee measures, in aggregate: chairs and auditors."""
    if user.is_chair or user.is_auditor:
        return ALLOWED
    return refused("Calibration is for committee chairs and auditors.")


def can_see_interviewers(user: User) -> Access:
    """Whether the person may see each interviewer's severity, and candidates by name: chairs."""
    return ALLOWED if user.is_chair else refused("How each interviewer scores is for committee chairs.")


def can_see_own_scoring(user: User) -> Access:
    """Whether the person may see their own scoring, from decided applications: whoever interviews."""
    if user.is_interviewer or user.is_bar_raiser:
        return ALLOWED
    return refused("This page is about the scorecards you have submitted, and you are not an interviewer.")
