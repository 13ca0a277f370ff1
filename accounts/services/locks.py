"""What changes of people are alone with while they check a rule about many rows."""

from accounts.models import Lock, PersonState, Role, User
from hiring.access import Refusal

REPORTING_LINE = "reporting-line"
ADMINISTRATORS = "administrators"


class LastAdministrator(Refusal):
    """Somebody must be left to manage people."""


def person_lock(user: User, *, against_new_work: bool = False) -> User:
    """The person's row, locked until the transaction ends, as it is now.

    Others may meanwhile write rows that name the person: one of them may hold what the holder of this lock
    goes on to wait for. `against_new_work` waits for such rows, and keeps them out.
    """
    rows = User.objects.get_queryset().select_for_update(no_key=not against_new_work)
    return rows.get(pk=user.pk)


def hold_administrators() -> None:
    """Lets nobody else change who is an administrator until the transaction ends."""
    Lock.hold(ADMINISTRATORS)


def require_another_administrator(user: User) -> None:
    """Raises LastAdministrator unless somebody else who can log in is one; hold the lock first."""
    others = User.objects.with_role(Role.ADMINISTRATOR).in_state(PersonState.ACTIVE).exclude(pk=user.pk)
    if not others.exists():
        raise LastAdministrator(
            f"{user.name} is the only administrator who has joined. Make somebody else one first."
        )
