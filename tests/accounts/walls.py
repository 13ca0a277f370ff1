"""A wall as an app to the right would register it: an application that nobody may learn of."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet, UUIDField, Value

import accounts.audit as registry
from accounts.audit import register_wall
from accounts.models import User


@contextmanager
def hidden_application() -> Iterator[UUID]:
    """The uuid of an application hidden from every reader for as long as the test runs."""
    scope = uuid4()

    def wall(reader: User) -> "QuerySet[Any, Any]":
        return User.objects.filter(pk=reader.pk).values_list(Value(scope, output_field=UUIDField()))

    register_wall(wall)
    yield scope
    registry._walls.remove(wall)
