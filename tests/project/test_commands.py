"""bin/start as a person runs it; bin/test is what runs this."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.project.sources import ROOT

START = str(ROOT / "bin" / "start")
START_SECONDS = 60


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The embedded mode on a database of its own."""
    ours = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SITE_URL"}
    inherited = {name: value for name, value in os.environ.items() if name not in ours}
    return inherited | {"DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


def refusal(*arguments: str) -> str:
    """What bin/start says, in its one line, when it does not start."""
    run = subprocess.run(
        [START, *arguments], capture_output=True, text=True, check=False, timeout=START_SECONDS
    )
    assert run.returncode == 1
    return run.stderr


def wait_until_it_answers(port: int, process: "subprocess.Popen[bytes]") -> bytes:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"http://127.0.0.1:{port}/livez") as answer:
                body: bytes = answer.read()
                return body
        except URLError:
            time.sleep(0.2)
    raise AssertionError("bin/start did not serve")


def test_start_names_a_port_that_is_taken(taken_port: int) -> None:
    said = refusal("--port", str(taken_port))
    assert said == f"bin/start: Port {taken_port} is in use or not allowed; choose another with --port N.\n"


def test_start_says_what_a_port_is() -> None:
    assert refusal("--port", "many") == "bin/start: --port is a number from 1 to 65535, not 'many'.\n"


def test_start_refuses_an_option_it_does_not_have() -> None:
    said = refusal("--fast")
    assert said == "bin/start: There is no option --fast, only --port N and --no-demo.\n"


def test_start_serves_until_it_is_stopped(environment: dict[str, str], free_port: int) -> None:
    command = [START, "--no-demo", "--port", str(free_port)]
    with subprocess.Popen(command, env=environment, start_new_session=True) as process:
        try:
            assert wait_until_it_answers(free_port, process) == b"ok"
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=START_SECONDS) == 128 + signal.SIGTERM
    with pytest.raises(URLError):
        urlopen(f"http://127.0.0.1:{free_port}/livez")
