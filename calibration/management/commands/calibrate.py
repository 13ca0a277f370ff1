"""Calibrate a sheet of ratings, without a database."""

import io
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from calibration.rasch.fit import calibrate
from calibration.rasch.ratings import CannotCalibrate, Ratings
from calibration.ratings_file.agreement import item_agreement
from calibration.ratings_file.output import json_text
from calibration.ratings_file.sheet import SaidScale, read_ratings
from calibration.ratings_file.table import tables
from rubrics.points import NotPoints, parse_points
from rubrics.sheet import sheet_text

_WIDTH = 100


class Command(BaseCommand):
    help = (
        "Measure raters, items and ratees from a CSV sheet with the columns ratee, rater, item and score, in "
        "any order; other columns are ignored, and so are empty lines. A score is written 4, 4.0 or 3.50; an "
        "empty one is not rated. The scale is what is found unless it is said. When anything is wrong, every "
        "problem is named with its line on standard error, nothing is printed on standard output and the "
        "exit code is 1."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("ratings", metavar="RATINGS.csv", help="UTF-8, with or without byte-order mark")
        parser.add_argument("--method", choices=("mml", "jml"), default="mml", help="default: mml")
        for option, what in (("lowest", "lowest score"), ("highest", "highest score"), ("step", "step")):
            parser.add_argument(f"--{option}", metavar="N", help=f"the scale's {what}, if not as found")
        parser.add_argument("--format", choices=("table", "json"), default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        said = SaidScale(*(_points(name, options[name]) for name in ("lowest", "highest", "step")))
        try:
            ratings = self._read(options["ratings"], said)
            calibration = calibrate(ratings, options["method"])
        except CannotCalibrate as refusal:
            raise CommandError(f"{options['ratings']}: {refusal}") from refusal
        agreement = item_agreement(ratings)
        if options["format"] == "json":
            self._print(json_text(calibration, agreement))
            return
        buffer = io.StringIO()
        console = Console(file=buffer, width=_WIDTH, force_terminal=self.stdout.isatty(), highlight=False)
        console.print(*tables(calibration, agreement), sep="\n")
        self._print(buffer.getvalue())

    def _read(self, path: str, said: SaidScale) -> Ratings:
        """The ratings of the sheet; CommandError after naming every problem when it has any."""
        problems: list[tuple[int, str]] = []
        try:
            with open(path, "rb") as binary, sheet_text(binary) as text:
                ratings = read_ratings(text, said, report=lambda *problem: problems.append(problem))
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}") from error
        if ratings is None:
            for line, words in sorted(problems):
                self.stderr.write(f"line {line}: {words}")
            count = len(problems)
            raise CommandError(f"{count} problem{'' if count == 1 else 's'}; nothing was calibrated")
        return ratings

    def _print(self, text: str) -> None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")  # names are written whole, whatever the locale
        try:
            self.stdout.write(text, ending="")
            self.stdout.flush()
        except BrokenPipeError:
            # Whoever reads has seen enough (`| head`); leave nothing to flush into the pipe at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _points(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return parse_points(text.strip())
    except NotPoints as refusal:
        raise CommandError(f"--{name} {text} {refusal}") from refusal
