"""manage.py create_administrator."""

import getpass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Role, User

PASSWORD = "a long enough password"


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command("create_administrator", "Ada@Example.com", "Ada", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the person at the keyboard types, one line a question."""
    lines: list[str] = []
    monkeypatch.delenv("PASSWORD", raising=False)
    monkeypatch.setattr(getpass, "getpass", lambda prompt: lines.pop(0))
    return lines


def test_password_comes_from_the_environment(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSWORD", PASSWORD)

    assert run() == "Ada is an administrator and signs in with ada@example.com.\n"

    user = User.objects.get()
    assert user.roles == {Role.ADMINISTRATOR}
    assert user.check_password(PASSWORD)


def test_password_comes_from_a_file_without_its_last_newline(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSWORD", "not this one, although long")
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n")

    run("--password-file", file)

    assert User.objects.get().check_password(PASSWORD)


def test_password_is_asked_for_twice(db: None, typed: list[str]) -> None:
    typed += [PASSWORD, PASSWORD]

    run()

    assert User.objects.get().check_password(PASSWORD)


def test_two_different_passwords_do_nothing(db: None, typed: list[str]) -> None:
    typed += [PASSWORD, "another long password"]

    with pytest.raises(CommandError, match="The two passwords differ"):
        run()
    assert not User.objects.exists()


def test_file_that_is_not_there_is_named(db: None) -> None:
    with pytest.raises(CommandError, match="/nowhere cannot be read"):
        run("--password-file", Path("/nowhere"))


def test_short_password_is_refused(db: None, typed: list[str]) -> None:
    typed += ["short", "short"]

    with pytest.raises(CommandError, match="too short"):
        run()


def test_second_administrator_is_made_only_when_asked_for(administrator: User, typed: list[str]) -> None:
    typed += [PASSWORD] * 4

    with pytest.raises(CommandError, match="--another makes one more"):
        run()
    run("--another")

    assert User.objects.with_role(Role.ADMINISTRATOR).count() == 2


def test_address_that_is_taken_is_said(administrator: User, typed: list[str]) -> None:
    typed += [PASSWORD, PASSWORD]
    User.objects.filter(pk=administrator.pk).update(email="ada@example.com")

    with pytest.raises(CommandError, match=r"ada@example\.com is here already"):
        run("--another")
