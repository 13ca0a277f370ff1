"""What the scorecard pages read: the assignment with everything beside it, and how things stand after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from candidates.permissions import sight_of
from candidates.sight import Reach
from hiring.built import Built
from interviewers.content import Problem, ScorecardContent, read_content
from interviewers.models import Assignment, Draft, Scorecard
from interviewers.permissions import visible_scorecards
from interviewers.queries.scorecards import StoredRevision, stored_revisions, with_revisions
from interviewers.reading import Row, content_rows
from interviewers.sheet import ScorecardSheet, scorecard_sheet, shown_mean
from rubrics.plan import RubricPlan, StagePlan
from rubrics.queries import stored_rubric


@dataclass(frozen=True)
class OwnAssignment:
    """An assignment of the reader with its plan, and the draft as it is stored."""

    assignment: Assignment
    rubric: RubricPlan
    stage: StagePlan
    version: int
    draft: Mapping[str, str]


@dataclass(frozen=True)
class ReadRevision:
    """The head of a column: a revision with its own mean."""

    revision: StoredRevision
    mean: str


@dataclass(frozen=True)
class StoredScorecard:
    """A submitted scorecard as its author reads it. `unlocks`: what would show others' scorecards."""

    scorecard: Scorecard
    revisions: tuple[ReadRevision, ...]
    rows: Sequence[Row]
    sees_others: bool
    unlocks: str
    more_to_write: int


def own_assignment(user: User, assignment_uuid: UUID) -> OwnAssignment:
    """Raises Assignment.DoesNotExist when it is not a scorecard of theirs; one statement."""
    assignment = _OWN.get(user.pk, assignment_uuid)
    assignment.interviewer = user
    stored = stored_rubric(assignment.application.rubric_id)
    draft: Draft | None = getattr(assignment, "draft", None)
    return OwnAssignment(
        assignment=assignment,
        rubric=stored.plan,
        stage=stored.stage_plan(assignment.visit.stage_id),
        version=draft.version if draft else 0,
        draft=draft.fields if draft else {},
    )


_OWN = Built(
    lambda user_id, uuid: (
        visible_scorecards(User(pk=user_id))
        .select_related("visit", "application__candidate", "application__job", "interview", "draft")
        .filter(uuid=uuid)
    )
)


def filled_sheet(
    own: OwnAssignment, fields: Mapping[str, str], problems: Sequence[Problem] = ()
) -> ScorecardSheet:
    """The sheet with these fields in it."""
    content, _ = read_content(fields, own.stage)
    return scorecard_sheet(own.rubric, own.stage, fields, content, problems)


def review_rows(own: OwnAssignment, content: ScorecardContent) -> list[Row]:
    """What would be stored, to be read once more before it is."""
    return content_rows(own.rubric, own.stage, [content])


def stored_scorecard(user: User, own: OwnAssignment) -> StoredScorecard:
    """The submitted scorecard of the assignment, with every revision. Raises Scorecard.DoesNotExist."""
    scorecard = with_revisions(Scorecard.objects.filter(assignment=own.assignment)).get()
    revisions = stored_revisions(scorecard, stored_rubric(own.assignment.application.rubric_id))
    sight = sight_of(user, own.assignment.application)
    return StoredScorecard(
        scorecard=scorecard,
        revisions=tuple(ReadRevision(revision, shown_mean(revision.content)) for revision in revisions),
        rows=content_rows(own.rubric, own.stage, [revision.content for revision in revisions]),
        sees_others=sight.cards != Reach.NONE,
        unlocks=sight.unlocks,
        more_to_write=visible_scorecards(user).filter(state="open").count(),
    )
