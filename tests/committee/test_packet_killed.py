"""A process that is killed in the middle of building leaves no half packet, and the sweep builds it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.models import User
from candidates.models import Application, Job
from committee.models import Packet, PacketContent, PacketDue
from committee.tasks import sweep
from hiring.celery import app
from tests.committee.packet_loops import content_of, made_loop
from tests.plugins.tasks import WORKER, database_url_under_test

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 60
# Between the two inserts the process is gone, the first as good as written.
BUILD_AND_DIE = """
import os, signal, sys
import django
django.setup()
from django.db import connection
from committee.tasks import build_packet

def die(execute, sql, *rest):
    if sql.startswith('INSERT INTO "committee_packetcontent"'):
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, *rest)

with connection.execute_wrapper(die):
    build_packet(int(sys.argv[1]))
"""


@pytest.fixture
def loop(recruiter: User, job: Job) -> Iterator[Application]:
    """An application that has come to the bar raiser's stage, its packet due; nobody works on the queue."""
    app.conf.task_always_eager = False
    yield made_loop(recruiter, job)
    app.conf.task_always_eager = True
    if settings.REDIS_URL:
        redis.Redis.from_url(settings.REDIS_URL).flushdb()


def environment() -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": database_url_under_test(),
        "DJANGO_SETTINGS_MODULE": "hiring.settings",
    }


def assert_swept_whole(loop: Application) -> None:
    """There is nothing of a packet, only the note that it is due; then the sweep builds all of it."""
    assert (Packet.objects.count(), PacketContent.objects.count()) == (0, 0)
    assert PacketDue.objects.filter(application=loop).exists()
    sweep()
    packet = content_of(loop)
    assert (packet.version, packet.content.pdf[:5]) == (1, b"%PDF-")
    assert not PacketDue.objects.exists()


def test_a_process_killed_between_the_two_rows_leaves_neither(loop: Application) -> None:
    command = [sys.executable, "-c", BUILD_AND_DIE, str(loop.pk)]
    died = subprocess.run(command, env=environment(), cwd=settings.BASE_DIR, timeout=SECONDS, check=False)
    assert died.returncode == -signal.SIGKILL
    assert_swept_whole(loop)


@pytest.fixture
def other_session(loop: Application) -> Iterator[BaseDatabaseWrapper]:
    """A second connection to the database under test."""
    other = connection.copy()
    yield other
    other.close()


@pytest.mark.skipif(not settings.REDIS_URL, reason="the embedded default has no worker that could be killed")
def test_a_worker_killed_while_it_builds_leaves_no_half_packet(
    loop: Application, other_session: BaseDatabaseWrapper
) -> None:
    """The worker has written the packet's row and waits to write what it says when it is killed."""
    other_session.set_autocommit(False)
    with other_session.cursor() as cursor:
        cursor.execute("LOCK TABLE committee_packetcontent IN EXCLUSIVE MODE")
    before = sessions()  # a live server of earlier tests may have some as well
    worker = start_worker()
    try:
        wait_until("the building", lambda: waiting_to_write() > 0)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    other_session.rollback()
    wait_until("the end of the worker's transactions", lambda: sessions() <= before)
    assert_swept_whole(loop)


def start_worker() -> "subprocess.Popen[bytes]":
    """A worker in a process group of its own, which takes up what is in the queue."""
    command = [sys.executable, "-m", "celery", "-A", "hiring", *WORKER]
    given = environment() | {"REDIS_URL": settings.REDIS_URL, "SECRET_KEY": settings.SECRET_KEY}
    return subprocess.Popen(command, env=given, cwd=settings.BASE_DIR, start_new_session=True)


def waiting_to_write() -> int:
    return _count(
        "SELECT count(*) FROM pg_locks "
        "WHERE NOT granted AND relation = 'committee_packetcontent'::regclass AND mode = 'RowExclusiveLock'"
    )


def sessions() -> set[int]:
    """The processes of the server that serve this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity "
            "WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        return {pid for (pid,) in cursor.fetchall()}


def _count(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


def wait_until(what: str, holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"{what} did not come within {SECONDS} seconds"
        time.sleep(0.1)
