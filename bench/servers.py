"""What is measured, running as it is deployed: a database of its own, two gunicorns, a Celery worker."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SECONDS_TO_START = 40


class NotStarted(Exception):
    """A server ended, or did not answer in time."""


@dataclass(frozen=True)
class Servers:
    """The ports of the two sites."""

    ours: int
    bare: int


@contextmanager
def fresh_database(url: str) -> Iterator[None]:
    """The database of that address, empty, for as long as it is needed; one left behind is dropped first."""
    parts = urlsplit(url)
    name = sql.Identifier(parts.path.lstrip("/"))
    server = urlunsplit(parts._replace(path="/postgres"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            yield
        finally:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


@contextmanager
def running_servers() -> Iterator[Servers]:
    """Ours and the bare site under gunicorn as the Dockerfile starts it, two workers each, and a worker."""
    with ExitStack() as stack:
        servers = Servers(free_port(), free_port())
        environment = os.environ | {"WEB_CONCURRENCY": "2"}
        bare = environment | {"DJANGO_SETTINGS_MODULE": "bench.bare.settings"}
        logs = stack.enter_context(tempfile.TemporaryFile("w+"))
        worker = [BIN / "celery", "-A", "hiring", "worker", "--loglevel=WARNING", "--concurrency=2"]
        sites = (
            (gunicorn("hiring.wsgi", servers.ours), environment),
            (gunicorn("django.core.wsgi:get_wsgi_application()", servers.bare), bare),
        )
        stack.enter_context(_running([str(part) for part in worker], environment, logs.fileno()))
        for command, given in sites:
            stack.enter_context(_running(command, given, logs.fileno()))
        try:
            _wait_for(servers.ours, "/livez")
            _wait_for(servers.bare, "/alive")
        except NotStarted as error:
            logs.seek(0)
            raise NotStarted(f"{error}\n{logs.read()}") from None
        yield servers


def gunicorn(application: str, port: int) -> list[str]:
    """The command, with the Dockerfile's options."""
    return [
        str(BIN / "gunicorn"),
        application,
        f"--bind=127.0.0.1:{port}",
        "--threads=4",
        "--worker-tmp-dir=/dev/shm",
        "--no-control-socket",
        "--log-level=warning",
    ]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def _running(command: list[str], environment: dict[str, str], log: int) -> Iterator[None]:
    process = subprocess.Popen(  # noqa: S603 - nothing but our own commands
        command, cwd=ROOT, env=environment, stdout=log, stderr=log
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int, path: str) -> None:
    last = time.monotonic() + SECONDS_TO_START
    while not _answers(port, path):
        if time.monotonic() > last:
            raise NotStarted(f"nothing answers 200 at port {port}{path}")
        time.sleep(0.2)


def _answers(port: int, path: str) -> bool:
    """Whether the server is up; one that refuses or drops the connection is not there yet."""
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path)
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
