"""Imports what candidates said about themselves."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from calibration.demographics_sheet import SheetAnswer, read_demographics
from calibration.queries.demographics_sheet import applications_of
from calibration.services.demographics import SaidOfThemselves, answers_import
from rubrics.sheet import sheet_text


class Command(BaseCommand):
    help = (
        "Imports what candidates said about themselves from a CSV sheet with the columns sex, race_ethnicity "
        "and application, or candidate and job. All or nothing; the same file again changes nothing, and "
        "what somebody has answered on the form stands. When anything is wrong, every problem is named with "
        "its line on standard error, and nothing is written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        found = self._read(options["file"])
        answers_import(
            at=timezone.now(),
            said={key: SaidOfThemselves(row.sex, row.race_ethnicity) for key, row in found.items()},
        )
        self.stdout.write(f"Read {len(found)} answer{'' if len(found) == 1 else 's'}; all of them are kept.")

    def _read(self, name: str) -> dict[int, SheetAnswer]:
        """The answers by application; CommandError after naming every problem when there is any."""
        problems: list[tuple[int, str]] = []

        def report(line: int, words: str) -> None:
            problems.append((line, words))

        with sheet_text(_open(name)) as text:
            found = applications_of(read_demographics(text, report), report)
        for line, words in sorted(problems):
            self.stderr.write(f"{name}, line {line}: {words}")
        if problems:
            number = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
            raise CommandError(f"{number}; nothing was imported.")
        return found


def _open(name: str) -> Any:
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}") from error
