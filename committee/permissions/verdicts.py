"""Who gives the bar raiser's verdict, and when."""

from accounts.models import User
from candidates.models import Application, ParticipationCapacity, StageVisit, VisitResult
from hiring.access import ALLOWED, Access, refused
from interviewers.models import Assignment, AssignmentState
from interviewers.models.interviews import LIVE_STATES
from interviewers.queries.people import is_bar_raiser_stage

ONLY_THE_BAR_RAISER = "Only the bar raiser of this stage gives the verdict."
NOT_INDEPENDENT = "You are not independent here any more, so another bar raiser gives the verdict."
VERDICT_STANDS = "The verdict of this stage is in. It stands unless new evidence reopens the packet."


def can_give_verdict(user: User, visit: StageVisit, assignments: list[Assignment] | None = None) -> Access:
    """Whether the person may answer for the bar: the independent bar raiser of the visit, once their own
    scorecard is in and the stage has advanced; again once new evidence has reopened it.

    `assignments` are those of the visit, where the caller has them.
    """
    if not is_bar_raiser_stage(visit):
        return refused("A verdict is given at the bar-raiser stage.")
    own = _own(user, visit) if assignments is None else assignments
    live = [
        row
        for row in own
        if row.interviewer_id == user.pk
        and row.capacity == ParticipationCapacity.BAR_RAISER
        and row.state in LIVE_STATES
    ]
    if not live or not user.is_active:
        return refused(ONLY_THE_BAR_RAISER)
    if any(row.dependent_since for row in live):
        return refused(NOT_INDEPENDENT)
    if not any(row.state == AssignmentState.SUBMITTED for row in live):
        return refused("Submit your own scorecard first; the verdict follows it.")
    if visit.result != VisitResult.ADVANCE:
        return refused("The verdict follows once the stage has advanced.")
    return refused(VERDICT_STANDS) if visit.verdict_at is not None else ALLOWED


def visit_to_judge(user: User, application: Application) -> StageVisit | None:
    """The latest visit of the application at which the person is the bar raiser, or None."""
    own = Assignment.objects.live().filter(interviewer=user, capacity=ParticipationCapacity.BAR_RAISER)
    visits = StageVisit.objects.filter(application=application, pk__in=own.values("visit"))
    return visits.order_by("-attempt").first()


def can_see_verdict_report(user: User) -> Access:
    """Whether the person may see how often each bar raiser says no: committee chairs."""
    return ALLOWED if user.is_chair else refused("The report of verdicts is for committee chairs.")


def _own(user: User, visit: StageVisit) -> list[Assignment]:
    return list(Assignment.objects.filter(visit=visit, interviewer=user))
