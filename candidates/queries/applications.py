"""Applications as lists show them to one reader, who may not know how all of them stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from candidates.models import Application, ApplicationState, StageVisit
from candidates.models.applications import OPEN_STATES
from candidates.permissions import is_blind_to, sights_of
from candidates.sight import Reach

CHIPS = {
    ApplicationState.ACTIVE: "pending",
    ApplicationState.ON_HOLD: "attention",
    ApplicationState.STOPPED: "stop",
    ApplicationState.WITHDRAWN: "neutral",
    ApplicationState.OFFER: "advance",
    ApplicationState.NO_OFFER: "stop",
    ApplicationState.CLOSED: "neutral",
}


@dataclass(frozen=True)
class ApplicationLine:
    """One application in a list. Of whoever may not know a result, `state` and `stage` say nothing."""

    uuid: UUID
    candidate: str
    candidate_uuid: UUID
    job: str
    team: str
    applied_at: datetime
    state: str
    chip: str
    stage: str  # where it stands, "" when nowhere or not to be known


def application_lines(user: User, applications: QuerySet[Application]) -> list[ApplicationLine]:
    """What `user` is shown of these visible applications, in their order; four queries however many."""
    rows = list(with_places(applications))
    return lines_of(user, rows)


def with_places(applications: QuerySet[Application]) -> QuerySet[Application]:
    """The applications with all that a line needs."""
    open_visits = Prefetch(
        "visits", queryset=StageVisit.objects.open().select_related("stage"), to_attr="open_visits"
    )
    return applications.select_related("candidate", "job__team").prefetch_related(open_visits)


def lines_of(user: User, rows: Iterable[Application]) -> list[ApplicationLine]:
    """The lines of rows read by `with_places`; two queries."""
    shown = list(rows)
    sights = sights_of(user, shown)
    return [_line(row, sights[row.pk].results is Reach.NONE) for row in shown]


def in_state(user: User, applications: QuerySet[Application], state: str) -> QuerySet[Application]:
    """Those of the visible applications that are in the state, as far as the person may know.

    One whose state they may not know counts as active, whatever became of it.
    """
    blind = is_blind_to(user)
    if state == ApplicationState.ACTIVE:
        return applications.filter(Q(state=state) | blind)
    return applications.filter(~blind, state=state)


def still_open(user: User, applications: QuerySet[Application]) -> QuerySet[Application]:
    """Those that are active or on hold, as far as the person may know."""
    return applications.filter(Q(state__in=OPEN_STATES) | is_blind_to(user))


def _line(row: Application, blind: bool) -> ApplicationLine:
    visits: list[StageVisit] = [] if blind else row.open_visits  # type: ignore[attr-defined]
    state = ApplicationState(row.state)
    return ApplicationLine(
        uuid=row.uuid,
        candidate=row.candidate.name,
        candidate_uuid=row.candidate.uuid,
        job=str(row.job),
        team=row.job.team.name,
        applied_at=row.applied_at,
        state="Your scorecard first" if blind else str(state.label),
        chip="neutral" if blind else CHIPS[state],
        stage=" ".join(_place(visit) for visit in visits),
    )


def _place(visit: StageVisit) -> str:
    if visit.is_complete:
        return "Loop complete"
    return visit.stage.name if visit.attempt == 1 else f"{visit.stage.name}, attempt {visit.attempt}"
