"""Merging what two tabs or two devices typed into the same draft, field by field. Pure.

Nothing anybody typed is lost: a field changed on one side only takes that side; a field changed on both
stays as it is stored and comes back as a conflict with both texts.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """A field as one side last saw it stored, and what was typed there since."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both sides changed: what is stored, and what this side typed."""

    field: str
    mine: str
    stored: str


@dataclass(frozen=True, slots=True)
class Merge:
    """`fields` is the draft afterwards, empty fields left out; `conflicts` are not in it."""

    fields: Mapping[str, str]
    conflicts: tuple[Conflict, ...]


def merge(stored: Mapping[str, str], changes: Mapping[str, Change]) -> Merge:
    """The stored fields with the changes that do not contradict them; an absent field is empty."""
    fields = dict(stored)
    conflicts = []
    for field, change in changes.items():
        present = stored.get(field, "")
        if present == change.before:
            fields[field] = change.after
        elif change.after not in (change.before, present):
            conflicts.append(Conflict(field, mine=change.after, stored=present))
    return Merge({field: text for field, text in fields.items() if text}, tuple(conflicts))
