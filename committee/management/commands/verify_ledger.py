"""verify_ledger: whether the ledger is what the gate wrote, and which digest to keep elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from committee.ledger import Chain, Head, verify
from committee.ledger_file import LineUnreadable, read_chains
from committee.queries.ledger import snapshot, stored_chains


class Command(BaseCommand):
    help = (
        "Re-hashes and replays every outcome, and checks that every submitted revision was read; "
        "prints the digest of the ledger's head. Exit 1 with the first broken link."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--file", metavar="F", help="an export instead of the database; - is standard input"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        head = Head()
        try:
            with nullcontext() if options["file"] else snapshot():
                broken = verify(_chains(options["file"]), head)
        except LineUnreadable as error:
            raise CommandError(f"Broken: {error}") from error
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']} could not be read: {error}") from error
        if broken is not None:
            raise CommandError(f"Broken: {broken}")
        self.stdout.write(head.said)


def _chains(file: str | None) -> Iterator[Chain]:
    if file is None:
        yield from stored_chains()
    elif file == "-":
        yield from read_chains(sys.stdin)
    else:
        with Path(file).open(encoding="utf-8", newline="\n") as lines:
            yield from read_chains(lines)
