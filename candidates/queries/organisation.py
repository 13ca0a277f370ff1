"""Teams, hiring cycles and jobs as pages show them to one reader."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from candidates.models import Application, HiringCycle, Job, Team
from candidates.permissions import visible_applications, visible_cycles, visible_jobs, visible_teams
from candidates.queries.applications import still_open


def jobs_found(
    user: User, *, search: str = "", team: Team | None = None, shown: str = "", mine: bool = False
) -> QuerySet[Job]:
    """The visible jobs that match, each with `open_applications` as far as the person may know.

    `shown`: "" for open ones, "closed", or "all".
    """
    rows = visible_jobs(user).select_related("team", "hiring_manager", "cycle")
    if shown != "all":
        rows = rows.filter(closed_at__isnull=shown != "closed")
    if search:
        rows = rows.filter(title__icontains=search)
    if team is not None:
        rows = rows.filter(team=team)
    if mine:
        rows = rows.filter(job_recruiters__user=user)
    return _with_numbers(user, rows)


def jobs_in_cycle(user: User, cycle: HiringCycle) -> QuerySet[Job]:
    """The visible jobs of the cycle, open and closed, each with `open_applications`."""
    rows = visible_jobs(user).filter(cycle=cycle).select_related("team", "hiring_manager", "cycle")
    return _with_numbers(user, rows)


def jobs_with_everything(user: User) -> QuerySet[Job]:
    """The visible jobs, with all that the page of one shows."""
    rows = visible_jobs(user).select_related("team", "hiring_manager", "cycle", "rubric")
    return rows.prefetch_related("recruiters")


def applications_at(user: User, job: Job) -> QuerySet[Application]:
    """The job's applications that the person may know of."""
    return visible_applications(user).filter(job=job)


def teams_listed(user: User) -> QuerySet[Team]:
    """The visible teams, each with its number of `open_jobs`."""
    jobs = Job.objects.open().filter(team=OuterRef("pk"))
    return visible_teams(user).select_related("lead").annotate(open_jobs=_number(jobs, "team"))


def cycles_listed(user: User) -> QuerySet[HiringCycle]:
    """The visible cycles, each with the number of its `jobs_in_it`."""
    jobs = Job.objects.filter(cycle=OuterRef("pk"))
    return visible_cycles(user).annotate(jobs_in_it=_number(jobs, "cycle"))


def _with_numbers(user: User, jobs: QuerySet[Job]) -> QuerySet[Job]:
    counted = still_open(user, visible_applications(user).filter(job=OuterRef("pk")))
    return jobs.prefetch_related("recruiters").annotate(open_applications=_number(counted, "job"))


def _number(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many of `rows`, a subquery of one `by`, there are."""
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
