"""Runs: what the statistics of a period were computed from and came to."""

import uuid

from django.conf import settings
from django.db import models

from candidates.models import ApplicationState, HiringCycle


class RunState(models.TextChoices):
    WAITING = "waiting", "Waiting"  # for a worker
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class Scope(models.TextChoices):
    """Which evidence a run reads."""

    FINAL = "final", "Stages that are final"
    DECIDED = "decided", "Applications that are decided"
    SETTLED = "settled", "Applications that are settled, by group of candidates"

    @property
    def states(self) -> tuple[ApplicationState, ...]:
        """The states of the applications that are read; none where they are of any state."""
        return _STATES[self]


_STATES = {
    Scope.FINAL: (),
    Scope.DECIDED: (ApplicationState.OFFER, ApplicationState.NO_OFFER),
    Scope.SETTLED: (ApplicationState.OFFER, ApplicationState.NO_OFFER, ApplicationState.STOPPED),
}
UNDER_WAY = (RunState.WAITING, RunState.RUNNING)


class CalibrationRunQuerySet(models.QuerySet["CalibrationRun"]):
    def done(self) -> "CalibrationRunQuerySet":
        return self.filter(state=RunState.DONE)

    def under_way(self) -> "CalibrationRunQuerySet":
        return self.filter(state__in=UNDER_WAY)


class CalibrationRun(models.Model):
    """The statistics of one rubric's applications, in one cycle or in all, and how far they are computed.

    `hidden` are the uuids of the applications that its readers may learn nothing of; they are in no number.
    Runs of the same `key` (calibration.periods.run_key) answer the same question; the latest one counts.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=64)
    rubric_slug = models.SlugField(max_length=60)
    cycle = models.ForeignKey(HiringCycle, on_delete=models.CASCADE, null=True, related_name="+")
    scope = models.CharField(max_length=8, choices=Scope)
    hidden = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=RunState, default=RunState.WAITING)
    words = models.CharField(max_length=500, blank=True)  # why it failed
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    computed_at = models.DateTimeField(null=True)  # as of when its evidence was read
    # How far it is, in scores read and fitted, and what is being done now.
    steps_done = models.PositiveBigIntegerField(default=0)
    steps = models.PositiveBigIntegerField(default=0)
    doing = models.CharField(max_length=120, blank=True)
    inputs_digest = models.CharField(max_length=64, blank=True)
    applications = models.PositiveIntegerField(default=0)
    scorecards = models.PositiveIntegerField(default=0)
    scores = models.PositiveIntegerField(default=0)

    objects = CalibrationRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="calibration_one_run_under_way",
            ),
        ]
        indexes = [models.Index(fields=["key", "state", "-id"], name="calibration_run_latest")]

    def __str__(self) -> str:
        return f"{self.rubric_slug}, {self.cycle or 'all cycles'}: {self.state}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def percent(self) -> int:
        """How much of its work is done, cut to whole per cent."""
        return self.steps_done * 100 // self.steps if self.steps else 0


class RunSection(models.Model):
    """One subject's results in a run, such as "severity", so that a page reads only its own."""

    run = models.ForeignKey(CalibrationRun, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(max_length=30)
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="calibration_section_once")]

    def __str__(self) -> str:
        return f"{self.name} of {self.run}"


class ReplayPart(models.Model):
    """A piece of the arrays that the what-if page replays (calibration.replay_arrays), in order of number."""

    run = models.ForeignKey(CalibrationRun, on_delete=models.CASCADE, related_name="replay_parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="calibration_part_once")]

    def __str__(self) -> str:
        return f"part {self.number} of {self.run}"
