"""Searching the audit trail."""

import datetime
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts.audit import audit_record
from accounts.models import AuditEntry, Role, User
from accounts.queries.audit import AuditChange, AuditQuestion, audit_found, audit_lines
from accounts.services.people import person_change_email, person_change_manager, person_change_roles
from tests.accounts.costs import statements
from tests.accounts.walls import hidden_application
from tests.factories import MONDAY


@pytest.fixture
def hidden() -> Iterator[UUID]:
    with hidden_application() as scope:
        yield scope


def note(actor: User | None, on: User, **changes: Any) -> AuditEntry:
    return audit_record(**{"actor": actor, "at": MONDAY, "action": "test.note", "on": on} | changes)


def found(reader: User, **question: Any) -> list[AuditEntry]:
    return list(audit_found(reader, AuditQuestion(**question)).order_by("id"))


@pytest.mark.parametrize("words", ["Rana", "RECRUITER@example"])
def test_entries_are_found_by_who_acted(administrator: User, recruiter: User, words: str) -> None:
    note(administrator, recruiter)
    wanted = note(recruiter, administrator)

    assert found(administrator, person=words) == [wanted]


def test_entries_are_found_by_a_part_of_the_action(administrator: User) -> None:
    wanted = note(administrator, administrator, action="person.invite")
    note(administrator, administrator, action="job.open")

    assert found(administrator, action="person.") == [wanted]


def test_entries_are_found_by_object_and_by_the_application_they_are_about(
    administrator: User, recruiter: User
) -> None:
    application = uuid4()
    on_recruiter = note(administrator, recruiter)
    about_application = note(administrator, administrator, scope=application)

    assert found(administrator, on=str(recruiter.uuid)) == [on_recruiter]
    assert found(administrator, on=str(application)) == [about_application]
    assert found(administrator, on="accounts.user") == [on_recruiter, about_application]
    assert found(administrator, on="job") == []


def test_days_are_those_of_the_reader_and_both_are_included(administrator: User) -> None:
    administrator.time_zone = "Asia/Tokyo"  # where Monday 9:00 UTC is 18:00
    monday = datetime.date(2026, 3, 2)
    late = note(administrator, administrator, at=MONDAY + timedelta(hours=5, minutes=59))
    next_day = note(administrator, administrator, at=MONDAY + timedelta(hours=6))

    assert found(administrator, since=monday, until=monday) == [late]
    assert found(administrator, since=monday + timedelta(days=1)) == [next_day]


def test_entries_of_one_request_are_found_together(client: Client, administrator: User, chair: User) -> None:
    client.force_login(administrator)
    client.post(f"/people/{chair.uuid}/deactivate/", headers={"X-Request-ID": "proxy-17"})
    note(administrator, chair)

    (entry,) = found(administrator, request_id="proxy-17")
    assert (entry.action, entry.request_id) == ("person.deactivate", "proxy-17")


def test_what_concerns_an_application_one_is_recused_from_is_left_out(
    administrator: User, hidden: UUID
) -> None:
    note(administrator, administrator, scope=hidden)
    other, general = note(administrator, administrator, scope=uuid4()), note(administrator, administrator)

    assert found(administrator) == [other, general]
    assert found(administrator, on=str(hidden)) == []


def test_nobody_but_administrators_finds_anything(administrator: User, recruiter: User) -> None:
    note(administrator, recruiter)

    assert found(recruiter) == []


def test_entries_read_in_words(administrator: User, recruiter: User, chair: User) -> None:
    person_change_manager(actor=administrator, at=MONDAY, user=recruiter, manager=chair)
    person_change_roles(actor=administrator, at=MONDAY, user=recruiter, roles=[Role.BAR_RAISER])
    person_change_email(actor=administrator, at=MONDAY, user=recruiter, email="new@example.com")
    note(None, recruiter, changes={"active": [True, False], "source": "file", "left": []})

    lines = audit_lines(AuditEntry.objects.order_by("id"))

    assert {(line.kind, line.name) for line in lines} == {("user", "Rana Recruiter")}
    assert [line.changes for line in lines] == [
        [AuditChange("manager", "none", "Chloe Chair")],
        [AuditChange("roles", "Recruiter", "Bar raiser")],
        [AuditChange("email", "", "changed")],
        [
            AuditChange("active", "yes", "no"),
            AuditChange("left", "", "none"),
            AuditChange("source", "", "file"),
        ],
    ]


def test_a_kind_that_is_gone_keeps_its_stored_name(administrator: User) -> None:
    entry = note(administrator, administrator)
    entry.object_type = "candidates.puzzle"

    (line,) = audit_lines([entry])

    assert line.kind == "candidates.puzzle"


def test_page_shows_who_did_what(client: Client, administrator: User, recruiter: User) -> None:
    client.force_login(administrator)
    person_change_roles(actor=administrator, at=MONDAY, user=recruiter, roles=[Role.CHAIR])

    html = " ".join(client.get("/audit/").content.decode().split())

    for words in ("Ada Administrator", "person.change_roles", "Rana Recruiter", "Committee chair"):
        assert words in html


@pytest.mark.parametrize(
    "query", ["since=yesterday", "until=2026-99-99", "after=%00", "object=%00", "action="]
)
def test_nonsense_is_no_error(client: Client, administrator: User, query: str) -> None:
    client.force_login(administrator)

    assert client.get(f"/audit/?{query}").status_code == 200


def test_page_costs_the_same_however_many_entries(
    client: Client, administrator: User, recruiter: User, chair: User
) -> None:
    client.force_login(administrator)
    note(administrator, recruiter)
    cost_of_one = statements(client, "/audit/")

    note(recruiter, chair)
    note(chair, administrator)

    assert statements(client, "/audit/") == cost_of_one
