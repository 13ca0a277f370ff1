"""Applications, their life, and who takes part in them or may not."""

import uuid

from django.conf import settings
from django.db import models

from candidates.models.organisation import HiringCycle, Job
from candidates.models.people import Candidate
from hiring.append_only import AppendOnlyModel, AppendOnlyQuerySet, keep_forever
from rubrics.models import Rubric


class ApplicationState(models.TextChoices):
    """Where an application is in its life; candidates.lifecycle has the moves."""

    ACTIVE = "active", "Active"
    ON_HOLD = "on_hold", "On hold"
    STOPPED = "stopped", "Stopped"
    WITHDRAWN = "withdrawn", "Withdrawn"
    OFFER = "offer", "Offer"
    NO_OFFER = "no_offer", "No offer"
    CLOSED = "closed", "Closed"  # imported without a decision: history, in no one's hands


OPEN_STATES = (ApplicationState.ACTIVE, ApplicationState.ON_HOLD)
UNDECIDED_STATES = (*OPEN_STATES, ApplicationState.STOPPED)  # corrected evidence may still move it


class Origin(models.TextChoices):
    LIVE = "live", "Live"
    IMPORTED = "imported", "Imported"


class ApplicationQuerySet(models.QuerySet["Application"]):
    def open(self) -> "ApplicationQuerySet":
        return self.filter(state__in=OPEN_STATES)


class Application(models.Model):
    """One candidate at one job. `rubric` was pinned when it was made."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="applications")
    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="applications")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    cycle = models.ForeignKey(
        HiringCycle, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    referred_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    source = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.LIVE)
    state = models.CharField(max_length=12, choices=ApplicationState, default=ApplicationState.ACTIVE)
    applied_at = models.DateTimeField()
    state_since = models.DateTimeField()
    # Set when the bar-raiser stage opens, the debrief opens and a decision is made: who may see what
    # is answered from this row, Participation, Recusal and the job alone.
    bar_raiser_opened_at = models.DateTimeField(null=True, blank=True)
    debrief_opened_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "job"],
                condition=models.Q(state__in=OPEN_STATES),
                name="candidates_one_open_application",
            ),
        ]
        indexes = [
            models.Index(fields=["job", "state"], name="candidates_application_job"),
            models.Index(fields=["rubric", "state", "-state_since"], name="candidates_application_state"),
            models.Index(fields=["cycle"], name="candidates_application_cycle"),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} for {self.job}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class ApplicationMove(AppendOnlyModel):
    """A step in the life of an application, with the reason given for it."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="moves")
    move = models.CharField(max_length=20)
    before = models.CharField(max_length=12, choices=ApplicationState)
    after = models.CharField(max_length=12, choices=ApplicationState)
    reason = models.CharField(max_length=500, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.move}: {self.before} to {self.after}"


keep_forever(ApplicationMove)


class ParticipationCapacity(models.TextChoices):
    INTERVIEWER = "interviewer", "Interviewer"
    BAR_RAISER = "bar_raiser", "Bar raiser"


class Participation(models.Model):
    """That a person interviews in an application, with how many of their cards are open and submitted.

    Kept here, written by `interviewers`, so that who may see an application is one join away.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="participations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=12, choices=ParticipationCapacity)
    open_cards = models.PositiveSmallIntegerField(default=0)
    submitted_cards = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user", "capacity"], name="candidates_participation_once"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "application"], name="candidates_participation_user"),
            models.Index(
                fields=["user"],
                condition=models.Q(open_cards__gt=0),
                name="candidates_participation_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.application}"


class RecusalQuerySet(models.QuerySet["Recusal"]):
    def standing(self) -> "RecusalQuerySet":
        """Those that nobody has ended."""
        return self.filter(ended_at=None)


class Recusal(models.Model):
    """A conflict: while it stands, the person sees nothing of the application."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="recusals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_reason = models.CharField(max_length=500, blank=True)

    objects = RecusalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user"],
                condition=models.Q(ended_at=None),
                name="candidates_recusal_once",
            ),
        ]
        indexes = [models.Index(fields=["user", "application"], name="candidates_recusal_user")]

    def __str__(self) -> str:
        return f"{self.user} is recused from {self.application}"
