"""Database triggers that refuse what no code may do, installed after every migrate.

SQLite loses a table's triggers when a migration rebuilds it, so they are not made by migrations but by an
idempotent post_migrate step. Apps register guards when their models load.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Guard:
    """Refuses `events` on rows of `table` for which `condition` (SQL on OLD and NEW) holds."""

    app_label: str
    table: str
    name: str
    events: tuple[str, ...]
    words: str
    condition: str = "1 = 1"
    truncate: bool = False


_guards: dict[str, Guard] = {}


def register_guard(guard: Guard) -> None:
    """Adds a guard to those that post_migrate installs; the same name again replaces it."""
    _guards[guard.name] = guard


def install_after_migrate(sender: AppConfig, using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Installs the guards of the migrated app; safe to run any number of times."""
    mine = [guard for guard in _guards.values() if guard.app_label == sender.label]
    connection = connections[using]
    tables = set(connection.introspection.table_names()) if mine else set()
    install_guards(connection, [guard for guard in mine if guard.table in tables])


def install_guards(connection: BaseDatabaseWrapper, guards: Iterable[Guard] | None = None) -> None:
    """Makes the triggers of `guards` (all registered ones by default), replacing those that exist."""
    chosen = list(_guards.values()) if guards is None else list(guards)
    remove_guards(connection, chosen)
    _run(connection, [sql for guard in chosen for sql in _creating(connection.vendor, guard)])


def remove_guards(connection: BaseDatabaseWrapper, guards: Iterable[Guard] | None = None) -> None:
    """Drops the triggers; only a test that flushes tables has a reason to."""
    chosen = list(_guards.values()) if guards is None else list(guards)
    _run(connection, [sql for guard in chosen for sql in _dropping(connection.vendor, guard)])


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _creating(vendor: str, guard: Guard) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {guard.name}_{event.lower()} BEFORE {event} ON {guard.table} "
            f"WHEN {guard.condition} BEGIN SELECT RAISE(ABORT, '{guard.words}'); END"
            for event in guard.events
        ]
    statements = [
        f"CREATE OR REPLACE FUNCTION {guard.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION '{guard.words}' USING ERRCODE = '23000'; END IF; "
        f"IF {guard.condition} THEN RAISE EXCEPTION '{guard.words}' USING ERRCODE = '23000'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$",
        f"CREATE TRIGGER {guard.name} BEFORE {' OR '.join(guard.events)} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {guard.name}()",
    ]
    if guard.truncate:
        statements.append(
            f"CREATE TRIGGER {guard.name}_truncate BEFORE TRUNCATE ON {guard.table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {guard.name}()"
        )
    return statements


def _dropping(vendor: str, guard: Guard) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {guard.name}_{event.lower()}" for event in guard.events]
    return [
        f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}",
        f"DROP TRIGGER IF EXISTS {guard.name}_truncate ON {guard.table}",
    ]
