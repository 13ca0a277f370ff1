"""Clarifications: what a bar raiser asks an interviewer about their scorecard, and the answer."""

import uuid

from django.conf import settings
from django.db import models

from candidates.models import Application, StageVisit
from committee.models.packets import Packet
from interviewers.models import Scorecard, ScorecardRevision
from rubrics.models import Competency


class ClarificationState(models.TextChoices):
    OPEN = "open", "Open"
    ANSWERED = "answered", "Answered"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ClarificationQuerySet(models.QuerySet["Clarification"]):
    def open(self) -> "ClarificationQuerySet":
        return self.filter(state=ClarificationState.OPEN)


class Clarification(models.Model):
    """One question to the author of a scorecard, about one competency or the whole of it.

    `visit` is the bar-raiser visit it was asked in. `revision` is the correction that came with the answer.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(StageVisit, on_delete=models.PROTECT, related_name="+")
    packet = models.ForeignKey(
        Packet, on_delete=models.PROTECT, related_name="+"
    )  # the version it was asked from
    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="+")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    question = models.TextField()
    state = models.CharField(max_length=10, choices=ClarificationState, default=ClarificationState.OPEN)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    revision = models.ForeignKey(ScorecardRevision, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Null where the end of the application withdrew it.
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ClarificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="answered", answered_at__isnull=False)
                | models.Q(state="withdrawn", withdrawn_at__isnull=False, answered_at=None)
                | models.Q(state="open", answered_at=None, withdrawn_at=None),
                name="committee_clarification_state",
            ),
        ]
        indexes = [
            models.Index(fields=["application", "id"], name="committee_clarification_app"),
            models.Index(
                fields=["asked_at"], condition=models.Q(state="open"), name="committee_clarification_open"
            ),
            models.Index(fields=["scorecard", "id"], name="committee_clarification_card"),
        ]

    def __str__(self) -> str:
        return f"question on {self.scorecard}"
