"""What Celery runs for committee."""

import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from committee.models import Trigger
from committee.queries.sweep import stale_visits
from committee.services.outcomes import outcome_compute

logger = logging.getLogger(__name__)


@shared_task
def compute_outcome(visit_id: int) -> None:
    """Computes the outcome of a stage visit from its evidence as it stands."""
    outcome_compute(visit_id=visit_id, at=timezone.now())


@shared_task
def compute_missed_outcome(visit_id: int) -> None:
    """The same, for a visit that the sweep found."""
    outcome_compute(visit_id=visit_id, at=timezone.now(), trigger=Trigger.SWEEP)


@shared_task
def sweep() -> None:
    """Computes every outcome that is due and was not computed, whatever became of its task.

    In this process, one transaction a visit: a visit that fails is logged and keeps no other from its turn.
    """
    turn = int(timezone.now().timestamp()) // settings.SWEEP_SECONDS
    for visit_id in stale_visits(turn):
        done = compute_missed_outcome.apply(args=(visit_id,))
        if done.failed():
            logger.error("outcome of visit %s could not be computed: %s", visit_id, done.result)
