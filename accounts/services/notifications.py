"""Reading notifications, choosing which come by e-mail, and sending those that wait."""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction
from django.db.models import Q, QuerySet

from accounts.invitations import invitation_path
from accounts.models import EmailState, Notification, NotificationKind, NotificationPreference, User
from accounts.permissions import visible_notifications

logger = logging.getLogger(__name__)

BATCH = 200
# How long after the notification each attempt is made, so that mail outlives a mail server's bad day.
ATTEMPTS = tuple(
    timedelta(minutes=minutes) for minutes in (0, 1, 5, 15, 60, 3 * 60, 8 * 60, 24 * 60, 48 * 60)
)
# An invitation is how one gets in, so nobody can choose to go without.
OPTIONAL_KINDS = tuple(kind for kind in NotificationKind if kind != NotificationKind.INVITATION)


def notifications_mark_read(*, actor: User, at: datetime, keys: Collection[int] | None = None) -> int:
    """Marks the person's unread notifications read, only those with `keys` when given; how many were."""
    unread = visible_notifications(actor).unread()
    if keys is not None:
        unread = unread.filter(pk__in=keys)
    return unread.update(read_at=at)


@transaction.atomic
def preferences_change(*, actor: User, by_email: Collection[NotificationKind]) -> None:
    """Sends the person e-mail for exactly these of OPTIONAL_KINDS; the inbox keeps having all."""
    NotificationPreference.objects.bulk_create(
        [NotificationPreference(user=actor, kind=kind, by_email=kind in by_email) for kind in OPTIONAL_KINDS],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["by_email"],
    )


def notifications_send(*, at: datetime) -> int:
    """Sends the e-mails of notifications that wait, oldest first; how many were sent.

    Each row is locked while its e-mail is sent, so that two workers at once send no e-mail twice. One that
    fails is tried again at the times of ATTEMPTS, and is given up after the last.
    """
    keys = list(_due(at).order_by("id").values_list("pk", flat=True)[:BATCH])
    return sum(_send_one(key, at) for key in keys)


def _due(at: datetime) -> QuerySet[Notification]:
    """Notifications whose next attempt is not later than `at`."""
    due = Q()
    for made, wait in enumerate(ATTEMPTS):
        due |= Q(email_attempts=made, created_at__lte=at - wait)
    return Notification.objects.filter(due, email_state=EmailState.WAITING)


@transaction.atomic
def _send_one(key: int, at: datetime) -> bool:
    waiting = _due(at).filter(pk=key)
    lock = {"skip_locked": True} if connection.features.has_select_for_update_skip_locked else {}
    notification = waiting.select_for_update(of=("self",), **lock).select_related("recipient").first()
    if notification is None:
        return False
    if _wanted(notification):
        _try_to_send(notification, at)
    else:
        notification.email_state = EmailState.NOT_WANTED
    notification.save(update_fields=["email_state", "email_attempts", "emailed_at"])
    return notification.email_state == EmailState.SENT


def _wanted(notification: Notification) -> bool:
    """Whether its recipient works here, may know of it and wants such e-mails.

    Invitations go to whoever has not joined.
    """
    recipient = notification.recipient
    if not recipient.is_active:
        return False
    if notification.scope and not visible_notifications(recipient).filter(pk=notification.pk).exists():
        return False
    if notification.kind == NotificationKind.INVITATION:
        return recipient.joined_at is None
    refused = NotificationPreference.objects.filter(user=recipient, kind=notification.kind, by_email=False)
    return not refused.exists()


def _try_to_send(notification: Notification, at: datetime) -> None:
    notification.email_attempts += 1
    recipient = notification.recipient
    # A header is one line; a subject with a name in it may have come with more.
    subject = " ".join(notification.subject.split())
    try:
        send_mail(subject, _words(notification, recipient), None, [recipient.email])
    except (SMTPException, OSError, ValueError) as error:  # ValueError: an address no header can hold
        logger.warning("notification %s was not sent: %s", notification.uuid, error)
        if notification.email_attempts >= len(ATTEMPTS):
            notification.email_state = EmailState.FAILED
        return
    notification.email_state = EmailState.SENT
    notification.emailed_at = at


def _words(notification: Notification, recipient: User) -> str:
    """The e-mail's text. An invitation's link is made here, so that its token is stored nowhere."""
    path = notification.url
    if notification.kind == NotificationKind.INVITATION:
        path = invitation_path(recipient)
    link = f"\n\n{settings.SITE_URL}{path}" if path else ""
    return f"{notification.body}{link}\n"
