"""Who may see and do what with jobs, candidates and applications. `visible_*` and `can_*` agree, by test."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from candidates.models import (
    Application,
    Candidate,
    Participation,
    ParticipationCapacity,
    Recusal,
)
from candidates.sight import Sight, Standing, sight
from hiring.access import ALLOWED, Access, refused


def standing_of(user: User, application: Application) -> Standing:
    """The facts of `user` at `application`; two queries, and the job's when it is not loaded."""
    rows = list(
        Participation.objects.filter(application=application, user=user).only(
            "capacity", "open_cards", "submitted_cards", "ended_at"
        )
    )
    recused = Recusal.objects.filter(application=application, user=user, ended_at=None).exists()
    interviewing = [row for row in rows if row.capacity == ParticipationCapacity.INTERVIEWER]
    return Standing(
        recused=recused,
        open_cards=sum(row.open_cards for row in interviewing),
        submitted_cards=sum(row.submitted_cards for row in rows),
        is_bar_raiser_here=any(
            row.capacity == ParticipationCapacity.BAR_RAISER and row.ended_at is None for row in rows
        ),
        bar_raiser_stage_open=application.bar_raiser_opened_at is not None,
        is_recruiter=user.is_recruiter,
        is_hiring_manager_here=application.job.hiring_manager_id == user.pk,
        is_chair=user.is_chair,
        debriefed_or_decided=bool(application.debrief_opened_at or application.decided_at),
    )


def sight_of(user: User, application: Application) -> Sight:
    """How much of `application` the person sees."""
    return sight(standing_of(user, application))


def recused_applications(user: User) -> QuerySet[Recusal, UUID]:
    """The uuids of the applications that `user` sees nothing of."""
    return Recusal.objects.filter(user=user, ended_at=None).values_list("application__uuid", flat=True)


def visible_applications(user: User) -> QuerySet[Application]:
    """The applications of which the person may know, however little of each."""
    rows = Application.objects.exclude(
        Exists(Recusal.objects.filter(application=OuterRef("pk"), user=user, ended_at=None))
    )
    if user.is_recruiter or user.is_chair:
        return rows
    takes_part = Participation.objects.filter(application=OuterRef("pk"), user=user).filter(
        Q(open_cards__gt=0)
        | Q(submitted_cards__gt=0)
        | Q(capacity=ParticipationCapacity.BAR_RAISER, ended_at=None)
    )
    return rows.filter(Q(job__hiring_manager=user) | Exists(takes_part))


def can_view_application(user: User, application: Application) -> Access:
    """Whether the person may know of the application at all."""
    if sight_of(user, application).row:
        return ALLOWED
    return refused("You have no part in this application.")


def can_run_application(user: User, application: Application) -> Access:
    """Whether the person may move it, assign people and confirm its stops: a recruiter of its job."""
    if not user.is_recruiter:
        return refused("Only recruiters act on applications.")
    if sight_of(user, application).row is False:
        return refused("You have no part in this application.")
    if not application.job.job_recruiters.filter(user=user).exists():
        return refused("You are not a recruiter of this job; ask one who is, or an administrator to add you.")
    return ALLOWED


def visible_candidates(user: User) -> QuerySet[Candidate]:
    """The candidates of whom the person may know: those with an application they may know of,
    and for recruiters those without any application.
    """
    known = Exists(visible_applications(user).filter(candidate=OuterRef("pk")))
    if user.is_recruiter:
        return Candidate.objects.filter(known | Q(applications=None)).distinct()
    return Candidate.objects.filter(known)


def can_manage_candidates(user: User) -> Access:
    """Whether the person may add and edit candidates and applications."""
    return ALLOWED if user.is_recruiter else refused("Only recruiters add and edit candidates.")


def can_manage_jobs(user: User) -> Access:
    """Whether the person may add and edit teams, cycles and jobs."""
    if user.is_recruiter or user.is_administrator:
        return ALLOWED
    return refused("Only recruiters and administrators change teams, cycles and jobs.")
