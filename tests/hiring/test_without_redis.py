"""Redis away: pages and login work, work is left to the sweep, and /healthz says it."""

import json
from collections.abc import Iterator

import pytest
from celery import Celery, shared_task
from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, connection, transaction
from django.test import Client, override_settings
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from hiring import health
from hiring.celery import app
from hiring.queue import enqueue_on_commit

NOBODY_LISTENS = "redis://127.0.0.1:1/0"
away = override_settings(
    REDIS_URL=NOBODY_LISTENS,
    CACHES={
        "default": {
            "BACKEND": "hiring.cache.ForgivingRedisCache",
            "LOCATION": NOBODY_LISTENS,
            "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
        }
    },
)
DONE: list[int] = []


elsewhere = Celery("elsewhere", set_as_current=False)
elsewhere.conf.update(
    broker_url=NOBODY_LISTENS, broker_transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS
)


@elsewhere.task
def never_sent(key: int) -> None:
    DONE.append(key)


@shared_task
def note_done(key: int) -> None:
    DONE.append(key)


@pytest.fixture
def broker_away() -> Iterator[None]:
    """The broker does not answer."""
    before = app.conf.broker_url
    app.conf.update(broker_url=NOBODY_LISTENS)
    yield
    app.conf.update(broker_url=before)


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    DONE.clear()


@away
def test_cache_misses_and_writes_nothing() -> None:
    cache = caches["default"]

    cache.set("key", 1)
    assert (cache.get("key"), cache.get("key", "default")) == (None, "default")
    assert (cache.add("key", 1), cache.delete("key"), cache.has_key("key")) == (True, False, False)


@away
@override_settings(ACCOUNT_RATE_LIMITS={"login_failed": "10/m/ip,5/300s/key"})
def test_login_and_pages_work(client: Client, chair: User) -> None:
    chair.set_password("a long enough password")
    chair.save()

    wrong = client.post("/account/login/", {"login": chair.email, "password": "wrong"})
    client.post("/account/login/", {"login": chair.email, "password": "a long enough password"})

    assert wrong.status_code == 200
    assert client.get("/people/").status_code == 200


def test_task_runs_after_commit_and_not_before(
    db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        enqueue_on_commit(note_done, 7)
        assert DONE == []

    assert DONE == [7]


def test_task_of_a_transaction_that_failed_never_runs(transactional_db: None) -> None:
    with transaction.atomic():
        enqueue_on_commit(note_done, 7)
        transaction.set_rollback(True)

    assert DONE == []


def test_broker_that_is_away_is_logged_and_otherwise_ignored(
    db: None,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        enqueue_on_commit(never_sent, 7)

    (line,) = [record.getMessage() for record in caplog.records if record.name == "hiring.queue"]
    assert line.startswith(f"{never_sent.name}(7,) left to the sweep: ")


@pytest.mark.django_db
def test_process_that_reaches_its_database_is_alive(client: Client) -> None:
    response = client.get("/livez")

    assert (response.status_code, response.content, response.headers["Content-Type"]) == (
        200,
        b"ok",
        "text/plain",
    )
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.django_db
@override_settings(REDIS_URL="")
def test_everything_well(client: Client) -> None:
    response = client.get("/healthz")

    assert response.status_code == 200
    assert json.loads(response.content) == {"well": True, "parts": {"database": "ok", "migrations": "ok"}}


@pytest.mark.django_db
@override_settings(REDIS_URL=NOBODY_LISTENS)
def test_broker_that_is_away_is_named_while_the_process_lives(client: Client, broker_away: None) -> None:
    response = client.get("/healthz")

    assert response.status_code == 503
    assert json.loads(response.content) == {
        "well": False,
        "parts": {"database": "ok", "migrations": "ok", "broker": "broker unreachable"},
    }
    assert client.get("/livez").status_code == 200


@pytest.fixture
def database_away() -> Iterator[None]:
    """Every statement fails, as when the server is gone."""

    def fail(*args: object) -> None:
        raise DatabaseError("the server closed the connection")

    with connection.execute_wrapper(fail):
        yield


def test_database_that_is_away_is_named(db: None, client: Client, database_away: None) -> None:
    assert (client.get("/livez").status_code, client.get("/livez").content) == (503, b"database unreachable")

    response = client.get("/healthz")
    assert response.status_code == 503
    assert json.loads(response.content)["parts"]["database"] == "database unreachable"


@pytest.mark.django_db
def test_tables_that_are_behind_the_code_are_named(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'accounts'")

    parts = json.loads(client.get("/healthz").content)["parts"]

    assert parts["migrations"].endswith("not applied")
    assert health._migrations() == parts["migrations"]
