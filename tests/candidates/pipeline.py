"""Arranging a pipeline: candidates brought to a place on the board the way other apps bring them there."""

from datetime import datetime, timedelta

from accounts.models import User
from candidates.models import (
    Application,
    Job,
    Participation,
    ParticipationCapacity,
    StageVisit,
)
from candidates.services.visits import (
    OutcomeFacts,
    PanelFacts,
    application_place,
    visit_note_outcome,
    visit_note_panel,
    visit_open,
)
from rubrics.queries import stored_rubric
from tests.factories import ApplicationFactory, CandidateFactory


def applied(job: Job, name: str, at: datetime, email: str = "") -> StageVisit:
    """Somebody who has just applied: at the first stage, with nobody assigned."""
    person = CandidateFactory(name=name, **({"email": email} if email else {}))
    application = ApplicationFactory(job=job, candidate=person, applied_at=at)
    stage = next(iter(stored_rubric(job.rubric_id).stage_ids.values()))
    return visit_open(application=application, stage_id=stage, at=at)


def interviewed(
    visit: StageVisit, people: list[User], ends_at: datetime, at: datetime, submitted: int = 0
) -> StageVisit:
    """Their panel is assigned; the first `submitted` of `people` have handed in their scorecard."""
    facts = PanelFacts(
        assigned=len(people),
        submitted=submitted,
        interview_starts_at=ends_at - timedelta(minutes=45),
        interview_ends_at=ends_at,
        scorecards_due_at=ends_at + timedelta(hours=24) if submitted < len(people) else None,
        outstanding=frozenset(person.pk for person in people[submitted:]),
    )
    visit.refresh_from_db()
    visit_note_panel(
        application=visit.application, visit=visit, facts=facts, evidence_changed=submitted > 0, at=at
    )
    return visit


def decided(
    visit: StageVisit, result: str, at: datetime, score: tuple[int, int] = (425, 1), reason: str = ""
) -> StageVisit:
    """The gate has decided, and the application stands where that puts it; returns its open visit."""
    application = visit.application
    sentence = f"{result.capitalize()}: {score[0] // score[1] / 100:.2f}"
    facts = OutcomeFacts(
        result=result, reason=reason, score=score, explanation=sentence, final=result != "pending"
    )
    visit.refresh_from_db()
    visit_note_outcome(application=application, visit=visit, facts=facts, at=at)
    application_place(application=application, at=at)
    return StageVisit.objects.open().get(application=application)


def through(visit: StageVisit, stages: int, at: datetime) -> StageVisit:
    """Advances the application through so many stages."""
    for _ in range(stages):
        visit = decided(visit, "advance", at)
    return visit


def takes_part(
    application: Application,
    user: User,
    capacity: ParticipationCapacity = ParticipationCapacity.INTERVIEWER,
    open_cards: int = 0,
    submitted_cards: int = 0,
) -> Participation:
    return Participation.objects.create(
        application=application,
        user=user,
        capacity=capacity,
        open_cards=open_cards,
        submitted_cards=submitted_cards,
    )
