"""A scorecard from its POST to its outcome, beside the bare form that writes the same rows."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from accounts.models import User
from bench.client import Client, Person
from bench.counting import counted_post
from bench.report import Limits, Line
from bench.servers import Servers
from bench.world import Owed, World, open_scorecards

LIMITS = Limits(ratio=3, statements=30, rate=60)
CLIENTS = 4
VISITS_WARMED, VISITS_TIMED, VISITS_AT_ONCE = 4, 10, 24
LONGEST_WAIT = 20.0  # seconds for an outcome that must come
COMPETENCIES = ("judgment", "communication", "impact", "curiosity")
SAID = "Named the data they had and the data they lacked, chose the cheapest test, and stopped it early. " * 4
SHEET = (
    {"intent": "submit", "base": "{}", "summary": SAID}
    | {f"value.{slug}": "4" for slug in COMPETENCIES}
    | {f"evidence.{slug}": SAID for slug in COMPETENCIES}
)
OUTCOMES = "SELECT count(*) >= %s FROM committee_gateoutcome WHERE visit_id = %s"
NONE_DUE = "SELECT count(*) = 0 FROM candidates_stagevisit WHERE id = ANY(%s) AND computing_since IS NOT NULL"


class OutcomeMissing(Exception):
    """A scorecard was taken, and its outcome did not follow."""


def measure_scorecards(size: str, world: World, servers: Servers) -> Line:
    """Latency of one at a time, statements of the web process and the worker together, rate of four clients.

    Cards of one visit are submitted far apart, so that each gets an outcome of its own; every third is the
    last of its panel, and sends its candidate on.
    """
    people = {person.pk: Person(person) for person in world.interviewers}
    counts = [counted_post(owed.interviewer, ours_path(owed), SHEET) for owed in open_scorecards(world, 1)]
    _latencies(world, servers, people, VISITS_WARMED)
    bare, ours = _latencies(world, servers, people, VISITS_TIMED)
    bare_rate, rate = _rates(world, servers, people)
    return Line(
        what="scorecard to outcome",
        size=size,
        ours=ours,
        bare=bare,
        statements=max(count.statements for count in counts),
        rows=max(count.rows for count in counts),
        rate=rate,
        bare_rate=bare_rate,
        limits=LIMITS,
    )


def ours_path(owed: Owed) -> str:
    return f"/scorecards/{owed.assignment}/"


def bare_path(owed: Owed) -> str:
    return f"/form/{owed.assignment}/"


def _latencies(
    world: World, servers: Servers, people: dict[int, Person], visits: int
) -> tuple[list[float], list[float]]:
    """Seconds until the outcome's row is there, in turns: the bare form's, ours."""
    bare_client, client = Client(servers.bare), Client(servers.ours)
    bare, ours = [], []
    pairs = zip(open_scorecards(world, visits), open_scorecards(world, visits), strict=True)
    for number, (theirs, own) in enumerate(pairs):
        person = people[theirs.interviewer.pk]
        bare.append(bare_client.post(person, bare_path(theirs), SHEET).seconds)
        began = time.perf_counter()
        client.post(people[own.interviewer.pk], ours_path(own), SHEET)
        _await(OUTCOMES, [1 + number // visits, own.visit_id])
        ours.append(time.perf_counter() - began)
    return bare, ours


def _rates(world: World, servers: Servers, people: dict[int, Person]) -> tuple[float, float]:
    """Scorecards a second with four clients until the last outcome is there: the bare form's, ours."""
    theirs, own = open_scorecards(world, VISITS_AT_ONCE), open_scorecards(world, VISITS_AT_ONCE)
    began = time.perf_counter()
    _post_at_once(servers.bare, people, [(owed.interviewer, bare_path(owed)) for owed in theirs])
    bare = time.perf_counter() - began
    began = time.perf_counter()
    _post_at_once(servers.ours, people, [(owed.interviewer, ours_path(owed)) for owed in own])
    _await(NONE_DUE, [sorted({owed.visit_id for owed in own})])
    ours = time.perf_counter() - began
    return len(theirs) / bare, len(own) / ours


def _post_at_once(port: int, people: dict[int, Person], posts: Sequence[tuple[User, str]]) -> None:
    def post(share: Sequence[tuple[User, str]]) -> None:
        client = Client(port)
        for user, path in share:
            client.post(people[user.pk], path, SHEET)

    with ThreadPoolExecutor(CLIENTS) as pool:
        for done in [pool.submit(post, posts[number::CLIENTS]) for number in range(CLIENTS)]:
            done.result()


def _await(statement: str, values: list[Any]) -> None:
    """Asks until the answer is yes. Raises OutcomeMissing."""
    last = time.monotonic() + LONGEST_WAIT
    with connection.cursor() as cursor:
        while True:
            cursor.execute(statement, values)
            (found,) = cursor.fetchone()
            if found:
                return
            if time.monotonic() > last:
                raise OutcomeMissing(f"no outcome after {LONGEST_WAIT:.0f} s")
            time.sleep(0.0005)
