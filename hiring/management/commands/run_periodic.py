"""Runs the periodic tasks in this process: the embedded mode's stand-in for Celery beat and a worker."""

import logging
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from hiring.celery import app

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Runs every periodic task at its interval, in this process, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run each task once and leave")

    def handle(self, *args: Any, **options: Any) -> None:
        app.autodiscover_tasks(force=True)
        due = dict.fromkeys(settings.CELERY_BEAT_SCHEDULE, 0.0)
        while True:
            for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
                if due[name] <= time.monotonic():
                    due[name] = time.monotonic() + float(str(entry["schedule"]))
                    self._run(str(entry["task"]))
            if options["once"]:
                return
            time.sleep(1)

    def _run(self, task: str) -> None:
        close_old_connections()
        outcome = app.tasks[task].apply()
        if outcome.failed():
            logger.error("%s failed: %s", task, outcome.result)
