"""What a stage visit waits for, and the people that it waits on."""

from collections.abc import Iterable
from datetime import datetime

from candidates.models import Application, ApplicationState, StageVisit, VisitResult, VisitWaiting
from candidates.waiting import VisitFacts, wait_of, wait_since
from hiring.built import Built
from rubrics.queries import stored_rubric

_KEYS = VisitWaiting.objects.values_list("user_id", flat=True)
_AWAITED = Built(lambda visit_id: _KEYS.filter(visit=visit_id, answers=False))
_ASKED = Built(lambda visit_id: _KEYS.filter(visit=visit_id, answers=True))


def people_note(visit: StageVisit, outstanding: Iterable[int], *, answers: bool = False) -> None:
    """Makes these people (keys) the ones that the visit waits on; for an answer, or for anything else.

    The two are kept apart, so that who owes the verdict is known again once the last question is answered.
    """
    wanted = set(outstanding)
    present = set((_ASKED if answers else _AWAITED)(visit.pk))
    if gone := present - wanted:
        VisitWaiting.objects.filter(visit=visit, user_id__in=gone, answers=answers).delete()
    if missing := wanted - present:
        VisitWaiting.objects.bulk_create(
            [VisitWaiting(visit=visit, user_id=key, answers=answers) for key in sorted(missing)],
            ignore_conflicts=True,
        )


def set_waiting(visit: StageVisit, application: Application, at: datetime) -> None:
    """Writes on the row in memory what the visit waits for by its facts, on whom, since when and how long."""
    plan = stored_rubric(application.rubric_id).stage_plan(visit.stage_id)
    on_hold = application.state == ApplicationState.ON_HOLD
    wait = wait_of(
        VisitFacts(
            entered_at=visit.entered_at,
            action_due_hours=plan.action_due_hours,
            scorecard_due_hours=plan.scorecard_due_hours,
            is_bar_raiser_stage=plan.is_bar_raiser,
            on_hold_since=application.state_since if on_hold else None,
            expected=visit.expected,
            assigned=visit.assigned,
            submitted=visit.submitted,
            interview_ends_at=visit.interview_ends_at,
            scorecards_due_at=visit.scorecards_due_at,
            computing_since=visit.computing_since,
            result=visit.result,
            reason=visit.reason,
            asked_since=visit.asked_since,
            verdict_at=visit.verdict_at,
            lacks_judge=plan.is_bar_raiser and _lacks_judge(visit),
            is_complete=visit.is_complete,
            left_at=visit.left_at,
            changed_at=at,
        )
    )
    same = (visit.waiting_for, visit.waiting_on) == (wait.waiting_for, wait.waiting_on)
    if same and wait.since == at:
        # Nothing new to wait for: it has waited since it began to.
        wait = wait_since(wait, visit.waiting_since)
    visit.waiting_for, visit.waiting_on = wait.waiting_for, wait.waiting_on
    visit.waiting_since, visit.due_at = wait.since, wait.due_at


def _lacks_judge(visit: StageVisit) -> bool:
    """Whether the panel of a bar raiser's visit that has advanced holds nobody of whom the verdict is due."""
    if visit.result != VisitResult.ADVANCE or visit.verdict_at is not None or not visit.assigned:
        return False
    return not VisitWaiting.objects.filter(visit=visit, answers=False).exists()
