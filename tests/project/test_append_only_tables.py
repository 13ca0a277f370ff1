"""Every append-only table there is refuses raw SQL, on whichever database the tests run."""

from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from candidates.models import Application, StageVisit
from candidates.services.applications import application_hold
from committee.models import MemberLevels, Packet, TeamMember, TopPerformer
from hiring.append_only import AppendOnlyError, AppendOnlyModel
from tests.committee.loops import hold_stage
from tests.factories import MONDAY

APPEND_ONLY = [model for model in apps.get_models() if issubclass(model, AppendOnlyModel)]
BY_TABLE = pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model._meta.label)


@pytest.fixture
def history(application: Application, visit: StageVisit, recruiter: User, interviewer: User) -> None:
    """A row in every append-only table: a scored stage, its outcome, a hold, a packet, a profile, a trail."""
    hold_stage(application, recruiter, [interviewer], 4)
    Packet.objects.create(application=application, version=1, digest="0" * 64, built_at=MONDAY)
    team = application.job.team
    member = TeamMember.objects.create(team=team, name="Ines Moreau", joined_at=MONDAY)
    MemberLevels.objects.create(member=member, levels={}, set_by=recruiter, set_at=MONDAY)
    TopPerformer.objects.create(team=team, member=member, named_by=recruiter, named_at=MONDAY)
    application_hold(actor=recruiter, at=MONDAY, application=application, reason="Travelling.")


def rows_of(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return list(cursor.fetchall())


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def statements(table: str) -> list[str]:
    """Every way in which SQL changes or takes away a row that is there."""
    common = [f"UPDATE {table} SET id = id", f"DELETE FROM {table}"]
    if connection.vendor == "sqlite":
        return [*common, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"]
    return [
        *common,
        f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET id = excluded.id",
        f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE",
    ]


def test_the_tables_that_must_never_change_are_append_only() -> None:
    assert sorted(model._meta.label for model in APPEND_ONLY) == [
        "accounts.AuditEntry",
        "candidates.ApplicationMove",
        "committee.GateOutcome",
        "committee.MemberLevels",
        "committee.Packet",
        "committee.TopPerformer",
        "interviewers.Score",
        "interviewers.ScorecardRevision",
    ]


@BY_TABLE
def test_raw_sql_changes_no_row(model: type[AppendOnlyModel], history: None) -> None:
    table = model._meta.db_table
    before = rows_of(table)
    assert before
    for statement in statements(table):
        with pytest.raises(DatabaseError, match="append-only"):
            execute(statement)
    assert rows_of(table) == before


@BY_TABLE
def test_no_queryset_changes_a_row(model: type[AppendOnlyModel], history: None) -> None:
    manager: Any = model._default_manager
    row = manager.latest("pk")
    for change in (
        lambda: manager.update(pk=row.pk),
        lambda: manager.all().delete(),
        lambda: manager.bulk_create([row], update_conflicts=True, update_fields=["id"], unique_fields=["id"]),
        row.save,
        row.delete,
    ):
        with pytest.raises(AppendOnlyError):
            change()
