"""Imports made in the pages: what was uploaded, previewed and written."""

import uuid

from django.conf import settings
from django.db import models

from rubrics.models import Rubric


class ImportState(models.TextChoices):
    READY = "ready", "Ready"  # previewed, waiting for its person to confirm
    CONFIRMED = "confirmed", "Confirmed"  # waiting for a worker
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused"  # what is stored had changed since the preview; nothing was written


class SheetImport(models.Model):
    """Sheets that a person uploaded together; their files are kept until they are written or expire.

    `digest` is of the files and their names. A person has one import of the same files under way at most, so
    that two tabs and a double click come to the same row.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rubric = models.ForeignKey(Rubric, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    names = models.JSONField()  # of the files, in order
    summary = models.JSONField()  # what it adds, as integrations.history.plan.Summary
    jobs = models.JSONField(default=list)  # once written: [title, uuid] of each job it was about
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.READY)
    words = models.CharField(max_length=500, blank=True)  # why it was refused
    uploaded_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "digest", "rubric"],
                condition=models.Q(state__in=["ready", "confirmed", "running"]),
                name="integrations_one_import_under_way",
            ),
        ]
        indexes = [models.Index(fields=["state", "-finished_at"], name="integrations_import_state")]

    def __str__(self) -> str:
        return ", ".join(self.names)

    @property
    def is_under_way(self) -> bool:
        return self.state in (ImportState.CONFIRMED, ImportState.RUNNING)
