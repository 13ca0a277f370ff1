"""Who records the committee's decision, and who may be named as present."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from candidates.models import Application, Recusal
from candidates.permissions import sight_of
from candidates.sight import Reach, Sight
from hiring.access import ALLOWED, Access, refused

ONLY_CHAIRS = "Only a committee chair records the committee's decision."


def can_decide(user: User, application: Application, seen: Sight | None = None) -> Access:
    """Whether the person may record it: a chair who sees the results there, so neither recused nor blind.

    `seen` is their sight where the caller has it.
    """
    if not user.is_chair or not user.is_active:
        return refused(ONLY_CHAIRS)
    seen = seen or sight_of(user, application)
    if not seen.row:
        return refused("You have no part in this application.")
    if seen.results is Reach.NONE:
        return refused(
            "You have an open scorecard in this application. Submit or decline it first, "
            "or ask another chair."
        )
    return ALLOWED


def nameable_people(application: Application) -> QuerySet[User]:
    """Who can have been present: active chairs, interviewers, bar raisers and the job's hiring manager, but
    nobody with a conflict.
    """
    recused = Recusal.objects.standing().filter(application=application, user=OuterRef("pk"))
    roles = Q(is_chair=True) | Q(is_interviewer=True) | Q(is_bar_raiser=True)
    hires = Q(pk=application.job.hiring_manager_id)
    return User.objects.active().filter(roles | hires).exclude(Exists(recused)).order_by("name", "pk")


def can_be_named(user: User, application: Application) -> Access:
    """Whether the person can have been present when the committee decided."""
    if nameable_people(application).filter(pk=user.pk).exists():
        return ALLOWED
    return refused(f"{user} cannot be named as present.")
