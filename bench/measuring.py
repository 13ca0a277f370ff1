"""One run of bench_pages.py: a world, grown step by step, and the same measurements at each step."""

import argparse
import os
import time

import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from rich.console import Console

from bench.history import fill_closed
from bench.pages import measure_page
from bench.report import Limits, Line, report
from bench.scorecards import measure_scorecards
from bench.servers import Servers, fresh_database, running_servers
from bench.world import World, build_world, fill_active
from candidates.models import Application
from hiring.celery import app

PAGE_LIMITS = {
    "pipeline of 50 cards": Limits(ratio=3, statements=12, kilobytes=60),
    "application page": Limits(ratio=3, statements=14),
}
console = Console(stderr=True)


def measure(options: argparse.Namespace) -> None:
    """Runs everything and prints the table."""
    began = time.monotonic()
    app.conf.task_always_eager = True  # in this process; the worker's is another
    broker = redis.Redis.from_url(settings.REDIS_URL)
    broker.flushdb()
    with fresh_database(os.environ["DATABASE_URL"]):
        try:
            lines = _measured(options)
            report(lines, time.monotonic() - began)
        finally:
            connections.close_all()
            broker.flushdb()


def _measured(options: argparse.Namespace) -> list[Line]:
    say("tables and static files")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    world = build_world()
    lines: list[Line] = []
    with running_servers() as servers:
        for size in options.sizes:
            say(f"{size:,} active applications")
            fill_active(world, size)
            lines += _at_this_size(world, servers, options.rounds)
        if options.history:
            say(f"{options.history:,} applications in all")
            fill_closed(world, options.history - Application.objects.count())
            lines += _at_this_size(world, servers, options.rounds)
    return lines


def _at_this_size(world: World, servers: Servers, rounds: int) -> list[Line]:
    active, every = Application.objects.open().count(), Application.objects.count()
    size = f"{active:,}" if every < 100_000 else f"{active:,} of {every:,}"
    pages = {
        "pipeline of 50 cards": (world.recruiter, "/pipeline/"),
        "application page": (world.chair, f"/applications/{world.application}/"),
    }
    lines = []
    for name, (user, path) in pages.items():
        say(f"  {name}")
        lines.append(measure_page(name, size, user, path, servers, rounds, PAGE_LIMITS[name]))
    say("  scorecards")
    lines.append(measure_scorecards(size, world, servers))
    return lines


def say(words: str) -> None:
    """Progress, apart from the table."""
    console.print(f"[dim]{time.strftime('%H:%M:%S')} {words}[/]", highlight=False)
