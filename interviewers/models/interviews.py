"""Interviews and the people assigned to them."""

import uuid

from django.conf import settings
from django.db import models

from candidates.models import Application, ParticipationCapacity, StageVisit


class Interview(models.Model):
    """The event of a stage visit: when, and where or by which link. A visit may have several.

    The candidate meets everybody of one start in one interview, so a start is there once in a visit.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(StageVisit, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")), name="interviewers_interview_times"
            ),
            models.UniqueConstraint(
                fields=["visit", "starts_at"],
                condition=models.Q(cancelled_at=None),
                name="interviewers_one_interview_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["visit", "starts_at"], name="interviewers_interview_visit")]

    def __str__(self) -> str:
        return f"{self.visit} on {self.starts_at:%Y-%m-%d %H:%M}"


class AssignmentState(models.TextChoices):
    """`open` and `submitted` are live and count as expected scorecards; the others do not."""

    OPEN = "open", "Open"
    SUBMITTED = "submitted", "Submitted"
    DECLINED = "declined", "Declined"
    RELEASED = "released", "Released"
    CANCELLED = "cancelled", "Cancelled"


LIVE_STATES = (AssignmentState.OPEN, AssignmentState.SUBMITTED)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def live(self) -> "AssignmentQuerySet":
        return self.filter(state__in=LIVE_STATES)

    def open(self) -> "AssignmentQuerySet":
        return self.filter(state=AssignmentState.OPEN)

    def owing_a_verdict(self) -> "AssignmentQuerySet":
        """Of bar raisers, none set aside, whose scorecard is in at an open visit that has no verdict yet."""
        return self.filter(
            capacity=ParticipationCapacity.BAR_RAISER,
            state=AssignmentState.SUBMITTED,
            visit__left_at=None,
            visit__verdict_at=None,
            dependent_since=None,
        )


class Assignment(models.Model):
    """One interviewer in an interview, owing one scorecard for the visit by `due_at`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    interview = models.ForeignKey(Interview, on_delete=models.PROTECT, related_name="assignments")
    visit = models.ForeignKey(StageVisit, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    interviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(
        max_length=12, choices=ParticipationCapacity, default=ParticipationCapacity.INTERVIEWER
    )
    state = models.CharField(max_length=10, choices=AssignmentState, default=AssignmentState.OPEN)
    due_at = models.DateTimeField()
    # Given to someone who could already see others' scorecards of this application.
    not_blind = models.BooleanField(default=False)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    assigned_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)  # declined, released or cancelled
    close_reason = models.CharField(max_length=500, blank=True)
    # Of a bar raiser whose scorecard is in: since when they have not been independent, and why, in words. The
    # scorecard stays and counts; the verdict is for another bar raiser to give.
    dependent_since = models.DateTimeField(null=True, blank=True)
    dependence = models.CharField(max_length=500, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "interviewer"],
                condition=models.Q(state__in=LIVE_STATES),
                name="interviewers_one_live_assignment",
            ),
        ]
        indexes = [
            models.Index(fields=["interviewer", "state", "due_at"], name="interviewers_work_of"),
            models.Index(fields=["visit", "state"], name="interviewers_assignment_visit"),
            models.Index(fields=["application", "interviewer"], name="interviewers_assignment_app"),
        ]

    def __str__(self) -> str:
        return f"{self.interviewer}: {self.visit}"
