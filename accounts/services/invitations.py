"""Getting people in: the first administrator, invitations, and following them."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.audit import audit_record
from accounts.invitations import invitation_is_good
from accounts.models import NotificationKind, PersonState, Role, User, role_values, validate_time_zone
from accounts.notify import notification_add
from accounts.permissions import can_administer_people
from accounts.services.addresses import note_verified_address, unused_email
from accounts.services.locks import hold_administrators, person_lock
from accounts.tasks import send_notifications
from hiring.access import AccessRefused, Refusal
from hiring.queue import enqueue_on_commit


class AdministratorExists(Refusal):
    """The first administrator is made once."""


class AlreadyJoined(Refusal):
    """The person has followed an invitation already."""


class InvitationSpent(Refusal):
    """The link was used, has become too old, or was withdrawn."""


@transaction.atomic
def administrator_create(
    *, at: datetime, email: str, name: str, password: str, another: bool = False
) -> User:
    """Makes an administrator who can log in at once.

    Raises AdministratorExists once there is any, unless `another` is asked for.
    """
    hold_administrators()
    if not another and User.objects.with_role(Role.ADMINISTRATOR).exists():
        raise AdministratorExists("There is an administrator already. Ask them to invite you.")
    user = User(
        email=unused_email(email), name=name.strip(), is_administrator=True, joined_at=at, invited_at=at
    )
    user.set_password(password)
    user.save(force_insert=True)
    note_verified_address(user)
    audit_record(actor=user, at=at, action="person.create_administrator", on=user, personal=("email", "name"))
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
        email=unused_email(email), name=name.strip(), manager=manager, time_zone=time_zone, invited_at=at
    )
    user.set_roles(chosen)
    user.set_unusable_password()
    user.save(force_insert=True)
    audit_record(
        actor=actor,
        at=at,
        action="person.invite",
        on=user,
        changes={"roles": [[], role_values(chosen)]} | _manager_change(manager),
        personal=("email", "name"),
    )
    _send_invitation(user, at)
    return user


@transaction.atomic
def invitation_resend(*, actor: User, at: datetime, user: User) -> None:
    """Sends a new link. Raises AlreadyJoined once the person can log in, InvitationSpent once deactivated."""
    AccessRefused.unless(can_administer_people(actor))
    locked = person_lock(user)
    if locked.joined_at is not None:
        raise AlreadyJoined(f"{locked.name} has joined already; they can reset their password themselves.")
    if locked.state == PersonState.DEACTIVATED:
        raise InvitationSpent(f"{locked.name} is deactivated. Reactivate them first.")
    _send_invitation(locked, at)
    audit_record(actor=actor, at=at, action="person.invite_again", on=locked)


@transaction.atomic
def invitation_accept(*, at: datetime, user: User, token: str, name: str, password: str) -> User:
    """Lets an invited person in, with the name and password they chose.

    Raises InvitationSpent when the link no longer works, also when it is used twice at once.
    """
    locked = person_lock(user)
    if not invitation_is_good(locked, token):
        raise InvitationSpent("This link no longer works. Ask an administrator for a new one.")
    renamed = locked.name != name.strip()
    locked.name = name.strip()
    locked.joined_at = at
    locked.set_password(password)
    locked.save(update_fields=["name", "joined_at", "password"])
    note_verified_address(locked)
    audit_record(actor=locked, at=at, action="person.join", on=locked, personal=("name",) if renamed else ())
    return locked


@transaction.atomic
def person_note_joined(*, at: datetime, user: User) -> None:
    """Counts a person as joined who logged in without their invitation: by a reset password, say."""
    locked = person_lock(user)
    if locked.joined_at is not None:
        return
    locked.joined_at = at
    locked.save(update_fields=["joined_at"])
    note_verified_address(locked)
    audit_record(actor=locked, at=at, action="person.join", on=locked)


def _manager_change(manager: User | None) -> dict[str, list[str | None]]:
    return {"manager": [None, str(manager.uuid)]} if manager else {}


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
