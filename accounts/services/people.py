"""Getting people in, changing who they are here, and letting them go."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.audit import audit_record
from accounts.models import Lock, NotificationKind, Role, User, validate_time_zone
from accounts.notify import notification_add
from accounts.open_work import open_work_providers
from accounts.permissions import can_administer_people
from accounts.reporting_line import would_cycle
from accounts.tasks import send_notifications
from hiring.access import AccessRefused, Refusal
from hiring.queue import enqueue_on_commit

FIRST_ADMINISTRATOR = "first-administrator"
REPORTING_LINE = "reporting-line"


class EmailTaken(Refusal):
    """Somebody with that e-mail works here already."""


class EmailMalformed(Refusal):
    """That is not an e-mail address."""


class FirstAdministratorExists(Refusal):
    """The first administrator is made once."""


class ReportingLineCycle(Refusal):
    """A person cannot end up reporting to themselves."""


class LastAdministrator(Refusal):
    """Somebody must be left to manage people."""


class OpenWorkLeft(Refusal):
    """A person with open work is deactivated only once it has been reassigned."""


class AlreadyJoined(Refusal):
    """The person has followed an invitation already."""


class PersonNotActive(Refusal):
    """The person was deactivated."""


@transaction.atomic
def first_administrator_create(*, at: datetime, email: str, name: str, password: str) -> User:
    """Makes the first administrator. Raises FirstAdministratorExists once there is any."""
    Lock.hold(FIRST_ADMINISTRATOR)
    if User.objects.filter(is_administrator=True).exists():
        raise FirstAdministratorExists("There is an administrator already. Ask them to invite you.")
    user = User(
        email=_unused_email(email), name=name.strip(), is_administrator=True, joined_at=at, invited_at=at
    )
    user.set_password(password)
    user.save(force_insert=True)
    _note_verified_address(user)
    audit_record(actor=user, at=at, action="person.first_administrator", on=user)
    return user


@transaction.atomic
def person_invite(
    *,
    actor: User | None,
    at: datetime,
    email: str,
    name: str,
    roles: Iterable[Role],
    manager: User | None = None,
    time_zone: str = "UTC",
) -> User:
    """Makes a person who can log in once they have followed the invitation's link and set a password.

    They can be assigned work at once. `actor` None is a command. The e-mail is sent after commit by a task.
    """
    if actor is not None:
        AccessRefused.unless(can_administer_people(actor))
    validate_time_zone(time_zone)
    chosen = frozenset(roles)
    user = User(
        email=_unused_email(email), name=name.strip(), manager=manager, time_zone=time_zone, invited_at=at
    )
    for role in chosen:
        setattr(user, f"is_{role.value}", True)
    user.set_unusable_password()
    user.save(force_insert=True)
    audit_record(
        actor=actor,
        at=at,
        action="person.invite",
        on=user,
        changes={"roles": [[], _names(chosen)]},
        personal=("email", "name"),
    )
    _send_invitation(user, at)
    return user


@transaction.atomic
def invitation_resend(*, actor: User, at: datetime, user: User) -> None:
    """Sends the invitation again. Raises AlreadyJoined once the person has a password."""
    AccessRefused.unless(can_administer_people(actor))
    locked = _lock(user)
    if locked.joined_at is not None:
        raise AlreadyJoined(f"{locked.name} has joined already; they can reset their password themselves.")
    _send_invitation(locked, at)
    audit_record(actor=actor, at=at, action="person.invite_again", on=locked)


@transaction.atomic
def invitation_accept(*, at: datetime, user: User, name: str, password: str) -> User:
    """Lets an invited person in, with the name and password they chose."""
    locked = _lock(user)
    if not locked.is_active:
        raise PersonNotActive("This invitation was withdrawn. Ask an administrator for a new one.")
    locked.name = name.strip()
    locked.joined_at = locked.joined_at or at
    locked.set_password(password)
    locked.save(update_fields=["name", "joined_at", "password"])
    _note_verified_address(locked)
    audit_record(actor=locked, at=at, action="person.join", on=locked, personal=("name",))
    return locked


@transaction.atomic
def person_change_roles(*, actor: User | None, at: datetime, user: User, roles: Iterable[Role]) -> User:
    """Gives the person exactly these roles. Raises LastAdministrator when nobody would be left to."""
    if actor is not None:
        AccessRefused.unless(can_administer_people(actor))
    Lock.hold(FIRST_ADMINISTRATOR)
    locked = _lock(user)
    before, after = locked.roles, frozenset(roles)
    if before == after:
        return locked
    if Role.ADMINISTRATOR in before - after:
        _require_another_administrator(locked)
    for role in Role:
        setattr(locked, f"is_{role.value}", role in after)
    locked.save(update_fields=[f"is_{role.value}" for role in Role])
    audit_record(
        actor=actor,
        at=at,
        action="person.change_roles",
        on=locked,
        changes={"roles": [_names(before), _names(after)]},
    )
    notification_add(
        recipients=[locked],
        kind=NotificationKind.ACCOUNT,
        key=f"roles:{at.isoformat()}",
        subject="Your roles have changed",
        body="You are now: " + (", ".join(Role(role).label for role in _names(after)) or "without a role"),
        at=at,
    )
    return locked


@transaction.atomic
def person_change_manager(*, actor: User | None, at: datetime, user: User, manager: User | None) -> User:
    """Changes whom the person reports to. Raises ReportingLineCycle, naming the line that would close.

    One change at a time: the lock keeps two edits from closing a cycle together.
    """
    if actor is not None:
        AccessRefused.unless(can_administer_people(actor))
    Lock.hold(REPORTING_LINE)
    locked = _lock(user)
    if manager is not None:
        _refuse_cycle(locked, manager)
    before = locked.manager
    if before == manager:
        return locked
    locked.manager = manager
    locked.save(update_fields=["manager"])
    audit_record(
        actor=actor,
        at=at,
        action="person.change_manager",
        on=locked,
        changes={"manager": [str(before.uuid) if before else None, str(manager.uuid) if manager else None]},
    )
    return locked


@transaction.atomic
def person_change_details(*, actor: User, at: datetime, user: User, name: str, time_zone: str) -> User:
    """Changes the name and time zone: one's own, or anybody's for an administrator."""
    if actor != user:
        AccessRefused.unless(can_administer_people(actor))
    validate_time_zone(time_zone)
    locked = _lock(user)
    changed_name, before = locked.name != name.strip(), locked.time_zone
    locked.name, locked.time_zone = name.strip(), time_zone
    locked.save(update_fields=["name", "time_zone"])
    audit_record(
        actor=actor,
        at=at,
        action="person.change_details",
        on=locked,
        changes={"time_zone": [before, time_zone]} if before != time_zone else {},
        personal=("name",) if changed_name else (),
    )
    return locked


@transaction.atomic
def person_deactivate(*, actor: User, at: datetime, user: User) -> User:
    """Shuts the person out; nothing of theirs is deleted. Raises OpenWorkLeft while they hold any."""
    AccessRefused.unless(can_administer_people(actor))
    Lock.hold(FIRST_ADMINISTRATOR)
    locked = _lock(user)
    if not locked.is_active:
        return locked
    if locked.is_administrator:
        _require_another_administrator(locked)
    left = sum(len(provider.list_open(locked)) for provider in open_work_providers())
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
    locked = _lock(user)
    if locked.is_active:
        return locked
    locked.is_active = True
    locked.deactivated_at = None
    locked.save(update_fields=["is_active", "deactivated_at"])
    audit_record(actor=actor, at=at, action="person.reactivate", on=locked, changes={"active": [False, True]})
    return locked


def _lock(user: User) -> User:
    return User.objects.get_queryset().select_for_update().get(pk=user.pk)


def _unused_email(email: str) -> str:
    """The address in lower case. Raises EmailMalformed or EmailTaken."""
    normalised = email.strip().lower()
    try:
        validate_email(normalised)
    except ValidationError as error:
        raise EmailMalformed(f"{email.strip()!r} is not an e-mail address.") from error
    if User.objects.filter(email=normalised).exists():
        raise EmailTaken(f"Somebody with the e-mail {normalised} is here already.")
    return normalised


def _send_invitation(user: User, at: datetime) -> None:
    notification_add(
        recipients=[user],
        kind=NotificationKind.INVITATION,
        key=f"invitation:{at.isoformat()}",
        subject=f"You are invited to {settings.ORGANISATION_NAME}",
        body=(
            f"{user.name}, an account was made for you. Follow the link to set your password. "
            "It works once, for seven days."
        ),
        at=at,
    )
    enqueue_on_commit(send_notifications)


def _note_verified_address(user: User) -> None:
    """Tells allauth that the address is proven, by the invitation's link or by being first."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def _require_another_administrator(user: User) -> None:
    others = User.objects.filter(is_administrator=True, is_active=True).exclude(pk=user.pk)
    if not others.exists():
        raise LastAdministrator(f"{user.name} is the only administrator. Make somebody else one first.")


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


def _names(roles: frozenset[Role]) -> list[str]:
    return [role.value for role in Role if role in roles]
