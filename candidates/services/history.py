"""Past applications from an import: written in bulk, as history that nothing moves any more.

The caller holds one transaction around all of an import and has checked that none of it is stored already.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from accounts.audit import audit_record
from accounts.emails import normalise_email
from accounts.models import User
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
from candidates.queries.history import past_candidates_known
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
class PastEvidence:
    """What came in later for a stored application: when its interviews and scorecards were, and the rest of
    what an import may say, "" where it does not.
    """

    application: Application
    times: Sequence[datetime]
    decision: str
    email: str


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


def past_applications_extend(*, rows: Iterable[PastEvidence]) -> None:
    """Notes further evidence on imported applications, and the decision on one that had none.

    An application began with its earliest evidence and ended with its latest, in whatever order it came.
    """
    changed, reached = [], []
    for row in rows:
        application = row.application
        if row.times:
            application.applied_at = min(application.applied_at, *row.times)
            application.state_since = max(application.state_since, *row.times)
        if row.decision:
            application.state = ApplicationState(row.decision)
        if application.state != ApplicationState.CLOSED:
            application.decided_at = application.state_since
        changed.append(application)
        candidate = application.candidate
        if row.email and not candidate.email_normalised:
            candidate.email, candidate.email_normalised = row.email, normalise_email(row.email)
            reached.append(candidate)
    fields = ["applied_at", "state", "state_since", "decided_at"]
    Application.objects.bulk_update(changed, fields, batch_size=500)
    Candidate.objects.bulk_update(reached, ["email", "email_normalised"], batch_size=500)


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
    """Stores the visits' counts and times and what the gate said of them, as set on the rows."""
    counts = ("expected", "assigned", "submitted")
    times = ("entered_at", "left_at", "interview_starts_at", "interview_ends_at")
    said = ("result", "reason", "explanation", "final", "score_numerator", "score_denominator")
    StageVisit.objects.bulk_update(visits, [*counts, *times, *said], batch_size=500)


def _candidates(at: datetime, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], Candidate]:
    known = past_candidates_known(wanted)
    keys = {(name, normalise_email(email)): email for name, email in wanted}
    new = [
        Candidate(name=name, email=email, email_normalised=normalised, created_at=at)
        for (name, normalised), email in sorted(keys.items())
        if (name, normalised) not in known
    ]
    made = Candidate.objects.bulk_create(new)
    return known | {(row.name, row.email_normalised): row for row in made}


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
