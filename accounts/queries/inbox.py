"""A person's notifications."""

from accounts.models import NotificationKind, NotificationPreference, NotificationQuerySet, User
from accounts.permissions import visible_notifications
from accounts.services.notifications import OPTIONAL_KINDS

MOST_COUNTED = 100


def inbox(user: User) -> NotificationQuerySet:
    """What the person has been told, read or not."""
    return visible_notifications(user)


def unread_count(user: User) -> int:
    """How many they have not read; from MOST_COUNTED on it stops counting."""
    return visible_notifications(user).unread()[:MOST_COUNTED].count()


def kinds_by_email(user: User) -> list[NotificationKind]:
    """The kinds of which the person also gets e-mail, of those they can choose."""
    refused = set(
        NotificationPreference.objects.filter(user=user, by_email=False).values_list("kind", flat=True)
    )
    return [kind for kind in OPTIONAL_KINDS if kind.value not in refused]
