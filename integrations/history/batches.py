"""Writing some applications of an import with all that is new of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import User
from candidates.models import Application, HiringCycle, Job, StageVisit
from candidates.services.history import (
    PastApplicationFacts,
    PastEvidence,
    PastVisitFacts,
    past_applications_add,
    past_applications_extend,
    past_visits_add,
)
from committee.services.history import past_decisions_add, past_outcomes_add
from integrations.history.plan import HistoryPlan
from integrations.history.sheet import ApplicationKey, CardKey
from integrations.history.stored import interviewer_email
from interviewers.services.history import PastScorecard, past_scorecards_add
from rubrics.queries import stored_rubric

# A visit by the keys of its application and stage.
VisitKey = tuple[int, int]


@dataclass(frozen=True)
class Batch:
    """Applications of a plan to write at once; people (by e-mail), jobs and cycles (by slug) are stored."""

    plan: HistoryPlan
    cards: Mapping[ApplicationKey, Sequence[CardKey]]  # what is new of each application, by stage in order
    people: Mapping[str, User]
    jobs: Mapping[str, Job]
    cycles: Mapping[str, HiringCycle]


def batch_write(at: datetime, batch: Batch) -> None:
    """Writes the batch in the caller's transaction; evidence without a time is taken to be of `at`."""
    applications = _applications(at, batch)
    visits = _visits(at, batch, applications)
    new = [card for cards in batch.cards.values() for card in cards]
    past_scorecards_add(at=at, rows=[_scorecard(at, batch, applications, visits, card) for card in new])
    touched = dict.fromkeys(_visit_key(batch.plan, applications, card) for card in new)
    past_outcomes_add(at=at, visits=[visits[key] for key in touched])
    _decide(batch, applications)


def card_times(plan: HistoryPlan, key: CardKey, at: datetime) -> tuple[datetime, datetime]:
    """When a card's interview began and when it was submitted; one stands in for the other, or `at`."""
    card = plan.history.cards[key]
    length = timedelta(minutes=stored_rubric(plan.rubric.pk).plan.stage(key.stage).minutes)
    if card.interviewed_at:
        return card.interviewed_at, card.submitted_at or card.interviewed_at + length
    submitted_at = card.submitted_at or at
    return submitted_at - length, submitted_at


def _applications(at: datetime, batch: Batch) -> dict[ApplicationKey, Application]:
    plan = batch.plan
    times = {
        key: [moment for card in cards for moment in card_times(plan, card, at)]
        for key, cards in batch.cards.items()
    }
    new = [key for key in batch.cards if key not in plan.stored]
    facts = [_facts(batch, key, times[key]) for key in new]
    made = past_applications_add(at=at, rubric=plan.rubric, rows=facts)
    stored = {key: plan.stored[key] for key in batch.cards if key in plan.stored}
    past_applications_extend(
        rows=[
            PastEvidence(row, times[key], plan.new_decisions.get(key, ""), key.email)
            for key, row in stored.items()
        ]
    )
    return stored | dict(zip(new, made, strict=True))


def _facts(batch: Batch, key: ApplicationKey, times: Sequence[datetime]) -> PastApplicationFacts:
    cycle = batch.plan.history.applications[key].cycle
    return PastApplicationFacts(
        candidate=key.candidate,
        email=key.email,
        job=batch.jobs[key.job],
        cycle=batch.cycles[cycle.text] if cycle else None,
        decision=batch.plan.new_decisions.get(key, ""),
        applied_at=min(times),
        ended_at=max(times),
    )


def _visits(
    at: datetime,
    batch: Batch,
    applications: Mapping[ApplicationKey, Application],
) -> dict[VisitKey, StageVisit]:
    """The visit of each new card: its counts and times as they are with the new cards."""
    owners = {row.pk: row for row in applications.values()}
    times: dict[VisitKey, list[tuple[datetime, datetime]]] = defaultdict(list)
    for key in (card for cards in batch.cards.values() for card in cards):
        times[_visit_key(batch.plan, applications, key)].append(card_times(batch.plan, key, at))
    rows = StageVisit.objects.filter(application__in=owners, attempt=1)
    visits = {place: row for row in rows if (place := (row.application_id, row.stage_id)) in times}
    for place, row in visits.items():
        row.application = owners[row.application_id]
        row.expected = row.assigned = row.submitted = row.submitted + len(times[place])
        moments = [moment for pair in times[place] for moment in pair]
        row.entered_at = row.interview_starts_at = min(row.entered_at, *moments)
        row.left_at = row.interview_ends_at = max(row.left_at or at, *moments)
    new = [place for place in times if place not in visits]
    made = past_visits_add(rows=[_visit_facts(owners, place, times[place]) for place in new])
    return visits | dict(zip(new, made, strict=True))


def _visit_facts(
    owners: Mapping[int, Application], place: VisitKey, times: Sequence[tuple[datetime, datetime]]
) -> PastVisitFacts:
    entered_at, left_at = min(first for first, _ in times), max(last for _, last in times)
    return PastVisitFacts(owners[place[0]], place[1], len(times), entered_at, left_at)


def _scorecard(
    at: datetime,
    batch: Batch,
    applications: Mapping[ApplicationKey, Application],
    visits: Mapping[VisitKey, StageVisit],
    key: CardKey,
) -> PastScorecard:
    card = batch.plan.history.cards[key]
    scored = stored_rubric(batch.plan.rubric.pk).plan.stage(key.stage).competencies
    interviewed_at, submitted_at = card_times(batch.plan, key, at)
    return PastScorecard(
        visit=visits[_visit_key(batch.plan, applications, key)],
        interviewer=batch.people[interviewer_email(key.interviewer)],
        interviewed_at=interviewed_at,
        submitted_at=submitted_at,
        values={slug: card.values.get(slug) for slug in scored},
        evidence=card.evidence,
    )


def _decide(batch: Batch, applications: Mapping[ApplicationKey, Application]) -> None:
    decided = {}
    for key, application in applications.items():
        if key in batch.plan.new_decisions:
            when = application.decided_at or application.state_since
            decided[application.pk] = (batch.plan.new_decisions[key], when)
    past_decisions_add(decided=decided)


def _visit_key(
    plan: HistoryPlan, applications: Mapping[ApplicationKey, Application], key: CardKey
) -> VisitKey:
    return applications[key.application].pk, stored_rubric(plan.rubric.pk).stage_ids[key.stage]
