"""Past applications from an import: written in bulk, as history that nothing moves any more.

The caller holds one transaction around all of an import and has checked that none of it is stored already.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.audit import audit_record
from accounts.models import User
from candidates.emails import normalise_email
from candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    HiringCycle,
    Job,
    Origin,
    StageVisit,
    Team,
    WaitingFor,
    WaitingOn,
)
from rubrics.models import Rubric


@dataclass(frozen=True)
class PastApplicationFacts:
    """A finished application: `cycle` is a slug or "", `decision` "offer", "no_offer" or ""."""

    candidate: str
    email: str
    job: Job
    cycle: HiringCycle | None
    decision: str
    applied_at: datetime
    ended_at: datetime


@dataclass(frozen=True)
class PastVisitFacts:
    """A finished visit of an imported application."""

    application: Application
    stage_id: int
    scorecards: int
    entered_at: datetime
    left_at: datetime


def past_cycles_ensure(
    *, actor: User | None, at: datetime, days: Mapping[str, tuple[date, date]]
) -> dict[str, HiringCycle]:
    """The cycles by slug, made where absent with these first and last days."""
    known = {cycle.slug: cycle for cycle in HiringCycle.objects.filter(slug__in=days)}
    for slug, (first, last) in days.items():
        if slug not in known:
            known[slug] = HiringCycle.objects.create(
                slug=slug, name=_free_name(HiringCycle, slug), starts_on=first, ends_on=last
            )
            audit_record(actor=actor, at=at, action="cycle.create", on=known[slug])
    return known


def past_jobs_ensure(
    *, actor: User | None, at: datetime, teams: Mapping[str, str], rubric: Rubric
) -> dict[str, Job]:
    """The jobs by slug, made where absent in the team with the slug given for each; closed from the start."""
    known = {job.slug: job for job in Job.objects.filter(slug__in=teams)}
    for slug, team in teams.items():
        if slug not in known:
            known[slug] = Job.objects.create(
                slug=slug,
                title=slug.replace("-", " ").capitalize(),
                team=_team(actor, at, team),
                rubric=rubric,
                opened_at=at,
                closed_at=at,
            )
            audit_record(actor=actor, at=at, action="job.create", on=known[slug])
    return known


def past_applications_add(
    *, at: datetime, rubric: Rubric, rows: Sequence[PastApplicationFacts]
) -> list[Application]:
    """The applications, in the order of `rows`; a candidate known by name and e-mail is not made again."""
    people = _candidates(at, {(row.candidate, row.email) for row in rows})
    return Application.objects.bulk_create(
        Application(
            candidate=people[row.candidate, normalise_email(row.email)],
            job=row.job,
            rubric=rubric,
            cycle=row.cycle,
            origin=Origin.IMPORTED,
            state=ApplicationState(row.decision) if row.decision else ApplicationState.CLOSED,
            applied_at=row.applied_at,
            state_since=row.ended_at,
            decided_at=row.ended_at if row.decision else None,
        )
        for row in rows
    )


def past_decisions_note(*, decided: Mapping[int, tuple[str, datetime]]) -> None:
    """Notes decisions (result and time, by the application's key) on imported applications without one."""
    rows = list(Application.objects.filter(pk__in=decided, origin=Origin.IMPORTED))
    for row in rows:
        decision, at = decided[row.pk]
        row.state, row.state_since, row.decided_at = ApplicationState(decision), at, at
    Application.objects.bulk_update(rows, ["state", "state_since", "decided_at"], batch_size=500)


def past_visits_add(*, rows: Iterable[PastVisitFacts]) -> list[StageVisit]:
    """The visits, in the order of `rows`, left long ago and waiting for nothing."""
    return StageVisit.objects.bulk_create(
        StageVisit(
            application=row.application,
            job_id=row.application.job_id,
            rubric_id=row.application.rubric_id,
            stage_id=row.stage_id,
            entered_at=row.entered_at,
            left_at=row.left_at,
            expected=row.scorecards,
            assigned=row.scorecards,
            submitted=row.scorecards,
            interview_starts_at=row.entered_at,
            interview_ends_at=row.left_at,
            waiting_for=WaitingFor.NOTHING,
            waiting_on=WaitingOn.NOBODY,
            waiting_since=row.left_at,
            due_at=row.left_at,
        )
        for row in rows
    )


def past_visits_update(*, visits: Sequence[StageVisit]) -> None:
    """Stores the visits' counts and what the gate said of them, as set on the rows."""
    fields = ("expected", "assigned", "submitted", "result", "reason", "explanation", "final")
    scores = ("score_numerator", "score_denominator", "left_at")
    StageVisit.objects.bulk_update(visits, [*fields, *scores], batch_size=500)


def _candidates(at: datetime, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], Candidate]:
    keys = {(name, normalise_email(email)): email for name, email in wanted}
    known = {
        (row.name, row.email_normalised): row
        for row in Candidate.objects.filter(name__in={name for name, _ in keys}).order_by("-pk")
    }
    new = [
        Candidate(name=name, email=email, email_normalised=normalised, created_at=at)
        for (name, normalised), email in sorted(keys.items())
        if (name, normalised) not in known
    ]
    for row in Candidate.objects.bulk_create(new):
        known[row.name, row.email_normalised] = row
    return known


def _team(actor: User | None, at: datetime, slug: str) -> Team:
    team = Team.objects.filter(slug=slug).first()
    if team is None:
        team = Team.objects.create(slug=slug, name=_free_name(Team, slug))
        audit_record(actor=actor, at=at, action="team.create", on=team)
    return team


def _free_name(model: type[Team] | type[HiringCycle], slug: str) -> str:
    """A name made of the slug; the slug itself where that name is taken."""
    name = slug.replace("-", " ").capitalize()
    return slug if model.objects.filter(name=name).exists() else name
