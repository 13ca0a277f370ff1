"""Who may see and do what with jobs, candidates and applications. `visible_*` and `can_*` agree, by test."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Value

from accounts.models import User
from candidates.models import (
    Application,
    Candidate,
    HiringCycle,
    Job,
    Participation,
    ParticipationCapacity,
    Recusal,
    Team,
)
from candidates.models.organisation import JobQuerySet
from candidates.sight import Reach, Sight, Standing, sight
from hiring.access import ALLOWED, Access, refused

NOT_OF_THIS_JOB = "You are not a recruiter of this job; ask one who is, or an administrator to add you."

# Taking part in a way that keeps every result from the person: a card is owed, or the bar raiser's stage has
# not opened. The set-wise half of candidates.sight, by test.
WITHHOLDING = Q(capacity=ParticipationCapacity.INTERVIEWER, open_cards__gt=0) | Q(
    capacity=ParticipationCapacity.BAR_RAISER, ended_at=None, application__bar_raiser_opened_at=None
)

_HIRES = "_hires_for_some_job"


def standings_of(user: User, applications: Iterable[Application]) -> dict[int, Standing]:
    """The facts of `user` at each application, by its key; two queries, and the jobs' when not loaded."""
    rows = list(applications)
    here = {row.pk: row for row in rows}
    recused = set(
        Recusal.objects.standing()
        .filter(application__in=here, user=user)
        .values_list("application_id", flat=True)
    )
    parts: dict[int, list[Participation]] = {}
    for part in Participation.objects.filter(application__in=here, user=user):
        parts.setdefault(part.application_id, []).append(part)
    return {key: _standing(user, row, parts.get(key, []), key in recused) for key, row in here.items()}


def _standing(user: User, application: Application, parts: list[Participation], recused: bool) -> Standing:
    interviewing = [part for part in parts if part.capacity == ParticipationCapacity.INTERVIEWER]
    return Standing(
        recused=recused,
        open_cards=sum(part.open_cards for part in interviewing),
        submitted_cards=sum(part.submitted_cards for part in parts),
        is_bar_raiser_here=any(
            part.capacity == ParticipationCapacity.BAR_RAISER and part.ended_at is None for part in parts
        ),
        bar_raiser_stage_open=application.bar_raiser_opened_at is not None,
        is_recruiter=user.is_recruiter,
        is_hiring_manager_here=application.job.hiring_manager_id == user.pk,
        is_chair=user.is_chair,
        debriefed_or_decided=bool(application.debrief_opened_at or application.decided_at),
    )


def standing_of(user: User, application: Application) -> Standing:
    """The facts of `user` at `application`; two queries, and the job's when it is not loaded."""
    return standings_of(user, [application])[application.pk]


def sights_of(user: User, applications: Iterable[Application]) -> dict[int, Sight]:
    """How much of each application the person sees, by its key; two queries however many there are."""
    return {key: sight(standing) for key, standing in standings_of(user, applications).items()}


def sight_of(user: User, application: Application) -> Sight:
    """How much of `application` the person sees."""
    return sight(standing_of(user, application))


def recused_applications(user: User) -> QuerySet[Recusal, UUID]:
    """The uuids of the applications that `user` sees nothing of."""
    return Recusal.objects.standing().filter(user=user).values_list("application__uuid", flat=True)


def blind_applications(user: User) -> QuerySet[Participation, UUID]:
    """The uuids of the applications of which `user` must not learn any result for now."""
    return Participation.objects.filter(WITHHOLDING, user=user).values_list("application__uuid", flat=True)


def visible_applications(user: User) -> QuerySet[Application]:
    """The applications of which the person may know, however little of each."""
    recused = Recusal.objects.standing().filter(application=OuterRef("pk"), user=user)
    rows = Application.objects.exclude(Exists(recused))
    if user.is_recruiter or user.is_chair:
        return rows
    takes_part = Participation.objects.filter(application=OuterRef("pk"), user=user).filter(
        Q(capacity=ParticipationCapacity.INTERVIEWER, open_cards__gt=0)
        | Q(submitted_cards__gt=0)
        | Q(capacity=ParticipationCapacity.BAR_RAISER, ended_at=None)
    )
    return rows.filter(Q(job__hiring_manager=user) | Exists(takes_part))


def is_blind_to(user: User) -> Exists:
    """Of a visible application: that the person may not know any result of it, its state included.

    The same as `results is Reach.NONE` of their sight, for filters and counts.
    """
    return Exists(Participation.objects.filter(WITHHOLDING, application=OuterRef("pk"), user=user))


def can_view_application(user: User, application: Application) -> Access:
    """Whether the person may know of the application at all."""
    if sight_of(user, application).row:
        return ALLOWED
    return refused("You have no part in this application.")


def can_run_application(user: User, application: Application, seen: Sight | None = None) -> Access:
    """Whether the person may move it, assign people and confirm its stops: a recruiter of its job.

    `seen` is their sight where the caller has it; with the job's recruiters loaded it then costs no query.
    """
    if not user.is_recruiter:
        return refused("Only recruiters act on applications.")
    if not (seen or sight_of(user, application)).row:
        return refused("You have no part in this application.")
    if all(row.user_id != user.pk for row in application.job.job_recruiters.all()):
        return refused(NOT_OF_THIS_JOB)
    return ALLOWED


def can_move_application(user: User, application: Application, seen: Sight | None = None) -> Access:
    """Whether the person may hold, resume, withdraw and reopen it and confirm its stop.

    That tells where it stands, so whoever still owes a scorecard there may not.
    """
    seen = seen or sight_of(user, application)
    access = can_run_application(user, application, seen)
    if access and seen.results is Reach.NONE:
        return refused(
            "You have an open scorecard in this application. Submit or decline it first, "
            "or ask another recruiter of the job."
        )
    return access


def withheld_applications(user: User) -> QuerySet[Participation, Any]:
    """The applications whose progress the person must not learn although their roles would show it:
    (key, candidate's name, whether recused). The set-wise half of candidates.sight, by test.

    Starts from the person's own few rows, so it costs the same however many applications there are.
    """
    mine = ("application_id", "application__candidate__name")
    scoring = Participation.objects.filter(WITHHOLDING, user=user)
    recused = Recusal.objects.standing().filter(user=user)
    return scoring.values_list(*mine, Value(False)).union(recused.values_list(*mine, Value(True)))


def can_open_board(user: User) -> Access:
    """Whether the person has a pipeline: recruiters and chairs of all jobs, hiring managers of their own."""
    if has_board(user):
        return ALLOWED
    return refused("The pipeline is for recruiters, committee chairs and hiring managers.")


def has_board(user: User) -> bool:
    """The same for the rail; no query for recruiters and chairs."""
    return sees_every_job(user) or _hires(user)


def sees_every_job(user: User) -> bool:
    """Whether the pipeline shows the person the applications of all jobs."""
    return user.is_recruiter or user.is_chair


def can_add_application(user: User, job: Job) -> Access:
    """Whether the person may add candidates to the job: a recruiter of it."""
    if not user.is_recruiter:
        return refused("Only recruiters add applications.")
    if not job.job_recruiters.filter(user=user).exists():
        return refused(NOT_OF_THIS_JOB)
    return ALLOWED


def can_declare_conflict(user: User, application: Application) -> Access:
    """Whether the person may recuse themselves: whoever may know of the application."""
    return can_view_application(user, application)


def can_end_recusal(user: User, recusal: Recusal) -> Access:
    """Whether the person may let the recused one back: a recruiter of the job, never the recused."""
    if recusal.user_id == user.pk:
        return refused("You cannot end your own recusal; another recruiter of the job can.")
    return can_run_application(user, recusal.application)


def visible_candidates(user: User) -> QuerySet[Candidate]:
    """The candidates of whom the person may know: those with an application they may know of,
    and for recruiters those without any application.
    """
    known = Exists(visible_applications(user).filter(candidate=OuterRef("pk")))
    if user.is_recruiter:
        applied = Exists(Application.objects.filter(candidate=OuterRef("pk")))
        return Candidate.objects.filter(known | ~applied)
    return Candidate.objects.filter(known)


def can_view_candidate(user: User, candidate: Candidate) -> Access:
    """Whether the person may know of the candidate."""
    if visible_candidates(user).filter(pk=candidate.pk).exists():
        return ALLOWED
    return refused("You have no part in any application of this candidate.")


def can_manage_candidates(user: User) -> Access:
    """Whether the person may add and edit candidates, and read how to reach them."""
    return ALLOWED if user.is_recruiter else refused("Only recruiters add and edit candidates.")


def can_read_note(user: User, candidate: Candidate) -> Access:
    """Whether the person may read and write the recruiters' note, which may tell an opinion."""
    if not user.is_recruiter:
        return refused("The note is for recruiters.")
    applications = visible_applications(user).filter(candidate=candidate)
    if applications.filter(is_blind_to(user)).exists():
        return refused("The note opens once you have submitted your own scorecard.")
    return ALLOWED


def visible_jobs(user: User) -> JobQuerySet:
    """The jobs the person may know of: all for those who run the process, else those they hire for."""
    if _runs_the_process(user):
        return Job.objects.all()
    return Job.objects.filter(hiring_manager=user)


def has_jobs(user: User) -> bool:
    """Whether there may be jobs for the person to see; a query only for those without such a role."""
    return _runs_the_process(user) or _hires(user)


def _runs_the_process(user: User) -> bool:
    return user.is_recruiter or user.is_chair or user.is_administrator


def _hires(user: User) -> bool:
    """Whether a job names the person; asked once however often the rail wants to know, as each request loads
    its person anew.
    """
    if not hasattr(user, _HIRES):
        setattr(user, _HIRES, Job.objects.filter(hiring_manager=user).exists())
    return bool(getattr(user, _HIRES))


def can_view_job(user: User, job: Job) -> Access:
    """Whether the person may know of the job."""
    if visible_jobs(user).filter(pk=job.pk).exists():
        return ALLOWED
    return refused("You have no part in this job.")


def sees_profiles(user: User, job: Job) -> bool:
    """Whether the job's page leads the person to the profiles of its team; those pages ask for themselves."""
    return user.is_chair or job.hiring_manager_id == user.pk


def can_view_organisation(user: User) -> Access:
    """Whether the person may see teams and cycles: those who run the process."""
    if _runs_the_process(user):
        return ALLOWED
    return refused("Teams and cycles are for recruiters, chairs and administrators.")


def visible_teams(user: User) -> QuerySet[Team]:
    """The teams the person may know of."""
    return Team.objects.all() if can_view_organisation(user) else Team.objects.none()


def visible_cycles(user: User) -> QuerySet[HiringCycle]:
    """The hiring cycles the person may know of."""
    return HiringCycle.objects.all() if can_view_organisation(user) else HiringCycle.objects.none()


def can_manage_jobs(user: User) -> Access:
    """Whether the person may add jobs, and add and edit teams and cycles."""
    if user.is_recruiter or user.is_administrator:
        return ALLOWED
    return refused("Only recruiters and administrators change teams, cycles and jobs.")


def can_edit_job(user: User, job: Job) -> Access:
    """Whether the person may edit, close and reopen the job: its recruiters and administrators."""
    if user.is_administrator:
        return ALLOWED
    if not user.is_recruiter:
        return refused("Only recruiters of the job and administrators change it.")
    return can_add_application(user, job)
