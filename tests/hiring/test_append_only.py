"""Append-only tables and published rubrics refuse every change, by model, QuerySet and database."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.audit import audit_record
from accounts.models import AuditEntry, User
from hiring.append_only import AppendOnlyError
from rubrics.models import Anchor, Rubric, Stage
from tests.factories import MONDAY


@pytest.fixture
def entry(administrator: User) -> AuditEntry:
    return audit_record(actor=administrator, at=MONDAY, action="person.invite", on=administrator)


def execute(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_model_refuses_to_change_or_delete_an_entry(entry: AuditEntry) -> None:
    entry.action = "something.else"
    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(AppendOnlyError):
        entry.delete()


def test_queryset_refuses_to_change_or_delete_entries(entry: AuditEntry) -> None:
    with pytest.raises(AppendOnlyError):
        AuditEntry.objects.update(action="something.else")
    with pytest.raises(AppendOnlyError):
        AuditEntry.objects.all().delete()
    with pytest.raises(AppendOnlyError):
        AuditEntry.objects.bulk_update([entry], ["action"])


@pytest.mark.parametrize(
    "statement",
    ["UPDATE accounts_auditentry SET action = 'x'", "DELETE FROM accounts_auditentry"],
)
def test_database_refuses_to_change_or_delete_entries(entry: AuditEntry, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        execute(statement)
    assert AuditEntry.objects.get().action == "person.invite"


def test_postgresql_refuses_to_truncate(entry: AuditEntry) -> None:
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError, match="append-only"):
            execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE accounts_auditentry CASCADE")
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rubrics_rubric SET threshold = 100",
        "DELETE FROM rubrics_rubric",
        "UPDATE rubrics_anchor SET text = 'x'",
        "DELETE FROM rubrics_anchor",
        "UPDATE rubrics_stage SET panel_size = 9",
        "UPDATE rubrics_signal SET text = 'x'",
        "DELETE FROM rubrics_prompt",
        "INSERT INTO rubrics_anchor (stage_competency_id, level, text) "
        "SELECT stage_competency_id, 9, 'x' FROM rubrics_anchor LIMIT 1",
    ],
)
def test_database_refuses_any_change_to_a_published_rubric(rubric: Rubric, statement: str) -> None:
    with pytest.raises(DatabaseError, match="published rubric"):
        execute(statement)


def test_a_draft_rubric_may_change(rubric: Rubric) -> None:
    draft = Rubric.objects.get(pk=rubric.pk)
    draft.pk, draft.version, draft.published_at = None, 2, None
    draft.uuid = User().uuid
    draft.save()
    Stage.objects.create(
        rubric=draft,
        slug="only",
        name="Only",
        kind="screen",
        position=0,
        minutes=30,
        panel_size=1,
        scorecard_due_hours=24,
        action_due_hours=48,
    )
    assert Stage.objects.filter(rubric=draft).update(panel_size=2) == 1
    assert Anchor.objects.filter(stage_competency__stage__rubric=draft).count() == 0
