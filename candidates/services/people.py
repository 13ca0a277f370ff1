"""Candidates: added, edited, and their CVs kept."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile

from accounts.audit import audit_record
from accounts.emails import normalise_email
from accounts.models import User
from candidates.cv import cv_problem, download_name
from candidates.models import Candidate
from candidates.permissions import can_manage_candidates, can_read_note, can_view_candidate
from hiring.access import AccessRefused, Refusal

PERSONAL = ("name", "email", "phone", "location", "links", "note")


class CvNotTaken(Refusal):
    """The file is too large, or not of a kind that is kept."""


@dataclass(frozen=True)
class CandidateContent:
    """What is kept of a person. `links` are web addresses; `note` None leaves the note as it is."""

    name: str
    email: str = ""
    phone: str = ""
    location: str = ""
    links: tuple[str, ...] = ()
    note: str | None = None


@transaction.atomic
def candidate_create(*, actor: User, at: datetime, content: CandidateContent, key: UUID) -> Candidate:
    """Adds a candidate. `key` becomes the row's uuid: the same key again returns the row made before.

    Somebody with the same e-mail is not looked for: whether it is the same person is for people to say
    (queries.people.duplicates). Raises AccessRefused.
    """
    AccessRefused.unless(can_manage_candidates(actor))
    candidate, is_new = Candidate.objects.get_or_create(
        uuid=key,
        defaults={
            **_columns(content),
            "email_normalised": normalise_email(content.email),
            "created_at": at,
        },
    )
    if not is_new:
        return candidate
    filled = [field for field in PERSONAL if getattr(candidate, field)]
    audit_record(actor=actor, at=at, action="candidate.create", on=candidate, personal=filled)
    return candidate


@transaction.atomic
def candidate_update(
    *, actor: User, at: datetime, candidate: Candidate, content: CandidateContent
) -> Candidate:
    """Replaces what is kept of the person; saying nothing new writes nothing. Raises AccessRefused."""
    held = _hold(actor, candidate)
    if content.note is not None:
        AccessRefused.unless(can_read_note(actor, held))
    columns = _columns(content)
    changed = [field for field, value in columns.items() if getattr(held, field) != value]
    if not changed:
        return held
    for field in changed:
        setattr(held, field, columns[field])
    held.email_normalised = normalise_email(content.email)
    held.save(update_fields=[*changed, "email_normalised"])
    audit_record(actor=actor, at=at, action="candidate.update", on=held, personal=changed)
    return held


@transaction.atomic
def candidate_attach_cv(
    *, actor: User, at: datetime, candidate: Candidate, cv: "UploadedFile[bytes]"
) -> Candidate:
    """Keeps the file as the person's CV, in place of the one before. Raises AccessRefused or CvNotTaken."""
    held = _hold(actor, candidate)
    name = cv.name or ""
    if problem := cv_problem(name, cv.size or 0, cv):
        raise CvNotTaken(problem)
    if held.cv:
        _delete_after_commit(held.cv)
    held.cv.save(name, cv, save=False)
    held.cv_name = download_name(name)
    held.save(update_fields=["cv", "cv_name"])
    audit_record(actor=actor, at=at, action="candidate.attach_cv", on=held, personal=["cv"])
    return held


@transaction.atomic
def candidate_remove_cv(*, actor: User, at: datetime, candidate: Candidate) -> Candidate:
    """Removes the person's CV, file included. Raises AccessRefused."""
    held = _hold(actor, candidate)
    if not held.cv:
        return held
    _delete_after_commit(held.cv)
    held.cv, held.cv_name = "", ""
    held.save(update_fields=["cv", "cv_name"])
    audit_record(actor=actor, at=at, action="candidate.remove_cv", on=held, personal=["cv"])
    return held


def _hold(actor: User, candidate: Candidate) -> Candidate:
    AccessRefused.unless(can_manage_candidates(actor))
    AccessRefused.unless(can_view_candidate(actor, candidate))
    return Candidate.objects.select_for_update(no_key=True).get(pk=candidate.pk)


def _columns(content: CandidateContent) -> dict[str, str | list[str]]:
    columns: dict[str, str | list[str]] = {}
    for field, value in asdict(content).items():
        if value is not None:
            columns[field] = value.strip() if isinstance(value, str) else list(value)
    return columns


def _delete_after_commit(file: FieldFile) -> None:
    storage, name = file.storage, str(file.name)
    transaction.on_commit(lambda: storage.delete(name))
