"""Querysets built once answer as those that are built each time."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from hiring.built import Built

pytestmark = pytest.mark.django_db


def person(name: str, manager: User | None = None) -> User:
    return User.objects.create(email=f"{name}@example.com", name=name, manager=manager)


def test_rows_are_those_of_the_keys_given_each_time() -> None:
    ana, ben = person("ana"), person("ben")
    names = Built(lambda key: User.objects.filter(pk=key).values_list("name", flat=True))
    assert [names(ana.pk), names(ben.pk), names(ana.pk)] == [["ana"], ["ben"], ["ana"]]


def test_the_queryset_is_made_once_for_each_shape() -> None:
    made: list[Any] = []

    def by_key(keys: Any) -> Any:
        made.append(keys)
        return User.objects.filter(pk__in=keys).values_list("name", flat=True)

    people = [person(name) for name in ("ana", "ben", "cai", "dee")]
    built = Built(by_key)
    for count in (3, 4, 3, 4):
        assert len(built([one.pk for one in people[:count]])) == count
    assert len(made) == 1


def test_an_empty_list_of_keys_finds_nothing_without_a_query() -> None:
    built = Built(lambda keys: User.objects.filter(pk__in=keys))
    with CaptureQueriesContext(connection) as queries:
        assert built([]) == []
    assert len(queries) == 0


def test_people_come_with_what_was_selected_beside_them() -> None:
    lead = person("lead")
    ana = person("ana", manager=lead)
    built = Built(lambda key: User.objects.filter(pk=key).select_related("manager"))
    with CaptureQueriesContext(connection) as queries:
        [found] = built(ana.pk)
        assert found.manager == lead
    assert len(queries) == 1
    assert found == ana


def test_uuids_are_keys_and_come_back_as_such() -> None:
    ana = person("ana")
    built = Built(lambda uuid: User.objects.filter(uuid=uuid).values_list("pk", "uuid", "is_active"))
    assert built(ana.uuid) == [(ana.pk, ana.uuid, True)]
    assert built(uuid4()) == []
    assert isinstance(built(ana.uuid)[0][1], UUID)


def test_a_key_may_stand_in_several_places_beside_fixed_values() -> None:
    ana = person("ana")
    lead = person("lead")
    person("ben", manager=lead)

    def with_reports(key: Any) -> Any:
        return (User.objects.filter(pk=key) | User.objects.filter(manager=key, is_active=True)).order_by(
            "name"
        )

    built: Callable[..., list[User]] = Built(with_reports)
    assert [one.name for one in built(lead.pk)] == ["ben", "lead"]
    assert [one.name for one in built(ana.pk)] == ["ana"]


def test_rows_are_read_anew_each_time() -> None:
    ana = person("ana")
    built = Built(lambda key: User.objects.filter(pk=key).values_list("name", flat=True))
    assert built(ana.pk) == ["ana"]
    User.objects.update(name="Ana Ruiz")
    assert built(ana.pk) == ["Ana Ruiz"]


@pytest.mark.django_db(transaction=True)
def test_another_thread_uses_its_own_connection() -> None:
    ana = person("ana")
    built = Built(lambda key: User.objects.filter(pk=key).values_list("name", flat=True))
    assert built(ana.pk) == ["ana"]
    found: list[list[str]] = []

    def ask() -> None:
        found.append(built(ana.pk))
        connections.close_all()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [["ana"]]


def test_a_key_that_the_query_changes_is_refused() -> None:
    built = Built(lambda key: User.objects.filter(pk=key + 1))
    with pytest.raises(ValueError, match="cannot be given to it later"):
        built(1)
