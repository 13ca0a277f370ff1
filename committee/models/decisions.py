"""The committee's decision."""

import uuid

from django.conf import settings
from django.db import models

from candidates.models import Application


class DecisionResult(models.TextChoices):
    OFFER = "offer", "Offer"
    NO_OFFER = "no_offer", "No offer"


class Decision(models.Model):
    """The committee's decision, or an imported one, which moves nothing."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=8, choices=DecisionResult)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.result}: {self.application}"


class DecisionMember(models.Model):
    """That a person was present when the committee decided."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "user"], name="committee_decision_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.decision}"
