"""The made-up company that the pages are measured on: rows by the thousand, in PostgreSQL.

What is read in depth or written to has been played through the services: the application page's loop, and the
open scorecards. The mass around it is written straight into the tables.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

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
    VisitWaiting,
)
from candidates.services.summaries import stage_summaries_compute
from candidates.services.visits import visit_open
from integrations.demo.content import STRONG
from integrations.demo.loop import Cast, DemoLoop, Timing
from interviewers.models import Assignment
from interviewers.services.interviews import interview_schedule
from rubrics.files import shipped_rubric
from rubrics.models import Rubric
from rubrics.queries import stored_rubric
from rubrics.services import rubric_publish, rubric_store

NOW = datetime.now(UTC)
PANEL = 3
WAITING = (("panel", "recruiter"), ("scorecards", "interviewers"), ("one_more_scorecard", "recruiter"))


@dataclass
class World:
    """What the measurements need to know of it."""

    recruiter: User
    chair: User
    interviewers: list[User]
    bar_raisers: list[User]
    jobs: list[Job]
    rubric: Rubric
    cycle: HiringCycle
    application: UUID


@dataclass(frozen=True)
class Owed:
    """A scorecard that somebody has yet to submit."""

    assignment: UUID
    visit_id: int
    interviewer: User


def build_world() -> World:
    """People, a dozen jobs of one recruiter, and one application that has gone through three stages."""
    draft = rubric_store(actor=None, at=NOW, plan=shipped_rubric("reference"))
    rubric = rubric_publish(actor=None, at=NOW, rubric=draft)
    recruiter, chair = _person("recruiter", is_recruiter=True), _person("chair", is_chair=True)
    people = [_person(f"interviewer{n}", is_interviewer=True) for n in range(12)]
    bar_raisers = [_person(f"bar-raiser{n}", is_interviewer=True, is_bar_raiser=True) for n in range(2)]
    cycle = HiringCycle.objects.create(
        slug="cycle", name="Cycle", starts_on=NOW.date(), ends_on=NOW.date() + timedelta(days=90)
    )
    jobs = [_job(number, rubric, cycle, recruiter) for number in range(12)]
    cast = Cast(Random(1), NOW, cycle, recruiter, chair, people, bar_raisers)
    loop = DemoLoop(cast, jobs[0], "Ana Ruiz", Timing(applied=20, latest=1))
    loop.pass_stages(3, STRONG)
    return World(recruiter, chair, people, bar_raisers, jobs, rubric, cycle, loop.application.uuid)


def fill_active(world: World, wanted: int) -> None:
    """Brings the active applications to `wanted`, spread over stages, jobs and what they wait for."""
    missing = wanted - Application.objects.open().count()
    stages = list(stored_rubric(world.rubric.pk).stage_ids.values())
    people = Candidate.objects.bulk_create(
        Candidate(name=f"Candidate {n:06d}", email=f"c{n}@example.org", created_at=NOW)
        for n in range(missing)
    )
    applications = Application.objects.bulk_create(
        Application(
            candidate=person,
            job=world.jobs[number % len(world.jobs)],
            rubric=world.rubric,
            cycle=world.cycle,
            applied_at=NOW,
            state_since=NOW,
        )
        for number, person in enumerate(people)
    )
    visits = StageVisit.objects.bulk_create(
        _open_visit(application, stages, number) for number, application in enumerate(applications)
    )
    VisitWaiting.objects.bulk_create(
        VisitWaiting(visit=visit, user=world.interviewers[(visit.pk + each) % len(world.interviewers)])
        for visit in visits
        if visit.waiting_on == "interviewers"
        for each in range(PANEL)
    )
    BoardVersion.objects.get_or_create(rubric=world.rubric)
    settle()


def open_scorecards(world: World, visits: int) -> list[Owed]:
    """Schedules product sense interviews of three; whose scorecards they are, those of a panel far apart."""
    began = datetime.now(UTC) - timedelta(hours=3)
    scheduled = [_interview(world, began, number) for number in range(visits)]
    owed = Assignment.objects.open().filter(visit__in=scheduled).select_related("interviewer").order_by("pk")
    by_visit = [[row for row in owed if row.visit_id == visit.pk] for visit in scheduled]
    return [
        Owed(panel[turn].uuid, panel[turn].visit_id, panel[turn].interviewer)
        for turn in range(PANEL)
        for panel in by_visit
    ]


def settle() -> None:
    """What a database does by itself within minutes: statistics, visibility, and the board's medians."""
    stage_summaries_compute(at=datetime.now(UTC))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _person(name: str, **roles: bool) -> User:
    return User.objects.create(email=f"{name}@example.com", name=name, joined_at=NOW, **roles)


def _job(number: int, rubric: Rubric, cycle: HiringCycle, recruiter: User) -> Job:
    team = Team.objects.create(slug=f"team-{number}", name=f"Team {number}", lead=recruiter)
    job = Job.objects.create(
        slug=f"job-{number}",
        title=f"Product manager {number}",
        level="P6",
        team=team,
        rubric=rubric,
        cycle=cycle,
        opened_at=NOW,
    )
    JobRecruiter.objects.create(job=job, user=recruiter)
    return job


def _open_visit(application: Application, stages: list[int], number: int) -> StageVisit:
    since = NOW - timedelta(minutes=7 * (number % 5000))
    waiting_for, waiting_on = WAITING[number // len(stages) % len(WAITING)]
    position = number % len(stages)
    complete = position == len(stages) - 1 and number % 5 == 0
    return StageVisit(
        application=application,
        job=application.job,
        rubric=application.rubric,
        stage_id=stages[position],
        is_complete=complete,
        entered_at=since,
        expected=PANEL,
        assigned=PANEL if waiting_for == "scorecards" else 0,
        submitted=number % PANEL,
        earlier_numerator=425 if position else None,
        earlier_denominator=1 if position else None,
        waiting_for="decision" if complete else waiting_for,
        waiting_on="chair" if complete else waiting_on,
        waiting_since=since,
        due_at=since + timedelta(hours=48),
    )


def _interview(world: World, began: datetime, number: int) -> StageVisit:
    """Of a candidate who has passed the recruiter screen, with three people."""
    stages = stored_rubric(world.rubric.pk).stage_ids
    person = Candidate.objects.create(name=f"Scored {number}", created_at=began)
    application = Application.objects.create(
        candidate=person, job=world.jobs[0], rubric=world.rubric, applied_at=began, state_since=began
    )
    StageVisit.objects.create(
        application=application,
        job=application.job,
        rubric=world.rubric,
        stage_id=stages["recruiter-screen"],
        entered_at=began,
        left_at=began,
        expected=1,
        assigned=1,
        submitted=1,
        score_numerator=425,
        score_denominator=1,
        result="advance",
        reason="cleared",
        final=True,
        waiting_for="nothing",
        waiting_on="nobody",
        waiting_since=began,
        due_at=began,
    )
    visit = visit_open(application=application, stage_id=stages["product-sense"], at=began)
    panel = [world.interviewers[(number + each) % len(world.interviewers)] for each in range(PANEL)]
    interview_schedule(actor=world.recruiter, at=began, visit=visit, starts_at=began, interviewers=panel)
    return visit
