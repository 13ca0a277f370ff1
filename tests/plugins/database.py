"""The test databases: a SQLite file on the embedded default, else whatever DATABASE_URL names."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from hiring.triggers import remove_guards
from rubrics.queries import forget_stored_rubrics


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file: threads of a live server would share the one connection of a database in memory."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="module")
def lasting_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What the fixtures of a module write from here on is there for all of its tests, undone after the last.

    Each test undoes what it wrote itself, as ever. For modules whose tests begin alike, and none of which
    commits. Rows are kept and not objects, so each test is to be given a copy of those that were made.
    """
    forget_stored_rubrics()
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


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
