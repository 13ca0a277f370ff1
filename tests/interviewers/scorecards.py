"""Assignments to score, and content that a stage accepts, for the tests of scorecards."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from accounts.models import User
from candidates.models import Application, StageVisit
from candidates.services.visits import visit_open
from interviewers.content import ScorecardContent, read_content
from interviewers.models import Assignment, Interview
from interviewers.services.panel import panel_lock, panel_refresh
from rubrics.plan import StagePlan
from rubrics.queries import stored_rubric
from tests.factories import MONDAY

DUE = MONDAY + timedelta(days=1)


def assign(visit: StageVisit, interviewer: User, **fields: object) -> Assignment:
    """An open assignment of the interviewer at the visit, due a day after its interview on Monday."""
    interview, _ = Interview.objects.get_or_create(
        visit=visit, starts_at=MONDAY, defaults={"ends_at": MONDAY + timedelta(hours=1), "created_at": MONDAY}
    )
    assignment = Assignment.objects.create(
        interview=interview,
        visit=visit,
        application=visit.application,
        interviewer=interviewer,
        assigned_at=MONDAY,
        **{"due_at": DUE} | fields,
    )
    with transaction.atomic():
        application, fresh = panel_lock(visit)
        panel_refresh(application=application, visit=fresh, at=MONDAY, trigger="panel")
    return assignment


def stage_plan(visit: StageVisit) -> StagePlan:
    return stored_rubric(visit.application.rubric_id).stage_plan(visit.stage_id)


def open_stage(application: Application, slug: str) -> StageVisit:
    """The application's visit at the stage, opened on Monday; it has no other open one."""
    stages = stored_rubric(application.rubric_id).stage_ids
    return visit_open(application=application, stage_id=stages[slug], at=MONDAY)


def fields_of(plan: StagePlan, value: str = "4", **changed: str) -> dict[str, str]:
    """Flat fields that give every competency the value, with evidence; `judgment="2"` changes one value."""
    fields = {f"value.{slug}": changed.get(slug, value) for slug in plan.competencies}
    return fields | {f"evidence.{slug}": f"What showed {slug}." for slug in plan.competencies}


def content_of(plan: StagePlan, fields: Mapping[str, str] | None = None) -> ScorecardContent:
    """The content the fields spell; without them, a 4 in everything."""
    content, problems = read_content(fields_of(plan) if fields is None else fields, plan)
    assert problems == []
    return content
