"""What a person who leaves would leave undone here: the open jobs that they hire or recruit for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from accounts.models import User
from accounts.open_work import OpenWork
from candidates.models import Job, JobRecruiter
from candidates.services.organisation import job_content, job_update
from hiring.access import Refusal


class WorkGone(Refusal):
    """The job is not theirs, or not open, any more."""


class JobsHiredFor:
    """Open jobs of which a person is the hiring manager."""

    kind = "hiring-manager"
    title = "Hiring manager of open jobs"

    def list_open(self, user: User) -> Sequence[OpenWork]:
        """The person's open jobs, by title."""
        jobs = Job.objects.open().filter(hiring_manager=user)
        return [OpenWork(job.uuid, str(job), reverse("candidates:job", args=[job.uuid])) for job in jobs]

    def reassign(self, *, actor: User, at: datetime, work: UUID, to: User, reason: str) -> None:
        """Makes `to` the hiring manager of one job."""
        job = Job.objects.open().filter(uuid=work).first()
        if job is None:
            raise WorkGone("This job is not open any more. Look at the list again.")
        content = replace(job_content(job), hiring_manager=to)
        job_update(actor=actor, at=at, job=job, content=content, reason=reason)


class JobsRecruitedFor:
    """Open jobs of which a person is a recruiter."""

    kind = "recruiting"
    title = "Recruiter of open jobs"

    def list_open(self, user: User) -> Sequence[OpenWork]:
        """The person's places as a recruiter, by the job's title."""
        places = JobRecruiter.objects.filter(user=user, job__closed_at=None).select_related("job")
        return [
            OpenWork(place.uuid, str(place.job), reverse("candidates:job", args=[place.job.uuid]))
            for place in places.order_by("job__title", "job")
        ]

    def reassign(self, *, actor: User, at: datetime, work: UUID, to: User, reason: str) -> None:
        """Puts `to` in one place. Raises RecruiterMissing when `to` has not the role."""
        place = JobRecruiter.objects.filter(uuid=work).select_related("job", "user").first()
        if place is None:
            raise WorkGone("They do not recruit for this job any more. Look at the list again.")
        content = job_content(place.job)
        others = tuple(person for person in content.recruiters if person not in (place.user, to))
        job_update(
            actor=actor,
            at=at,
            job=place.job,
            content=replace(content, recruiters=(*others, to)),
            reason=reason,
        )
