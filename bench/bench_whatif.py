"""How long the what-if page takes, whole requests, at 10,000 to 1,000,000 applications.

    .venv/bin/python bench/bench_whatif.py [--sizes 10000 100000 1000000] [--moves 20] [--database URL]

The arrays of a made-up history (those of bench_replay.py) are stored as a run's parts in a scratch database,
SQLite unless told otherwise. The first request reads them; every later one is another position of the slider.
The requests go through all of Django in this process, as htmx asks them: for the chair with a page of names,
for the auditor without. Beside them stands the replay alone, and the page of as few applications as there can
be: what a request costs before there is anything to replay.
"""

import argparse
import importlib
import os
import secrets
import sys
import tempfile
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--moves", type=int, default=20)
    parser.add_argument("--database", help="an empty one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="hiring.settings",
            DATABASE_URL=options.database or f"sqlite:///{folder}/whatif.sqlite3",
            REDIS_URL="",
            SECRET_KEY=secrets.token_urlsafe(60),
            ALLOWED_HOSTS="testserver",
            EMAIL_URL="dummymail://",
            HTTPS="0",
            LOG_LEVEL="ERROR",
        )
        sys.path.insert(0, str(ROOT))
        os.chdir(ROOT)
        django.setup()
        # Imports models, so only after the setup.
        importlib.import_module("bench.whatif").measure(options.sizes, options.moves)
    return 0


if __name__ == "__main__":
    sys.exit(main())
