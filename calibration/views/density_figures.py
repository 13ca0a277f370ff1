"""The talent density of teams over time, as figures."""

import math
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from calibration.charts.figure import Column, Figure, Linked, Value
from calibration.charts.steps import steps
from calibration.queries.talent_density import TeamDensity
from committee.talent_density import TeamAverage

Change = tuple[date, float | None, int]  # the day, the density in points from then on, its headcount

_TEAMS = (
    Column("team", "Team"),
    Column("now", "Now", "points"),
    Column("members", "Profiles", "count"),
    Column("first", "At first", "points"),
    Column("change", "Change", "difference"),
    Column("since", "Since"),
)
_CHANGES = (
    Column("since", "Since"),
    Column("density", "Talent density", "points"),
    Column("members", "Profiles", "count"),
)


def density_figures(teams: Sequence[tuple[TeamDensity, str]], today: date) -> list[Figure]:
    """All teams in a table, then each with its line; every team comes with the address of its profiles."""
    found = [(team, url, _changes(team)) for team, url in teams]
    ends = _ends([density for *_, changes in found for _, density, _ in changes if density is not None])
    return [
        _all([(team, url, changes) for team, url, changes in found]),
        *(_team(team, changes, ends, today) for team, _, changes in found if _known(changes)),
    ]


def _changes(team: TeamDensity) -> list[Change]:
    """What the density was at the end of each day on which something changed."""
    of_day: dict[date, TeamAverage] = {}
    for moment, average in team.history:
        of_day[moment.date()] = average
    return [(day, _points(average.overall), average.headcount) for day, average in of_day.items()]


def _points(level: Fraction | None) -> float | None:
    return None if level is None else float(level) / 100


def _known(changes: Sequence[Change]) -> list[Change]:
    return [change for change in changes if change[1] is not None]


def _ends(densities: Sequence[float]) -> tuple[float, float]:
    """One axis for all teams, in half points."""
    low, high = math.floor(min(densities, default=1) * 2) / 2, math.ceil(max(densities, default=5) * 2) / 2
    return low, max(high, low + 0.5)


def _all(teams: Sequence[tuple[TeamDensity, str, list[Change]]]) -> Figure:
    rows = tuple(_row(team, url, changes) for team, url, changes in teams)
    return Figure(
        slug="talent-density",
        title="All teams",
        sentence=_sentence([row for row in rows if isinstance(row[1], float)]),
        columns=_TEAMS,
        rows=rows,
        empty="" if rows else "There are no teams yet.",
        method="talent-density",
    )


def _row(team: TeamDensity, url: str, changes: Sequence[Change]) -> tuple[Value, ...]:
    name, known = Linked(team.team.name, url), _known(changes)
    if not known or not changes or changes[-1][1] is None:
        return (name, None, changes[-1][2] if changes else 0, None, None, None)
    now, first = known[-1][1] or 0.0, known[0][1] or 0.0
    return (name, now, known[-1][2], first, now - first, known[0][0].isoformat())


def _sentence(rows: Sequence[tuple[Value, ...]]) -> str:
    """How many rose; what it is stands on the page of methods."""
    what = "The mean of a team’s profiles in all competencies, in points."
    changes = [row[4] for row in rows if isinstance(row[4], float)]
    if not changes:
        return what
    rose, fell = sum(change > 0 for change in changes), sum(change < 0 for change in changes)
    fallen = f" and fallen in {fell}" if fell else ""
    return f"{what} It has risen in {rose} of {len(changes)} team{'' if len(changes) == 1 else 's'}{fallen}."


def _team(team: TeamDensity, changes: Sequence[Change], ends: tuple[float, float], today: date) -> Figure:
    rows = tuple((day.isoformat(), density, members) for day, density, members in changes)
    known = _known(changes)
    return Figure(
        slug=f"team-{team.team.slug}",
        title=team.team.name,
        sentence=_team_sentence(known),
        columns=_CHANGES,
        rows=rows,
        spec=steps(_CHANGES, len(rows), since="since", value="density", ends=ends, until=today.isoformat()),
        method="talent-density",
    )


def _team_sentence(known: Sequence[Change]) -> str:
    (first, before, _), (last, now, members) = known[0], known[-1]
    people = f"{members} {'profile' if members == 1 else 'profiles'}"
    if first == last:
        return f"{now:.2f} since {_day(first)}, from {people}."
    return f"{now:.2f} since {_day(last)}, from {people}; {before:.2f} on {_day(first)}."


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
