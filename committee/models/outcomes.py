"""Gate outcomes in a chained ledger."""

import uuid
from typing import Any
from uuid import UUID

from django.db import models

from candidates.models import Application, StageVisit
from committee.ledger import ledger_time
from hiring.append_only import AppendOnlyModel, AppendOnlyQuerySet, keep_forever


class Trigger(models.TextChoices):
    """What made the gate look again."""

    SUBMIT = "submit", "A scorecard was submitted"
    REVISION = "revision", "A scorecard was corrected"
    PANEL = "panel", "The expected panel changed"
    SWEEP = "sweep", "The periodic sweep"
    IMPORT = "import", "An import"


class GateOutcome(AppendOnlyModel):
    """One decision of the gate, with everything it read. docs/ledger.md describes the chain.

    `inputs` is what the gate was given, as `committee.inputs.inputs_as_json` writes it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(StageVisit, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()  # 1, 2, 3 … within the application, without gaps
    result = models.CharField(max_length=8)
    reason = models.CharField(max_length=24)
    score_numerator = models.BigIntegerField(null=True)
    score_denominator = models.BigIntegerField(null=True)
    competencies = models.JSONField()  # slug to [numerator, denominator] or null
    floor_breaches = models.JSONField(default=list)
    inputs = models.JSONField()
    inputs_digest = models.CharField(max_length=64)
    trigger = models.CharField(max_length=10, choices=Trigger)
    advisory = models.BooleanField(default=False)  # of an imported application: moves nothing
    computed_at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["application_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="committee_outcome_number_once"),
        ]
        indexes = [models.Index(fields=["visit", "-number"], name="committee_outcome_latest")]

    def __str__(self) -> str:
        return f"outcome {self.number} of {self.application}: {self.result}"

    @property
    def score(self) -> tuple[int, int] | None:
        """The stage score as numerator and denominator in hundredths, None while there is none."""
        if self.score_numerator is None or self.score_denominator is None:
            return None
        return self.score_numerator, self.score_denominator

    def ledger_row(self, *, application: UUID, visit: UUID) -> dict[str, Any]:
        """What the hash covers besides the hash before it (committee.ledger); ids are given, not fetched."""
        return {
            "uuid": str(self.uuid),
            "application": str(application),
            "visit": str(visit),
            "number": self.number,
            "result": self.result,
            "reason": self.reason,
            "score": list(self.score) if self.score else None,
            "competencies": self.competencies,
            "floor_breaches": self.floor_breaches,
            "inputs": self.inputs,
            "inputs_digest": self.inputs_digest,
            "trigger": self.trigger,
            "advisory": self.advisory,
            "computed_at": ledger_time(self.computed_at),
        }


keep_forever(GateOutcome)
