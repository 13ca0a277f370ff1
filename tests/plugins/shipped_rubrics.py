"""The shipped rubrics as tests begin with them: stored by services once in a run, then written as rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.sql.subqueries import InsertQuery

from accounts.audit import audit_record
from rubrics import queries
from rubrics.files import shipped_rubric
from rubrics.models import Rubric
from rubrics.queries import StoredRubric, forget_stored_rubrics, stored_rubric
from rubrics.services import rubric_publish, rubric_store
from tests.factories import MONDAY

_shipped = cache(shipped_rubric)


@dataclass(frozen=True, slots=True)
class Kept:
    """The statements that write a draft with its keys, and what is read of it once it is published."""

    statements: tuple[tuple[str, Any], ...]
    stored: StoredRubric


_kept: dict[str, Kept] = {}


@pytest.fixture(autouse=True)
def fresh_rubrics() -> Iterator[None]:
    """Keys come again after a rollback, so no test may read another one's rubric."""
    forget_stored_rubrics()
    yield
    forget_stored_rubrics()


def published_rubric(slug: str) -> Rubric:
    """The shipped rubric, published on MONDAY.

    Most tests want one, and its two hundred rows would be a third of their time. So the first of a process
    is stored by the services, and the rows it left are written, keys and all, for the tests that follow.
    """
    if Rubric.objects.exists():  # which may have the keys
        return _publish(rubric_store(actor=None, at=MONDAY, plan=_shipped(slug)))
    if slug not in _kept:
        draft = rubric_store(actor=None, at=MONDAY, plan=_shipped(slug))
        statements = _statements()
        rubric = _publish(draft)
        _kept[slug] = Kept(statements, stored_rubric(rubric.pk))
        return rubric
    return _publish(_written(_kept[slug]))


def _publish(draft: Rubric) -> Rubric:
    return rubric_publish(actor=None, at=MONDAY, rubric=draft)


def _written(kept: Kept) -> Rubric:
    with connection.cursor() as cursor:
        for sql, values in kept.statements:
            cursor.execute(sql, values)
    draft = Rubric.objects.get(pk=kept.stored.id)
    audit_record(actor=None, at=MONDAY, action="rubric.store", on=draft)
    queries._published[draft.pk] = kept.stored
    return draft


def _statements() -> tuple[tuple[str, Any], ...]:
    """What writes all rows of rubrics there are again; their keys refer to each other, in whatever order."""
    found: list[tuple[str, Any]] = []
    for model in apps.get_app_config("rubrics").get_models(include_auto_created=True):
        if rows := list(model._base_manager.all()):
            query = InsertQuery(model)
            query.insert_values(model._meta.concrete_fields, rows, raw=True)
            found.extend(query.get_compiler(connection=connection).as_sql())
    return tuple(found)
