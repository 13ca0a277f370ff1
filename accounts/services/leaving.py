"""Letting people go: their open work is handed over, they are shut out, nothing is deleted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.audit import audit_record
from accounts.models import User
from accounts.open_work import OpenWorkProvider, open_work_count, open_work_providers
from accounts.permissions import can_administer_people
from accounts.services.locks import hold_administrators, person_lock, require_another_administrator
from hiring.access import AccessRefused, Refusal


class OpenWorkLeft(Refusal):
    """A person with open work is deactivated only once it has been reassigned."""


class WorkUnknown(Refusal):
    """There is no such kind of open work."""


@dataclass(frozen=True)
class HandOver:
    """How many pieces of work were given, and for each that was not, which and why."""

    given: int
    kept: tuple[str, ...]


def open_work_reassign(
    *,
    actor: User,
    at: datetime,
    user: User,
    kind: str,
    works: Collection[UUID],
    to: User,
    reason: str,
) -> HandOver:
    """Gives those of `works` that are still the person's to `to`, each by itself.

    What `to` may not have stays where it is and is named with the reason. Raises WorkUnknown for a kind
    that nobody registered.
    """
    AccessRefused.unless(can_administer_people(actor))
    provider = _provider(kind)
    given, kept = 0, []
    for work in provider.list_open(user):
        if work.uuid not in works:
            continue
        try:
            provider.reassign(actor=actor, at=at, work=work.uuid, to=to, reason=reason)
        except Refusal as refusal:
            kept.append(f"{work.label}: {refusal.words}")
        else:
            given += 1
    return HandOver(given, tuple(kept))


@transaction.atomic
def person_deactivate(*, actor: User, at: datetime, user: User) -> User:
    """Shuts the person out; nothing of theirs is deleted.

    Raises OpenWorkLeft while they hold any, LastAdministrator when nobody would be left to manage people.
    """
    AccessRefused.unless(can_administer_people(actor))
    hold_administrators()
    locked = person_lock(user, against_new_work=True)
    if not locked.is_active:
        return locked
    if locked.is_administrator:
        require_another_administrator(locked)
    left = open_work_count(locked)
    if left:
        raise OpenWorkLeft(f"{locked.name} still has open work ({left}). Reassign it first.")
    locked.is_active = False
    locked.deactivated_at = at
    locked.save(update_fields=["is_active", "deactivated_at"])
    audit_record(actor=actor, at=at, action="person.deactivate", on=locked, changes={"active": [True, False]})
    return locked


@transaction.atomic
def person_reactivate(*, actor: User, at: datetime, user: User) -> User:
    """Lets a deactivated person in again, with the roles they had."""
    AccessRefused.unless(can_administer_people(actor))
    locked = person_lock(user)
    if locked.is_active:
        return locked
    locked.is_active = True
    locked.deactivated_at = None
    locked.save(update_fields=["is_active", "deactivated_at"])
    audit_record(actor=actor, at=at, action="person.reactivate", on=locked, changes={"active": [False, True]})
    return locked


def _provider(kind: str) -> OpenWorkProvider:
    for provider in open_work_providers():
        if provider.kind == kind:
            return provider
    raise WorkUnknown("There is no such kind of work. Look at the list again.")
