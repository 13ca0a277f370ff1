"""Whose pipeline it is: the rubrics, jobs and rows that the reader may see, and the part they asked for.

Rows that the reader must not learn of are left out first; searching, counting and sorting come after.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from candidates.board_filter import EVERYBODY, ME, MINE, BoardFilter
from candidates.models import (
    Application,
    ApplicationState,
    BoardVersion,
    Job,
    JobRecruiter,
    StageVisit,
    VisitWaiting,
    WaitingOn,
)
from candidates.models.visits import StageVisitQuerySet
from candidates.permissions import sees_every_job, withheld_applications
from rubrics.models import Rubric


@dataclass(frozen=True)
class RubricChoice:
    """A rubric in use, and the number that grows with every change on its board."""

    id: int
    uuid: UUID
    name: str
    version: int
    board_version: int
    is_mine: bool  # the reader recruits for an open job of it
    has_job: bool  # the job asked for is one of it


@dataclass(frozen=True)
class JobChoice:
    """A job to filter by, with its recruiters' names by uuid."""

    uuid: str
    label: str
    recruiters: Mapping[str, str]


@dataclass(frozen=True)
class Withheld:
    """Applications left out of every column, list and count, and those of them the reader is scoring."""

    ids: frozenset[int]
    scoring: tuple[str, ...]  # the candidates' names


def board_rubrics(user: User, wanted: BoardFilter) -> list[RubricChoice]:
    """The rubrics that have a board for the reader: those they recruit for first, then by name."""
    jobs = Job.objects.filter(rubric=OuterRef("pk"))
    visits = StageVisit.objects.open().filter(stage__rubric=OuterRef("pk"))
    if not sees_every_job(user):
        jobs, visits = jobs.filter(hiring_manager=user), visits.filter(job__hiring_manager=user)
    version = BoardVersion.objects.filter(rubric=OuterRef("pk")).values("version")
    rows = (
        Rubric.objects.filter(Exists(jobs.open()) | Exists(visits), published_at__isnull=False)
        .annotate(
            board_version=Coalesce(Subquery(version), 0),
            is_mine=Exists(jobs.open().filter(job_recruiters__user=user)),
            has_job=Exists(jobs.filter(uuid=wanted.job)) if wanted.job else Value(False),
        )
        .order_by("-is_mine", "name", "-version")
        .values_list("id", "uuid", "name", "version", "board_version", "is_mine", "has_job")
    )
    return [RubricChoice(*row) for row in rows]


def board_jobs(user: User, rubric_id: int, wanted: BoardFilter) -> list[JobChoice]:
    """The jobs of the board to choose from: open ones of the rubric or still with somebody in it."""
    inside = StageVisit.objects.open().filter(job=OuterRef("pk"), stage__rubric=rubric_id)
    jobs = Job.objects.filter(Q(closed_at=None) & (Q(rubric=rubric_id) | Exists(inside)))
    if wanted.job:
        jobs = jobs | Job.objects.filter(uuid=wanted.job)
    if not sees_every_job(user):
        jobs = jobs.filter(hiring_manager=user)
    rows = jobs.order_by("title", "level", "pk").values_list(
        "uuid", "title", "level", "recruiters__uuid", "recruiters__name"
    )
    labels: dict[str, str] = {}
    recruiters: dict[str, dict[str, str]] = {}
    for uuid, title, level, recruiter, name in rows:
        labels[str(uuid)] = f"{title} {level}".strip()
        held = recruiters.setdefault(str(uuid), {})
        if recruiter is not None:
            held[str(recruiter)] = name
    return [JobChoice(uuid, label, recruiters[uuid]) for uuid, label in labels.items()]


def board_withheld(user: User) -> Withheld:
    """What the reader must not learn the progress of, by candidates.permissions."""
    rows = list(withheld_applications(user))
    recused = {row[0] for row in rows if row[3]}
    scoring = {row[0]: row[2] for row in rows if row[0] not in recused}
    return Withheld(frozenset(row[0] for row in rows), tuple(sorted(scoring.values())))


def board_visits(user: User, withheld: Withheld) -> StageVisitQuerySet:
    """Every visit, left ones too, that the reader's pipeline may show or count."""
    visits = StageVisit.objects.all()
    if not sees_every_job(user):
        visits = visits.filter(job__hiring_manager=user)
    if withheld.ids:
        visits = visits.exclude(application__in=withheld.ids)
    return visits


def board_withdrawn(user: User, rubric_id: int, withheld: Withheld) -> QuerySet[Application]:
    """The withdrawn applications of the rubric that the reader's pipeline may list."""
    rows = Application.objects.filter(rubric=rubric_id, state=ApplicationState.WITHDRAWN)
    if not sees_every_job(user):
        rows = rows.filter(job__hiring_manager=user)
    return rows.exclude(pk__in=withheld.ids) if withheld.ids else rows


def narrowed(visits: StageVisitQuerySet, user: User, wanted: BoardFilter, at: datetime) -> StageVisitQuerySet:
    """The part of `visits` that the filter asks for."""
    if wanted.job:
        visits = visits.filter(job__uuid=wanted.job)
    if wanted.recruiter and wanted.recruiter != EVERYBODY:
        recruiter = Q(user=user) if wanted.recruiter == MINE else Q(user__uuid=wanted.recruiter)
        visits = visits.filter(job__in=JobRecruiter.objects.filter(recruiter).values("job"))
    if wanted.late:
        visits = visits.filter(due_at__lt=at)
    if wanted.waiting:
        visits = visits.filter(_waits_on(_people(user, wanted.waiting), at))
    if wanted.q:
        visits = visits.filter(
            Q(application__candidate__name__icontains=wanted.q)
            | Q(application__candidate__email_normalised__icontains=wanted.q.lower())
        )
    return visits


def _people(user: User, text: str) -> QuerySet[User]:
    if text == ME:
        return User.objects.filter(pk=user.pk)
    return User.objects.filter(Q(name__icontains=text) | Q(email__icontains=text))


def _waits_on(people: QuerySet[User], at: datetime) -> Q:
    """Visits that wait on one of the people; an interview ahead waits on nobody."""
    named = VisitWaiting.objects.filter(user__in=people).values("visit")
    scoring = Q(waiting_on__in=(WaitingOn.INTERVIEWERS, WaitingOn.BAR_RAISER), waiting_since__lte=at)
    recruiting = JobRecruiter.objects.filter(user__in=people).values("job")
    chairing = Q(Exists(people.filter(is_chair=True)))
    return (
        (scoring & Q(pk__in=named))
        | Q(waiting_on=WaitingOn.RECRUITER, job__in=recruiting)
        | (Q(waiting_on=WaitingOn.CHAIR) & chairing)
    )


def board_version(user: User, rubric: str) -> int | None:
    """The number that grows with every change on the rubric's board; None without such a board.

    One statement.
    """
    version = BoardVersion.objects.filter(rubric=OuterRef("pk")).values("version")
    rows = Rubric.objects.filter(uuid=rubric)
    if not sees_every_job(user):
        rows = rows.filter(Exists(Job.objects.filter(hiring_manager=user)))
    return rows.values_list(Coalesce(Subquery(version), 0), flat=True).first()
