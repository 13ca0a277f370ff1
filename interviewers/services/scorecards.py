"""Scorecards: submitting one, and correcting it in the open."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.audit import audit_record
from accounts.models import User
from candidates.models import Application, StageVisit
from candidates.permissions import sight_of
from candidates.sight import Reach
from hiring.access import AccessRefused, Refusal
from interviewers.content import Problem, ScorecardContent, content_problems
from interviewers.models import (
    Assignment,
    AssignmentState,
    Draft,
    Score,
    Scorecard,
    ScorecardRevision,
    ScorecardText,
    TextKind,
)
from interviewers.permissions import can_correct, can_fill, closed_words
from interviewers.queries.scorecards import revision_content
from interviewers.services.panel import panel_lock, panel_refresh
from rubrics.queries import StoredRubric, stored_rubric


class ScorecardClosed(Refusal):
    """The assignment takes no scorecard any more: submitted already, declined, released or cancelled."""


class ContentRefused(Refusal):
    """The content breaks rules of interviewers.content; `problems` names every one."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("The scorecard is not complete. " + " ".join(problem.words for problem in problems))
        self.problems = tuple(problems)


class CorrectionRefused(Refusal):
    """A correction without a reason, or one that changes nothing."""


@transaction.atomic
def scorecard_submit(
    *, actor: User, at: datetime, assignment: Assignment, content: ScorecardContent
) -> Scorecard:
    """Stores the scorecard as revision 1, ends its draft, and has the outcome computed after the commit.

    Safe to call twice, and from two tabs at once: one scorecard comes of it. Raises ScorecardClosed,
    ContentRefused or AccessRefused.
    """
    if assignment.interviewer_id == actor.pk and assignment.state != AssignmentState.OPEN:
        raise ScorecardClosed(closed_words(assignment))
    AccessRefused.unless(can_fill(actor, assignment))
    application, visit = panel_lock(assignment.visit)
    stored = stored_rubric(application.rubric_id)
    _require_sound(content, stored, visit)
    _close_assignment(assignment)
    scorecard = Scorecard.objects.create(
        assignment=assignment,
        visit=visit,
        application=application,
        interviewer=actor,
        submitted_at=at,
        is_late=at > assignment.due_at,
        not_blind=assignment.not_blind,
    )
    _write_revision(scorecard, 1, content, stored, at)
    Draft.objects.filter(assignment=assignment).delete()
    audit_record(
        actor=actor,
        at=at,
        action="scorecard.submit",
        on=scorecard,
        changes={"late": scorecard.is_late},
        scope=application.uuid,
    )
    panel_refresh(application=application, visit=visit, at=at, trigger="submit")
    return scorecard


@transaction.atomic
def scorecard_correct(
    *, actor: User, at: datetime, scorecard: Scorecard, content: ScorecardContent, reason: str
) -> ScorecardRevision:
    """Stores a new revision beside the old ones, saying whether its author could see others' scorecards.

    Possible in every state of the application: after a decision it is recorded too. Raises CorrectionRefused,
    ContentRefused or AccessRefused.
    """
    AccessRefused.unless(can_correct(actor, scorecard))
    application, visit = panel_lock(scorecard.visit)
    stored = stored_rubric(application.rubric_id)
    _require_sound(content, stored, visit)
    if not reason.strip():
        raise CorrectionRefused("Say why you correct it; the reason is shown beside the correction.")
    latest = scorecard.revisions.order_by("-number")[:1].get()
    if revision_content(latest, stored) == content:
        raise CorrectionRefused("Nothing differs from what is stored, so there is nothing to correct.")
    saw_others = _could_see_others(actor, application)
    revision = _write_revision(scorecard, latest.number + 1, content, stored, at, reason, saw_others)
    scorecard.latest = revision.number
    scorecard.save(update_fields=["latest"])
    audit_record(
        actor=actor,
        at=at,
        action="scorecard.correct",
        on=scorecard,
        changes={"revision": [latest.number, revision.number], "saw_others": saw_others},
        personal=["reason"],
        scope=application.uuid,
    )
    panel_refresh(application=application, visit=visit, at=at, trigger="revision")
    return revision


def _require_sound(content: ScorecardContent, stored: StoredRubric, visit: StageVisit) -> None:
    problems = content_problems(content, stored.stage_plan(visit.stage_id), stored.plan.policy)
    if problems:
        raise ContentRefused(problems)


def _close_assignment(assignment: Assignment) -> None:
    """Takes the assignment from open to submitted, or raises with what became of it meanwhile."""
    still_open = Assignment.objects.filter(pk=assignment.pk, state=AssignmentState.OPEN)
    if not still_open.update(state=AssignmentState.SUBMITTED):
        assignment.refresh_from_db()
        raise ScorecardClosed(closed_words(assignment))
    assignment.state = AssignmentState.SUBMITTED


def _could_see_others(actor: User, application: Application) -> bool:
    """Whether somebody else's scorecard stood open to them by then."""
    others = Scorecard.objects.filter(application=application).exclude(interviewer=actor)
    return sight_of(actor, application).cards != Reach.NONE and others.exists()


def _write_revision(
    scorecard: Scorecard,
    number: int,
    content: ScorecardContent,
    stored: StoredRubric,
    at: datetime,
    reason: str = "",
    saw_others: bool = False,
) -> ScorecardRevision:
    revision = ScorecardRevision.objects.create(
        scorecard=scorecard,
        number=number,
        submitted_at=at,
        saw_others=saw_others,
        signals=sorted(content.signals),
        measures=dict(sorted(content.measures.items())),
        asked=sorted(content.asked),
    )
    Score.objects.bulk_create(
        [
            Score(revision=revision, competency_id=stored.competency_ids[slug], value=value)
            for slug, value in content.values.items()
        ]
    )
    ScorecardText.objects.bulk_create(_texts(revision, content, stored, reason))
    return revision


def _texts(
    revision: ScorecardRevision, content: ScorecardContent, stored: StoredRubric, reason: str
) -> list[ScorecardText]:
    by_kind = {
        TextKind.EVIDENCE: content.evidence,
        TextKind.NOT_ASSESSED: content.why_not,
        TextKind.WHY_HIGH: content.why_high,
    }
    rows = [
        ScorecardText(revision=revision, kind=kind, competency_id=stored.competency_ids[slug], text=text)
        for kind, texts in by_kind.items()
        for slug, text in texts.items()
    ]
    alone = {TextKind.SUMMARY: content.summary, TextKind.CORRECTION: reason.strip()}
    rows += [ScorecardText(revision=revision, kind=kind, text=text) for kind, text in alone.items() if text]
    return rows
