"""A page beside the bare page, in turns, so that whatever else the machine does falls on both."""

from accounts.models import User
from bench.client import Client, Person
from bench.counting import counted_get
from bench.report import Limits, Line
from bench.servers import Servers

WARM_UPS = 12  # two workers of four threads each, every one with a connection of its own to open


def measure_page(
    name: str, size: str, user: User, path: str, servers: Servers, rounds: int, limits: Limits
) -> Line:
    """The page as this person reads it: times of `rounds` requests to each site, statements, rows, bytes."""
    count = counted_get(user, path)
    person = Person(user)
    ours, bare = Client(servers.ours), Client(servers.bare)
    for _ in range(WARM_UPS):
        bare.get(person, "/page/")
        ours.get(person, path)
    times: list[tuple[float, float]] = []
    body = b""
    for _ in range(rounds):
        base = bare.get(person, "/page/").seconds
        answer = ours.get(person, path)
        times.append((base, answer.seconds))
        body = answer.body
    return Line(
        what=name,
        size=size,
        ours=[seconds for _, seconds in times],
        bare=[seconds for seconds, _ in times],
        statements=count.statements,
        rows=count.rows,
        kilobytes=len(body) / 1000,
        limits=limits,
    )
