"""What Celery runs for integrations."""

from celery import shared_task
from django.utils import timezone

from hiring.queue import enqueue_on_commit
from integrations.running import import_run, imports_continue


@shared_task
def run_import(import_id: int) -> None:
    """Writes a confirmed import."""
    import_run(import_id=import_id, at=timezone.now())


@shared_task
def continue_imports() -> None:
    """Takes up confirmed imports that nobody runs, and forgets uploads that nobody confirmed."""
    for import_id in imports_continue(at=timezone.now()):
        enqueue_on_commit(run_import, import_id)
