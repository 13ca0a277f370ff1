"""Who may see and change interviews and assignments. `visible_*` and `can_*` agree, by test."""

from django.db.models import Exists, OuterRef

from accounts.models import User
from candidates.models import Application, Recusal
from candidates.permissions import can_run_application, sight_of
from hiring.access import ALLOWED, Access, refused
from interviewers.models import Assignment, AssignmentState, Interview, Scorecard
from interviewers.models.interviews import LIVE_STATES, AssignmentQuerySet

OWN_CARD_FIRST = "Opens once you have submitted your own scorecard for this candidate."


def visible_assignments(user: User) -> AssignmentQuerySet:
    """The person's own live assignments, without those where they have declared a conflict."""
    return _own_assignments(user).live()


def can_view_assignment(user: User, assignment: Assignment) -> Access:
    """Whether it is the person's own, and theirs to do or done by them."""
    if assignment.interviewer_id != user.pk:
        return refused("This is not your assignment.")
    if assignment.state not in LIVE_STATES:
        return refused("You are no longer assigned.")
    return _unless_recused(user, assignment.application_id)


def can_decline(user: User, assignment: Assignment) -> Access:
    """Whether the person may say that they will not do it: the interviewer, until they have submitted."""
    seen = can_view_assignment(user, assignment)
    if not seen:
        return seen
    if assignment.state != AssignmentState.OPEN:
        return refused("You have submitted your scorecard, so there is nothing to decline.")
    return ALLOWED


def can_manage_panel(user: User, application: Application) -> Access:
    """Whether the person may assign people and plan interviews: a recruiter of the job."""
    return can_run_application(user, application)


def can_see_progress(user: User, application: Application) -> Access:
    """Whether the person may know who has submitted: not while a scorecard of their own is open here."""
    return ALLOWED if sight_of(user, application).progress else refused(OWN_CARD_FIRST)


def can_change_assignment(user: User, assignment: Assignment) -> Access:
    """Whether the person may release or reassign it; who is blind may only where it tells them nothing."""
    runs = can_manage_panel(user, assignment.application)
    if not runs or assignment.interviewer_id == user.pk:
        return runs
    return can_see_progress(user, assignment.application)


def can_change_interview(user: User, interview: Interview) -> Access:
    """Whether the person may move or cancel it; who is blind may only where it tells them nothing."""
    runs = can_manage_panel(user, interview.visit.application)
    if not runs:
        return runs
    others = Assignment.objects.live().filter(interview=interview).exclude(interviewer=user)
    return can_see_progress(user, interview.visit.application) if others.exists() else ALLOWED


def visible_scorecards(user: User) -> AssignmentQuerySet:
    """The assignments whose scorecard page the person may open: all of their own, recused applications apart.

    Closed ones too, so that nobody loses sight of what they wrote.
    """
    return _own_assignments(user)


def can_fill(user: User, assignment: Assignment) -> Access:
    """Whether the person may draft and submit this scorecard: their own, while it is open. No query."""
    if assignment.interviewer_id != user.pk:
        return refused("This is not your scorecard.")
    if assignment.state != AssignmentState.OPEN:
        return refused(closed_words(assignment))
    return ALLOWED


def closed_words(assignment: Assignment) -> str:
    """Why an assignment takes no scorecard any more, and what can be done."""
    if assignment.state == AssignmentState.SUBMITTED:
        return "You have submitted this scorecard already. If something in it is wrong, correct it."
    became = {
        AssignmentState.DECLINED: "You declined this interview",
        AssignmentState.RELEASED: "You were released from this interview",
        AssignmentState.CANCELLED: "This interview was cancelled",
    }[AssignmentState(assignment.state)]
    return f"{became}, so its scorecard cannot be submitted. Ask the recruiter if that is a mistake."


def can_correct(user: User, scorecard: Scorecard) -> Access:
    """Whether the person may correct a submitted scorecard: their own, unless they are recused."""
    if scorecard.interviewer_id != user.pk:
        return refused("Only its author corrects a scorecard.")
    return _unless_recused(user, scorecard.application_id)


def _own_assignments(user: User) -> AssignmentQuerySet:
    recused = Recusal.objects.standing().filter(application=OuterRef("application"), user=user)
    return Assignment.objects.filter(interviewer=user).exclude(Exists(recused))


def _unless_recused(user: User, application_id: int) -> Access:
    recused = Recusal.objects.standing().filter(application=application_id, user=user)
    return refused("You have no part in this application.") if recused.exists() else ALLOWED
