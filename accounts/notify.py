"""Telling people things: rows in the transaction of their cause; a task sends the e-mails."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.models import Notification, NotificationKind, User


def notification_add(
    *,
    recipients: Iterable[User | int],
    kind: NotificationKind,
    key: str,
    subject: str,
    body: str,
    at: datetime,
    url: str = "",
    scope: UUID | None = None,
) -> None:
    """Tells each recipient once for this `key`; a second call with it changes nothing.

    The words carry no score and reveal no result to someone still blind. One insert however many recipients;
    the periodic task `accounts.tasks.send_notifications` sends the e-mails.
    """
    rows = [
        Notification(
            recipient_id=recipient if isinstance(recipient, int) else recipient.pk,
            kind=kind,
            key=key,
            subject=subject,
            body=body,
            url=url,
            scope=scope,
            created_at=at,
        )
        for recipient in recipients
    ]
    if rows:
        Notification.objects.bulk_create(rows, ignore_conflicts=True)
