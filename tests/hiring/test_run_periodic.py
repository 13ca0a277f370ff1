"""manage.py run_periodic, the stand-in for Celery beat."""

import pytest
from celery import shared_task
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from accounts.models import NotificationKind, User
from accounts.notify import notification_add
from hiring.celery import app

RUNS: list[str] = []


@shared_task
def note_run() -> None:
    RUNS.append("run")


@shared_task
def fail() -> None:
    raise ValueError("a mistake of ours")


def schedule(*tasks: str) -> override_settings:
    return override_settings(CELERY_BEAT_SCHEDULE={task: {"task": task, "schedule": 60} for task in tasks})


@pytest.fixture(autouse=True)
def no_runs() -> None:
    RUNS.clear()


def test_every_task_of_the_schedule_exists() -> None:
    app.autodiscover_tasks(force=True)

    assert {str(entry["task"]) for entry in settings.CELERY_BEAT_SCHEDULE.values()} - set(app.tasks) == set()


def test_once_runs_each_task_once(db: None) -> None:
    with schedule(note_run.name):
        call_command("run_periodic", "--once")

    assert RUNS == ["run"]


def test_a_task_that_fails_is_logged_and_keeps_no_other_back(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    with schedule(fail.name, note_run.name):
        call_command("run_periodic", "--once")

    assert RUNS == ["run"]
    assert f"{fail.name} failed: a mistake of ours" in caplog.messages


def test_waiting_mail_goes_out(transactional_db: None, interviewer: User) -> None:
    notification_add(
        recipients=[interviewer],
        kind=NotificationKind.NUDGE,
        key="1",
        subject="Someone waits",
        body="For you.",
        at=timezone.now(),
    )

    with schedule("accounts.tasks.send_notifications"):
        call_command("run_periodic", "--once")

    assert [message.subject for message in mail.outbox] == ["Someone waits"]
