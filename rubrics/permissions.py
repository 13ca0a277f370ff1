"""Who may read and who may publish rubrics."""

from django.db.models import QuerySet

from accounts.models import User
from hiring.access import ALLOWED, Access, refused
from rubrics.models import Rubric


def can_manage_rubrics(user: User) -> Access:
    """Whether the person may store, see and publish drafts."""
    if user.is_administrator or user.is_chair:
        return ALLOWED
    return refused("Only administrators and the committee chair publish rubrics.")


def visible_rubrics(user: User) -> QuerySet[Rubric]:
    """Published versions for everybody who works here; drafts for those who may publish them."""
    if can_manage_rubrics(user):
        return Rubric.objects.all()
    return Rubric.objects.published()


def can_view_rubric(user: User, rubric: Rubric) -> Access:
    """Whether the person may read this version."""
    if rubric.is_published:
        return ALLOWED
    return can_manage_rubrics(user)
