"""Imports past scorecards from CSV sheets."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from integrations.history.services import (
    HistoryRefused,
    ImportResult,
    history_import,
    statistics_refresh,
)
from integrations.history.sheet import OPTIONAL, History, Problem, read_history
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
        rubric = Rubric.objects.published().filter(slug=options["rubric"]).first()
        if rubric is None:
            raise CommandError(
                f"No published rubric is called {options['rubric']}; load one with load_rubric first."
            )
        result = self._import(self._read(options["files"], rubric), rubric)
        added = result.added
        self.stdout.write(
            f"Imported {added.applications} applications, {added.scorecards} scorecards and "
            f"{added.decisions} decisions; {added.unchanged_scorecards} scorecards were there already."
        )

    def _read(self, files: list[str], rubric: Rubric) -> History:
        """What the files say; CommandError after naming every problem when there is any."""
        problems: list[Problem] = []

        def report(sheet: str, line: int, words: str) -> None:
            problems.append(Problem(sheet, line, words))

        with ExitStack() as stack:
            sheets = [(name, stack.enter_context(sheet_text(_open(name)))) for name in files]
            history = read_history(sheets, stored_rubric(rubric.pk).plan, report)
        self._refuse(problems)
        return history

    def _import(self, history: History, rubric: Rubric) -> ImportResult:
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task("Importing", total=1.0)

            def progress(done: float, what: str) -> None:
                bar.update(task, completed=done, description=what)

            try:
                result = history_import(
                    actor=None, at=timezone.now(), rubric=rubric, history=history, progress=progress
                )
            except HistoryRefused as refusal:
                bar.stop()
                self._refuse(refusal.problems)
                raise
        statistics_refresh()
        return result

    def _refuse(self, problems: list[Problem]) -> None:
        for problem in problems:
            self.stderr.write(str(problem))
        if problems:
            number = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
            raise CommandError(f"{number}; nothing was imported.")


def _open(name: str) -> Any:
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}") from error
