"""Settings come from the environment, fail loudly, and are told in one table of the README."""

import os
import re
import subprocess
import sys

import pytest

from tests.project.sources import ROOT, modules, place, settings_read

DEPLOYED = {
    "DATABASE_URL": "postgres://hiring@127.0.0.1:5432/hiring",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "hiring.example.org",
    "SITE_URL": "https://hiring.example.org",
}


def load_settings(environment: dict[str, str], show: str = "") -> subprocess.CompletedProcess[str]:
    """A fresh interpreter with only these settings, which prints the one called `show`."""
    inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME"}}
    program = f"from django.conf import settings; print(settings.{show or 'EMBEDDED'})"
    return subprocess.run(
        [sys.executable, "-c", program],
        env=inherited | environment | {"DJANGO_SETTINGS_MODULE": "hiring.settings"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_readme_has_a_row_for_every_setting_and_no_other() -> None:
    table = re.findall(r"^\| `([A-Z][A-Z_]+)`", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert sorted(table) == sorted(settings_read())


def test_only_the_settings_and_commands_read_the_environment() -> None:
    reading = re.compile(r"os\.(?:environ\b(?!\.setdefault\()|getenv)")
    found = [
        place(file, number)
        for _, file in modules()
        if file.parent.name != "commands"
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if reading.search(line)
    ]
    assert found == []


def test_a_deployed_application_is_not_embedded() -> None:
    assert load_settings(DEPLOYED).stdout == "False\n"


def test_outside_the_embedded_mode_there_is_no_default_key() -> None:
    keyless = {name: value for name, value in DEPLOYED.items() if name != "SECRET_KEY"}
    assert "SECRET_KEY is not set" in load_settings(keyless).stderr


def test_a_secret_is_read_from_a_file_without_its_last_newline(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    file = tmp_path_factory.mktemp("secrets") / "key"
    file.write_text("from-a-file\n")
    keyless = {name: value for name, value in DEPLOYED.items() if name != "SECRET_KEY"}
    assert load_settings(keyless | {"SECRET_KEY_FILE": str(file)}, "SECRET_KEY").stdout == "from-a-file\n"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DEBUG", "perhaps", "DEBUG is 'perhaps'; say 1 or 0."),
        ("SWEEP_SECONDS", "often", "SWEEP_SECONDS is 'often'; say a whole number of at least 1."),
        ("LOG_LEVEL", "loud", "LOG_LEVEL is 'LOUD'; say one of DEBUG, INFO, WARNING, ERROR."),
        (
            "DATABASE_URL",
            "mysql://127.0.0.1/hiring",
            "DATABASE_URL must start with sqlite:// or postgres://.",
        ),
    ],
)
def test_a_bad_value_stops_the_start_and_says_why(name: str, value: str, words: str) -> None:
    refused = load_settings(DEPLOYED | {name: value})
    assert refused.returncode == 1
    assert words in refused.stderr
