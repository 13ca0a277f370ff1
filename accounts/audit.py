"""The one way to write the audit trail, and the wall that keeps parts of it from some readers."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from accounts.models import AuditEntry, User
from hiring.request_id import current_request_id

# What a person may not know of: an app to the right answers with the scopes (application uuids) to hide.
Wall = Callable[[User], "QuerySet[Any, Any]"]
_walls: list[Wall] = []
_trail_walls: list[Wall] = []

CHANGED = "changed"


def audit_record(
    *,
    actor: User | None,
    at: datetime,
    action: str,
    on: Model,
    changes: Mapping[str, Any] | None = None,
    personal: Iterable[str] = (),
    scope: UUID | None = None,
) -> AuditEntry:
    """Writes one entry in the caller's transaction; `on` has a `uuid`.

    `changes` maps a field to [before, after] or to a plain value. Fields named in `personal` (names,
    e-mails, evidence) are noted as changed, without content. Never pass a score.
    """
    noted = dict(changes or {}) | dict.fromkeys(personal, CHANGED)
    entry = AuditEntry(
        at=at,
        actor=actor,
        action=action,
        object_type=on._meta.label_lower,
        object_uuid=on.uuid,  # type: ignore[attr-defined]
        changes=noted,
        scope=scope,
        request_id=current_request_id(),
    )
    entry.save(force_insert=True)
    return entry


def register_wall(wall: Wall) -> None:
    """Adds a function from a reader to the queryset of scopes (uuid values) hidden from them.

    The queryset may depend on who the reader is, by their key, and on nothing else of them.
    """
    if wall not in _walls:
        _walls.append(wall)


def registered_walls() -> tuple[Wall, ...]:
    """The walls there are by now; queries that are built once are built for these."""
    return tuple(_walls)


def hidden_scopes(reader: User) -> list["QuerySet[Any, Any]"]:
    """The querysets of application uuids that `reader` may not learn of."""
    return [wall(reader) for wall in _walls]


def register_trail_wall(wall: Wall) -> None:
    """Adds scopes hidden in the trail alone, of whose results the reader must not learn while they score."""
    if wall not in _trail_walls:
        _trail_walls.append(wall)


def trail_hidden_scopes(reader: User) -> list["QuerySet[Any, Any]"]:
    """The querysets of application uuids that the trail leaves out for `reader`."""
    return [*hidden_scopes(reader), *(wall(reader) for wall in _trail_walls)]
