"""Reading notifications, choosing which come by e-mail, and sending those that wait."""

import logging
from collections.abc import Collection
from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import connection, transaction

from accounts.invitations import invitation_path
from accounts.models import EmailState, Notification, NotificationKind, NotificationPreference, User
from accounts.permissions import visible_notifications

logger = logging.getLogger(__name__)

ATTEMPTS = 5
BATCH = 200


def notifications_mark_read(*, actor: User, at: datetime, keys: Collection[int] | None = None) -> int:
    """Marks the person's unread notifications read, only those with `keys` when given; how many were."""
    unread = visible_notifications(actor).filter(read_at=None)
    if keys is not None:
        unread = unread.filter(pk__in=keys)
    return unread.update(read_at=at)


@transaction.atomic
def preferences_change(*, actor: User, by_email: Collection[NotificationKind]) -> None:
    """Sends the person e-mail for exactly these kinds; the inbox keeps having all."""
    NotificationPreference.objects.bulk_create(
        [
            NotificationPreference(user=actor, kind=kind, by_email=kind in by_email)
            for kind in NotificationKind
        ],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["by_email"],
    )


def notifications_send(*, at: datetime) -> int:
    """Sends the e-mails of notifications that wait, oldest first; how many were sent.

    Each row is locked while its e-mail is sent, so that two workers at once send no e-mail twice. One that
    fails is tried again by the next call, up to ATTEMPTS times.
    """
    keys = list(
        Notification.objects.filter(email_state=EmailState.WAITING)
        .order_by("id")
        .values_list("pk", flat=True)[:BATCH]
    )
    return sum(_send_one(key, at) for key in keys)


@transaction.atomic
def _send_one(key: int, at: datetime) -> bool:
    waiting = Notification.objects.filter(pk=key, email_state=EmailState.WAITING)
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
    """Whether its recipient still works here and wants e-mails of this kind; invitations always go out."""
    if not notification.recipient.is_active:
        return False
    if notification.kind == NotificationKind.INVITATION:
        return True
    refused = NotificationPreference.objects.filter(
        user=notification.recipient, kind=notification.kind, by_email=False
    )
    return not refused.exists()


def _try_to_send(notification: Notification, at: datetime) -> None:
    notification.email_attempts += 1
    recipient = notification.recipient
    try:
        send_mail(notification.subject, _words(notification, recipient), None, [recipient.email])
    except (SMTPException, OSError) as error:
        logger.warning("notification %s was not sent: %s", notification.uuid, error)
        if notification.email_attempts >= ATTEMPTS:
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
