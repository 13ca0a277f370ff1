"""What differs under test, and only what has to: speed, plain HTTP, nothing shared, a clean checkout."""

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings


@pytest.fixture(scope="session", autouse=True)
def settings_under_test(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Holds for the whole run; a test that is about one of these sets it with the `settings` fixture."""
    plain_static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES=settings.STORAGES
        | {"staticfiles": plain_static},  # there is no manifest before collectstatic
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        MEDIA_ROOT=tmp_path_factory.mktemp("media"),
        SECURE_SSL_REDIRECT=False,
        SESSION_COOKIE_SECURE=False,
        CSRF_COOKIE_SECURE=False,
        ACCOUNT_RATE_LIMITS=False,  # every test comes from the same address
        **_own_redis(),
    ):
        yield


def _own_redis() -> dict[str, Any]:
    """A Redis database for this pytest process alone: gw1 uses the one after the one REDIS_URL names."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    named = re.fullmatch(r"(redis://[^/]+)/?(\d*)", settings.REDIS_URL)
    if named is None:
        return {}
    url = f"{named[1]}/{int(named[2] or 0) + int(worker.removeprefix('gw'))}"
    cache = settings.CACHES["default"] | {"LOCATION": url}
    return {"REDIS_URL": url, "CELERY_BROKER_URL": url, "CACHES": {"default": cache}}
