"""Put a sheet of scorecards through the gate, without a database."""

import io
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rubrics.files import RubricFileError, find_rubric
from rubrics.gate import Result, policy_problems
from rubrics.gate_output import csv_text, json_text, table_text
from rubrics.loop import candidate_loop
from rubrics.plan import RubricPlan
from rubrics.points import NotPoints, parse_points
from rubrics.sheet import read_scores, sheet_text
from rubrics.tallies import SheetTallies


class Command(BaseCommand):
    help = (
        "Decide every candidate of a CSV sheet with the columns candidate, stage, interviewer, competency "
        "and score, in any order; other columns are ignored, and so are empty lines. A score is written 4, "
        "4.0 or 3.50 (not 4. or .5); an empty one, or no row, is not assessed. The expected scorecards of a "
        "stage are those in the sheet. When anything is wrong, every problem is named with its line on "
        "standard error, nothing is printed on standard output and the exit code is 1."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("sheet", metavar="SHEET.csv", help="UTF-8, with or without byte-order mark")
        parser.add_argument(
            "--rubric", default="reference", metavar="SLUG-OR-FILE", help="default: reference"
        )
        parser.add_argument("--step", help="the scale's step, such as 0.5, in place of the rubric's")
        parser.add_argument("--format", choices=("table", "csv", "json"), default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        rubric = _rubric(options["rubric"], options["step"])
        tallies = self._read(options["sheet"], rubric)
        loops = (candidate_loop(rubric, name, stages) for name, stages in tallies.candidates())
        if options["format"] == "json":
            self._print(json_text(loops))
        elif options["format"] == "csv":
            self._print(csv_text(rubric, loops))
        else:
            self._print(table_text(rubric, tallies.names(), loops, self._paint))

    def _read(self, path: str, rubric: RubricPlan) -> SheetTallies:
        """The whole sheet summed up; CommandError after naming every problem when it has any."""
        tallies, problems = SheetTallies(rubric), 0

        def report(line: int, words: str) -> None:
            nonlocal problems
            problems += 1
            self.stderr.write(f"line {line}: {words}")

        try:
            with open(path, "rb") as binary, sheet_text(binary) as text:
                for score in read_scores(text, rubric, report=report):
                    if earlier := tallies.add(score):
                        report(score.line, f"the same score as on line {earlier}")
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}") from error
        if problems:
            raise CommandError(f"{problems} problem{'' if problems == 1 else 's'}; nothing was decided")
        return tallies

    def _print(self, texts: Iterator[str]) -> None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # names are written whole, whatever the locale
        try:
            for text in texts:
                self.stdout.write(text, ending="")
            self.stdout.flush()
        except BrokenPipeError:
            # Whoever reads has seen enough (`| head`); leave nothing to flush into the pipe at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _paint(self, result: Result, text: str) -> str:
        style = {
            Result.ADVANCE: self.style.SUCCESS,
            Result.STOP: self.style.ERROR,
            Result.PENDING: self.style.WARNING,
        }[result]
        return str(style(text))


def _rubric(slug_or_file: str, step: str | None) -> RubricPlan:
    try:
        rubric = find_rubric(slug_or_file)
        if step is None:
            return rubric
        policy = replace(rubric.policy, step=parse_points(step.strip()))
    except RubricFileError as error:
        raise CommandError(str(error)) from error
    except NotPoints as refusal:
        raise CommandError(f"--step {step} {refusal}") from refusal
    if problems := policy_problems(policy):
        raise CommandError(f"--step {step}: {'; '.join(problems)}")
    return replace(rubric, policy=policy)
