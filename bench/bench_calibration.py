"""How long the statistics of a period take and how much memory, and the pages that show them.

    .venv/bin/python bench/bench_calibration.py [--scores 32000 320000 1000000] [--rounds 30]

Runs on a SQLite file of its own, and on the PostgreSQL that DATABASE_URL names (its database is dropped and
made anew). The pages need Redis; --rounds 0 leaves them out. bench/README.md tells what is compared to what.
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
REDIS = "redis://127.0.0.1:6379/15"


def main() -> int:
    options = arguments()
    if options.database is None:
        return each_in_a_process(options)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="hiring.settings",
        DATABASE_URL=options.database,
        REDIS_URL=options.redis,
        SECRET_KEY=os.environ.get("SECRET_KEY") or secrets.token_urlsafe(60),
        ALLOWED_HOSTS="127.0.0.1",
        EMAIL_URL="dummymail://",
        HTTPS="0",
        LOG_LEVEL="ERROR",
    )
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    django.setup()
    # Imports models, so only after the setup.
    if options.one_run:
        importlib.import_module("bench.calibration_runs").one_run(options.one_run)
    else:
        importlib.import_module("bench.calibration_runs").measure(options)
    return 0


def each_in_a_process(options: argparse.Namespace) -> int:
    """A process has one database; 1 when any of them failed."""
    failed = 0
    named = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as folder:
        urls = [f"sqlite:///{folder}/calibration.sqlite3", *([named] if named.startswith("postgres") else [])]
        for url in urls:
            command = [sys.executable, __file__, *sys.argv[1:], "--database", url]
            failed |= subprocess.run(command, check=False).returncode  # noqa: S603 - ourselves
    return 1 if failed else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scores", type=int, nargs="+", default=[32_000, 320_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=30, help="requests of each page that are timed")
    parser.add_argument("--redis", default=REDIS, help="a Redis database that is emptied")
    parser.add_argument("--database", help=argparse.SUPPRESS)
    parser.add_argument("--one-run", choices=["run", "bare", "nothing", "groups"], help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
