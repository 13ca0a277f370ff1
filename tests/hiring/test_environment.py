"""Settings are read loudly: a bad value names itself."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from hiring.environment import choice, database, flag, secret_key, whole, words


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("SECRET_KEY", "SECRET_KEY_FILE", "DATABASE_URL", "DATABASE_URL_FILE"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@pytest.mark.parametrize("raw", ["1", "true", "YES", " on "])
def test_yes_in_several_words(given: pytest.MonkeyPatch, raw: str) -> None:
    given.setenv("SWITCH", raw)
    assert flag("SWITCH", default=False) is True


@pytest.mark.parametrize("raw", ["0", "False", "no", "off"])
def test_no_in_several_words(given: pytest.MonkeyPatch, raw: str) -> None:
    given.setenv("SWITCH", raw)
    assert flag("SWITCH", default=True) is False


@pytest.mark.parametrize("default", [True, False])
def test_an_empty_switch_is_the_default(given: pytest.MonkeyPatch, default: bool) -> None:
    given.setenv("SWITCH", "")
    assert flag("SWITCH", default=default) is default


def test_any_other_word_is_refused(given: pytest.MonkeyPatch) -> None:
    given.setenv("SWITCH", "maybe")
    with pytest.raises(ImproperlyConfigured, match=r"^SWITCH is 'maybe'; say 1 or 0\.$"):
        flag("SWITCH", default=False)


def test_list_is_split_at_commas_without_blanks(given: pytest.MonkeyPatch) -> None:
    given.setenv("HOSTS", " a.example , b.example ,")
    assert words("HOSTS", []) == ["a.example", "b.example"]
    assert words("HOSTS_NOT_SET", ["x"]) == ["x"]


@pytest.mark.parametrize("raw", ["0", "-1", "1.5", "ten", ""])
def test_number_that_is_none_or_too_small_is_refused(given: pytest.MonkeyPatch, raw: str) -> None:
    given.setenv("SECONDS", raw)
    with pytest.raises(ImproperlyConfigured, match=f"SECONDS is '{raw}'; say a whole number of at least 1"):
        whole("SECONDS", default=5, lowest=1)


def test_number_is_read_or_the_default(given: pytest.MonkeyPatch) -> None:
    given.setenv("SECONDS", " 30 ")
    assert (whole("SECONDS", 5, 1), whole("SECONDS_NOT_SET", 5, 1)) == (30, 5)


def test_choice_is_one_of_those_offered(given: pytest.MonkeyPatch) -> None:
    given.setenv("LEVEL", "info")
    assert choice("LEVEL", "ERROR", ("INFO", "ERROR")) == "INFO"
    given.setenv("LEVEL", "LOUD")
    with pytest.raises(ImproperlyConfigured, match="LEVEL is 'LOUD'; say one of INFO, ERROR"):
        choice("LEVEL", "ERROR", ("INFO", "ERROR"))


def test_secret_comes_from_a_file_without_its_last_newline(given: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n")
    given.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))

    assert secret_key(embedded=False, folder=tmp_path) == "from a file"


def test_outside_the_embedded_mode_a_key_must_be_given(given: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        secret_key(embedded=False, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_embedded_mode_makes_a_key_once_for_its_owner_alone(
    given: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "var"

    first, second = (secret_key(embedded=True, folder=folder) for _ in range(2))

    assert first == second
    assert len(first) >= 50
    assert (folder / "secret_key").stat().st_mode & 0o777 == 0o600


def test_sqlite_takes_its_lock_at_the_start_and_keeps_foreign_keys(given: pytest.MonkeyPatch) -> None:
    settings = database("sqlite:////tmp/a.sqlite3")

    assert settings["NAME"] == "/tmp/a.sqlite3"
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "foreign_keys=ON" in settings["OPTIONS"]["init_command"]


def test_postgresql_keeps_connections_and_compiles_nothing(given: pytest.MonkeyPatch) -> None:
    given.setenv("DATABASE_URL", "postgres://person:word@db:5433/hiring")

    settings = database("sqlite://")

    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == ("db", 5433, "hiring")
    assert (settings["CONN_MAX_AGE"], settings["CONN_HEALTH_CHECKS"]) == (600, True)
    assert settings["OPTIONS"]["options"] == "-c jit=off"


def test_any_other_database_is_refused(given: pytest.MonkeyPatch) -> None:
    given.setenv("DATABASE_URL", "mysql://person@db/hiring")
    with pytest.raises(ImproperlyConfigured, match="must start with sqlite:// or postgres://"):
        database("sqlite://")
