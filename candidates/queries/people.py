"""Candidates as pages show them to one reader."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.emails import normalise_email
from accounts.models import User
from candidates.models import Application, Candidate, Job
from candidates.permissions import can_manage_candidates, visible_applications, visible_candidates
from candidates.queries.applications import ApplicationLine, in_state, lines_of, with_places


@dataclass(frozen=True)
class CandidateLine:
    """A candidate in the list, with the applications that the reader may know of."""

    uuid: UUID
    name: str
    email: str  # "" for those who do not write to candidates
    location: str
    created_at: datetime
    applications: list[ApplicationLine]


def candidates_found(user: User, *, search: str, job: Job | None, state: str) -> QuerySet[Candidate]:
    """The visible candidates that match. Only those who may read e-mails can search by one."""
    rows = visible_candidates(user)
    if search:
        matches = Q(name__icontains=search)
        if can_manage_candidates(user):
            matches |= Q(email_normalised__contains=normalise_email(search))
        rows = rows.filter(matches)
    if job is None and not state:
        return rows
    applications = visible_applications(user).filter(candidate=OuterRef("pk"))
    if job is not None:
        applications = applications.filter(job=job)
    return rows.filter(Exists(in_state(user, applications, state) if state else applications))


def candidate_lines(user: User, candidates: list[Candidate]) -> list[CandidateLine]:
    """What `user` is shown of these candidates; four queries however many there are."""
    applications = visible_applications(user).filter(candidate__in=candidates).order_by("-applied_at", "-id")
    rows = list(with_places(applications))
    of_candidate: dict[UUID, list[ApplicationLine]] = {}
    for line in lines_of(user, rows):
        of_candidate.setdefault(line.candidate_uuid, []).append(line)
    with_email = bool(can_manage_candidates(user))
    return [
        CandidateLine(
            uuid=row.uuid,
            name=row.name,
            email=row.email if with_email else "",
            location=row.location,
            created_at=row.created_at,
            applications=of_candidate.get(row.uuid, []),
        )
        for row in candidates
    ]


def applications_of(user: User, candidate: Candidate) -> QuerySet[Application]:
    """The candidate's applications that the person may know of, the latest first."""
    return visible_applications(user).filter(candidate=candidate).order_by("-applied_at", "-id")


def duplicates(user: User, email: str, *, but: Candidate | None = None) -> list[Candidate]:
    """The visible candidates with the same normalised e-mail, at most ten; none for a blank one.

    Whether they are the same person is for people to say.
    """
    wanted = normalise_email(email)
    if not wanted or not can_manage_candidates(user):
        return []
    rows = visible_candidates(user).filter(email_normalised=wanted).order_by("name", "id")
    return list(rows.exclude(pk=but.pk)[:10] if but else rows[:10])
