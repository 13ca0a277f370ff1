"""What Celery runs for calibration."""

from celery import shared_task
from django.utils import timezone

from calibration.queries.runs import periods_to_compute
from calibration.services.demographics import about_you_send
from calibration.services.runs import run_ask, run_compute, runs_continue
from hiring.queue import enqueue_on_commit


@shared_task
def compute_run(run_id: int) -> None:
    """Computes the statistics that somebody asked for."""
    run_compute(run_id=run_id, at=timezone.now())


@shared_task
def continue_runs() -> None:
    """Takes up runs that nobody computes, and gives up those whose worker has died."""
    for run_id in runs_continue(at=timezone.now()):
        enqueue_on_commit(compute_run, run_id)


@shared_task
def refresh_runs() -> None:
    """Computes whatever has new evidence, so that pages have something recent to show."""
    at = timezone.now()
    for period, scope in periods_to_compute(at):
        enqueue_on_commit(compute_run, run_ask(actor=None, at=at, period=period, scope=scope, hidden=()).pk)


@shared_task
def write_to_candidates() -> None:
    """Tells those who applied lately of the voluntary form, each once; safe to run twice or by two."""
    about_you_send(at=timezone.now())
