"""Pages by key: each page starts after the last row of the one before, however long the list."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)
PARAMETER = "after"


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows, and where the next and the first one are ("" when there is none)."""

    rows: list[Row]
    next_url: str
    first_url: str


def keyset_page(request: HttpRequest, rows: QuerySet[Row], keys: Sequence[str], size: int = 50) -> Page[Row]:
    """The page that the request asks for, ordered by `keys` ("-name" descends; the last one is unique).

    Keys must not be null. A cursor that makes no sense shows the first page. One query, `size` + 1 rows.
    """
    cursor = _decode(request.GET.get(PARAMETER, ""), len(keys))
    ordered = rows.order_by(*keys)
    if cursor is not None:
        try:
            ordered = ordered.filter(_beyond(keys, cursor))
        except (ValueError, TypeError, ValidationError):
            cursor = None
    found = list(ordered[: size + 1])
    shown = found[:size]
    following = _url(request, cursor_of(shown[-1], keys)) if len(found) > size else ""
    return Page(shown, following, _url(request, "") if cursor is not None else "")


def _beyond(keys: Sequence[str], cursor: list[Any]) -> Q:
    beyond, equal = Q(), Q()
    for key, value in zip(keys, cursor, strict=True):
        name = key.lstrip("-")
        step = "lt" if key.startswith("-") else "gt"
        beyond |= equal & Q(**{f"{name}__{step}": value})
        equal &= Q(**{name: value})
    return beyond


def cursor_of(row: object, keys: Sequence[str]) -> str:
    """What follows `after=` in the address of the page that begins behind `row`."""
    values = []
    for key in keys:
        value: Any = row
        for part in key.lstrip("-").split("__"):
            value = getattr(value, part)
        values.append(value.isoformat() if isinstance(value, datetime) else value)
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


def _decode(text: str, length: int) -> list[Any] | None:
    try:
        values: Any = json.loads(base64.urlsafe_b64decode(text.encode("ascii", "replace")))
    except (binascii.Error, ValueError):
        return None
    if not isinstance(values, list) or len(values) != length:
        return None
    return values if all(map(_comparable, values)) else None


def _comparable(value: Any) -> bool:
    """Whether a database can compare with it; PostgreSQL takes no text with a zero byte."""
    return isinstance(value, int) or (isinstance(value, str) and "\0" not in value)


def _url(request: HttpRequest, cursor: str) -> str:
    kept = [(name, value) for name, values in request.GET.lists() if name != PARAMETER for value in values]
    if cursor:
        kept.append((PARAMETER, cursor))
    return f"{request.path}?{urlencode(kept)}" if kept else request.path
