"""check_independence: whether every bar raiser is independent, now rather than at the next daily check."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from interviewers.independence import Remedy
from interviewers.queries.independence import BarRaiserFound
from interviewers.services.independence import independence_check

DONE = {
    Remedy.RELEASE: "Released.",
    Remedy.SET_ASIDE: "Set aside: another bar raiser gives the verdict.",
    Remedy.RETURN: "Taken back.",
    Remedy.REPORT: "The verdict is in and stands; the chairs are told.",
}


class Command(BaseCommand):
    help = (
        "Looks for bar raisers who are not independent, however they were assigned; releases them, or sets "
        "them aside once they have scored, and tells everyone concerned. Prints a line for each; exit 1 when "
        "there is any."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what is found and do nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        found = independence_check(at=timezone.now(), dry_run=options["dry_run"])
        for row in found:
            self.stdout.write(_line(row) if options["dry_run"] else f"{_line(row)} {DONE[row.remedy]}")
        if found:
            raise CommandError(f"Bar raisers to look at: {len(found)}.")
        self.stdout.write("Every bar raiser is independent.")


def _line(found: BarRaiserFound) -> str:
    application = found.assignment.application
    words = found.words or "is independent again"
    return f"{found.assignment.interviewer} {words} ({application.job}, application {application.uuid})."
