"""Periodic work of accounts."""

from celery import shared_task
from django.utils import timezone

from accounts.services.notifications import notifications_send


@shared_task
def send_notifications() -> None:
    """Sends the e-mails that wait; safe to run twice or by two workers."""
    notifications_send(at=timezone.now())
