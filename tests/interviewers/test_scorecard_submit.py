"""Submitting a scorecard: what is stored, what follows, and that it happens once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import AuditEntry, User
from candidates.models import Participation, StageVisit, VisitWaiting
from hiring.access import AccessRefused
from interviewers.content import read_content
from interviewers.models import Assignment, AssignmentState, Draft, Scorecard
from interviewers.queries.scorecards import (
    cards_of_visits,
    stored_revisions,
    with_revisions,
)
from interviewers.services.scorecards import ContentRefused, ScorecardClosed, scorecard_submit
from interviewers.signals import evidence_changed
from rubrics.queries import stored_rubric
from tests.factories import MONDAY
from tests.interviewers.scorecards import DUE, assign, content_of, fields_of, stage_plan

NOON = MONDAY + timedelta(hours=3)


@pytest.fixture
def assignment(visit: StageVisit, interviewer: User) -> Assignment:
    return assign(visit, interviewer)


@pytest.fixture
def announced() -> Iterator[list[dict[str, Any]]]:
    heard: list[dict[str, Any]] = []

    def listen(**kwargs: Any) -> None:
        heard.append({key: kwargs[key] for key in ("visit", "application", "trigger", "at")})

    evidence_changed.connect(listen)
    yield heard
    evidence_changed.disconnect(listen)


def submit(assignment: Assignment, **fields: str) -> Scorecard:
    plan = stage_plan(assignment.visit)
    content = content_of(plan, fields_of(plan) | fields)
    return scorecard_submit(actor=assignment.interviewer, at=NOON, assignment=assignment, content=content)


def test_a_scorecard_is_stored_word_for_word(assignment: Assignment) -> None:
    written = {
        "value.judgment": "2",
        "evidence.judgment": "Chose by precedent.\n\nTwice.",
        "value.curiosity": "not_assessed",
        "why_not.curiosity": "The call was cut short.",
        "signal.clear-ownership": "1",
        "measure.context-share": "40",
        "summary": "Clear, but careful.",
        "asked.1": "1",
        "asked.3": "1",
    }
    scorecard = submit(assignment, **written)
    stored = stored_rubric(scorecard.application.rubric_id)
    plan = stage_plan(assignment.visit)
    [read] = with_revisions(Scorecard.objects.all())
    [revision] = stored_revisions(read, stored)
    assert revision.content == read_content(fields_of(plan) | written, plan)[0]
    assert (revision.number, revision.submitted_at, revision.saw_others, revision.reason) == (
        1,
        NOON,
        False,
        "",
    )


def test_the_gate_reads_the_values_of_the_card(assignment: Assignment) -> None:
    scorecard = submit(assignment, **{"value.judgment": "not_assessed", "why_not.judgment": "No time."})
    [card] = cards_of_visits([assignment.visit_id])[assignment.visit_id]
    values = {"communication": 400, "impact": 400, "curiosity": 400}
    assert card.values == {"judgment": None, **values}
    assert card.scorecard_uuid == scorecard.uuid


def test_submitting_closes_the_assignment_and_ends_the_draft(assignment: Assignment) -> None:
    Draft.objects.create(assignment=assignment, version=3, fields={"summary": "x"}, saved_at=MONDAY)
    submit(assignment)
    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.SUBMITTED
    assert Draft.objects.count() == 0


def test_submitting_notes_the_panel_and_stops_waiting_on_the_person(assignment: Assignment) -> None:
    submit(assignment)
    visit = StageVisit.objects.get(pk=assignment.visit_id)
    part = Participation.objects.get(user=assignment.interviewer)
    assert (visit.assigned, visit.submitted, visit.computing_since) == (1, 1, NOON)
    assert (part.open_cards, part.submitted_cards) == (0, 1)
    assert VisitWaiting.objects.count() == 0


def test_submitting_announces_that_the_evidence_changed(
    assignment: Assignment, announced: list[dict[str, Any]]
) -> None:
    submit(assignment)
    expected = {
        "visit": assignment.visit,
        "application": assignment.application,
        "trigger": "submit",
        "at": NOON,
    }
    assert announced == [expected]


def test_the_trail_tells_of_a_scorecard_without_its_scores_or_words(assignment: Assignment) -> None:
    scorecard = submit(assignment)
    entry = AuditEntry.objects.get(action="scorecard.submit")
    assert (entry.actor, entry.object_uuid, entry.scope, entry.changes) == (
        assignment.interviewer,
        scorecard.uuid,
        assignment.application.uuid,
        {"late": False},
    )


@pytest.mark.parametrize(("after_due", "is_late"), [(timedelta(0), False), (timedelta(seconds=1), True)])
def test_a_scorecard_is_late_after_its_due_time(
    assignment: Assignment, after_due: timedelta, is_late: bool
) -> None:
    content = content_of(stage_plan(assignment.visit))
    scorecard = scorecard_submit(
        actor=assignment.interviewer, at=DUE + after_due, assignment=assignment, content=content
    )
    assert scorecard.is_late is is_late


def test_the_second_submission_from_another_tab_makes_no_second_scorecard(assignment: Assignment) -> None:
    same_in_another_tab = Assignment.objects.get(pk=assignment.pk)
    submit(assignment)
    with pytest.raises(ScorecardClosed, match="You have submitted this scorecard"):
        submit(same_in_another_tab)
    assert Scorecard.objects.count() == 1


def test_a_released_assignment_takes_no_scorecard_and_keeps_its_draft(assignment: Assignment) -> None:
    Draft.objects.create(assignment=assignment, version=1, fields={"summary": "x"}, saved_at=MONDAY)
    Assignment.objects.update(state=AssignmentState.RELEASED)
    with pytest.raises(ScorecardClosed, match="You were released from this interview"):
        submit(assignment)
    assert (Scorecard.objects.count(), Draft.objects.get().fields) == (0, {"summary": "x"})


def test_nobody_submits_the_scorecard_of_somebody_else(
    assignment: Assignment, other_interviewer: User
) -> None:
    content = content_of(stage_plan(assignment.visit))
    with pytest.raises(AccessRefused, match="not your scorecard"):
        scorecard_submit(actor=other_interviewer, at=NOON, assignment=assignment, content=content)


def test_incomplete_content_is_refused_whole(assignment: Assignment) -> None:
    with pytest.raises(ContentRefused) as refusal:
        submit(assignment, **{"value.judgment": "", "evidence.impact": "", "value.impact": "5"})
    assert [problem.field for problem in refusal.value.problems] == ["value.judgment", "evidence.impact"]
    assert Scorecard.objects.count() == 0
    assert Assignment.objects.get().state == AssignmentState.OPEN
