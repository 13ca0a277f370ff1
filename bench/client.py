"""People who are signed in, and keep-alive connections on which their requests are timed."""

import secrets
import string
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accounts.models import User

KEPT_ALIVE = 1.0  # seconds; gunicorn ends an idle connection after two


@dataclass(frozen=True)
class Answer:
    """A response; `seconds` from the first byte sent to the last one read."""

    body: bytes
    seconds: float


class UnexpectedAnswer(Exception):
    """The server answered something else than what is being measured."""


class Person:
    """Somebody whose session is written to the database, so that no time goes into signing in."""

    def __init__(self, user: User) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        token = "".join(secrets.choice(string.ascii_letters) for _ in range(32))
        cookies = {settings.SESSION_COOKIE_NAME: session.session_key, settings.CSRF_COOKIE_NAME: token}
        self.headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": token,
        }


class Client:
    """One connection to a site of this machine, used by one thread at a time."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self._used = 0.0

    def get(self, person: Person, path: str) -> Answer:
        """Reads a page. Raises UnexpectedAnswer for anything but 200."""
        return self._ask("GET", path, person.headers, None, 200)

    def post(self, person: Person, path: str, fields: Mapping[str, str]) -> Answer:
        """Sends a form. Raises UnexpectedAnswer for anything but a redirect."""
        headers = person.headers | {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, headers, urlencode(fields), 302)

    def _ask(
        self, method: str, path: str, headers: Mapping[str, str], body: str | None, wanted: int
    ) -> Answer:
        if time.monotonic() - self._used > KEPT_ALIVE:
            self._connection.close()  # and opened again by the request
        began = time.perf_counter()
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - began
        self._used = time.monotonic()
        if response.status != wanted:
            raise UnexpectedAnswer(f"{method} {path}: {response.status}\n{content[:2000].decode()}")
        return Answer(content, seconds)
