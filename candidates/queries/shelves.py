"""What stands apart from the board: stops to confirm, confirmed stops, and withdrawn applications."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.emails import normalise_email
from candidates.board_filter import EVERYBODY
from candidates.lifecycle import Move
from candidates.models import Application, ApplicationMove, ApplicationState, StageVisit
from candidates.queries.board import board_withdrawn, recruited_jobs
from candidates.queries.board_page import Scope, address_of
from rubrics.gate import shown


@dataclass(frozen=True)
class Stop:
    """A stopped application; `confirmable` when the reader may confirm it."""

    application: UUID
    url: str
    name: str
    job: str
    stage: str
    score: str
    sentence: str
    stopped_at: datetime
    confirmed_at: datetime | None
    confirmed_by: str
    confirmable: bool


@dataclass(frozen=True)
class Withdrawal:
    """A withdrawn application, why, and by whom it was recorded."""

    url: str
    name: str
    job: str
    reason: str
    at: datetime
    by: str


def stops_to_confirm(scope: Scope) -> QuerySet[StageVisit]:
    """Stops that nobody has confirmed; order by ("due_at", "id")."""
    return _with_all(scope.visits.filter(rubric=scope.rubric.id).stopped_unconfirmed())


def confirmed_stops(scope: Scope) -> QuerySet[StageVisit]:
    """Confirmed stops of applications still stopped; order by ("-stop_confirmed_at", "-id")."""
    rows = scope.visits.filter(
        rubric=scope.rubric.id,
        stop_confirmed_at__isnull=False,
        application__state=ApplicationState.STOPPED,
    )
    return _with_all(rows)


def _with_all(visits: QuerySet[StageVisit]) -> QuerySet[StageVisit]:
    return visits.select_related("application__candidate", "job", "stage", "stop_confirmed_by")


def stops_of(scope: Scope, visits: Sequence[StageVisit]) -> list[Stop]:
    """The rows of a list of stops, from visits of one of the two queries above."""
    address = address_of("committee:application")
    return [
        Stop(
            application=visit.application.uuid,
            url=address(visit.application.uuid),
            name=visit.application.candidate.name,
            job=str(visit.job),
            stage=visit.stage.name,
            score=shown(visit.score) if visit.score and visit.final else "",
            sentence=visit.explanation if visit.final else "",
            stopped_at=visit.waiting_since,
            confirmed_at=visit.stop_confirmed_at,
            confirmed_by=visit.stop_confirmed_by.name if visit.stop_confirmed_by else "",
            confirmable=visit.job_id in scope.own_jobs and visit.stop_confirmed_at is None,
        )
        for visit in visits
    ]


def withdrawn_applications(scope: Scope) -> QuerySet[Application]:
    """Withdrawn applications, searched and filtered; order by ("-state_since", "-id")."""
    wanted = scope.wanted
    rows = board_withdrawn(scope.user, scope.rubric.id, scope.withheld)
    if wanted.job:
        rows = rows.filter(job__uuid=wanted.job)
    if wanted.recruiter != EVERYBODY:
        rows = rows.filter(job__in=recruited_jobs(scope.user, wanted.recruiter))
    if wanted.q:
        rows = rows.filter(
            Q(candidate__name__icontains=wanted.q)
            | Q(candidate__email_normalised__icontains=normalise_email(wanted.q))
        )
    moves = ApplicationMove.objects.filter(application=OuterRef("pk"), move=Move.WITHDRAW).order_by("-pk")
    return rows.select_related("candidate", "job").annotate(
        reason=Subquery(moves.values("reason")[:1]), by=Subquery(moves.values("actor__name")[:1])
    )


def withdrawals_of(applications: Sequence[Application]) -> list[Withdrawal]:
    """The rows of the list of withdrawn applications, from the query above."""
    address = address_of("committee:application")
    return [
        Withdrawal(
            url=address(application.uuid),
            name=application.candidate.name,
            job=str(application.job),
            reason=application.reason or "",  # type: ignore[attr-defined]
            at=application.state_since,
            by=application.by or "",  # type: ignore[attr-defined]
        )
        for application in applications
    ]
