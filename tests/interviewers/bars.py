"""The bar-raiser stage of an application, and people at it, for the tests of independence."""

from datetime import timedelta

from accounts.models import User
from accounts.services.people import person_change_manager
from candidates.models import Application, StageVisit
from candidates.services.organisation import job_content, job_update, team_update
from interviewers.models import Assignment, Interview
from tests.factories import MONDAY, UserFactory
from tests.interviewers.interviews import TUESDAY, assignment_of, hand_in, plan
from tests.interviewers.scorecards import open_stage

LATER = TUESDAY - timedelta(hours=12)  # after planning, before the interview
AFTER = TUESDAY + timedelta(hours=4)


def bar_stage(application: Application) -> StageVisit:
    return open_stage(application, "bar-raiser")


def another_bar_raiser(name: str = "Bea Second", manager: User | None = None) -> User:
    return UserFactory(name=name, is_bar_raiser=True, manager=manager)


def scored(visit: StageVisit, person: User) -> Assignment:
    """The person's assignment at the visit, with their scorecard in."""
    plan(visit, person)
    hand_in(assignment_of(visit, person), AFTER)
    return assignment_of(visit, person)


def behind_the_services(visit: StageVisit, person: User, **fields: object) -> Assignment:
    """A row that no service would write."""
    interview = Interview.objects.create(
        visit=visit, starts_at=TUESDAY, ends_at=TUESDAY + timedelta(hours=1), created_at=MONDAY
    )
    return Assignment.objects.create(
        interview=interview,
        visit=visit,
        application=visit.application,
        interviewer=person,
        due_at=AFTER,
        assigned_at=MONDAY,
        **fields,
    )


def report(person: User, manager: User | None, *, by: User) -> None:
    """An administrator has the person report to the manager."""
    person_change_manager(actor=by, at=LATER, user=person, manager=manager)


def hire_for(visit: StageVisit, manager: User | None, *, by: User) -> None:
    """An administrator makes somebody else the hiring manager of the job."""
    visit.job.refresh_from_db()
    content = job_content(visit.job)
    changed = type(content)(**{**vars(content), "hiring_manager": manager})
    job_update(actor=by, at=LATER, job=visit.job, content=changed)


def lead(visit: StageVisit, person: User | None, *, by: User) -> None:
    """An administrator gives the team of the job another lead."""
    team = visit.job.team
    team_update(actor=by, at=LATER, team=team, name=team.name, lead=person)
