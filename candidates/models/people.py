"""Candidates."""

import uuid

from django.db import models

from candidates.cv import ending_of


def cv_path(candidate: "Candidate", filename: str) -> str:
    """Where a CV is kept: under a name that says nothing about the person."""
    return f"cv/{candidate.uuid}/{uuid.uuid4().hex}.{ending_of(filename)[:5] or 'bin'}"


class Candidate(models.Model):
    """A person who applies. Every personal field can be blanked for erasure."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    # Lower-cased and trimmed; two rows may share one, and pages point that out.
    email_normalised = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    location = models.CharField(max_length=120, blank=True)
    links = models.JSONField(default=list, blank=True)  # web addresses
    note = models.TextField(blank=True)
    cv = models.FileField(upload_to=cv_path, blank=True)
    cv_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["email_normalised"],
                condition=~models.Q(email_normalised=""),
                name="candidates_candidate_email",
            ),
            models.Index(fields=["name", "id"], name="candidates_candidate_name"),
        ]

    def __str__(self) -> str:
        return self.name
