"""Imports past scorecards from CSV sheets."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from integrations.history.plan import HistoryPlan, plan_history
from integrations.history.services import ImportResult, history_import, statistics_refresh
from integrations.history.sheet import OPTIONAL, read_history
from rubrics.models import Rubric
from rubrics.queries import stored_rubric
from rubrics.sheet import COLUMNS, sheet_text


class Command(BaseCommand):
    help = (
        f"Imports past scorecards from CSV sheets with the columns {', '.join(COLUMNS)} and, optional, "
        f"{', '.join(OPTIONAL)}. All or nothing; the same file again changes nothing. When anything is "
        "wrong, every problem is named with its line on standard error, and nothing is written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--rubric", default="reference", metavar="SLUG", help="default: reference")

    def handle(self, *args: Any, **options: Any) -> None:
        rubric = (
            Rubric.objects.filter(slug=options["rubric"])
            .exclude(published_at=None)
            .order_by("-version")
            .first()
        )
        if rubric is None:
            raise CommandError(
                f"No published rubric is called {options['rubric']}; load one with load_rubric first."
            )
        plan = self._plan(options["files"], rubric)
        result = self._import(plan)
        self.stdout.write(
            f"Imported {result.applications} applications, {result.scorecards} scorecards and "
            f"{result.decisions} decisions; {result.unchanged_scorecards} scorecards were there already."
        )

    def _plan(self, files: list[str], rubric: Rubric) -> HistoryPlan:
        """What is to be imported; CommandError after naming every problem when there is any."""
        problems = 0

        def report(sheet: str, line: int, words: str) -> None:
            nonlocal problems
            problems += 1
            self.stderr.write(f"{sheet}, line {line}: {words}")

        with ExitStack() as stack:
            sheets = [(name, stack.enter_context(sheet_text(_open(name)))) for name in files]
            history = read_history(sheets, stored_rubric(rubric.pk).plan, report)
        plan = HistoryPlan(rubric, history) if problems else plan_history(history, rubric, report)
        if problems:
            raise CommandError(f"{problems} problems; nothing was imported.")
        return plan

    def _import(self, plan: HistoryPlan) -> ImportResult:
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Importing", total=1.0)
            result = history_import(
                actor=None,
                at=timezone.now(),
                plan=plan,
                progress=lambda done, what: bar.update(task, completed=done, description=what),
            )
        statistics_refresh()
        return result


def _open(name: str) -> Any:
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}") from error
