"""export_ledger: the ledger as JSON lines, to be kept elsewhere."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from candidates.models import Application
from committee.ledger import Head
from committee.ledger_file import chain_lines
from committee.queries.ledger import snapshot, stored_chains


class Command(BaseCommand):
    help = "Writes the ledger to standard output, one JSON object a line (docs/ledger.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--application", type=UUID, metavar="UUID", help="its chain only")

    def handle(self, *args: Any, **options: Any) -> None:
        application: UUID | None = options["application"]
        if application is not None and not Application.objects.filter(uuid=application).exists():
            raise CommandError(f"There is no application {application}.")
        head = Head()
        with snapshot():
            for chain in stored_chains(application):
                for line in chain_lines(chain):
                    self.stdout.write(line)
                head.add(chain)
        self.stderr.write(head.said)
