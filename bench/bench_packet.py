"""How long a packet takes to build, PDF included, beside its parts and the least that each could be.

    .venv/bin/python bench/bench_packet.py [--builds 50] [--databases URL ...]

A made-up candidate goes through all four stages of the reference rubric with three interviewers each, through
the services, in a scratch database: one of SQLite and, if there is a server, one of PostgreSQL. Before each
build another score is corrected, so that every build makes a version. bench/README.md tells how to read it.
"""

import argparse
import importlib
import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = "postgres://postgres@127.0.0.1:5432/hiring_bench_packet"


def main() -> int:
    options = arguments()
    if options.database is None:
        return each_in_a_process(options)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="hiring.settings",
        DATABASE_URL=options.database,
        REDIS_URL="",
        SECRET_KEY=secrets.token_urlsafe(60),
        ALLOWED_HOSTS="127.0.0.1",
        EMAIL_URL="dummymail://",
        HTTPS="0",
        LOG_LEVEL="ERROR",
    )
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    django.setup()
    # Imports models, so only after the setup.
    importlib.import_module("bench.packets").measure(options.builds)
    return 0


def each_in_a_process(options: argparse.Namespace) -> int:
    """A process has one database; 1 when any of them failed."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for url in options.databases or [f"sqlite:///{folder}/packets.sqlite3", POSTGRES]:
            command = [sys.executable, __file__, "--database", url, "--builds", str(options.builds)]
            failed |= subprocess.run(command, check=False).returncode  # noqa: S603 - ourselves
    return 1 if failed else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--builds", type=int, default=50, help="versions that are built and timed")
    parser.add_argument("--databases", nargs="+", metavar="URL", help="of PostgreSQL dropped and made anew")
    parser.add_argument("--database", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
