"""The test databases: a SQLite file on the embedded default, else whatever DATABASE_URL names."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from hiring.triggers import remove_guards


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file: threads of a live server would share the one connection of a database in memory."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(autouse=True)
def lifted_guards(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that commits, lets the flush empty the append-only tables too.

    Nothing else ever lifts the triggers; the flush ends with post_migrate, which puts them back.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    remove_guards(connection)
