"""A candidate's loop as tests of committee need it: panels, scorecards and outcomes made by services."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from accounts.models import User
from candidates.models import Application, StageVisit
from committee.models import GateOutcome
from committee.services.outcomes import outcome_compute
from interviewers.content import ScorecardContent
from interviewers.models import Assignment, Scorecard, ScorecardRevision
from interviewers.services.interviews import interview_schedule
from interviewers.services.scorecards import scorecard_correct, scorecard_submit
from rubrics.queries import stored_rubric
from tests.factories import MONDAY

HOUR = timedelta(hours=1)
Values = int | None | Mapping[str, int | None]


def plan_panel(
    visit: StageVisit, recruiter: User, people: Sequence[User], *, at: datetime = MONDAY
) -> list[Assignment]:
    """An interview of `people` two hours after `at`."""
    interview = interview_schedule(
        actor=recruiter, at=at, visit=visit, starts_at=at + 2 * HOUR, interviewers=people
    )
    return list(interview.assignments.order_by("pk"))


def card(visit: StageVisit, values: Values) -> ScorecardContent:
    """A scorecard that gives every competency `values` points, or each its own; None is not assessed."""
    stage = stored_rubric(visit.rubric_id).stage_plan(visit.stage_id)
    given = values if isinstance(values, Mapping) else dict.fromkeys(stage.competencies, values)
    hundredths = {slug: None if (v := given.get(slug, 4)) is None else v * 100 for slug in stage.competencies}
    assessed = [slug for slug, value in hundredths.items() if value is not None]
    return ScorecardContent(
        values=hundredths,
        evidence={slug: f"What they said about {slug}." for slug in assessed},
        why_not={slug: "There was no time." for slug in hundredths if slug not in assessed},
        why_high={},
        signals=frozenset(),
        measures={},
        summary="A summary.",
    )


def submit(assignment: Assignment, values: Values, *, at: datetime = MONDAY + 4 * HOUR) -> Scorecard:
    """The interviewer's scorecard, submitted; no outcome is computed yet."""
    assignment.refresh_from_db()
    return scorecard_submit(
        actor=assignment.interviewer, at=at, assignment=assignment, content=card(assignment.visit, values)
    )


def correct(
    scorecard: Scorecard, values: Values, *, at: datetime = MONDAY + 6 * HOUR, reason: str = "I misread."
) -> ScorecardRevision:
    scorecard.refresh_from_db()
    return scorecard_correct(
        actor=scorecard.interviewer,
        at=at,
        scorecard=scorecard,
        content=card(scorecard.visit, values),
        reason=reason,
    )


def compute(visit: StageVisit, *, at: datetime = MONDAY + 5 * HOUR) -> GateOutcome | None:
    return outcome_compute(visit_id=visit.pk, at=at)


def standing(application: Application) -> StageVisit:
    """The application's open visit."""
    return StageVisit.objects.open().get(application=application)


def stage_slug(visit: StageVisit) -> str:
    return stored_rubric(visit.rubric_id).stage_plan(visit.stage_id).slug


def hold_stage(
    application: Application, recruiter: User, people: Sequence[User], *values: Values, at: datetime = MONDAY
) -> StageVisit:
    """The stage where the application stands: a panel, every scorecard, the outcome. Returns the visit."""
    visit = standing(application)
    for assignment, given in zip(plan_panel(visit, recruiter, people, at=at), values, strict=False):
        submit(assignment, given, at=at + 4 * HOUR)
    compute(visit, at=at + 5 * HOUR)
    visit.refresh_from_db()
    application.refresh_from_db()
    return visit
