"""Periodic work of interviewers."""

from celery import shared_task
from django.utils import timezone

from interviewers.services.independence import independence_check
from interviewers.services.reminders import scorecards_remind


@shared_task
def remind_interviewers() -> None:
    """Reminds of scorecards that are due soon or overdue; each once for a due time."""
    scorecards_remind(at=timezone.now())


@shared_task
def check_independence() -> None:
    """Looks for bar raisers who are not independent, whatever put them there, and mends what it finds."""
    independence_check(at=timezone.now())
