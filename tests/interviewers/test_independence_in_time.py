"""A company reorganises while bar raisers are assigned: none is ever dependent, none let go for nothing."""

from datetime import timedelta
from random import Random

import pytest

from accounts.models import User
from accounts.services.people import ReportingLineCycle, person_change_manager
from candidates.models import Application, Job, StageVisit
from candidates.services.organisation import team_update
from interviewers.models import Assignment, AssignmentState
from interviewers.queries.independence import dependences
from interviewers.services.assignments import NotEligible
from tests.factories import MONDAY, ApplicationFactory, JobFactory
from tests.interviewers.bars import bar_stage, hire_for
from tests.interviewers.interviews import TUESDAY, hand_in, plan
from tests.interviewers.organisations import Organisation, intervals, is_above

PEOPLE = 2000


@pytest.fixture
def company(administrator: User) -> list[User]:
    """Two thousand people in lines up to some forty deep; every eighth is a bar raiser."""
    managers = Organisation(people=PEOPLE, deep=0.7, seed=8).managers()
    rows = [User(name=f"P{key}", email=f"p{key}@example.com", is_bar_raiser=key % 8 == 0) for key in managers]
    people = User.objects.bulk_create(rows)
    for key, manager in managers.items():
        people[key].manager = None if manager is None else people[manager]
    User.objects.bulk_update(people, ["manager"], batch_size=500)
    return people


def tied(person: int, application: Application) -> bool:
    """Whether the walk from the tops down finds a line between the person and the leaders of the job."""
    walk = intervals(dict(User.objects.values_list("pk", "manager_id")))
    leaders = filter(None, (application.job.hiring_manager_id, application.job.team.lead_id))
    return any(
        person == leader or is_above(person, leader, walk) or is_above(leader, person, walk)
        for leader in leaders
    )


def test_two_thousand_people_are_sorted_as_the_walk_sorts_them(job: Job, company: list[User]) -> None:
    Job.objects.update(hiring_manager=company[700])
    type(job.team).objects.update(lead=company[701])
    application = ApplicationFactory(job=Job.objects.get())
    found = dependences(application, [person.pk for person in company])
    walk = intervals(dict(User.objects.values_list("pk", "manager_id")))
    leaders = (company[700].pk, company[701].pk)
    expected = {
        person.pk
        for person in company
        for leader in leaders
        if person.pk == leader or is_above(person.pk, leader, walk) or is_above(leader, person.pk, walk)
    }
    assert set(found) == expected


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_while_a_company_reorganises_nobody_dependent_answers_for_the_bar(
    company: list[User], job: Job, administrator: User, recruiter: User, seed: int
) -> None:
    chance = Random(seed)
    bars = [bar_stage(ApplicationFactory(job=_job(job, recruiter, chance.choice(company)))) for _ in range(3)]
    for day in range(40):
        before = set(Assignment.objects.open())
        _step(chance, company, chance.choice(bars), administrator, day)
        for row in Assignment.objects.select_related("application__job__team"):
            _holds(row, was_open=row in before)
    assert set(Assignment.objects.values_list("state", flat=True)) >= {"released", "submitted"}


def _job(like: Job, recruiter: User, manager: User) -> Job:
    return JobFactory(rubric=like.rubric, recruiter=recruiter, hiring_manager=manager)


def _step(chance: Random, company: list[User], bar: StageVisit, administrator: User, day: int) -> None:
    """One thing that happens: somebody is assigned, scores, moves in the line, or leads something else."""
    person, what = chance.choice(company), chance.random()
    bar.refresh_from_db()
    seated = Assignment.objects.live().filter(visit=bar, dependent_since=None).first()
    if seated is None:
        _assign(chance.choice([one for one in company if one.is_bar_raiser]), bar, day)
        return
    leader = chance.choice([person, seated.interviewer, seated.interviewer.manager])
    if what < 0.2 and seated.state == AssignmentState.OPEN:
        hand_in(seated, MONDAY)
    elif what < 0.4:
        hire_for(bar, leader, by=administrator)
    elif what < 0.5:
        team = bar.job.team
        team_update(actor=administrator, at=MONDAY, team=team, name=team.name, lead=leader)
    else:
        _move(chance, seated.interviewer, bar, person, administrator)


def _assign(person: User, bar: StageVisit, day: int) -> None:
    """The panel takes exactly who is independent."""
    dependent, refused = tied(person.pk, Application.objects.get(pk=bar.application_id)), False
    try:
        plan(bar, person, starts_at=TUESDAY + timedelta(days=day))
    except NotEligible:
        refused = True
    assert refused == dependent


def _move(chance: Random, seated: User, bar: StageVisit, person: User, administrator: User) -> None:
    """Somebody near the bar raiser or the hiring manager gets another manager."""
    who = chance.choice([seated, seated.manager or person, bar.job.hiring_manager or person])
    to = chance.choice([person, bar.job.hiring_manager, None])
    try:
        person_change_manager(actor=administrator, at=MONDAY, user=who, manager=to)
    except ReportingLineCycle:
        return


def _holds(row: Assignment, *, was_open: bool) -> None:
    """After each thing that happens: what every assignment says of its bar raiser is so."""
    dependent = tied(row.interviewer_id, row.application)
    if row.state == AssignmentState.OPEN:
        assert not dependent
    elif row.state == AssignmentState.SUBMITTED:
        assert (row.dependent_since is not None) == dependent
    elif was_open:
        assert dependent
