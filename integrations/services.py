"""Imports in the pages: prepared from uploaded sheets, and confirmed."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from django.db import transaction

from accounts.models import User
from hiring.access import AccessRefused, Refusal
from hiring.canonical import digest
from hiring.queue import enqueue_on_commit
from integrations.files import Sheet, sheets_keep
from integrations.history.plan import HistoryPlan, Summary, plan_history, plan_summary
from integrations.history.sheet import Problem, read_history
from integrations.models import ImportState, SheetImport
from integrations.permissions import can_import
from integrations.tasks import run_import
from rubrics.models import Rubric
from rubrics.queries import stored_rubric
from rubrics.sheet import sheet_text


class SheetsRefused(Refusal):
    """The sheets cannot be imported; `problems` names every place, in the order of files and lines."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("These sheets cannot be imported; nothing was written.")
        self.problems = problems


def import_prepare(*, actor: User, at: datetime, rubric: Rubric, sheets: Sequence[Sheet]) -> SheetImport:
    """Checks the sheets and keeps them with what they would add; writes nothing of their content.

    The same sheets again come to the same import as long as it is not finished. Raises SheetsRefused.
    """
    AccessRefused.unless(can_import(actor))
    summary = _summary(actor, rubric, sheets)
    named = [[sheet.name, sha256(sheet.content).hexdigest()] for sheet in sheets]
    under_way = (ImportState.READY, ImportState.CONFIRMED, ImportState.RUNNING)
    facts = {"names": [sheet.name for sheet in sheets], "summary": asdict(summary), "uploaded_at": at}
    with transaction.atomic():
        row, made = SheetImport.objects.get_or_create(
            defaults=facts, person=actor, rubric=rubric, digest=digest(named), state__in=under_way
        )
        if not made:
            SheetImport.objects.filter(pk=row.pk, state=ImportState.READY).update(**facts)
        sheets_keep(row.uuid, sheets)
    return row


def import_confirm(*, actor: User, at: datetime, sheet_import: SheetImport) -> bool:
    """Hands a previewed import of the actor's on to be written; False when that was done already."""
    AccessRefused.unless(can_import(actor))
    with transaction.atomic():
        ready = SheetImport.objects.filter(pk=sheet_import.pk, person=actor, state=ImportState.READY)
        if not ready.update(state=ImportState.CONFIRMED, confirmed_at=at):
            return False
        enqueue_on_commit(run_import, sheet_import.pk)
    return True


def _summary(actor: User, rubric: Rubric, sheets: Sequence[Sheet]) -> Summary:
    problems: list[Problem] = []

    def report(sheet: str, line: int, words: str) -> None:
        problems.append(Problem(sheet, line, words))

    with ExitStack() as stack:
        texts = [(sheet.name, stack.enter_context(sheet_text(BytesIO(sheet.content)))) for sheet in sheets]
        history = read_history(texts, stored_rubric(rubric.pk).plan, report)
    plan = HistoryPlan(rubric, history) if problems else plan_history(history, rubric, report, actor)
    if problems:
        order = {sheet.name: place for place, sheet in enumerate(sheets)}
        raise SheetsRefused(sorted(problems, key=lambda problem: (order[problem.sheet], problem.line)))
    return plan_summary(plan)
