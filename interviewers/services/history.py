"""Past scorecards from an import: written in bulk, with the interviews and assignments they stand on."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from candidates.models import Participation, ParticipationCapacity, StageVisit
from interviewers.models import (
    Assignment,
    AssignmentState,
    Interview,
    Score,
    Scorecard,
    ScorecardRevision,
    ScorecardText,
    TextKind,
)
from interviewers.queries.people import is_bar_raiser_stage
from interviewers.services.assignments import due_time
from interviewers.services.interviews import usual_end
from rubrics.queries import stored_rubric


@dataclass(frozen=True)
class PastScorecard:
    """A scorecard of a finished visit: every competency of the stage has a value, None where not assessed."""

    visit: StageVisit
    interviewer: User
    interviewed_at: datetime
    submitted_at: datetime
    values: Mapping[str, int | None]
    evidence: Mapping[str, str]


def past_scorecards_add(*, at: datetime, rows: Sequence[PastScorecard]) -> list[Scorecard]:
    """The scorecards, in the order of `rows`, each with its assignment, revision, scores and evidence."""
    interviews = _interviews(at, rows)
    assignments = Assignment.objects.bulk_create(
        _assignment(row, interviews[row.visit.pk, row.interviewed_at]) for row in rows
    )
    scorecards = Scorecard.objects.bulk_create(
        Scorecard(
            assignment=assignment,
            visit=row.visit,
            application_id=row.visit.application_id,
            interviewer=row.interviewer,
            submitted_at=row.submitted_at,
            is_late=row.submitted_at > assignment.due_at,
        )
        for row, assignment in zip(rows, assignments, strict=True)
    )
    revisions = ScorecardRevision.objects.bulk_create(
        ScorecardRevision(scorecard=scorecard, number=1, submitted_at=scorecard.submitted_at)
        for scorecard in scorecards
    )
    _write_contents(rows, revisions)
    _note_participations(rows)
    return scorecards


def _interviews(at: datetime, rows: Iterable[PastScorecard]) -> dict[tuple[int, datetime], Interview]:
    """The interview of each visit and start, made where there is none yet."""
    visits = {row.visit.pk: row.visit for row in rows}
    known = {
        (interview.visit_id, interview.starts_at): interview
        for interview in Interview.objects.filter(visit__in=visits, cancelled_at=None)
    }
    wanted = {(row.visit.pk, row.interviewed_at) for row in rows} - known.keys()
    made = Interview.objects.bulk_create(
        Interview(
            visit=visits[visit],
            starts_at=starts_at,
            ends_at=usual_end(visits[visit], starts_at),
            created_at=at,
        )
        for visit, starts_at in sorted(wanted)
    )
    return known | {(interview.visit_id, interview.starts_at): interview for interview in made}


def _assignment(row: PastScorecard, interview: Interview) -> Assignment:
    return Assignment(
        interview=interview,
        visit=row.visit,
        application_id=row.visit.application_id,
        interviewer=row.interviewer,
        capacity=_capacity(row.visit),
        state=AssignmentState.SUBMITTED,
        due_at=due_time(row.visit, interview.ends_at),
        assigned_at=row.interviewed_at,
    )


def _capacity(visit: StageVisit) -> ParticipationCapacity:
    bar_raiser = is_bar_raiser_stage(visit)
    return ParticipationCapacity.BAR_RAISER if bar_raiser else ParticipationCapacity.INTERVIEWER


def _write_contents(rows: Sequence[PastScorecard], revisions: Sequence[ScorecardRevision]) -> None:
    scores, texts = [], []
    for row, revision in zip(rows, revisions, strict=True):
        competencies = stored_rubric(row.visit.rubric_id).competency_ids
        for slug, value in row.values.items():
            scores.append(Score(revision=revision, competency_id=competencies[slug], value=value))
        for slug, text in row.evidence.items():
            texts.append(
                ScorecardText(
                    revision=revision, kind=TextKind.EVIDENCE, competency_id=competencies[slug], text=text
                )
            )
    Score.objects.bulk_create(scores)
    ScorecardText.objects.bulk_create(texts)


def _note_participations(rows: Iterable[PastScorecard]) -> None:
    """Adds the cards to who took part in what, so that their authors see those applications."""
    added: Counter[tuple[int, int, str]] = Counter()
    for row in rows:
        added[row.visit.application_id, row.interviewer.pk, _capacity(row.visit)] += 1
    stored = Participation.objects.filter(application__in={key[0] for key in added})
    known = {(part.application_id, part.user_id, part.capacity): part for part in stored}
    new, changed = [], []
    for key, cards in added.items():
        if key in known:
            known[key].submitted_cards += cards
            changed.append(known[key])
        else:
            application, user, capacity = key
            new.append(
                Participation(
                    application_id=application, user_id=user, capacity=capacity, submitted_cards=cards
                )
            )
    Participation.objects.bulk_create(new)
    Participation.objects.bulk_update(changed, ["submitted_cards"], batch_size=500)
