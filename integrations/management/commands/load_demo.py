"""Fills an empty database with made-up data."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from accounts.models import User
from integrations.demo.calibration import demo_runs
from integrations.demo.people import DOMAIN
from integrations.demo.services import PASSWORD, demo_create
from integrations.history.services import statistics_refresh

ACCOUNTS = (
    ("recruiter", "the pipeline"),
    ("interviewer", "interviews and scorecards"),
    ("bar-raiser", "the last stage"),
    ("manager", "their own jobs"),
    ("chair", "everything that is final"),
    ("administrator", "people and the audit trail"),
    ("auditor", "aggregates only, with calibration"),
)


class Command(BaseCommand):
    help = (
        "Fills an empty database with made-up people, two finished hiring cycles and a running one, "
        "and prints whom to sign in as. A database with the demo in it is left as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument(
            "--yes-made-up-data", action="store_true", help="also where this is not the embedded mode"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMBEDDED and not options["yes_made_up_data"]:
            raise CommandError("This is a deployment; made-up data is only loaded with --yes-made-up-data.")
        people = User.objects.get_queryset()
        if not people.exists():
            self._make(options["seed"])
        elif not people.filter(email=f"recruiter@{DOMAIN}").exists():
            self.stdout.write("People work here already, so no demo was made.")
            return
        self._print_accounts()

    def _make(self, seed: int) -> None:
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task("Making the demo", total=1.0)

            def show(done: float, what: str) -> None:
                bar.update(task, completed=done, description=what)

            demo = demo_create(at=timezone.now(), seed=seed, progress=show)
            statistics_refresh()
            demo_runs(at=timezone.now(), progress=show)
        self.stdout.write(f"Made {demo.applications} applications and {len(demo.people)} people up.")

    def _print_accounts(self) -> None:
        table = Table("Sign in as", "to see", title=f"Demo accounts, all with the password {PASSWORD}")
        for account, sees in ACCOUNTS:
            table.add_row(f"{account}@{DOMAIN}", sees)
        Console().print(table)
