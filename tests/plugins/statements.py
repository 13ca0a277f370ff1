"""Counting what a page asks of the database: its statements, and the rows that come back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection


@dataclass
class Asked:
    """What was asked while watching: every statement, and how many rows the reading ones returned."""

    statements: list[str] = field(default_factory=list)
    rows: int = 0


Watch = Callable[[], Any]


@pytest.fixture
def watch_statements(db: None) -> Watch:
    """`with watch_statements() as asked:` fills `asked`; it asks each SELECT twice, to count its rows."""

    @contextmanager
    def watch() -> Iterator[Asked]:
        asked = Asked()

        def note(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
            asked.statements.append(sql)
            if sql.lstrip("( ").upper().startswith("SELECT") and "FOR UPDATE" not in sql:
                execute(f"SELECT COUNT(*) FROM ({sql}) AS asked", params, many, context)
                asked.rows += context["cursor"].cursor.fetchone()[0]
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            yield asked

    return watch
