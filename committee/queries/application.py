"""The application page: everything one reader may see of one application, shaped for its template."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from candidates.board import NEEDS_PEOPLE, Reader, on_whom, urgency, waits_for
from candidates.lifecycle import HAND_MOVES, State, moves_from
from candidates.models import Application, ApplicationState, Origin, StageVisit, WaitingFor
from candidates.models.applications import UNDECIDED_STATES
from candidates.permissions import can_move_application, can_run_application, sees_every_job, standing_of
from candidates.queries.applications import CHIPS
from candidates.sight import Sight, Standing
from candidates.sight import sight as sight_from
from committee.matrix import Matrix
from committee.permissions.packets import can_read_packet
from committee.queries.application_cards import CardView, card_views
from committee.queries.application_decision import Deciding, DecisionView, decided, deciding
from committee.queries.application_rows import (
    ApplicationRows,
    application_in_context,
    application_rows,
)
from committee.queries.application_stages import StageView, matrix_view, stage_views
from committee.queries.application_timeline import Event, timeline
from interviewers.models import AssignmentState
from interviewers.models.interviews import LIVE_STATES

BLIND = "What others found is hidden from you here."


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the facts; `url` is "" where the reader has no page for it."""

    term: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Wait:
    """What the application waits for, in the words of the pipeline."""

    what: str
    on: str
    kind: str
    age: str
    since: datetime


@dataclass(frozen=True, slots=True)
class OwnPart:
    """An interview of the reader's own, with their scorecard once it is in."""

    stage: str
    starts_at: datetime
    where: str
    submitted: bool
    due_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class Actions:
    """Where the reader can do something about it; "" and nothing where they cannot."""

    steps: tuple[Step, ...]
    confirm_url: str
    assign_url: str
    conflict_url: str


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """The page. Where the reader sees no progress, state, wait, matrix, stages and timeline are empty;
    `hidden` says what would show the part that they do not see.
    """

    uuid: UUID
    candidate: str
    job: str
    state: str
    state_kind: str
    imported: bool
    hidden: str
    pipeline_url: str
    wait: Wait | None
    facts: tuple[Fact, ...]
    actions: Actions
    own: tuple[OwnPart, ...]
    own_cards: tuple[CardView, ...]
    matrix: Matrix | None
    stages: tuple[StageView, ...]
    timeline: tuple[Event, ...]
    packet_url: str  # of the packet, for those who may read it
    verdict_url: str  # where the reader gives the verdict, once it is due from them
    decision: DecisionView | None
    deciding: Deciding | None


def application_page(reader: User, uuid: UUID, at: datetime) -> ApplicationPage | None:
    """The page, or None when for this reader there is no such application. Fourteen statements at most,
    those of the session and the rail included.
    """
    application = application_in_context(uuid)
    if application is None:
        return None
    standing = standing_of(reader, application)
    sight = sight_from(standing)
    if not sight.row:
        return None
    rows = application_rows(reader, application, sight)
    seen = sight.progress
    stages = stage_views(rows, bool(can_run_application(reader, application, sight))) if seen else ()
    here = next((visit for visit in rows.visits if visit.left_at is None), None)
    state = ApplicationState(application.state)
    return ApplicationPage(
        uuid=application.uuid,
        candidate=application.candidate.name,
        job=str(application.job),
        state=state.label if seen else "",
        state_kind=CHIPS[state] if seen else "",
        imported=seen and application.origin == Origin.IMPORTED,
        hidden=sight.unlocks if seen else f"{BLIND} {sight.unlocks}",
        pipeline_url=_pipeline_url(reader, application),
        wait=_wait(rows, here, at) if seen and here and state in UNDECIDED_STATES else None,
        facts=tuple(_facts(application, sight)),
        actions=_actions(rows, here),
        own=tuple(_own(rows)),
        own_cards=() if seen else tuple(card for visit in rows.visits for card in card_views(rows, visit)),
        matrix=matrix_view(rows) if seen else None,
        stages=stages,
        timeline=timeline(rows),
        packet_url=_packet_url(rows, standing),
        verdict_url=_verdict_url(application, stages),
        decision=decided(rows),
        deciding=deciding(rows),
    )


def _packet_url(rows: ApplicationRows, standing: Standing) -> str:
    if not can_read_packet(rows.reader, rows.application, standing, rows.visits):
        return ""
    return reverse("committee:packet", args=[rows.application.uuid])


def _verdict_url(application: Application, stages: Iterable[StageView]) -> str:
    if not any(stage.verdict_open for stage in stages):
        return ""
    return reverse("committee:verdict", args=[application.uuid])


def _pipeline_url(reader: User, application: Application) -> str:
    """The job's board, for those whose home it is."""
    if not sees_every_job(reader):
        return ""
    return f"{reverse('candidates:pipeline')}?job={application.job.uuid}"


def _facts(application: Application, sight: Sight) -> Iterable[Fact]:
    job = application.job
    profile = reverse("candidates:candidate", args=[application.candidate.uuid])
    yield Fact("Candidate", "Profile, CV and links", profile)
    yield Fact("Job", str(job))
    yield Fact("Team", job.team.name)
    if job.hiring_manager:
        yield Fact("Hiring manager", job.hiring_manager.name)
    if recruiters := ", ".join(row.user.name for row in job.job_recruiters.all()):
        yield Fact("Recruiters", recruiters)
    if not sight.progress:
        return
    if application.cycle:
        yield Fact("Cycle", application.cycle.name)
    if application.referred_by:
        yield Fact("Referred by", application.referred_by.name)
    if application.source:
        yield Fact("Source", application.source)


def _actions(rows: ApplicationRows, here: StageVisit | None) -> Actions:
    application = rows.application
    moves = can_move_application(rows.reader, application, rows.sight)
    return Actions(
        steps=tuple(_steps(application)) if moves else (),
        confirm_url=_confirm_url(application, here) if moves else "",
        assign_url=_assign_url(here) if moves and here is not None else "",
        conflict_url=reverse("candidates:recusal_new", args=[application.uuid]),
    )


def _steps(application: Application) -> Iterable[Step]:
    for move in moves_from(State(application.state)):
        if move in HAND_MOVES:
            url = reverse("candidates:application_step", args=[application.uuid, str(move)])
            yield Step(HAND_MOVES[move], url)


def _confirm_url(application: Application, here: StageVisit | None) -> str:
    unconfirmed = here is not None and here.result == "stop" and here.stop_confirmed_at is None
    if application.state != ApplicationState.STOPPED or not unconfirmed:
        return ""
    return reverse("candidates:confirm_stop", args=[application.uuid])


def _assign_url(here: StageVisit) -> str:
    """Where somebody is put on the panel, while that is what the application waits for."""
    if here.waiting_for not in NEEDS_PEOPLE:
        return ""
    return reverse("interviewers:panel", args=[here.uuid])


def _own(rows: ApplicationRows) -> Iterable[OwnPart]:
    stages = {visit.pk: rows.stored.stage_plan(visit.stage_id).name for visit in rows.visits}
    for row in rows.assignments:
        if row.interviewer_id == rows.reader.pk and row.state in LIVE_STATES:
            yield OwnPart(
                stage=stages[row.visit_id],
                starts_at=row.interview.starts_at,
                where=row.interview.place or row.interview.link,
                submitted=row.state == AssignmentState.SUBMITTED,
                due_at=row.due_at,
                url=reverse("interviewers:scorecard", args=[row.uuid]),
            )


def _wait(rows: ApplicationRows, here: StageVisit, at: datetime) -> Wait:
    """In the words of the pipeline's card, so that both say the same."""
    job = rows.application.job
    own = frozenset(row.job_id for row in job.job_recruiters.all() if row.user_id == rows.reader.pk)
    zone = timezone.get_current_timezone()
    reader = Reader(at=at, zone=zone, is_chair=rows.reader.is_chair, own_jobs=own)
    # The verdict is waited for once the bar raiser's scorecard is in, anything else while one is open.
    owing = AssignmentState.SUBMITTED if here.waiting_for == WaitingFor.VERDICT else AssignmentState.OPEN
    people = sorted(
        row.interviewer.name for row in rows.assignments if row.visit_id == here.pk and row.state == owing
    )
    kind, age = urgency(here, at)
    return Wait(waits_for(here, reader), on_whom(here, people, reader), kind, age, here.waiting_since)
