"""docker-compose.yml and the Dockerfile, read as data: what runs, as whom, and whence its secrets come."""

import re
import shlex
from typing import Any

import pytest
import yaml

from tests.project.sources import ROOT, settings_read

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
APPLICATION = ("web", "worker", "beat", "migrate")
ALWAYS_ON = ("web", "worker", "beat", "postgres", "redis")
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def probe(service: str) -> str:
    return shlex.join(SERVICES[service]["healthcheck"]["test"])


def test_it_starts_the_whole_application() -> None:
    assert set(SERVICES) == {*ALWAYS_ON, "migrate"}


@pytest.mark.parametrize(
    ("service", "asks"),
    [
        ("web", "/livez"),
        ("worker", "inspect ping"),
        ("beat", "celerybeat-schedule"),
        ("postgres", "pg_isready"),
        ("redis", "redis-cli ping"),
    ],
)
def test_every_service_that_stays_has_a_health_check(service: str, asks: str) -> None:
    assert asks in probe(service)


def test_the_web_health_check_is_a_program() -> None:
    program = SERVICES["web"]["healthcheck"]["test"]
    assert program[:3] == ["CMD", "python", "-c"]
    compile(program[3], "healthcheck", "exec")


@pytest.mark.parametrize("service", ALWAYS_ON)
def test_what_stays_comes_back_after_a_crash(service: str) -> None:
    assert SERVICES[service]["restart"] == "unless-stopped"


@pytest.mark.parametrize("service", ["web", "worker", "beat"])
def test_nothing_starts_before_the_tables_are_there(service: str) -> None:
    assert SERVICES[service]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_the_web_does_not_wait_for_a_healthy_broker() -> None:
    assert SERVICES["web"]["depends_on"]["redis"] == {"condition": "service_started"}


@pytest.mark.parametrize("service", APPLICATION)
def test_the_application_runs_with_the_least_rights(service: str) -> None:
    rights = {key: SERVICES[service].get(key) for key in ("user", "privileged", "read_only", "cap_drop")}
    assert rights == {"user": None, "privileged": None, "read_only": True, "cap_drop": ["ALL"]}


def test_the_image_ends_as_a_user_that_is_not_root() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users == ["hiring"]


def test_the_image_is_built_in_two_stages_from_hashed_pins() -> None:
    assert len(re.findall(r"^FROM python:3\.11-slim", DOCKERFILE, re.MULTILINE)) == 2
    assert "pip install --require-hashes -r /tmp/base.txt" in DOCKERFILE


def test_no_secret_is_written_into_the_file() -> None:
    written = [
        f"{service}: {name}"
        for service, settings in SERVICES.items()
        for name, value in settings.get("environment", {}).items()
        if re.search(r"KEY|PASSWORD|SECRET|TOKEN", name) and not re.fullmatch(r"\$\{\w+:\?[^}]+\}", value)
    ]
    assert written == []


def test_a_database_password_comes_from_outside_wherever_it_is_used() -> None:
    urls = {SERVICES[service]["environment"]["DATABASE_URL"] for service in APPLICATION}
    assert urls == {
        "postgres://hiring:${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}@postgres:5432/hiring",
    }


@pytest.mark.parametrize("service", ["postgres", "redis"])
def test_what_holds_the_data_is_reached_from_inside_only(service: str) -> None:
    assert SERVICES[service]["networks"] == ["back"]
    assert "ports" not in SERVICES[service]
    assert COMPOSE["networks"]["back"] == {"internal": True}


def test_every_volume_that_is_used_is_declared() -> None:
    used = {volume.split(":")[0] for settings in SERVICES.values() for volume in settings.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_every_setting_it_gives_is_one_that_is_read() -> None:
    given = {name for service in APPLICATION for name in SERVICES[service]["environment"]}
    assert given - settings_read() == {"WEB_CONCURRENCY"}  # gunicorn's own
