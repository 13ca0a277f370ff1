"""How many statements a request sends to the database, and how many rows it fetches."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client

from accounts.models import User


@dataclass
class Count:
    """Of one request, with the tasks that it started."""

    statements: int = 0
    rows: int = 0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]
    ) -> Any:
        result = execute(sql, params, many, context)
        self.statements += 1
        cursor = context["cursor"]
        if cursor.description is not None:
            self.rows += max(cursor.rowcount, 0)
        return result


def counted_get(user: User, path: str) -> Count:
    """Of reading the page, in this process, once everything that a process keeps is in its memory."""
    client = _signed_in(user)
    client.get(path)
    count = Count()
    with connection.execute_wrapper(count):
        response = client.get(path)
    if response.status_code != 200:
        raise ValueError(f"{path}: {response.status_code}")
    return count


def counted_post(user: User, path: str, fields: Mapping[str, str]) -> Count:
    """Of sending the form, in this process, with tasks that run at once."""
    client, count = _signed_in(user), Count()
    with connection.execute_wrapper(count):
        response = client.post(path, fields)
    if response.status_code != 302:
        raise ValueError(f"{path}: {response.status_code}")
    return count


def _signed_in(user: User) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client
