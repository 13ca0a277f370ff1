"""What the tests of pages share: a signed-in client, answers by name, and counted queries."""

import re
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User

FOUND, MOVED, FORBIDDEN, MISSING, CONFLICT, INVALID = 200, 302, 403, 404, 409, 422
NOBODY = "00000000-0000-4000-8000-000000000000"  # the uuid of no row


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, url: str) -> str:
    """The page at `url`, which is there."""
    response = client.get(url)
    assert response.status_code == FOUND
    return response.content.decode()


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == FOUND
    return len(captured)


def same_queries_for_three(client: Client, url: str, grow: Callable[[], object]) -> bool:
    """Whether the page takes as many queries once `grow` has run three times as after the first."""
    grow()
    client.get(url)  # what a process reads once
    one = queries(client, url)
    grow()
    grow()
    return queries(client, url) == one


def errors(response: Any) -> dict[str, list[str]]:
    """The words at each field of the page's form, "__all__" for those of the whole form."""
    form = response.context["form"]
    return {field: list(words) for field, words in form.errors.items()}


def lasting(response: Any) -> bytes:
    """A page without what differs at every answer: the tokens against forged requests."""
    return re.sub(rb'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', b"", response.content)
