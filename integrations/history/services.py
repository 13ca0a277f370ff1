"""Writing an import, all or nothing."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from django.db import connection, transaction

from accounts.audit import audit_record
from accounts.models import Lock, User
from candidates.models import Application, HiringCycle, Job, StageVisit
from candidates.services.history import (
    PastApplicationFacts,
    PastVisitFacts,
    past_applications_add,
    past_cycles_ensure,
    past_decisions_note,
    past_jobs_ensure,
    past_visits_add,
)
from committee.services.history import past_decisions_add, past_outcomes_add
from integrations.history.plan import HistoryPlan, interviewer_email, known_interviewers
from integrations.history.sheet import UNNAMED, ApplicationKey, CardKey
from interviewers.services.history import PastScorecard, past_scorecards_add
from rubrics.queries import stored_rubric

IMPORT = "import-history"

# Told of each step: how much of the whole is done, from 0 to 1, and what comes now.
Progress: TypeAlias = Callable[[float, str], None]


@dataclass(frozen=True)
class ImportResult:
    """How much an import added."""

    applications: int
    scorecards: int
    decisions: int
    unchanged_scorecards: int


@transaction.atomic
def history_import(
    *, actor: User | None, at: datetime, plan: HistoryPlan, progress: Progress = lambda done, what: None
) -> ImportResult:
    """Writes the new part of a planned history in one transaction; the same plan's sheets again add nothing.

    Imported applications are history: they get advisory outcomes, and nothing of them moves.
    """
    Lock.hold(IMPORT)
    progress(0.0, "People and jobs")
    people = _interviewers(plan, at)
    jobs = _jobs(actor, plan, at)
    progress(0.1, "Applications")
    applications = plan.stored | _applications(plan, jobs, _cycles(actor, plan, at), at)
    progress(0.2, "Stage visits")
    visits = _visits(plan, applications, at)
    progress(0.3, "Scorecards")
    past_scorecards_add(at=at, rows=_scorecards(plan, applications, visits, people, at))
    progress(0.7, "Outcomes")
    touched = {_visit_key(key, applications, plan): None for key in plan.new_cards}
    past_outcomes_add(at=at, visits=[visits[key] for key in touched])
    progress(0.95, "Decisions")
    _decisions(plan, applications, at)
    for job in jobs.values():
        audit_record(actor=actor, at=at, action="history.import", on=job)
    progress(1.0, "Done")
    return ImportResult(
        len(plan.new_applications), len(plan.new_cards), len(plan.new_decisions), plan.unchanged_cards
    )


def statistics_refresh() -> None:
    """Lets the database's planner know of the many new rows; call after the import has committed."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _interviewers(plan: HistoryPlan, at: datetime) -> Mapping[str, User]:
    """The sheet's interviewers by e-mail; unknown ones are made, inactive, so that they cannot log in."""
    names = {interviewer_email(key.interviewer): key.interviewer for key in plan.new_cards}
    known = known_interviewers(names.values())
    new = [
        User(email=email, name=name, is_active=False, is_interviewer=True, deactivated_at=at)
        for email, name in names.items()
        if email not in known
    ]
    for user in new:
        user.set_unusable_password()
    User.objects.bulk_create(new)
    return known | {user.email: user for user in new}


def _jobs(actor: User | None, plan: HistoryPlan, at: datetime) -> dict[str, Job]:
    applications = plan.history.applications
    teams: dict[str, str] = {}
    for key in plan.new_applications:
        teams[key.job] = teams.get(key.job) or applications[key].team
    teams = {job: team or UNNAMED for job, team in teams.items()}
    return past_jobs_ensure(actor=actor, at=at, teams=teams, rubric=plan.rubric)


def _cycles(actor: User | None, plan: HistoryPlan, at: datetime) -> dict[str, HiringCycle]:
    days: dict[str, list[date]] = defaultdict(list)
    for card_key, card in plan.history.cards.items():
        cycle = plan.history.applications[_application_key(card_key)].cycle
        if cycle:
            days[cycle].append((card.interviewed_at or card.submitted_at or at).date())
    spans = {cycle: (min(found), max(found)) for cycle, found in days.items()}
    return past_cycles_ensure(actor=actor, at=at, days=spans)


def _applications(
    plan: HistoryPlan, jobs: Mapping[str, Job], cycles: Mapping[str, HiringCycle], at: datetime
) -> dict[ApplicationKey, Application]:
    times: dict[ApplicationKey, list[datetime]] = defaultdict(list)
    for key in plan.new_cards:
        times[_application_key(key)] += _times(plan, key, at)
    rows = [
        PastApplicationFacts(
            candidate=key.candidate,
            email=key.email,
            job=jobs[key.job],
            cycle=cycles.get(plan.history.applications[key].cycle),
            decision=plan.history.applications[key].decision,
            applied_at=min(times[key]),
            ended_at=max(times[key]),
        )
        for key in plan.new_applications
    ]
    made = past_applications_add(at=at, rubric=plan.rubric, rows=rows)
    return dict(zip(plan.new_applications, made, strict=True))


def _visits(
    plan: HistoryPlan, applications: Mapping[ApplicationKey, Application], at: datetime
) -> dict[tuple[int, int], StageVisit]:
    """The visit of each application and stage with new cards, its count of cards brought up to date."""
    cards: dict[tuple[int, int], list[CardKey]] = defaultdict(list)
    for key in plan.new_cards:
        cards[_visit_key(key, applications, plan)].append(key)
    rows = StageVisit.objects.filter(application__in={application for application, _ in cards}, attempt=1)
    visits = {(row.application_id, row.stage_id): row for row in rows.select_related("application")}
    for place, visit in visits.items():
        visit.expected = visit.assigned = visit.submitted = visit.submitted + len(cards.get(place, []))
    owners = {application.pk: application for application in applications.values()}
    order = {
        stage: position for position, stage in enumerate(stored_rubric(plan.rubric.pk).stage_ids.values())
    }
    new = sorted(cards.keys() - visits.keys(), key=lambda place: (place[0], order[place[1]]))
    made = past_visits_add(rows=[_visit_facts(plan, owners, place, cards[place], at) for place in new])
    return visits | dict(zip(new, made, strict=True))


def _visit_facts(
    plan: HistoryPlan,
    owners: Mapping[int, Application],
    place: tuple[int, int],
    keys: list[CardKey],
    at: datetime,
) -> PastVisitFacts:
    times = [moment for key in keys for moment in _times(plan, key, at)]
    return PastVisitFacts(owners[place[0]], place[1], len(keys), min(times), max(times))


def _scorecards(
    plan: HistoryPlan,
    applications: Mapping[ApplicationKey, Application],
    visits: Mapping[tuple[int, int], StageVisit],
    people: Mapping[str, User],
    at: datetime,
) -> list[PastScorecard]:
    scored = {stage.slug: stage.competencies for stage in stored_rubric(plan.rubric.pk).plan.stages}
    rows = []
    for key, card in plan.new_cards.items():
        interviewed_at, submitted_at = _times(plan, key, at)
        rows.append(
            PastScorecard(
                visit=visits[_visit_key(key, applications, plan)],
                interviewer=people[interviewer_email(key.interviewer)],
                interviewed_at=interviewed_at,
                submitted_at=submitted_at,
                values={slug: card.values.get(slug) for slug in scored[key.stage]},
                evidence=card.evidence,
            )
        )
    return rows


def _decisions(plan: HistoryPlan, applications: Mapping[ApplicationKey, Application], at: datetime) -> None:
    decided: dict[int, tuple[str, datetime]] = {}
    for key, result in plan.new_decisions.items():
        application = applications[key]
        decided[application.pk] = (result, application.decided_at or at)
    past_decisions_add(decided=decided)
    stored = {application.pk for application in plan.stored.values()}
    past_decisions_note(decided={key: said for key, said in decided.items() if key in stored})


def _times(plan: HistoryPlan, key: CardKey, at: datetime) -> tuple[datetime, datetime]:
    """When the card's interview began and when it was submitted; one stands in for the other, or `at`."""
    card = plan.history.cards[key]
    minutes = stored_rubric(plan.rubric.pk).plan.stage(key.stage).minutes
    if card.interviewed_at:
        return card.interviewed_at, card.submitted_at or card.interviewed_at + timedelta(minutes=minutes)
    submitted_at = card.submitted_at or at
    return submitted_at - timedelta(minutes=minutes), submitted_at


def _application_key(key: CardKey) -> ApplicationKey:
    return ApplicationKey(key.candidate, key.email, key.job)


def _visit_key(
    key: CardKey, applications: Mapping[ApplicationKey, Application], plan: HistoryPlan
) -> tuple[int, int]:
    return applications[_application_key(key)].pk, stored_rubric(plan.rubric.pk).stage_ids[key.stage]
