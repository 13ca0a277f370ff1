"""A company of which only what calibration reads is made: decided applications, written into the tables.

Each application has three stages with one, two and one scorecards of four scores: sixteen scores.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from django.db import connection
from django.db.models import Model

from accounts.models import User
from calibration.fairness.groups import DECLINED, RACES, SEXES
from calibration.models.demographics import DemographicAnswer
from candidates.models import Application, Candidate, HiringCycle, Job, StageVisit, Team
from interviewers.models import Assignment, Interview, Score, Scorecard, ScorecardRevision
from rubrics.files import shipped_rubric
from rubrics.models import Rubric
from rubrics.queries import stored_rubric
from rubrics.services import rubric_publish, rubric_store

NOW = datetime.datetime.now(UTC)
DAY = timedelta(days=1)
SCORES_EACH = 16
PANELS = (1, 2, 1)
PIECE = 2_000  # applications made at a time
CYCLES, TEAMS, PEOPLE = 4, 6, 60
_BATCH = 5_000


@dataclass(frozen=True)
class Company:
    """Who is there before anybody applies; `severity` is how many points somebody gives below others."""

    rubric: Rubric
    chair: User
    auditor: User
    people: Sequence[User]
    severity: Sequence[float]
    jobs: Sequence[Job]
    cycles: Sequence[HiringCycle]


def build_company() -> Company:
    """People, jobs and cycles."""
    dice = Random(3)
    draft = rubric_store(actor=None, at=NOW, plan=shipped_rubric("reference"))
    rubric = rubric_publish(actor=None, at=NOW, rubric=draft)
    teams = [Team.objects.create(slug=f"team-{n}", name=f"Team {n}") for n in range(TEAMS)]
    return Company(
        rubric=rubric,
        chair=_person("chair", is_chair=True),
        auditor=_person("auditor", is_auditor=True),
        people=[_person(f"interviewer{n}", is_interviewer=True) for n in range(PEOPLE)],
        severity=[dice.gauss(0, 0.3) for _ in range(PEOPLE)],
        jobs=[
            Job.objects.create(slug=f"job-{n}", title=f"Job {n}", team=team, rubric=rubric, opened_at=NOW)
            for n, team in enumerate(teams * 2)
        ],
        cycles=[
            HiringCycle.objects.create(
                slug=f"cycle-{n}",
                name=f"Cycle {n}",
                starts_on=(NOW - 90 * (n + 1) * DAY).date(),
                ends_on=(NOW - 90 * n * DAY).date(),
            )
            for n in range(CYCLES)
        ],
    )


def fill(company: Company, scores: int) -> None:
    """Brings the scores to about that many."""
    missing = scores // SCORES_EACH - Application.objects.count()
    for start in range(0, missing, PIECE):
        _apply(company, Application.objects.count(), min(PIECE, missing - start))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _apply(company: Company, first: int, number: int) -> None:
    dice = Random(first)
    candidates = _made(
        Candidate(name=f"C {first + n}", email=f"c{first + n}@example.org", created_at=NOW)
        for n in range(number)
    )
    applications = _made(
        Application(
            candidate=candidate,
            job=dice.choice(company.jobs),
            rubric=company.rubric,
            cycle=dice.choice(company.cycles),
            source=dice.choice(("Careers page", "Referral", "Sourced")),
            state=dice.choice(("offer", "no_offer", "no_offer")),
            applied_at=NOW - 30 * DAY,
            state_since=NOW - 10 * DAY,
            decided_at=NOW - 10 * DAY,
        )
        for candidate in candidates
    )
    _made(
        DemographicAnswer(
            application=application,
            sex=dice.choices([*SEXES, DECLINED], (45, 45, 2, 8))[0],
            race_ethnicity=dice.choices([*RACES, DECLINED], (15, 45, 12, 1, 15, 1, 4, 7))[0],
            how="form",
            answered_at=NOW - 30 * DAY,
        )
        for application in applications
    )
    stages = list(stored_rubric(company.rubric.pk).stage_ids.values())
    for number_of_stage, panel in enumerate(PANELS):
        _hold(company, dice, applications, stages[number_of_stage], panel)


def _hold(company: Company, dice: Random, applications: Sequence[Any], stage: int, panel: int) -> None:
    """One stage of all these applications: visits with their scores, and every scorecard."""
    cards = [_values(company, dice, panel) for _ in applications]
    visits = _made(
        _visit(application, stage, [values for _, values in given], dice)
        for application, given in zip(applications, cards, strict=True)
    )
    interviews = _made(
        Interview(visit=visit, starts_at=NOW - 20 * DAY, ends_at=NOW - 20 * DAY + DAY / 24, created_at=NOW)
        for visit in visits
    )
    held = [
        (interview, visit, person, values)
        for interview, visit, given in zip(interviews, visits, cards, strict=True)
        for person, values in given
    ]
    _submit(held, dice, list(stored_rubric(company.rubric.pk).competency_ids.values()))


def _submit(held: Sequence[tuple[Any, Any, User, list[int]]], dice: Random, competencies: list[int]) -> None:
    assignments = _made(
        Assignment(
            interview=interview,
            visit=visit,
            application=visit.application,
            interviewer=person,
            capacity="interviewer",
            state="submitted",
            due_at=NOW,
            assigned_at=NOW,
        )
        for interview, visit, person, _ in held
    )
    scorecards = _made(
        Scorecard(
            assignment=assignment,
            visit=assignment.visit,
            application=assignment.application,
            interviewer=assignment.interviewer,
            submitted_at=NOW - 20 * DAY + DAY * dice.expovariate(2),
        )
        for assignment in assignments
    )
    revisions = _made(
        ScorecardRevision(scorecard=scorecard, number=1, submitted_at=scorecard.submitted_at)
        for scorecard in scorecards
    )
    _made(
        Score(revision=revision, competency_id=competency, value=value)
        for revision, (*_, values) in zip(revisions, held, strict=True)
        for competency, value in zip(competencies, values, strict=True)
    )


def _values(company: Company, dice: Random, panel: int) -> list[tuple[User, list[int]]]:
    """Who sits in the panel, and what they give in hundredths."""
    ability = dice.gauss(3.9, 0.6)
    return [
        (
            company.people[at],
            [
                100 * min(5, max(1, round(ability - company.severity[at] + dice.gauss(0, 0.5))))
                for _ in range(4)
            ],
        )
        for at in dice.sample(range(PEOPLE), panel)
    ]


def _visit(application: Application, stage: int, cards: list[list[int]], dice: Random) -> StageVisit:
    score = Fraction(sum(map(sum, cards)), 4 * len(cards))
    advanced = score >= 400
    entered = NOW - 29 * DAY
    return StageVisit(
        application=application,
        job_id=application.job_id,
        rubric_id=application.rubric_id,
        stage_id=stage,
        entered_at=entered,
        left_at=entered + DAY * dice.expovariate(0.2),
        expected=len(cards),
        assigned=len(cards),
        submitted=len(cards),
        score_numerator=score.numerator,
        score_denominator=score.denominator,
        result="advance" if advanced else "stop",
        reason="cleared" if advanced else "threshold",
        final=True,
        waiting_for="nothing",
        waiting_on="nobody",
        waiting_since=entered,
        due_at=entered,
    )


def _person(name: str, **roles: bool) -> User:
    return User.objects.create(email=f"{name}@example.com", name=name, joined_at=NOW, **roles)


def _made(rows: Iterable[Model]) -> list[Any]:
    """Written in bulk; what is append-only is only ever added to here."""
    listed = list(rows)
    return list(type(listed[0])._default_manager.bulk_create(listed, batch_size=_BATCH))
