"""Who sees and sets a team's profiles, names included. `visible_*` and `can_*` agree, by test."""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User
from candidates.models import Job, ParticipationCapacity, Team
from candidates.models.applications import OPEN_STATES
from candidates.permissions import blind_applications, recused_applications, visible_teams
from committee.models import TeamMember
from hiring.access import ALLOWED, Access, refused
from interviewers.models import Assignment
from interviewers.models.interviews import AssignmentQuerySet

FOR_FEW = (
    "A team's profiles are for the committee chair, the hiring managers of its jobs, "
    "and the bar raiser of an open loop at one of them."
)
SET_BY_FEW = "Only the committee chair and the hiring managers of this team's jobs set its profiles."


def known_teams(user: User) -> QuerySet[Team]:
    """The teams of which the person may know on these pages: visible ones, and those whose profiles are."""
    return visible_teams(user) | visible_profiles(user)


def visible_profiles(user: User) -> QuerySet[Team]:
    """The teams whose members' names and levels the person may see."""
    if user.is_chair:
        return Team.objects.all()
    raising = _raises_the_bar(user).filter(application__job__team=OuterRef("pk"))
    return Team.objects.filter(Exists(_hires_for(user)) | Exists(raising))


def can_view_profiles(user: User, team: Team) -> Access:
    """Whether the person may see who is on the team and at which levels."""
    return ALLOWED if visible_profiles(user).filter(pk=team.pk).exists() else refused(FOR_FEW)


def can_set_profiles(user: User, team: Team) -> Access:
    """Whether the person may change who is on the team, their levels and who its top performer is."""
    if user.is_chair or Job.objects.filter(team=team, hiring_manager=user).exists():
        return ALLOWED
    return refused(SET_BY_FEW)


def visible_members(user: User, team: Team) -> QuerySet[TeamMember]:
    """The members of the team, past ones too, of whom the person may know, once they may see its profiles.

    Not one who was hired by an application of which they see no result: the profile comes from there.
    """
    return known_members(user).filter(team=team)


def known_members(user: User) -> QuerySet[TeamMember]:
    """The same of every team at once."""
    members = TeamMember.objects.all()
    for hidden in (recused_applications(user), blind_applications(user)):
        members = members.exclude(application__uuid__in=hidden)
    return members


def _hires_for(user: User) -> QuerySet[Job]:
    return Job.objects.filter(team=OuterRef("pk"), hiring_manager=user)


def _raises_the_bar(user: User) -> AssignmentQuerySet:
    """The person's work as the bar raiser of a stage that is open."""
    rows = Assignment.objects.live().filter(
        interviewer=user,
        capacity=ParticipationCapacity.BAR_RAISER,
        dependent_since=None,
        visit__left_at=None,
        application__state__in=OPEN_STATES,
        application__bar_raiser_opened_at__isnull=False,
    )
    for hidden in (recused_applications(user), blind_applications(user)):
        rows = rows.exclude(application__uuid__in=hidden)
    return rows
