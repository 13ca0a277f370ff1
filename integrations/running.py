"""Confirmed imports, run once each and taken up again when whoever ran them has died."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from hiring.access import Refusal
from integrations.files import KEPT, progress_write, sheets_drop, sheets_expire, sheets_opened
from integrations.history.plan import Summary
from integrations.history.services import ImportResult, history_import, statistics_refresh
from integrations.history.sheet import Problem, read_history
from integrations.models import ImportState, SheetImport
from rubrics.queries import stored_rubric


class SheetsGone(Refusal):
    """The uploaded files are not there any more."""


def import_run(*, import_id: int, at: datetime) -> None:
    """Writes a confirmed import; nothing when somebody else has taken it up.

    Its being done is written in the transaction of its rows, so that it happens once or not at all.
    """
    taken = SheetImport.objects.filter(pk=import_id, state=ImportState.CONFIRMED)
    if not taken.update(state=ImportState.RUNNING, started_at=at):
        return
    row = SheetImport.objects.select_related("person", "rubric").get(pk=import_id)
    try:
        with transaction.atomic():
            jobs = [[str(job), str(job.uuid)] for job in _write(row, at).jobs]
            _finish(row, at, state=ImportState.DONE, jobs=jobs)
    except Refusal as refusal:
        _finish(row, at, state=ImportState.REFUSED, words=refusal.words)
    else:
        statistics_refresh()
    sheets_drop(row.uuid)


def imports_continue(*, at: datetime) -> list[int]:
    """The keys of confirmed imports that nobody runs; forgets what has lain about for a day.

    A run that has lasted longer than any task may is taken to have died.
    """
    sheets_expire(at)
    rows = SheetImport.objects.filter(uploaded_at__lt=at - KEPT)
    rows.filter(state=ImportState.READY).delete()
    rows.filter(state=ImportState.CONFIRMED).update(
        state=ImportState.REFUSED, finished_at=at, words="It could not be written within a day."
    )
    longest = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    died = SheetImport.objects.filter(state=ImportState.RUNNING, started_at__lt=at - longest)
    died.update(state=ImportState.CONFIRMED)
    # A moment's grace, in which the task that was enqueued on confirming takes it up.
    waiting = SheetImport.objects.filter(
        state=ImportState.CONFIRMED, confirmed_at__lt=at - timedelta(seconds=30)
    )
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def _write(row: SheetImport, at: datetime) -> ImportResult:
    problems: list[Problem] = []
    plan = stored_rubric(row.rubric_id).plan
    try:
        with sheets_opened(row.uuid, row.names) as sheets:
            history = read_history(
                sheets, plan, lambda sheet, line, words: problems.append(Problem(sheet, line, words))
            )
    except FileNotFoundError as error:
        raise SheetsGone("The uploaded files are no longer here; choose them again.") from error
    if problems:  # the preview found none, so these are other files
        raise SheetsGone("The uploaded files are not what was previewed; choose them again.")
    return history_import(
        actor=row.person,
        at=at,
        rubric=row.rubric,
        history=history,
        previewed=Summary(**row.summary),
        progress=lambda done, what: progress_write(row.uuid, done, what),
    )


def _finish(
    row: SheetImport,
    at: datetime,
    *,
    state: ImportState,
    words: str = "",
    jobs: list[list[str]] | None = None,
) -> None:
    row.state, row.words, row.jobs, row.finished_at = state, words[:500], jobs or [], at
    row.save(update_fields=["state", "words", "jobs", "finished_at"])
