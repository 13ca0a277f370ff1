"""The pages and the scorecard beside the least that Django can do, on this machine, in one run.

    .venv/bin/python bench/bench_pages.py [--sizes 10 1000 10000] [--history 1000000]

Needs PostgreSQL and Redis; makes a database of its own and drops it again. bench/README.md tells what is
compared with what, and how to read the table.
"""

import argparse
import importlib
import os
import secrets
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = "postgres://postgres@127.0.0.1:5432/hiring_bench"
REDIS = "redis://127.0.0.1:6379/15"


def main() -> None:
    options = arguments()
    os.environ.update(
        DJANGO_SETTINGS_MODULE="hiring.settings",
        DATABASE_URL=options.postgres,
        REDIS_URL=options.redis,
        SECRET_KEY=secrets.token_urlsafe(60),
        ALLOWED_HOSTS="127.0.0.1",
        EMAIL_URL="dummymail://",
        HTTPS="0",
        LOG_LEVEL="WARNING",
    )
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    django.setup()
    # Imports models, so only after the setup.
    importlib.import_module("bench.measuring").measure(options)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 1_000, 10_000], metavar="ACTIVE")
    parser.add_argument("--history", type=int, default=1_000_000, help="applications in all at the end, or 0")
    parser.add_argument("--rounds", type=int, default=60, help="requests of each page that are timed")
    parser.add_argument("--postgres", default=POSTGRES, help="a database that is dropped and made anew")
    parser.add_argument("--redis", default=REDIS, help="a Redis database that is emptied")
    return parser.parse_args()


if __name__ == "__main__":
    main()
