"""Changing who people are here: name, address, roles, manager."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.audit import audit_record
from accounts.emails import normalise_email
from accounts.models import Lock, NotificationKind, Role, User, role_values, validate_time_zone
from accounts.notify import notification_add
from accounts.permissions import can_administer_people
from accounts.reporting_line import would_cycle
from accounts.services.addresses import note_verified_address, unused_email
from accounts.services.locks import (
    REPORTING_LINE,
    hold_administrators,
    person_lock,
    require_another_administrator,
)
from accounts.signals import reporting_line_changed
from hiring.access import AccessRefused, Refusal


class ReportingLineCycle(Refusal):
    """A person cannot end up reporting to themselves."""


@dataclass(frozen=True)
class PersonContent:
    """What an administrator sets of a person, all at once."""

    name: str
    email: str
    time_zone: str
    manager: User | None
    roles: frozenset[Role]


@transaction.atomic
def person_change(*, actor: User, at: datetime, user: User, content: PersonContent) -> User:
    """Makes the person what `content` says, or changes nothing.

    Raises EmailTaken, EmailMalformed, ReportingLineCycle or LastAdministrator; each part that changes is
    audited by itself. Both locks are taken here in one order, so that two edits cannot wait for each other.
    """
    AccessRefused.unless(can_administer_people(actor))
    hold_administrators()
    Lock.hold(REPORTING_LINE)
    person_change_roles(actor=actor, at=at, user=user, roles=content.roles)
    person_change_manager(actor=actor, at=at, user=user, manager=content.manager)
    person_change_email(actor=actor, at=at, user=user, email=content.email)
    return person_change_details(
        actor=actor, at=at, user=user, name=content.name, time_zone=content.time_zone
    )


@transaction.atomic
def person_change_roles(*, actor: User | None, at: datetime, user: User, roles: Iterable[Role]) -> User:
    """Gives the person exactly these roles. Raises LastAdministrator when nobody would be left to."""
    if actor is not None:
        AccessRefused.unless(can_administer_people(actor))
    hold_administrators()
    locked = person_lock(user)
    before, after = locked.roles, frozenset(roles)
    if before == after:
        return locked
    if Role.ADMINISTRATOR in before - after:
        require_another_administrator(locked)
    locked.set_roles(after)
    locked.save(update_fields=[f"is_{role.value}" for role in Role])
    audit_record(
        actor=actor,
        at=at,
        action="person.change_roles",
        on=locked,
        changes={"roles": [role_values(before), role_values(after)]},
    )
    notification_add(
        recipients=[locked],
        kind=NotificationKind.ACCOUNT,
        key=f"roles:{at.isoformat()}",
        subject="Your roles have changed",
        body=f"You are now: {', '.join(locked.role_labels) or 'without a role'}.",
        at=at,
    )
    return locked


@transaction.atomic
def person_change_manager(*, actor: User | None, at: datetime, user: User, manager: User | None) -> User:
    """Changes whom the person reports to, and announces it. Raises ReportingLineCycle, naming the line.

    One change at a time: the lock keeps two edits from closing a cycle together.
    """
    if actor is not None:
        AccessRefused.unless(can_administer_people(actor))
    Lock.hold(REPORTING_LINE)
    locked = person_lock(user)
    before = locked.manager
    if before == manager:
        return locked
    if manager is not None:
        _refuse_cycle(locked, manager)
    locked.manager = manager
    locked.save(update_fields=["manager"])
    audit_record(
        actor=actor,
        at=at,
        action="person.change_manager",
        on=locked,
        changes={"manager": [str(before.uuid) if before else None, str(manager.uuid) if manager else None]},
    )
    reporting_line_changed.send(User, user=locked, actor=actor, at=at)
    return locked


@transaction.atomic
def person_change_email(*, actor: User, at: datetime, user: User, email: str) -> User:
    """Changes the address the person signs in with; invitations and reset links sent so far stop working.

    Raises EmailTaken or EmailMalformed.
    """
    AccessRefused.unless(can_administer_people(actor))
    locked = person_lock(user)
    if locked.email == normalise_email(email):
        return locked
    locked.email = unused_email(email)
    locked.save(update_fields=["email"])
    if locked.joined_at is not None:
        note_verified_address(locked)
    audit_record(actor=actor, at=at, action="person.change_email", on=locked, personal=("email",))
    return locked


@transaction.atomic
def person_change_details(*, actor: User, at: datetime, user: User, name: str, time_zone: str) -> User:
    """Changes the name and time zone: one's own, or anybody's for an administrator."""
    if actor != user:
        AccessRefused.unless(can_administer_people(actor))
    validate_time_zone(time_zone)
    locked = person_lock(user)
    renamed, before = locked.name != name.strip(), locked.time_zone
    if not renamed and before == time_zone:
        return locked
    locked.name, locked.time_zone = name.strip(), time_zone
    locked.save(update_fields=["name", "time_zone"])
    audit_record(
        actor=actor,
        at=at,
        action="person.change_details",
        on=locked,
        changes={"time_zone": [before, time_zone]} if before != time_zone else {},
        personal=("name",) if renamed else (),
    )
    return locked


def _refuse_cycle(user: User, manager: User) -> None:
    managers = dict(User.objects.values_list("pk", "manager_id"))
    line = would_cycle(user.pk, manager.pk, managers)
    if not line:
        return
    names = dict(User.objects.filter(pk__in=line).values_list("pk", "name"))
    told = ", who reports to ".join(names[key] for key in line[1:])
    if told:
        raise ReportingLineCycle(f"{names[line[0]]} reports to {told}. Choose another manager.")
    raise ReportingLineCycle("Nobody reports to themselves. Choose another manager.")
