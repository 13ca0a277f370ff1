"""A person's notifications."""

from functools import cache
from typing import Any

from accounts.audit import Wall, registered_walls
from accounts.models import NotificationKind, NotificationPreference, NotificationQuerySet, User
from accounts.permissions import visible_notifications
from accounts.services.notifications import OPTIONAL_KINDS
from hiring.built import Built

MOST_COUNTED = 100


def inbox(user: User) -> NotificationQuerySet:
    """What the person has been told, read or not."""
    return visible_notifications(user)


def unread_count(user: User) -> int:
    """How many they have not read; from MOST_COUNTED on it stops counting."""
    return len(_unread(registered_walls())(user.pk))


@cache
def _unread(walls: tuple[Wall, ...]) -> Built[Any]:
    """For each set of walls, which `visible_notifications` asks."""
    return Built(
        lambda user_id: visible_notifications(User(pk=user_id)).unread().values_list("pk")[:MOST_COUNTED]
    )


def kinds_by_email(user: User) -> list[NotificationKind]:
    """The kinds of which the person also gets e-mail, of those they can choose."""
    refused = set(
        NotificationPreference.objects.filter(user=user, by_email=False).values_list("kind", flat=True)
    )
    return [kind for kind in OPTIONAL_KINDS if kind.value not in refused]
