"""Celery under test: in-process, unless a test asks for tasks to run as they do when deployed."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import quote

import pytest
import redis
from django.conf import settings
from django.db import connection

from hiring.celery import app

START_SECONDS = 30
WORKER = ("worker", "--concurrency=2", "--loglevel=WARNING", "--without-gossip", "--without-mingle")


@pytest.fixture(scope="session", autouse=True)
def tasks_in_process(settings_under_test: None) -> None:
    """No test depends on a worker that happens to run; one that wants a worker asks for `running_tasks`."""
    app.conf.update(broker_url=settings.CELERY_BROKER_URL, task_always_eager=True)


@pytest.fixture
def running_tasks(transactional_db: None) -> Iterator[None]:
    """Tasks run as they would for a person: by a worker process over Redis, or in-process when embedded."""
    if not settings.REDIS_URL:
        yield
        return
    environment = os.environ | {
        "DATABASE_URL": database_url_under_test(),
        "REDIS_URL": settings.REDIS_URL,
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
    }
    command = [sys.executable, "-m", "celery", "-A", "hiring", *WORKER]
    worker = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)
    app.conf.task_always_eager = False
    try:
        _wait_until_it_answers(worker)
        yield
    finally:
        app.conf.task_always_eager = True
        worker.terminate()
        worker.wait()
        redis.Redis.from_url(settings.REDIS_URL).flushdb()


def database_url_under_test() -> str:
    """The test database as DATABASE_URL of another process."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    person = ":".join(quote(database[part], safe="") for part in ("USER", "PASSWORD") if database[part])
    return f"postgres://{person}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"


def _wait_until_it_answers(worker: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while not app.control.ping(timeout=0.5):
        assert worker.poll() is None, "the Celery worker ended before it answered"
        assert time.monotonic() < deadline, f"the Celery worker did not answer within {START_SECONDS} seconds"
