"""The made-up company that the pages are measured on: rows by the thousand, in PostgreSQL, without services.

Only what is measured has been played through the services: the application page's loop, and the open scorecards.
"""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from django.db import connection

from accounts.models import User
from candidates.models import (
    Application,
    BoardVersion,
    Candidate,
    HiringCycle,
    Job,
    JobRecruiter,
    StageVisit,
    Team,
)
from candidates.services.visits import visit_open
from integrations.demo.content import STRONG
from integrations.demo.loop import Cast, DemoLoop
from interviewers.models import Assignment
from interviewers.services.interviews import interview_schedule
from rubrics.files import shipped_rubric
from rubrics.models import Rubric
from rubrics.queries import stored_rubric
from rubrics.services import rubric_publish, rubric_store

NOW = datetime.now(UTC)
CLIENTS = 4


@dataclass
class World:
    """What the measurements need to know of it."""

    recruiter: User
    interviewers: list[User]
    bar_raisers: list[User]
    job: Job
    rubric: Rubric
    cycle: HiringCycle
    application: uuid.UUID


def build_world() -> World:
    """People, a job, and one application that has gone through three stages."""
    draft = rubric_store(actor=None, at=NOW, plan=shipped_rubric("reference"))
    rubric = rubric_publish(actor=None, at=NOW, rubric=draft)
    recruiter = _person("recruiter", is_recruiter=True)
    people = [_person(f"interviewer{n}", is_interviewer=True) for n in range(10)]
    bar_raisers = [_person(f"bar-raiser{n}", is_interviewer=True, is_bar_raiser=True) for n in range(2)]
    team = Team.objects.create(slug="team", name="Team", lead=recruiter)
    cycle = HiringCycle.objects.create(
        slug="cycle", name="Cycle", starts_on=NOW.date(), ends_on=NOW.date() + timedelta(days=90)
    )
    job = Job.objects.create(
        slug="job", title="Product manager", level="P6", team=team, rubric=rubric, cycle=cycle, opened_at=NOW
    )
    JobRecruiter.objects.create(job=job, user=recruiter)
    world = World(recruiter, people, bar_raisers, job, rubric, cycle, uuid.uuid4())
    cast = Cast(Random(1), NOW, cycle, recruiter, recruiter, people, bar_raisers)  # noqa: S311
    loop = DemoLoop(cast, job, "Full Loop", 20)
    loop.pass_stages(3, STRONG)
    world.application = loop.application.uuid
    return world


def fill_active(world: World, wanted: int) -> None:
    """Brings the number of active applications to `wanted`, spread over the stages and what they wait for."""
    missing = wanted - Application.objects.open().count()
    stages = list(stored_rubric(world.rubric.pk).stage_ids.values())
    people = Candidate.objects.bulk_create(
        Candidate(name=f"Candidate {n:06d}", email=f"c{n}@example.org", created_at=NOW) for n in range(missing)
    )
    applications = Application.objects.bulk_create(
        Application(
            candidate=person,
            job=world.job,
            rubric=world.rubric,
            cycle=world.cycle,
            applied_at=NOW,
            state_since=NOW,
        )
        for person in people
    )
    StageVisit.objects.bulk_create(
        _open_visit(world, application, stages, number) for number, application in enumerate(applications)
    )
    BoardVersion.objects.get_or_create(rubric=world.rubric)
    _analyze()


def fill_closed(world: World, number: int) -> None:
    """Adds that many decided applications with a finished visit at each of two stages."""
    first, second, *_ = stored_rubric(world.rubric.pk).stage_ids.values()
    with connection.cursor() as cursor:
        cursor.execute(_CLOSED_CANDIDATES, [NOW, number])
        cursor.execute(_CLOSED_APPLICATIONS, [world.job.pk, world.rubric.pk, NOW, NOW, NOW])
        cursor.execute(_CLOSED_VISITS, [[first, second], NOW, NOW, NOW, NOW])
    _analyze()


def open_scorecards(world: World, visits: int) -> list[tuple[User, uuid.UUID]]:
    """Schedules that many product sense interviews of three; who owes which scorecard."""
    stage = stored_rubric(world.rubric.pk).stage_ids["product-sense"]
    began = NOW - timedelta(hours=3)
    for number in range(visits):
        person = Candidate.objects.create(name=f"Scored {number}", created_at=NOW)
        application = Application.objects.create(
            candidate=person, job=world.job, rubric=world.rubric, applied_at=NOW, state_since=NOW
        )
        visit = visit_open(application=application, stage_id=stage, at=began)
        panel = [world.interviewers[(number + each) % CLIENTS] for each in range(3)]
        interview_schedule(
            actor=world.recruiter, at=began, visit=visit, starts_at=began, interviewers=panel
        )
    owed = Assignment.objects.open().order_by("pk").select_related("interviewer")
    return [(assignment.interviewer, assignment.uuid) for assignment in owed]


def _person(name: str, **roles: bool) -> User:
    return User.objects.create(email=f"{name}@example.com", name=name, joined_at=NOW, password="!", **roles)


def _open_visit(world: World, application: Application, stages: list[int], number: int) -> StageVisit:
    since = NOW - timedelta(minutes=7 * (number % 5000))
    waiting = (("panel", "recruiter"), ("scorecards", "interviewers"), ("one_more_scorecard", "recruiter"))
    waiting_for, waiting_on = waiting[number % 3]
    return StageVisit(
        application=application,
        job=world.job,
        rubric=world.rubric,
        stage_id=stages[number % len(stages)],
        is_complete=number % 5 == 0 and number % len(stages) == len(stages) - 1,
        entered_at=since,
        expected=3,
        assigned=3 if waiting_for == "scorecards" else 0,
        submitted=number % 3,
        earlier_numerator=425 if number % len(stages) else None,
        earlier_denominator=1 if number % len(stages) else None,
        waiting_for=waiting_for,
        waiting_on=waiting_on,
        waiting_since=since,
        due_at=since + timedelta(hours=48),
    )


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


_CLOSED_CANDIDATES = """
INSERT INTO candidates_candidate
    (uuid, name, email, email_normalised, phone, location, links, note, cv, cv_name, created_at{candidate})
SELECT gen_random_uuid(), 'Past ' || n, '', '', '', '', '[]', '', '', '', %s{candidate_values}
FROM generate_series(1, %s) n
"""
_CLOSED_APPLICATIONS = """
INSERT INTO candidates_application
    (uuid, candidate_id, job_id, rubric_id, source, origin, state, applied_at, state_since, decided_at)
SELECT gen_random_uuid(), c.id, %s, %s, '', 'live', 'no_offer', %s, %s, %s
FROM candidates_candidate c WHERE c.name LIKE 'Past %%'
"""
_CLOSED_VISITS = """
INSERT INTO candidates_stagevisit
    (uuid, application_id, job_id, rubric_id, stage_id, attempt, entered_at, left_at, expected, assigned,
     submitted, score_numerator, score_denominator, result, reason, explanation, final, is_complete,
     waiting_for, waiting_on, waiting_since, due_at)
SELECT gen_random_uuid(), a.id, a.job_id, a.rubric_id, s.id, 1, %s, %s, 3, 3, 3, 425, 1, 'advance', 'cleared',
    '', true, false, 'nothing', 'nobody', %s, %s
FROM candidates_application a CROSS JOIN unnest(%s::bigint[]) AS s(id) WHERE a.state = 'no_offer'
"""
