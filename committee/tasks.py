"""What Celery runs for committee."""

import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from committee.models import Trigger
from committee.queries.packet_sweep import packets_to_build
from committee.queries.sweep import stale_visits
from committee.services.clarification_reminders import clarifications_remind
from committee.services.outcomes import outcome_compute
from committee.services.packets import packet_build

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
def build_packet(application_id: int) -> None:
    """Builds the packet of an application from its evidence as it stands."""
    packet_build(application_id=application_id, at=timezone.now())


@shared_task
def remind_clarifications() -> None:
    """Reminds of questions that have waited a day or more for their answer, once a day each."""
    clarifications_remind(at=timezone.now())


@shared_task
def sweep() -> None:
    """Computes every outcome and builds every packet that is due, whatever became of their tasks.

    In this process, one transaction each: one that fails is logged and keeps no other from its turn.
    """
    turn = int(timezone.now().timestamp()) // settings.SWEEP_SECONDS
    for visit_id in stale_visits(turn):
        done = compute_missed_outcome.apply(args=(visit_id,))
        if done.failed():
            logger.error("outcome of visit %s could not be computed: %s", visit_id, done.result)
    for application_id in packets_to_build(turn):
        done = build_packet.apply(args=(application_id,))
        if done.failed():
            logger.error("packet of application %s could not be built: %s", application_id, done.result)
