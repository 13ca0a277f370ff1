"""Calibration runs: asked for, computed once, and taken up again or given up when their worker has died."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import User
from calibration.models import CalibrationRun, ReplayPart, RunSection, RunState, Scope
from calibration.periods import Period, run_key
from calibration.services.found import Found
from calibration.services.run_groups import groups_found
from calibration.services.run_scores import scores_found

logger = logging.getLogger(__name__)

KEPT = 2  # runs of one key: the latest, and the one before it that a page may still be reading
FAILED = "The numbers could not be computed. Compute them again, or tell whoever runs this server."
DIED = "The computation was cut off before its end. Compute it again."


def run_ask(
    *, actor: User | None, at: datetime, period: Period, scope: Scope, hidden: Sequence[str]
) -> CalibrationRun:
    """The run under way for these, or a new one that waits for a worker; the caller enqueues it.

    One that was under way and is done just now is an answer too: a worker leaves it alone.
    """
    key = run_key(period, scope, hidden)
    row = CalibrationRun(
        key=key,
        rubric_slug=period.rubric_slug,
        cycle=period.cycle,
        scope=scope,
        hidden=list(hidden),
        asked_by=actor,
        asked_at=at,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:  # asked for in two tabs at the same moment; by now it may be done
        return CalibrationRun.objects.filter(key=key).latest("pk")
    return row


def run_compute(*, run_id: int, at: datetime) -> None:
    """Computes a run that waits; nothing when another worker has taken it up.

    Not in one transaction, so that its progress is seen; what it found is written in one at its end.
    """
    taken = CalibrationRun.objects.filter(pk=run_id, state=RunState.WAITING)
    if not taken.update(state=RunState.RUNNING, started_at=at):
        return
    run = CalibrationRun.objects.select_related("cycle").get(pk=run_id)
    try:
        _compute(run, at)
    except Exception:
        # Whatever went wrong, the page must not wait for ever; the log has the whole story.
        logger.exception("calibration run %s failed", run.uuid)
        CalibrationRun.objects.filter(pk=run_id).update(state=RunState.FAILED, words=FAILED)


def runs_continue(*, at: datetime) -> list[int]:
    """Gives up runs whose worker has died; the keys of those that wait and that nobody has taken up."""
    longest = timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT)
    died = CalibrationRun.objects.filter(state=RunState.RUNNING, started_at__lt=at - longest)
    died.update(state=RunState.FAILED, words=DIED)
    # A moment's grace, in which the task that was enqueued on asking takes it up.
    waiting = CalibrationRun.objects.filter(state=RunState.WAITING, asked_at__lt=at - timedelta(seconds=30))
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def _compute(run: CalibrationRun, at: datetime) -> None:
    period = Period(run.rubric_slug, run.rubric_slug, run.cycle)
    look = groups_found if run.scope == Scope.SETTLED else scores_found
    _keep(run, at, look(run, period))


def _keep(run: CalibrationRun, at: datetime, found: Found) -> None:
    """All of it or nothing; what takes long is done before, so that nobody's writing waits for it."""
    sections = [RunSection(run=run, name=name, content=content) for name, content in found.contents.items()]
    parts = [
        ReplayPart(run=run, number=number, content=content)
        for number, content in enumerate(found.replay_parts, 1)
    ]
    run.state, run.computed_at, run.doing, run.steps_done = RunState.DONE, at, "", run.steps
    run.inputs_digest = found.inputs_digest
    run.applications, run.scorecards, run.scores = found.applications, found.scorecards, found.scores
    with transaction.atomic():
        RunSection.objects.bulk_create(sections)
        for part in parts:
            part.save()
        run.save()
        _forget_older(run.key)


def _forget_older(key: str) -> None:
    """Keeps the latest runs of a key, and a failed one only until there is a better one."""
    finished = CalibrationRun.objects.filter(key=key).exclude(pk__in=_latest(key))
    finished.filter(state__in=[RunState.DONE, RunState.FAILED]).delete()


def _latest(key: str) -> list[int]:
    return list(
        CalibrationRun.objects.done().filter(key=key).order_by("-pk").values_list("pk", flat=True)[:KEPT]
    )
