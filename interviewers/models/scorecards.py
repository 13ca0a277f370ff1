"""Drafts, scorecards and their revisions. Values are append-only; texts sit apart, blankable for erasure."""

import uuid

from django.conf import settings
from django.db import models

from candidates.models import Application, StageVisit
from hiring.append_only import AppendOnlyModel, AppendOnlyQuerySet, keep_forever
from interviewers.models.interviews import Assignment
from rubrics.models import Competency


class Draft(models.Model):
    """What an interviewer has typed so far: field name to text. `version` grows by one a save.

    Fields: `value.<competency>`, `evidence.<competency>`, `why_not.<competency>` (why not assessed),
    `why_high.<competency>` (why high despite a signal that rates it low), `signal.<slug>` ("1" or ""),
    `measure.<slug>`, `summary`, `asked.<number of a prompt>` ("1" or "").
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="draft")
    version = models.PositiveIntegerField(default=0)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"draft {self.version} of {self.assignment}"


class Scorecard(models.Model):
    """An interviewer's submitted scorecard; its content is in revisions, of which the latest counts."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="scorecard")
    visit = models.ForeignKey(StageVisit, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    interviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    is_late = models.BooleanField(default=False)
    not_blind = models.BooleanField(default=False)
    latest = models.PositiveSmallIntegerField(default=1)  # number of the latest revision

    class Meta:
        indexes = [
            models.Index(fields=["visit", "id"], name="interviewers_scorecard_visit"),
            models.Index(fields=["application", "id"], name="interviewers_scorecard_app"),
            models.Index(fields=["interviewer", "-submitted_at"], name="interviewers_scorecard_of"),
            models.Index(fields=["submitted_at"], name="interviewers_scorecard_at"),
        ]

    def __str__(self) -> str:
        return f"scorecard of {self.interviewer} for {self.visit}"


class ScorecardRevision(AppendOnlyModel):
    """Number 1 is the first submission; a later one is a correction with a reason."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    submitted_at = models.DateTimeField()
    saw_others = models.BooleanField(default=False)  # its author could see others' scores by then
    signals = models.JSONField(default=list)  # slugs ticked, sorted
    measures = models.JSONField(default=dict)  # slug to whole number
    asked = models.JSONField(default=list)  # which prompts of the stage were asked: their numbers from 1

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "number"], name="interviewers_revision_once"),
        ]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.scorecard}"


keep_forever(ScorecardRevision)


class Score(AppendOnlyModel):
    """One competency's value in hundredths of a point; null is not assessed."""

    revision = models.ForeignKey(ScorecardRevision, on_delete=models.PROTECT, related_name="scores")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField(null=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "competency"], name="interviewers_score_once"),
        ]

    def __str__(self) -> str:
        return f"{self.competency}: {self.value}"


keep_forever(Score)


class TextKind(models.TextChoices):
    EVIDENCE = "evidence", "Evidence"
    NOT_ASSESSED = "not_assessed", "Why not assessed"
    WHY_HIGH = "why_high", "Why high despite the signal"
    SUMMARY = "summary", "Summary"
    CORRECTION = "correction", "Reason of the correction"


class ScorecardText(models.Model):
    """The words of a revision, one row a text. Never changed, but blanked when a person is erased."""

    revision = models.ForeignKey(ScorecardRevision, on_delete=models.PROTECT, related_name="texts")
    kind = models.CharField(max_length=12, choices=TextKind)
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "kind", "competency"], name="interviewers_text_once"),
            models.UniqueConstraint(
                fields=["revision", "kind"],
                condition=models.Q(competency=None),
                name="interviewers_whole_text_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.revision}"
