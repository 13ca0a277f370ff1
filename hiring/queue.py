"""Handing work to Celery so that saving never depends on the broker."""

import logging
from typing import Any

from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


def enqueue_on_commit(task: "Task[Any, Any]", *ids: int) -> None:
    """Enqueues `task` with `ids` once the current transaction has committed.

    A broker that cannot be reached is logged and otherwise ignored: the periodic sweep finds the work.
    """
    transaction.on_commit(lambda: _enqueue(task, ids), robust=True)


def _enqueue(task: "Task[Any, Any]", ids: tuple[int, ...]) -> None:
    try:
        task.apply_async(args=ids, retry=False)
    except (OperationalError, RedisError, OSError) as error:
        logger.warning("%s%s left to the sweep: %s", task.name, ids, error)
