"""Drafts of scorecards: saved as they are typed, from any number of tabs and devices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from hiring.access import AccessRefused, Refusal
from interviewers.content import LONGEST_TEXT, field_names, tidied
from interviewers.merge import Change, Conflict, Merge, merge
from interviewers.models import Assignment, AssignmentState, Draft
from interviewers.permissions import can_fill, closed_words
from rubrics.queries import stored_rubric

ATTEMPTS = 20


@dataclass(frozen=True)
class DraftSaved:
    """The draft as it is stored now; `conflicts` are the changes that are not in it."""

    version: int
    fields: Mapping[str, str]
    conflicts: tuple[Conflict, ...]


class DraftRefused(Refusal):
    """The changes are not of this scorecard, or too long to be kept."""


class DraftClosed(Refusal):
    """The assignment was submitted, declined, released or cancelled; the draft stays as it is."""


class DraftBusy(Refusal):
    """Others saved the same draft at the same moment, again and again."""


def draft_save(
    *, actor: User, at: datetime, assignment: Assignment, changes: Mapping[str, Change]
) -> DraftSaved:
    """Merges the changes into the stored draft, by compare-and-set on its version.

    A change that contradicts what is stored is not saved but returned as a conflict; the others are saved.
    Without changes it only reads. Raises DraftClosed, DraftRefused, DraftBusy or AccessRefused.
    """
    if assignment.interviewer_id == actor.pk and assignment.state != AssignmentState.OPEN:
        raise DraftClosed(closed_words(assignment))
    AccessRefused.unless(can_fill(actor, assignment))
    changes = _sound_changes(assignment, changes)
    for _ in range(ATTEMPTS):
        draft = Draft.objects.filter(assignment=assignment).first()
        if draft is None and not changes:
            return DraftSaved(0, {}, ())
        draft = draft or _begun(assignment, at)
        merged = merge(draft.fields, changes)
        if merged.fields == draft.fields:
            return DraftSaved(draft.version, draft.fields, merged.conflicts)
        if _replaced(draft, merged, at):
            return DraftSaved(draft.version + 1, merged.fields, merged.conflicts)
    raise DraftBusy("This draft is being saved from somewhere else. Nothing is lost; it is tried again.")


@transaction.atomic
def _begun(assignment: Assignment, at: datetime) -> Draft:
    """The assignment's first draft, empty. Locks the assignment, so that none begins behind a submission."""
    locked = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if locked.state != AssignmentState.OPEN:
        raise DraftClosed(closed_words(locked))
    return Draft.objects.get_or_create(assignment=assignment, defaults={"saved_at": at})[0]


def _replaced(draft: Draft, merged: Merge, at: datetime) -> bool:
    """Compare-and-set: whether the draft still had its version, and so took the fields and the next one.

    A submission deletes the draft, so none is saved behind it.
    """
    same = Draft.objects.filter(pk=draft.pk, version=draft.version)
    return bool(same.update(fields=dict(merged.fields), version=draft.version + 1, saved_at=at))


def _sound_changes(assignment: Assignment, changes: Mapping[str, Change]) -> dict[str, Change]:
    stored = stored_rubric(assignment.application.rubric_id)
    known = set(field_names(stored.stage_plan(assignment.visit.stage_id)))
    if not known.issuperset(changes):
        raise DraftRefused(
            "This scorecard has other fields by now. Reload the page; copy what you typed first."
        )
    if any(len(change.after) > LONGEST_TEXT for change in changes.values()):
        raise DraftRefused(f"A text has more than {LONGEST_TEXT:,} characters. Shorten it to have it saved.")
    return {field: Change(tidied(change.before), tidied(change.after)) for field, change in changes.items()}
