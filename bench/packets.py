"""One run of bench_packet.py: a full loop, and its packet built again and again after a corrected score."""

import json
import os
import platform
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import typst
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from rich.console import Console
from rich.table import Table

from accounts.models import User
from bench.counting import Count
from bench.servers import fresh_database
from candidates.models import Application, HiringCycle, Job, JobRecruiter, StageVisit, Team
from committee.models import Packet
from committee.packet_pdf import packet_pdf
from committee.packet_snapshot import packet_snapshot
from committee.queries.packet_evidence import packet_evidence
from committee.queries.packets import latest_packet
from committee.services.outcomes import outcome_compute
from committee.services.packets import packet_build
from committee.services.profiles import member_add, top_performer_name
from committee.snapshot import Snapshot
from hiring.canonical import canonical_json
from hiring.celery import app
from integrations.demo.loop import Cast, DemoLoop, Timing
from integrations.demo.words import EVIDENCE
from interviewers.models import Scorecard
from interviewers.queries.scorecards import revision_content
from interviewers.services.scorecards import scorecard_correct
from rubrics.files import shipped_rubric
from rubrics.queries import stored_rubric
from rubrics.services import rubric_publish, rubric_store

NOW = datetime.now(UTC)
LIMIT = 300  # milliseconds for the median of a whole build
POINTS = ((4, 5, 4, 4), (5, 4, 5, 4), (4, 4, 4, 5))
COMPETENCIES = ("judgment", "communication", "impact", "curiosity")
# typst remembers what it has set for ten documents; after these it has forgotten the packet before.
FORGOTTEN_AFTER = 12


def measure(builds: int) -> None:
    """Prints the table for the database of the settings."""
    app.conf.task_always_eager = False  # what follows a commit is left to nobody: it is done here, and timed
    postgres = connection.vendor == "postgresql"
    with fresh_database(os.environ["DATABASE_URL"]) if postgres else nullcontext():
        try:
            call_command("migrate", verbosity=0)
            application = full_loop()
            report(*timed(application, builds), application)
        finally:
            connections.close_all()


def full_loop() -> Application:
    """Four stages, three scorecards in each, some 60 words of evidence a competency; a team of seven."""
    rubric = rubric_publish(
        actor=None, at=NOW, rubric=rubric_store(actor=None, at=NOW, plan=shipped_rubric("reference"))
    )
    recruiter, chair = _person("recruiter", is_recruiter=True), _person("chair", is_chair=True)
    people = [_person(f"interviewer{number}", is_interviewer=True) for number in range(12)]
    raisers = [_person(f"raiser{n}", is_interviewer=True, is_bar_raiser=True) for n in range(3)]
    cycle = HiringCycle.objects.create(
        slug="cycle", name="Cycle", starts_on=NOW.date(), ends_on=NOW.date() + timedelta(days=90)
    )
    team = Team.objects.create(slug="team", name="Discovery", lead=recruiter)
    job = Job.objects.create(
        slug="job", title="Product manager", level="P6", team=team, rubric=rubric, cycle=cycle, opened_at=NOW
    )
    JobRecruiter.objects.create(job=job, user=recruiter)
    _fill_team(chair, team)
    loop = DemoLoop(
        Cast(Random(1), NOW, cycle, recruiter, chair, people, raisers),
        job,
        "Amara Okonkwo-Lindström",
        Timing(applied=20, latest=1),
    )
    for number in range(4):
        panel = raisers if loop.stage.is_bar_raiser else people[3 * number : 3 * number + 3]
        loop.wait(3)
        for assignment, points in zip(loop.schedule(panel, loop.at), POINTS, strict=True):
            loop.submit(assignment, points)
    for scorecard in Scorecard.objects.filter(application=loop.application):
        _write_more(scorecard)
    loop.application.refresh_from_db()
    return loop.application


def timed(application: Application, builds: int) -> tuple[dict[str, list[float]], Count]:
    """Seconds of each build and of its parts, in turns; and the statements of the last build."""
    cards = list(Scorecard.objects.filter(application=application).order_by("pk"))
    seconds: dict[str, list[float]] = {}
    count = Count()
    packet_build(application_id=application.pk, at=NOW)
    with tempfile.TemporaryDirectory() as folder:
        hello = Path(folder) / "hello.typ"
        hello.write_text("Hello, world #sys.inputs.number")
        compiler = typst.Compiler(hello, root=folder)
        for number in range(builds):
            _correct_one(cards[number % len(cards)], COMPETENCIES[number // len(cards) % 4])
            for turn in range(FORGOTTEN_AFTER):
                _time(seconds, "hello", partial(_hello, compiler, turn))
            count = Count()
            with connection.execute_wrapper(count):
                packet = _time(seconds, "build", partial(packet_build, application_id=application.pk, at=NOW))
            if packet is None:
                raise RuntimeError("a corrected score made no version")
            snapshot = _time(seconds, "snapshot", partial(_snapshot, application))
            for turn in range(FORGOTTEN_AFTER):
                _hello(compiler, turn)
            _time(seconds, "pdf", partial(packet_pdf, snapshot))
            _time(seconds, "sql", partial(_bare_read, packet))
    return seconds, count


def report(seconds: dict[str, list[float]], count: Count, application: Application) -> None:
    packet = latest_packet(application)
    if packet is None:
        raise RuntimeError("there is no packet")
    content = packet.content
    words = sum(
        len(text.split())
        for stage in json.loads(content.snapshot)["stages"]
        for card in stage["cards"]
        for text in card["evidence"].values()
    )
    table = Table(title=f"A packet on {connection.vendor}", caption_justify="left", caption=_machine())
    for name in ("", "median ms", "95th", "share of the build"):
        table.add_column(name, justify="left" if name == "" else "right", no_wrap=True)
    whole = statistics.median(seconds["build"])
    lines = {
        "build": f"packet_build, whole ({count.statements} statements)",
        "snapshot": "  the snapshot alone: evidence, ambiguities, canonical JSON",
        "pdf": f"  the PDF alone ({len(bytes(content.pdf)) // 1000} kB)",
        "hello": "beside it: typst's “Hello, world”",
        "sql": f"beside it: the snapshot read by raw SQL ({len(content.snapshot) // 1000} kB)",
    }
    for key, name in lines.items():
        median, late = statistics.median(seconds[key]), statistics.quantiles(seconds[key], n=20)[-1]
        shown = _against_limit(1000 * median) if key == "build" else f"{1000 * median:.1f}"
        table.add_row(name, shown, f"{1000 * late:.1f}", f"{100 * median / whole:.0f} %")
    console = Console(width=None if os.isatty(1) else 120)
    console.print(table)
    console.print(f"{len(seconds['build'])} builds, {words:,} words of evidence on 12 scorecards.\n")


def _person(name: str, **roles: bool) -> User:
    return User.objects.create(email=f"{name}@example.com", name=name.capitalize(), joined_at=NOW, **roles)


def _fill_team(chair: User, team: Team) -> None:
    levels = {slug: Fraction(400) for slug in COMPETENCIES}
    members = [
        member_add(actor=chair, at=NOW, team=team, name=f"Member {n}", levels=levels, key=uuid.uuid4())
        for n in range(7)
    ]
    top_performer_name(actor=chair, at=NOW, team=team, member=members[0])


def _write_more(scorecard: Scorecard) -> None:
    """As much evidence as people write who take it seriously."""
    said = {
        slug: " ".join(text for level in (3, 4, 5) for text in EVIDENCE[slug][level]) for slug in COMPETENCIES
    }
    _correct(scorecard, {"evidence": said})


def _correct_one(scorecard: Scorecard, slug: str) -> None:
    """Turns a 4 into a 5, or a 5 into a 4, so that the loop stands as it was."""
    values = dict(_content(scorecard).values)
    values[slug] = 500 if values[slug] == 400 else 400
    _correct(scorecard, {"values": values})


def _correct(scorecard: Scorecard, changed: dict[str, Any]) -> None:
    content = replace(_content(scorecard), **changed)
    scorecard_correct(
        actor=scorecard.interviewer,
        at=NOW,
        scorecard=scorecard,
        content=content,
        reason="I had misread my notes.",
    )
    outcome_compute(visit_id=scorecard.visit_id, at=NOW)


def _content(scorecard: Scorecard) -> Any:
    scorecard.refresh_from_db()
    stored = stored_rubric(scorecard.application.rubric_id)
    return revision_content(scorecard.revisions.get(number=scorecard.latest), stored)


def _snapshot(application: Application) -> Snapshot:
    visits = list(StageVisit.objects.filter(application=application).order_by("attempt"))
    snapshot, _ = packet_snapshot(packet_evidence(application, visits, NOW))
    canonical_json(snapshot)
    return snapshot


def _hello(compiler: typst.Compiler, number: int) -> None:
    compiler.compile(format="pdf", sys_inputs={"number": str(number)})


def _bare_read(packet: Packet) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT snapshot FROM committee_packetcontent WHERE packet_id = %s", [packet.pk])
        cursor.fetchone()


def _time(seconds: dict[str, list[float]], name: str, call: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    result = call()
    seconds.setdefault(name, []).append(time.perf_counter() - began)
    return result


def _against_limit(milliseconds: float) -> str:
    shown = f"{milliseconds:.1f} ({LIMIT})"
    return f"[bold red]{shown}[/]" if milliseconds > LIMIT else shown


def _machine() -> str:
    return (
        "In brackets the limit we set ourselves.\n"
        f"{os.cpu_count()} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}, "
        f"DEBUG {settings.DEBUG}."
    )
