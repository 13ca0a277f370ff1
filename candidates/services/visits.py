"""Stage visits: opening them, keeping their facts current, and placing an application by its outcomes.

Apps to the right call these inside their own transaction, holding the application's row lock.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from candidates.lifecycle import Move
from candidates.models import (
    Application,
    ApplicationState,
    StageVisit,
    VisitResult,
)
from candidates.models.applications import UNDECIDED_STATES
from candidates.placement import Placement, placement
from candidates.services.awaited import people_note, set_waiting
from candidates.services.board import board_touch
from candidates.services.moves import application_move
from candidates.signals import visit_opened
from hiring.built import Built
from rubrics.plan import StagePlan
from rubrics.queries import StoredRubric, stored_rubric

_VISITS = Built(
    lambda application_id: StageVisit.objects.filter(application=application_id).order_by("attempt")
)


@dataclass(frozen=True)
class PanelFacts:
    """What `interviewers` knows of a visit; times are None where there is no such interview or card."""

    assigned: int
    submitted: int
    interview_starts_at: datetime | None
    interview_ends_at: datetime | None
    scorecards_due_at: datetime | None
    # Keys of the people with an open card, and of the bar raiser until the verdict is in.
    outstanding: frozenset[int]


@dataclass(frozen=True)
class OutcomeFacts:
    """What `committee` knows of a visit after the gate: values of its latest outcome."""

    result: str
    reason: str
    score: tuple[int, int] | None
    explanation: str
    final: bool

    def put_on(self, visit: StageVisit) -> None:
        """Writes them on the row in memory."""
        visit.result, visit.reason = self.result, self.reason
        visit.score_numerator, visit.score_denominator = self.score or (None, None)
        visit.explanation, visit.final = self.explanation, self.final


def visit_open(*, application: Application, stage_id: int, at: datetime) -> StageVisit:
    """Opens the next attempt of `application` at the stage. The application has no open visit."""
    stored = stored_rubric(application.rubric_id)
    plan = stored.stage_plan(stage_id)
    earlier = list(StageVisit.objects.filter(application=application).order_by("attempt"))
    numerator, denominator = _score_before(stage_id, {visit.stage_id: visit for visit in earlier}, stored)
    visit = StageVisit(
        application=application,
        job_id=application.job_id,
        rubric_id=application.rubric_id,
        stage_id=stage_id,
        attempt=1 + sum(visit.stage_id == stage_id for visit in earlier),
        entered_at=at,
        expected=plan.panel_size,
        earlier_numerator=numerator,
        earlier_denominator=denominator,
        waiting_since=at,
        due_at=at,
    )
    set_waiting(visit, application, at)
    visit.save(force_insert=True)
    _note_bar_raiser_stage(application, plan, at)
    board_touch(application.rubric_id)
    visit_opened.send(StageVisit, visit=visit, at=at)
    return visit


def expected_scorecards(visit: StageVisit, assigned: int) -> int:
    """How many scorecards the gate expects of the visit with that many live assignments."""
    return max(stored_rubric(visit.rubric_id).stage_plan(visit.stage_id).panel_size, assigned)


def visit_note_panel(
    *, application: Application, visit: StageVisit, facts: PanelFacts, evidence_changed: bool, at: datetime
) -> None:
    """Takes over the panel's facts; `evidence_changed` says that an outcome is to be computed."""
    visit.expected = expected_scorecards(visit, facts.assigned)
    visit.assigned = facts.assigned
    visit.submitted = facts.submitted
    visit.interview_starts_at = facts.interview_starts_at
    visit.interview_ends_at = facts.interview_ends_at
    visit.scorecards_due_at = facts.scorecards_due_at
    if evidence_changed and visit.computing_since is None:
        visit.computing_since = at
    people_note(visit, facts.outstanding)
    set_waiting(visit, application, at)
    visit.save()
    board_touch(application.rubric_id)


def visit_note_outcome(
    *, application: Application, visit: StageVisit, facts: OutcomeFacts, at: datetime
) -> None:
    """Takes over the latest outcome of the visit; call `application_place` after it."""
    if visit.result != facts.result:
        visit.stop_confirmed_at = visit.stop_confirmed_by = None
    visit.computing_since = None
    facts.put_on(visit)
    set_waiting(visit, application, at)
    visit.save()
    board_touch(application.rubric_id)


def visit_note_verdict(*, application: Application, visit: StageVisit, at: datetime) -> None:
    """Takes over that the bar raiser's verdict on a visit that has advanced is in: the loop is complete."""
    visit.verdict_at = at
    visit.is_complete = visit.result == VisitResult.ADVANCE
    set_waiting(visit, application, at)
    visit.save()
    people_note(visit, ())
    board_touch(application.rubric_id)


def visit_note_verdict_owed(
    *, application: Application, visit: StageVisit, people: Iterable[int], at: datetime
) -> None:
    """Takes over that new evidence has reopened the verdict: these people (keys) owe it again."""
    visit.verdict_at, visit.is_complete = None, False
    people_note(visit, people)
    set_waiting(visit, application, at)
    visit.save()
    board_touch(application.rubric_id)


def visit_note_questions(
    *,
    application: Application,
    visit: StageVisit,
    asked_since: datetime | None,
    people: Iterable[int],
    at: datetime,
) -> None:
    """Takes over since when questions of the bar raiser's wait for an answer, and on whom (keys).

    None and nobody when no question is open; the visit then waits again for whom it waited before.
    """
    visit.asked_since = asked_since
    people_note(visit, people, answers=True)
    set_waiting(visit, application, at)
    visit.save()
    board_touch(application.rubric_id)


def visit_refresh_waiting(*, application: Application, visit: StageVisit, at: datetime) -> None:
    """Decides anew what the visit waits for, after the application was held, resumed or moved."""
    set_waiting(visit, application, at)
    visit.save()
    board_touch(application.rubric_id)


def visit_leave(*, application: Application, visit: StageVisit, at: datetime) -> None:
    """Ends the visit: it is off the board and waits for nothing."""
    visit.left_at = at
    visit_refresh_waiting(application=application, visit=visit, at=at)


def visit_retry(*, application: Application, at: datetime) -> StageVisit:
    """Opens a new attempt of the stage at which a reopened application stands, for other interviewers.

    One that had cleared every stage needs no new evidence and stands again where it stood.
    """
    latest, place, stage_id = _where(application)
    visit = latest.get(stage_id)
    if place.cleared and visit is not None:
        return _stand_at(application, latest, stage_id, at)
    for other in latest.values():
        if other.left_at is None:
            visit_leave(application=application, visit=other, at=at)
    return visit_open(application=application, stage_id=stage_id, at=at)


def application_place(*, application: Application, at: datetime) -> None:
    """Puts a live, undecided application where its outcomes say it stands; safe to repeat.

    Opens the next stage, returns to an earlier one that a correction turned, stops, or lifts a stop.
    A stop is not lifted while the candidate has a newer open application at the same job.
    """
    if application.state not in UNDECIDED_STATES:
        return
    latest, place, stage_id = _where(application)
    was = application.state
    if was == ApplicationState.STOPPED and not place.stopped and _has_newer(application):
        return
    # The move comes first: what the visit waits for depends on the state.
    if place.stopped and application.is_open:
        application_move(actor=None, at=at, application=application, move=Move.STOP, reason="")
        # The stop has released people from panels, which those visits say by now.
        latest = _latest_visits(application)
    elif not place.stopped and was == ApplicationState.STOPPED:
        application_move(actor=None, at=at, application=application, move=Move.LIFT_STOP, reason="")
    here = _stand_at(application, latest, stage_id, at)
    held_until_now = was == ApplicationState.ON_HOLD and application.state != was
    complete = place.cleared and not _lacks_verdict(here)
    before = _score_before(stage_id, latest, stored_rubric(application.rubric_id))
    told = (here.is_complete, here.earlier_numerator, here.earlier_denominator)
    if told != (complete, *before) or held_until_now:
        here.is_complete = complete
        here.earlier_numerator, here.earlier_denominator = before
        visit_refresh_waiting(application=application, visit=here, at=at)


def _where(application: Application) -> tuple[dict[int, StageVisit], Placement, int]:
    """Its latest visits by stage, the place they give it, and the key of the stage of that place."""
    latest = _latest_visits(application)
    stage_ids = list(stored_rubric(application.rubric_id).stage_ids.values())
    place = placement([latest[key].result if key in latest else "" for key in stage_ids])
    return latest, place, stage_ids[place.stage]


def _score_before(
    stage_id: int, latest: Mapping[int, StageVisit], stored: StoredRubric
) -> tuple[int, int] | tuple[None, None]:
    """The score of the nearest stage before this one that has advanced, Nones where there is none."""
    stages = list(stored.stage_ids.values())
    for before in reversed(stages[: stages.index(stage_id)]):
        visit = latest.get(before)
        if visit is not None and visit.result == VisitResult.ADVANCE:
            return visit.score or (None, None)
    return None, None


def _lacks_verdict(visit: StageVisit) -> bool:
    plan = stored_rubric(visit.rubric_id).stage_plan(visit.stage_id)
    return plan.is_bar_raiser and visit.verdict_at is None


def _has_newer(application: Application) -> bool:
    pair = Application.objects.filter(candidate=application.candidate_id, job=application.job_id)
    return pair.open().exclude(pk=application.pk).exists()


def _stand_at(
    application: Application, latest: dict[int, StageVisit], stage_id: int, at: datetime
) -> StageVisit:
    """The open visit of the stage, opening or reopening it and closing the one that was open elsewhere.

    A visit whose stop has been confirmed stays off the board.
    """
    visit = latest.get(stage_id)
    if visit is not None and visit.left_at is None:
        return visit
    for other in latest.values():
        if other.left_at is None:
            visit_leave(application=application, visit=other, at=at)
    if visit is None:
        return visit_open(application=application, stage_id=stage_id, at=at)
    if visit.stop_confirmed_at is not None:
        return visit
    visit.left_at = None
    visit_refresh_waiting(application=application, visit=visit, at=at)
    visit_opened.send(StageVisit, visit=visit, at=at)
    return visit


def _latest_visits(application: Application) -> dict[int, StageVisit]:
    """The latest attempt at each stage, by the stage's key."""
    return {visit.stage_id: visit for visit in _VISITS(application.pk)}


def _note_bar_raiser_stage(application: Application, plan: StagePlan, at: datetime) -> None:
    if plan.is_bar_raiser and application.bar_raiser_opened_at is None:
        application.bar_raiser_opened_at = at
        application.save(update_fields=["bar_raiser_opened_at"])
