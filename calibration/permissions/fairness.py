"""Who sees how groups of candidates fare."""

from accounts.models import User
from hiring.access import ALLOWED, Access, refused


def can_see_fairness(user: User) -> Access:
    """Whether the person may see rates by group: auditors, who decide nothing, and nobody else."""
    return ALLOWED if user.is_auditor else refused("How groups of candidates fare is for auditors.")
