"""Reading settings from the environment, loudly: a bad value stops the start with words that name it."""

import secrets
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from environ.fileaware_mapping import FileAwareMapping

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


class _Trimmed(FileAwareMapping):
    """Reads NAME_FILE before NAME, which is how secrets are mounted, without an editor's last newline."""

    def __getitem__(self, key: str) -> str:
        return str(super().__getitem__(key)).strip()


class _Environment(environ.Env):
    ENVIRON = _Trimmed(cache=False)


env = _Environment()


def flag(name: str, default: bool) -> bool:
    """The yes-or-no setting `name`; raises ImproperlyConfigured on any other word."""
    raw = str(env.str(name, default="")).strip().lower()
    if not raw:
        return default
    if raw in TRUE:
        return True
    if raw in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {raw!r}; say 1 or 0.")


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated setting as a list without blanks."""
    return [word.strip() for word in env.list(name, default=default) if word.strip()]


def whole(name: str, default: int, lowest: int) -> int:
    """A whole number of at least `lowest`; raises ImproperlyConfigured otherwise."""
    raw = str(env.str(name, default=str(default))).strip()
    if not raw.isdigit() or int(raw) < lowest:
        raise ImproperlyConfigured(f"{name} is {raw!r}; say a whole number of at least {lowest}.")
    return int(raw)


def choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """One of `choices`, upper case; raises ImproperlyConfigured otherwise."""
    raw = str(env.str(name, default=default)).strip().upper()
    if raw not in choices:
        raise ImproperlyConfigured(f"{name} is {raw!r}; say one of {', '.join(choices)}.")
    return raw


def secret_key(embedded: bool, folder: Path) -> str:
    """SECRET_KEY; only the embedded mode may do without, and then keeps one it makes once in `folder`."""
    key = str(env.str("SECRET_KEY", default=""))
    if key:
        return key
    if not embedded:
        raise ImproperlyConfigured(
            "SECRET_KEY is not set. Outside the embedded mode give one of at least 50 random characters, "
            "in SECRET_KEY or in a file that SECRET_KEY_FILE names."
        )
    file = folder / "secret_key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(60))
    return file.read_text()


def database(default: str) -> dict[str, Any]:
    """Django's connection settings for DATABASE_URL: SQLite or PostgreSQL, nothing else."""
    settings: dict[str, Any] = env.db_url("DATABASE_URL", default=default)
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        # Immediate transactions: a writer takes its lock at the start instead of failing half-way.
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # Recursive triggers: INSERT OR REPLACE would take rows away behind the back of those on DELETE.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                "PRAGMA recursive_triggers=ON;"
            ),
        }
    elif settings["ENGINE"] == "django.db.backends.postgresql":
        settings["CONN_MAX_AGE"] = 600
        settings["CONN_HEALTH_CHECKS"] = True
        settings["OPTIONS"] = {
            # The planner's JIT costs more than it saves on short queries.
            "options": "-c jit=off",
            "connect_timeout": 5,
            # A statement that a connection sends again and again is planned once.
            "server_side_binding": True,
            "prepare_threshold": 3,
        }
    else:
        raise ImproperlyConfigured("DATABASE_URL must start with sqlite:// or postgres://.")
    return settings
