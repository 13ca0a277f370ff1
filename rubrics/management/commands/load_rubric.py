"""Stores rubric files in the database and publishes them."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from hiring.access import Refusal
from rubrics.files import RubricFileError, find_rubric, shipped_slugs
from rubrics.models import Rubric
from rubrics.services import rubric_publish, rubric_store


class Command(BaseCommand):
    help = (
        "Stores rubrics and publishes them: shipped ones by slug "
        f"({', '.join(shipped_slugs())}), your own by file. The same file again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("rubrics", nargs="+", metavar="SLUG-OR-FILE")
        parser.add_argument("--draft", action="store_true", help="store without publishing")

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            for name in options["rubrics"]:
                self._load(name, publish=not options["draft"])

    def _load(self, name: str, *, publish: bool) -> None:
        at = timezone.now()
        try:
            rubric = rubric_store(actor=None, at=at, plan=find_rubric(name))
        except RubricFileError as error:
            raise CommandError("\n".join([f"{name} cannot be used:", *error.problems])) from error
        except Refusal as refusal:
            raise CommandError(refusal.words) from refusal
        if publish and not rubric.is_published:
            rubric = self._publish(rubric, at)
        state = "published" if rubric.is_published else "stored as a draft"
        self.stdout.write(f"{rubric}: {state}.")

    def _publish(self, rubric: Rubric, at: datetime) -> Rubric:
        try:
            return rubric_publish(actor=None, at=at, rubric=rubric)
        except Refusal as refusal:
            raise CommandError(refusal.words) from refusal
