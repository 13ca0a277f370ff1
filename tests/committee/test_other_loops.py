"""Rubrics unlike the reference one, played to the end through the services: nothing is hard-coded."""

from collections.abc import Mapping
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import User
from candidates.models import Application, ApplicationState, StageVisit
from candidates.services.applications import application_create
from committee.models import GateOutcome
from interviewers.content import ScorecardContent, content_problems
from interviewers.models import Assignment
from interviewers.services.scorecards import ContentRefused, scorecard_submit
from rubrics.files import shipped_rubric
from rubrics.models import Rubric
from rubrics.plan import RubricPlan
from rubrics.queries import stored_rubric
from rubrics.services import rubric_publish, rubric_store
from tests.committee.loops import HOUR, compute, plan_panel, stage_slug, standing
from tests.committee.verdicts import give_verdict
from tests.factories import MONDAY, CandidateFactory, JobFactory, UserFactory


def published(plan: RubricPlan) -> Rubric:
    draft = rubric_store(actor=None, at=MONDAY, plan=plan)
    return rubric_publish(actor=None, at=MONDAY, rubric=draft)


def begun(rubric: Rubric, recruiter: User) -> Application:
    """An application at the first stage of the rubric."""
    return application_create(
        actor=recruiter,
        at=MONDAY,
        candidate=CandidateFactory(),
        job=JobFactory(rubric=rubric, recruiter=recruiter),
        cycle=None,
        referred_by=None,
        source="",
    )


def content(visit: StageVisit, values: Mapping[str, int]) -> ScorecardContent:
    """These values in hundredths, 400 where none is given, with evidence."""
    slugs = stored_rubric(visit.rubric_id).stage_plan(visit.stage_id).competencies
    return ScorecardContent(
        values={slug: values.get(slug, 400) for slug in slugs},
        evidence=dict.fromkeys(slugs, "What they said."),
        why_not={},
        why_high={},
        signals=frozenset(),
        measures={},
        summary="",
    )


def score(application: Application, recruiter: User, *cards: Mapping[str, int]) -> StageVisit:
    """The stage where it stands: as many people as cards, each handed in, and the outcome."""
    visit = standing(application)
    kind = stored_rubric(visit.rubric_id).stage_plan(visit.stage_id).kind
    people = [UserFactory(is_interviewer=True, is_bar_raiser=kind == "bar_raiser") for _ in cards]
    for assignment, values in zip(plan_panel(visit, recruiter, people), cards, strict=True):
        hand_in(assignment, values)
    compute(visit)
    visit.refresh_from_db()
    application.refresh_from_db()
    return visit


def hand_in(assignment: Assignment, values: Mapping[str, int]) -> None:
    scorecard_submit(
        actor=assignment.interviewer,
        at=MONDAY + 4 * HOUR,
        assignment=assignment,
        content=content(assignment.visit, values),
    )


@pytest.fixture
def strict(db: None) -> Rubric:
    """Two stages without a bar raiser, half points, the lowest of the panel, at the end a competency less."""
    plan = shipped_rubric("reference")
    first, _, third, _ = plan.stages
    gone = plan.competencies[-1].slug
    last = replace(
        third,
        competencies=tuple(slug for slug in third.competencies if slug != gone),
        anchors={slug: levels for slug, levels in third.anchors.items() if slug != gone},
        signals=tuple(signal for signal in third.signals if signal.rates_low != gone),
    )
    return published(
        replace(
            plan,
            slug="strict",
            policy=replace(plan.policy, aggregation="lowest", step=50),
            stages=(first, last),
        )
    )


def test_the_small_rubric_runs_to_its_decision(small_rubric: Rubric, recruiter: User) -> None:
    application = begun(small_rubric, recruiter)
    visit = standing(application)
    for stage in stored_rubric(small_rubric.pk).plan.stages:
        assert stage_slug(standing(application)) == stage.slug
        visit = score(application, recruiter, *[{stage.competencies[0]: 450}] * stage.panel_size)
        assert set(GateOutcome.objects.latest("pk").competencies) == set(stage.competencies)
    assert (visit.waiting_for, visit.is_complete) == ("verdict", False)
    give_verdict(Assignment.objects.get(visit=visit).interviewer, visit, at=MONDAY + 9 * HOUR)
    visit.refresh_from_db()
    assert (visit.waiting_for, visit.waiting_on, visit.is_complete) == ("decision", "chair", True)
    call_command("verify_ledger", stdout=StringIO())


def test_without_a_bar_raiser_a_complete_loop_waits_for_the_decision(strict: Rubric, recruiter: User) -> None:
    application = begun(strict, recruiter)
    score(application, recruiter, {})
    last = score(application, recruiter, {}, {}, {"judgment": 450})
    assert (last.waiting_for, last.waiting_on, last.is_complete) == ("decision", "chair", True)
    assert (last.score, last.left_at, application.state) == ((400, 1), None, ApplicationState.ACTIVE)
    assert set(GateOutcome.objects.latest("pk").competencies) == {"judgment", "communication", "impact"}
    call_command("verify_ledger", stdout=StringIO())


def test_the_lowest_of_a_panel_stops_on_half_a_point_below_the_floor(strict: Rubric, recruiter: User) -> None:
    application = begun(strict, recruiter)
    score(application, recruiter, {})
    visit = standing(application)
    people = [UserFactory(is_interviewer=True) for _ in range(3)]
    first, *_ = plan_panel(visit, recruiter, people)
    hand_in(first, {"judgment": 250})
    compute(visit)
    visit.refresh_from_db()
    application.refresh_from_db()
    assert (visit.result, visit.reason, application.state) == ("stop", "floor", ApplicationState.STOPPED)
    assert "judgment 2.50" in visit.explanation.lower()


def test_a_quarter_point_is_not_on_a_scale_of_halves(strict: Rubric, recruiter: User) -> None:
    application = begun(strict, recruiter)
    visit = standing(application)
    [assignment] = plan_panel(visit, recruiter, [UserFactory(is_interviewer=True)])
    with pytest.raises(ContentRefused):
        hand_in(assignment, {"judgment": 425})
    stored = stored_rubric(strict.pk)
    stage = stored.stage_plan(visit.stage_id)
    assert content_problems(content(visit, {"judgment": 450}), stage, stored.plan.policy) == []
