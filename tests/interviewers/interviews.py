"""Interviews planned through the services, for the tests of panels."""

from datetime import datetime, timedelta

from accounts.models import Notification, User
from candidates.models import StageVisit
from interviewers.models import Assignment, Interview, Scorecard
from interviewers.services.interviews import interview_schedule
from interviewers.services.scorecards import scorecard_submit
from tests.factories import MONDAY
from tests.interviewers.scorecards import content_of, stage_plan

TUESDAY = MONDAY + timedelta(days=1)


def plan(visit: StageVisit, *people: User, starts_at: datetime = TUESDAY, place: str = "Room 4") -> Interview:
    """An interview on Tuesday at nine, planned on Monday by the recruiter of the job."""
    return interview_schedule(
        actor=visit.job.recruiters.get(),
        at=MONDAY,
        visit=visit,
        starts_at=starts_at,
        place=place,
        interviewers=people,
    )


def assignment_of(visit: StageVisit, person: User) -> Assignment:
    """The latest assignment of the person at the visit."""
    return Assignment.objects.filter(visit=visit, interviewer=person).latest("pk")


def hand_in(assignment: Assignment, at: datetime, value: str = "4") -> Scorecard:
    """Submits the scorecard, with this value in everything."""
    fields = {f"value.{slug}": value for slug in stage_plan(assignment.visit).competencies}
    fields |= {f"evidence.{slug}": "As it was." for slug in stage_plan(assignment.visit).competencies}
    content = content_of(stage_plan(assignment.visit), fields)
    return scorecard_submit(actor=assignment.interviewer, at=at, assignment=assignment, content=content)


def told(person: User, key: str = "") -> list[str]:
    """The subjects of what the person was told, the first first; `key` is how their keys begin."""
    rows = Notification.objects.filter(recipient=person, key__startswith=key).order_by("pk")
    return list(rows.values_list("subject", flat=True))
