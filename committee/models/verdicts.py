"""The bar raiser's verdict: does this candidate raise the bar of the team."""

import uuid

from django.conf import settings
from django.db import models

from candidates.models import Application, StageVisit
from committee.models.packets import Packet


class Verdict(models.Model):
    """The bar raiser's answer: does this candidate raise the bar in judgment and in impact.

    Given on a version of the packet. Number 1 of an attempt at the bar-raiser stage stands unless new
    evidence reopens the packet; the latest number counts, and the earlier ones stay.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(StageVisit, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    # Null for a verdict from before there were packets.
    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, null=True, related_name="+")
    bar_raiser = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raises_judgment = models.BooleanField()
    raises_impact = models.BooleanField()
    judgment_because = models.TextField()
    impact_because = models.TextField()
    critique_asked = models.TextField(blank=True)
    critique_taken = models.TextField(blank=True)
    must_know = models.TextField(blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "number"], name="committee_verdict_number_once"),
        ]
        indexes = [
            models.Index(fields=["bar_raiser", "-given_at"], name="committee_verdict_of"),
            models.Index(fields=["application", "id"], name="committee_verdict_app"),
        ]

    def __str__(self) -> str:
        return f"verdict of {self.bar_raiser} on {self.application}"

    @property
    def raises_the_bar(self) -> bool:
        return self.raises_judgment and self.raises_impact


class VerdictDraft(models.Model):
    """What a bar raiser has typed of a verdict so far: field name to text."""

    visit = models.ForeignKey(StageVisit, on_delete=models.CASCADE, related_name="+")
    bar_raiser = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "bar_raiser"], name="committee_verdict_draft_once"),
        ]

    def __str__(self) -> str:
        return f"verdict draft of {self.bar_raiser}"
