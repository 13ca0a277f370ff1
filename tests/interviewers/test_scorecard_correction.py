"""Correcting a scorecard: in the open, with a reason, beside what it corrects."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import AuditEntry, User
from candidates.models import Application, ApplicationState, Recusal, StageVisit
from hiring.access import AccessRefused
from hiring.append_only import AppendOnlyError
from interviewers.models import Scorecard, ScorecardRevision
from interviewers.queries.scorecards import cards_of_visits, stored_revisions, with_revisions
from interviewers.services.scorecards import (
    ContentRefused,
    CorrectionRefused,
    scorecard_correct,
    scorecard_submit,
)
from interviewers.signals import evidence_changed
from rubrics.queries import stored_rubric
from tests.factories import MONDAY
from tests.interviewers.scorecards import assign, content_of, fields_of, stage_plan

NOON = MONDAY + timedelta(hours=3)
LATER = MONDAY + timedelta(days=3)


def submitted(visit: StageVisit, interviewer: User) -> Scorecard:
    content = content_of(stage_plan(visit))
    assignment = assign(visit, interviewer)
    return scorecard_submit(actor=interviewer, at=NOON, assignment=assignment, content=content)


@pytest.fixture
def scorecard(visit: StageVisit, interviewer: User) -> Scorecard:
    return submitted(visit, interviewer)


@pytest.fixture
def announced() -> Iterator[list[str]]:
    heard: list[str] = []

    def listen(trigger: str, **kwargs: Any) -> None:
        heard.append(trigger)

    evidence_changed.connect(listen)
    yield heard
    evidence_changed.disconnect(listen)


def correct(scorecard: Scorecard, reason: str = "The wrong quarter.", **changed: str) -> ScorecardRevision:
    plan = stage_plan(scorecard.visit)
    content = content_of(plan, fields_of(plan, **changed or {"impact": "3"}))
    return scorecard_correct(
        actor=scorecard.interviewer, at=LATER, scorecard=scorecard, content=content, reason=reason
    )


def test_a_correction_is_a_revision_beside_the_first(scorecard: Scorecard) -> None:
    correct(scorecard)
    [read] = with_revisions(Scorecard.objects.all())
    revisions = stored_revisions(read, stored_rubric(scorecard.application.rubric_id))
    assert [(r.number, r.submitted_at, r.reason, r.content.values["impact"]) for r in revisions] == [
        (1, NOON, "", 400),
        (2, LATER, "The wrong quarter.", 300),
    ]


def test_a_prompt_that_was_forgotten_is_a_difference(scorecard: Scorecard) -> None:
    plan = stage_plan(scorecard.visit)
    content = content_of(plan, fields_of(plan) | {"asked.2": "1"})
    revision = scorecard_correct(
        actor=scorecard.interviewer, at=LATER, scorecard=scorecard, content=content, reason="Asked that too."
    )
    assert (revision.number, revision.asked) == (2, [2])


def test_the_gate_reads_the_latest_revision(scorecard: Scorecard) -> None:
    correct(scorecard, impact="2")
    correct(scorecard, impact="3")
    [card] = cards_of_visits([scorecard.visit_id])[scorecard.visit_id]
    assert (card.revision_number, card.values["impact"]) == (3, 300)


def test_a_correction_announces_that_the_evidence_changed(scorecard: Scorecard, announced: list[str]) -> None:
    correct(scorecard)
    assert announced == ["revision"]


def test_a_correction_is_computed_anew(scorecard: Scorecard) -> None:
    StageVisit.objects.update(computing_since=None)
    correct(scorecard)
    assert StageVisit.objects.get(pk=scorecard.visit_id).computing_since == LATER


def test_the_trail_tells_of_a_correction_without_its_words(scorecard: Scorecard) -> None:
    correct(scorecard)
    entry = AuditEntry.objects.get(action="scorecard.correct")
    assert entry.object_uuid == scorecard.uuid
    assert entry.changes == {"revision": [1, 2], "saw_others": False, "reason": "changed"}


def test_a_correction_while_nobody_elses_scorecard_is_in_saw_no_other(scorecard: Scorecard) -> None:
    assert correct(scorecard).saw_others is False


def test_a_correction_after_others_scorecards_opened_says_so(
    scorecard: Scorecard, other_interviewer: User
) -> None:
    submitted(scorecard.visit, other_interviewer)
    assert correct(scorecard).saw_others is True


def test_a_correction_with_a_card_still_open_here_saw_no_other(
    scorecard: Scorecard, other_interviewer: User
) -> None:
    submitted(scorecard.visit, other_interviewer)
    second = StageVisit.objects.get(pk=scorecard.visit_id)
    second.pk, second.uuid, second.attempt, second.left_at = None, User().uuid, 2, NOON
    second.save()
    assign(second, scorecard.interviewer)
    assert correct(scorecard).saw_others is False


@pytest.mark.parametrize(
    "state", [ApplicationState.OFFER, ApplicationState.NO_OFFER, ApplicationState.WITHDRAWN]
)
def test_a_correction_is_recorded_after_the_decision_too(
    scorecard: Scorecard, state: ApplicationState
) -> None:
    Application.objects.update(state=state, decided_at=NOON)
    assert correct(scorecard).number == 2


def test_a_correction_needs_a_reason(scorecard: Scorecard) -> None:
    with pytest.raises(CorrectionRefused, match="Say why"):
        correct(scorecard, reason="  ")
    assert ScorecardRevision.objects.count() == 1


def test_a_correction_that_changes_nothing_is_refused(scorecard: Scorecard) -> None:
    with pytest.raises(CorrectionRefused, match="Nothing differs"):
        correct(scorecard, impact="4")
    assert ScorecardRevision.objects.count() == 1


def test_a_correction_keeps_the_rules_of_a_scorecard(scorecard: Scorecard) -> None:
    with pytest.raises(ContentRefused):
        correct(scorecard, impact="9")


def test_nobody_corrects_the_scorecard_of_somebody_else(
    scorecard: Scorecard, other_interviewer: User
) -> None:
    content = content_of(stage_plan(scorecard.visit))
    with pytest.raises(AccessRefused, match="Only its author"):
        scorecard_correct(actor=other_interviewer, at=LATER, scorecard=scorecard, content=content, reason="x")


def test_a_recused_person_corrects_nothing(scorecard: Scorecard) -> None:
    Recusal.objects.create(
        application=scorecard.application,
        user=scorecard.interviewer,
        declared_at=NOON,
        declared_by=scorecard.interviewer,
    )
    with pytest.raises(AccessRefused, match="no part"):
        correct(scorecard)


def test_what_was_submitted_stays_as_it_was(scorecard: Scorecard) -> None:
    first = scorecard.revisions.get()
    with pytest.raises(AppendOnlyError):
        first.save()
    with pytest.raises(AppendOnlyError):
        first.scores.update(value=500)
