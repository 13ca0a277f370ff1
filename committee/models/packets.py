"""Packets: immutable snapshots of the evidence for the bar raiser, and who opened them."""

import uuid

from django.conf import settings
from django.db import models

from candidates.models import Application
from hiring.append_only import AppendOnlyModel, AppendOnlyQuerySet, keep_forever


class Packet(AppendOnlyModel):
    """A version of an application's packet. What it says is in its content, which can be blanked for erasure;
    `digest` is the SHA-256 of the canonical JSON that was there.

    `new_evidence`: something that others than the bar raiser said of the candidate differs from the version
    before; it makes an older verdict one on less than is known. `references` leads from the scorecard keys
    of the snapshot to scorecard uuids and is not part of what is digested.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()  # 1, 2, 3 … within the application, without gaps
    digest = models.CharField(max_length=64)
    new_evidence = models.BooleanField(default=False)
    holds_bar_raisers_card = models.BooleanField(default=False)  # not for a bar raiser who has still to score
    references = models.JSONField(default=dict)
    built_at = models.DateTimeField()

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["application_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["application", "version"], name="committee_packet_version_once"),
        ]

    def __str__(self) -> str:
        return f"packet {self.version} of {self.application}"


keep_forever(Packet)


class PacketContent(models.Model):
    """What a packet says, in its three faces. Never changed, but blanked when a person is erased."""

    packet = models.OneToOneField(Packet, on_delete=models.PROTECT, related_name="content")
    snapshot = models.TextField()  # canonical JSON, as committee.snapshot describes it
    changes = models.JSONField(default=list)  # since the version before (committee.packet_changes)
    pdf = models.BinaryField()

    def __str__(self) -> str:
        return f"content of {self.packet}"


class PacketFace(models.TextChoices):
    PAGE = "page", "Page"
    PDF = "pdf", "PDF"
    JSON = "json", "JSON"


class PacketOpening(models.Model):
    """That a person opened a face of a packet: the first time and the last."""

    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="openings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    face = models.CharField(max_length=4, choices=PacketFace)
    opened_at = models.DateTimeField()
    last_opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["packet", "reader", "face"], name="committee_opening_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reader} opened {self.packet}"


class PacketDue(models.Model):
    """That an application's packet may have to be built again: comes with the cause, goes with the build."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["since", "id"], name="committee_packet_due_oldest")]

    def __str__(self) -> str:
        return f"packet due: {self.application}"
