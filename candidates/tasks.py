"""Background work of candidates."""

from celery import shared_task
from django.utils import timezone

from candidates.services.summaries import stage_summaries_compute


@shared_task
def summarise_stages() -> None:
    """Brings the medians that the board shows up to date."""
    stage_summaries_compute(at=timezone.now())
