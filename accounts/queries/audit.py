"""Searching the audit trail, and showing its entries in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import Q, QuerySet

from accounts.models import AuditEntry, Role, User
from accounts.permissions import visible_audit_entries

PERSON = "accounts.user"


@dataclass(frozen=True)
class AuditQuestion:
    """What to search for; "" and None ask nothing. Days are those of the reader's time zone, both included.

    `on` is the uuid of an object, or of the application an entry is about, or a part of a kind's name.
    """

    person: str = ""
    action: str = ""
    on: str = ""
    since: date | None = None
    until: date | None = None
    request_id: str = ""


@dataclass(frozen=True)
class AuditChange:
    """One field of an entry: what it was ("" when only what it is was noted) and what it is."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class AuditLine:
    """One entry in words; `name` is that of the object when it is a person."""

    entry: AuditEntry
    kind: str
    name: str
    changes: list[AuditChange]


def audit_found(reader: User, question: AuditQuestion) -> QuerySet[AuditEntry]:
    """The entries that `reader` may see and `question` asks for."""
    entries = visible_audit_entries(reader).select_related("actor")
    if question.person:
        entries = entries.filter(actor__in=User.objects.get_queryset().matching(question.person))
    if question.action:
        entries = entries.filter(action__icontains=question.action)
    if question.on:
        entries = entries.filter(_on(question.on))
    if question.since:
        entries = entries.filter(at__gte=_midnight(question.since, reader))
    if question.until:
        entries = entries.filter(at__lt=_midnight(question.until + timedelta(days=1), reader))
    if question.request_id:
        entries = entries.filter(request_id=question.request_id)
    return entries


def audit_lines(entries: Iterable[AuditEntry]) -> list[AuditLine]:
    """The entries in words, people by name; one query however many entries."""
    shown = list(entries)
    names = _names(shown) | dict(Role.choices)
    return [
        AuditLine(
            entry=entry,
            kind=_kind(entry.object_type),
            name=names.get(str(entry.object_uuid), ""),
            changes=[_change(field, value, names) for field, value in sorted(entry.changes.items())],
        )
        for entry in shown
    ]


def _on(words: str) -> Q:
    try:
        uuid = UUID(words)
    except ValueError:
        return Q(object_type__icontains=words)
    return Q(object_uuid=uuid) | Q(scope=uuid)


def _midnight(day: date, reader: User) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(reader.time_zone))


def _names(entries: list[AuditEntry]) -> dict[str, str]:
    """The names of the people that the entries are about or mention as a manager, by uuid."""
    uuids = {str(entry.object_uuid) for entry in entries if entry.object_type == PERSON}
    for entry in entries:
        manager = entry.changes.get("manager")
        uuids.update(filter(None, manager if isinstance(manager, list) else []))
    people = User.objects.filter(uuid__in=uuids).values_list("uuid", "name")
    return {str(uuid): name for uuid, name in people}


def _kind(object_type: str) -> str:
    """The words for a kind of object; a kind that is no longer in the code keeps its stored name."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except LookupError:
        return object_type


def _change(field: str, value: Any, names: dict[str, str]) -> AuditChange:
    label = field.replace("_", " ")
    if isinstance(value, list) and len(value) == 2:
        return AuditChange(label, _words(value[0], names), _words(value[1], names))
    return AuditChange(label, "", _words(value, names))


def _words(value: Any, names: dict[str, str]) -> str:
    if value is None or value == "" or value == []:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_words(item, names) for item in value)
    return names.get(str(value), str(value))
