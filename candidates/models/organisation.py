"""Teams, hiring cycles and jobs."""

import uuid

from django.conf import settings
from django.db import models

from accounts.models import User
from rubrics.models import Rubric


class Team(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, unique=True)
    lead = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class HiringCycle(models.Model):
    """A dated period, both days included."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, unique=True)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("ends_on")), name="candidates_cycle_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> "JobQuerySet":
        return self.filter(closed_at=None)


class Job(models.Model):
    """A job; `rubric` is for new applications, each of which pins it when created."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="jobs")
    level = models.CharField(max_length=10, blank=True)  # such as P5 to P8
    hiring_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    cycle = models.ForeignKey(
        HiringCycle, on_delete=models.PROTECT, null=True, blank=True, related_name="jobs"
    )
    recruiters = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="JobRecruiter", related_name="+", blank=True
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return f"{self.title} {self.level}".strip()


class JobRecruiter(models.Model):
    """That a recruiter looks after a job."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="job_recruiters")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "user"], name="candidates_job_recruiter_once"),
        ]
        indexes = [models.Index(fields=["user", "job"], name="candidates_jobs_of_recruiter")]

    def __str__(self) -> str:
        return f"{self.user}: {self.job}"
