"""The whole as it is deployed, each part a process: a Redis of its own, gunicorn, a worker, and beat."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

import pytest
import redis
from celery import Celery
from django.conf import settings

from tests.plugins.tasks import WORKER, database_url_under_test

START_SECONDS = 40
EMBEDDED = "the embedded default has no Redis that could stop"
NO_SERVER = "no redis-server was found"
PLAIN = {"DEBUG": "1", "HTTPS": "0", "ALLOWED_HOSTS": "127.0.0.1", "EMAIL_URL": "dummymail://"}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for report in terminalreporter.stats.get("skipped", []):
        for reason in (EMBEDDED, NO_SERVER):
            if reason in str(report.longrepr):
                terminalreporter.write_line(f"Did not run, since {reason}: {report.nodeid.split('::')[-1]}")


class Deployment:
    """The processes; Redis can be stopped and started again at its place while the others go on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.web_port, self.redis_port = _free_port(), _free_port()
        self.url = f"http://127.0.0.1:{self.web_port}"
        self.redis_url = f"redis://127.0.0.1:{self.redis_port}/0"
        self.log: IO[str] = (folder / "log").open("w+")
        self.others: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Returns once the pages answer and the worker does."""
        self.start_redis()
        python = (sys.executable, "-m")
        self._start(*python, "gunicorn", "hiring.wsgi", f"--bind=127.0.0.1:{self.web_port}", "--threads=4")
        self._start(*python, "celery", "-A", "hiring", *WORKER)
        schedule = self.folder / "beat"
        self._start(*python, "celery", "-A", "hiring", "beat", f"--schedule={schedule}", "--loglevel=WARNING")
        _wait_until("the pages", lambda: _listens(self.web_port))
        with Celery("probe", broker=self.redis_url, set_as_current=False) as probe:
            _wait_until("the worker", lambda: bool(probe.control.ping(timeout=0.5)))

    def start_redis(self) -> None:
        self.redis = subprocess.Popen(
            ["redis-server", "--port", str(self.redis_port), "--bind", "127.0.0.1", "--save", ""],
            cwd=self.folder,
            stdout=self.log,
            stderr=self.log,
        )
        _wait_until("Redis", self._redis_answers)

    def stop_redis(self) -> None:
        self.redis.terminate()
        self.redis.wait()

    def stop(self) -> None:
        for process in self.others:
            process.terminate()
        for process in self.others:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.stop_redis()
        self.log.close()

    def _start(self, *command: str) -> None:
        environment = os.environ | PLAIN
        environment |= {"DATABASE_URL": database_url_under_test(), "REDIS_URL": self.redis_url}
        environment |= {"SWEEP_SECONDS": "1", "SECRET_KEY": settings.SECRET_KEY}
        process = subprocess.Popen(
            command, env=environment, cwd=settings.BASE_DIR, stdout=self.log, stderr=self.log
        )
        self.others.append(process)

    def _redis_answers(self) -> bool:
        with suppress(redis.RedisError), redis.Redis.from_url(self.redis_url) as server:
            return bool(server.ping())
        return False


@pytest.fixture
def deployment(transactional_db: None, tmp_path: Path) -> Iterator[Deployment]:
    """Everything running on the test database, swept every second."""
    if not settings.REDIS_URL:
        pytest.skip(EMBEDDED)
    if shutil.which("redis-server") is None:
        pytest.skip(NO_SERVER)
    running = Deployment(tmp_path)
    try:
        running.start()
        yield running
    finally:
        running.stop()


def _wait_until(what: str, answers: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not answers():
        assert time.monotonic() < deadline, f"{what} did not answer within {START_SECONDS} seconds"
        time.sleep(0.1)


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
