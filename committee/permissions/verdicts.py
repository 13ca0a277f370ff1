"""Who gives the bar raiser's verdict, and when."""

from accounts.models import User
from candidates.models import Application, ParticipationCapacity, StageVisit, VisitResult
from hiring.access import ALLOWED, Access, refused
from interviewers.models import Assignment, AssignmentState
from interviewers.models.interviews import LIVE_STATES
from interviewers.queries.people import is_bar_raiser_stage

ONLY_THE_BAR_RAISER = "Only the bar raiser of this stage gives the verdict."


def can_give_verdict(user: User, visit: StageVisit, assignments: list[Assignment] | None = None) -> Access:
    """Whether the person may answer for the bar: the bar raiser of the visit, once their own scorecard is in
    and the stage has advanced. `assignments` are those of the visit, where the caller has them.
    """
    if not is_bar_raiser_stage(visit):
        return refused("A verdict is given at the bar-raiser stage.")
    own = (
        _own(user, visit) if assignments is None else [row for row in assignments if row.interviewer == user]
    )
    live = [row for row in own if row.capacity == ParticipationCapacity.BAR_RAISER]
    if not any(row.state in LIVE_STATES for row in live):
        return refused(ONLY_THE_BAR_RAISER)
    if not any(row.state == AssignmentState.SUBMITTED for row in live):
        return refused("Submit your own scorecard first; the verdict follows it.")
    if visit.result != VisitResult.ADVANCE:
        return refused("The verdict follows once the stage has advanced.")
    if visit.verdict_at is not None:
        return refused("The verdict of this stage is in.")
    return ALLOWED


def visit_to_judge(user: User, application: Application) -> StageVisit | None:
    """The latest visit of the application at which the person is the bar raiser, or None."""
    own = Assignment.objects.live().filter(interviewer=user, capacity=ParticipationCapacity.BAR_RAISER)
    visits = StageVisit.objects.filter(application=application, pk__in=own.values("visit"))
    return visits.order_by("-attempt").first()


def _own(user: User, visit: StageVisit) -> list[Assignment]:
    return list(Assignment.objects.filter(visit=visit, interviewer=user))
