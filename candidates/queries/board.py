"""Whose pipeline it is: the rubrics, jobs and rows that the reader may see, and the part they asked for.

Rows that the reader must not learn of are left out first; searching, counting and sorting come after.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat

from accounts.models import User
from candidates.board_filter import EVERYBODY, ME, MINE, BoardFilter
from candidates.models import (
    Application,
    ApplicationState,
    BoardVersion,
    Candidate,
    Job,
    JobRecruiter,
    StageVisit,
    VisitWaiting,
    WaitingOn,
)
from candidates.models.visits import StageVisitQuerySet
from candidates.permissions import sees_every_job, withheld_applications
from hiring.built import Built
from rubrics.models import Rubric
from rubrics.queries import stored_rubric


@dataclass(frozen=True)
class RubricChoice:
    """A published rubric in use, and the number that grows with every change on its board."""

    id: int
    uuid: str
    slug: str
    label: str
    board_version: int


@dataclass(frozen=True)
class JobChoice:
    """A job that is open or the reader's own, with its recruiters' names by uuid."""

    id: int
    uuid: str
    label: str
    rubric_id: int
    is_open: bool
    recruiters: Mapping[str, str]


@dataclass(frozen=True)
class Withheld:
    """Applications left out of every column, list and count, and those of them the reader is scoring."""

    ids: frozenset[int]
    scoring: tuple[str, ...]  # the candidates' names


def board_jobs(user: User) -> list[JobChoice]:
    """The jobs of the reader's pipeline that are open, and closed ones of their own; one statement."""
    rows = _EVERY_JOB(user.pk) if sees_every_job(user) else _JOBS_HIRED_FOR(user.pk)
    found: dict[int, JobChoice] = {}
    for key, uuid, title, level, rubric_id, closed_at, recruiter, name in rows:
        label = f"{title} {level}".strip()
        job = found.setdefault(key, JobChoice(key, str(uuid), label, rubric_id, closed_at is None, {}))
        if recruiter is not None:
            found[key] = replace(job, recruiters={**job.recruiters, str(recruiter): name})
    return list(found.values())


def board_rubrics(user: User, jobs: Sequence[JobChoice]) -> list[RubricChoice]:
    """The rubrics that have an open job or somebody inside, by name; one statement.

    A rubric has a board version from its first visit on.
    """
    rows = _RUBRICS_WITH_SOMEBODY() if sees_every_job(user) else _RUBRICS_WITH_THEIRS(user.pk)
    versions: dict[int, int] = {}
    in_use = {job.rubric_id for job in jobs if job.is_open}
    for rubric_id, version, is_used in rows:
        versions[rubric_id] = version
        if is_used:
            in_use.add(rubric_id)
    choices = [_rubric_choice(rubric_id, versions.get(rubric_id, 0)) for rubric_id in in_use]
    return sorted(choices, key=lambda choice: choice.label)


def _rubric_choice(rubric_id: int, board_version: int) -> RubricChoice:
    stored = stored_rubric(rubric_id)
    label = f"{stored.plan.name} {stored.plan.version}"
    return RubricChoice(rubric_id, str(stored.uuid), stored.plan.slug, label, board_version)


def board_withheld(user: User) -> Withheld:
    """What the reader must not learn the progress of, by candidates.permissions."""
    rows = _WITHHELD(user.pk)
    recused = {key for key, _, is_recused in rows if is_recused}
    scoring = {key: name for key, name, _ in rows if key not in recused}
    return Withheld(frozenset(key for key, *_ in rows), tuple(sorted(scoring.values())))


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
        visits = visits.filter(job__in=recruited_jobs(user, wanted.recruiter))
    if wanted.late:
        visits = visits.filter(due_at__lt=at)
    if wanted.waiting:
        visits = visits.filter(_waits_on(_people(user, wanted.waiting), at))
    return _searched(visits, wanted.q) if wanted.q else visits


def _searched(visits: StageVisitQuerySet, text: str) -> StageVisitQuerySet:
    """Those whose candidate's name or e-mail address contains the text.

    Looked up visit by visit: a join would let PostgreSQL read every candidate there ever was.
    """
    person = Candidate.objects.filter(applications=OuterRef("application"))
    both = Concat("name", Value(" "), "email_normalised", output_field=TextField())
    return visits.alias(person=Subquery(person.values(both=both)[:1])).filter(person__icontains=text)


def recruited_jobs(user: User, recruiter: str) -> QuerySet[JobRecruiter, Any]:
    """The keys of the jobs of the recruiter that a filter names."""
    return _recruits_for(Q(user=user) if recruiter == MINE else Q(user__uuid=recruiter))


def _jobs(user_id: int) -> QuerySet[Job, Any]:
    own = Q(pk__in=_recruits_for(Q(user=user_id)))
    return (
        Job.objects.filter(Q(closed_at=None) | own)
        .order_by("title", "level", "pk")
        .values_list(
            "pk", "uuid", "title", "level", "rubric_id", "closed_at", "recruiters__uuid", "recruiters__name"
        )
    )


def _rubrics(visits: StageVisitQuerySet) -> QuerySet[BoardVersion, Any]:
    """Each with its board version, and whether one of the visits is inside."""
    inside = Exists(visits.open().filter(stage__rubric=OuterRef("rubric")))
    return BoardVersion.objects.annotate(is_used=inside).values_list("rubric_id", "version", "is_used")


_EVERY_JOB = Built(_jobs)
_JOBS_HIRED_FOR = Built(lambda user_id: _jobs(user_id).filter(hiring_manager=user_id))
_RUBRICS_WITH_SOMEBODY = Built(lambda: _rubrics(StageVisit.objects.all()))
_RUBRICS_WITH_THEIRS = Built(lambda user_id: _rubrics(StageVisit.objects.filter(job__hiring_manager=user_id)))
_WITHHELD = Built(lambda user_id: withheld_applications(User(pk=user_id)))


def _recruits_for(recruiter: Q) -> QuerySet[JobRecruiter, Any]:
    return JobRecruiter.objects.filter(recruiter).values("job")


def _people(user: User, text: str) -> QuerySet[User]:
    if text == ME:
        return User.objects.filter(pk=user.pk)
    return User.objects.filter(Q(name__icontains=text) | Q(email__icontains=text))


def _waits_on(people: QuerySet[User], at: datetime) -> Q:
    """Visits that wait on one of the people; an interview ahead waits on nobody."""
    named = VisitWaiting.objects.filter(user__in=people).awaited_now().values("visit")
    scoring = Q(waiting_on__in=(WaitingOn.INTERVIEWERS, WaitingOn.BAR_RAISER), waiting_since__lte=at)
    recruiting = _recruits_for(Q(user__in=people))
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
    rows = Rubric.objects.filter(uuid__in=[rubric] if rubric else [])
    if not sees_every_job(user):
        rows = rows.filter(Exists(Job.objects.filter(hiring_manager=user)))
    return rows.values_list(Coalesce(Subquery(version), 0), flat=True).first()
