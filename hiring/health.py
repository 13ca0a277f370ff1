"""Two questions a supervisor asks: is this process alive, and is everything around it well."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from hiring.celery import app


@never_cache
@login_not_required
def livez(request: HttpRequest) -> HttpResponse:
    """200 when this process answers and reaches its database, 503 otherwise."""
    problem = _database()
    return HttpResponse(problem or "ok", status=503 if problem else 200, content_type="text/plain")


@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 with every part "ok", or 503 naming what is unwell: database, migrations, broker."""
    checks: dict[str, Callable[[], str]] = {"database": _database, "migrations": _migrations}
    if settings.REDIS_URL:
        checks["broker"] = _broker
    found = {name: check() or "ok" for name, check in checks.items()}
    well = all(state == "ok" for state in found.values())
    return JsonResponse({"well": well, "parts": found}, status=200 if well else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return "database unreachable"
    return ""


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "cannot be read"
    return f"{len(pending)} not applied" if pending else ""


def _broker() -> str:
    try:
        with app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except (OperationalError, RedisError, OSError):
        return "broker unreachable"
    return ""
