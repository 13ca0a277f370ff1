"""Making the demo: all of it in one transaction, or nothing."""

import io
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeAlias

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import EmailState, Notification, Role, User
from accounts.services.invitations import person_invite
from candidates.models import HiringCycle, Job
from candidates.services.organisation import JobContent, cycle_create, job_create, team_create
from candidates.services.summaries import stage_summaries_compute
from hiring.access import Refusal
from integrations.demo.demographics import demo_answers
from integrations.demo.loop import Cast, DemoLoop
from integrations.demo.past import LEVELS, past_sheet
from integrations.demo.people import (
    MARKED,
    TEAMS,
    DemoInterviewer,
    DemoPerson,
    demo_interviewers,
    demo_names,
    demo_people,
)
from integrations.demo.profiles import demo_profiles
from integrations.demo.stories import demo_timings
from integrations.history.services import history_import
from integrations.history.sheet import read_history
from rubrics.files import shipped_rubric, shipped_slugs
from rubrics.models import Rubric
from rubrics.queries import stored_rubric
from rubrics.services import rubric_publish, rubric_store

PASSWORD = "made-up-data"  # noqa: S105 (printed by the command that makes the demo)

Progress: TypeAlias = Callable[[float, str], None]


class PeopleExist(Refusal):
    """The demo is made only where nobody works yet."""


@dataclass(frozen=True)
class Demo:
    """What was made, for whoever wants to look at it."""

    people: list[DemoPerson]
    applications: int


@transaction.atomic
def demo_create(*, at: datetime, seed: int, progress: Progress = lambda done, what: None) -> Demo:
    """Makes the demo, the same for the same seed and time. PeopleExist where anybody works already."""
    if User.objects.get_queryset().exists():
        raise PeopleExist("People work here already; the demo is only made in an empty database.")
    random = Random(seed)  # noqa: S311 (made-up data)
    progress(0.0, "People and rubrics")
    people = demo_people(random)
    users = _people(people, at)
    rubric = _rubrics(at)
    progress(0.1, "Teams and jobs")
    jobs = _jobs(people, users, rubric, at)
    _profiles(jobs, rubric, seed)
    interviewers = demo_interviewers(random, people)
    progress(0.15, "Two finished cycles")
    past = _past(random, rubric, interviewers, at)
    demo_answers(Random(f"{seed} answers"), at)  # noqa: S311 (made-up data)
    cast = _cast(random, people, users, at)
    stories = list(demo_timings())
    names = demo_names(random, len(stories))
    for number, (name, (story, timing)) in enumerate(zip(names, stories, strict=True)):
        progress(0.5 + 0.5 * number / len(stories), "The running cycle")
        story(DemoLoop(cast, jobs[number % len(jobs)], name, timing))
    stage_summaries_compute(at=at)
    # Their addresses lead nowhere.
    Notification.objects.filter(email_state=EmailState.WAITING).update(email_state=EmailState.NOT_WANTED)
    progress(1.0, "Done")
    return Demo(people, past + len(stories))


def _people(people: Sequence[DemoPerson], at: datetime) -> list[User]:
    users: list[User] = []
    for person in people:
        manager = users[person.manager] if person.manager is not None else None
        roles = [Role(role) for role in person.roles]
        users.append(
            person_invite(
                actor=None, at=at, email=person.email, name=person.name, roles=roles, manager=manager
            )
        )
    # One hash for all: making it is slow on purpose, and the password is no secret.
    User.objects.get_queryset().update(password=make_password(PASSWORD), joined_at=at)
    return users


def _rubrics(at: datetime) -> Rubric:
    """Every shipped rubric, published; the reference one."""
    for slug in shipped_slugs():
        rubric_publish(actor=None, at=at, rubric=rubric_store(actor=None, at=at, plan=shipped_rubric(slug)))
    return Rubric.objects.get(slug="reference")


def _jobs(people: Sequence[DemoPerson], users: Sequence[User], rubric: Rubric, at: datetime) -> list[Job]:
    """A team with a lead each, and a product manager's job at every level of every team."""
    administrator, recruiter = _of_role(people, users, "administrator")[0], _recruiters(people, users)
    leads = {
        person.team: user
        for person, user in zip(people, users, strict=True)
        if not person.roles and person.team is not None
    }
    jobs = []
    opened_at = at - timedelta(days=400)
    cycle = cycle_create(
        actor=administrator,
        at=at,
        name=f"Cycle {_quarter(at.date())}".replace("-", " "),  # as the imported ones are named
        starts_on=(at - timedelta(days=60)).date(),
        ends_on=(at + timedelta(days=60)).date(),
    )
    for index, name in enumerate(TEAMS):
        team = team_create(actor=administrator, at=opened_at, name=name, lead=leads[index])
        for level in LEVELS:
            content = JobContent(
                title=f"{name} product manager",
                team=team,
                level=level,
                hiring_manager=leads[index],
                recruiters=tuple(recruiter),
                rubric=rubric,
                cycle=cycle,
            )
            jobs.append(job_create(actor=administrator, at=opened_at, content=content, key=uuid.uuid4()))
    return jobs


def _profiles(jobs: Sequence[Job], rubric: Rubric, seed: int) -> None:
    """With dice of their own, so that the candidates come out the same with and without them."""
    teams = list({job.team_id: job.team for job in jobs}.values())
    dice = Random(f"{seed} profiles")  # noqa: S311 (made-up data)
    demo_profiles(dice, teams, stored_rubric(rubric.pk).plan, jobs[0].opened_at)


def _past(random: Random, rubric: Rubric, interviewers: Sequence[DemoInterviewer], at: datetime) -> int:
    """Two finished cycles, through the importer; how many applications they hold."""
    first, second = (at - timedelta(days=400)).date(), (at - timedelta(days=220)).date()
    cycles = {f"cycle-{_quarter(first)}": first, f"cycle-{_quarter(second)}": second}
    plan = stored_rubric(rubric.pk).plan
    text = past_sheet(random, plan, interviewers, cycles)
    problems: list[str] = []

    def report(sheet: str, line: int, words: str) -> None:
        problems.append(f"{sheet}, line {line}: {words}")

    history = read_history([("demo.csv", io.StringIO(text))], plan, report)
    if problems:
        raise ValueError("\n".join(problems))
    return history_import(actor=None, at=at, rubric=rubric, history=history).added.applications


def _cast(random: Random, people: Sequence[DemoPerson], users: Sequence[User], at: datetime) -> Cast:
    """Without those who are strict or drift: the stories of the running cycle say every score themselves."""
    interviewers = [
        user for person, user in zip(people, users, strict=True) if person.roles == ("interviewer",)
    ]
    return Cast(
        random=random,
        now=at,
        cycle=HiringCycle.objects.latest("starts_on"),
        recruiter=_recruiters(people, users)[0],
        chair=_of_role(people, users, "chair")[0],
        interviewers=interviewers[:-MARKED],
        bar_raisers=_of_role(people, users, "bar_raiser"),
    )


def _recruiters(people: Sequence[DemoPerson], users: Sequence[User]) -> list[User]:
    return _of_role(people, users, "recruiter")


def _of_role(people: Sequence[DemoPerson], users: Sequence[User], role: str) -> list[User]:
    return [user for person, user in zip(people, users, strict=True) if role in person.roles]


def _quarter(day: date) -> str:
    return f"{day.year}-q{(day.month + 2) // 3}"
