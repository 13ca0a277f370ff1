"""Everybody's severity as figures: a subset of the interviewers each, since they compare only inside it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from calibration.charts.dots import dots
from calibration.charts.figure import Column, Figure, Linked, Value
from calibration.results.severity import FEWEST_CANDIDATES, FEWEST_SCORES

Row: TypeAlias = Mapping[str, Any]
Name: TypeAlias = Callable[[str], str | Linked]

CONSISTENCY: Mapping[str, str] = {
    "expected": "As expected",
    "erratic": "Erratic",
    "uniform": "Unusually uniform",
    "too_few": "Too few scores",
}
READINGS: Mapping[str, str] = {
    "stricter": "Stricter",
    "lenient": "More lenient",
    "in_line": "In line",
    "too_few": "Too few scores",
    "alone": "Nobody to compare with",
}
_COLOURS = {
    "Stricter": "attention",
    "More lenient": "attention",
    "In line": "pending",
    "Too few scores": "edge",
}
_COLUMNS = (
    Column("interviewer", "Interviewer"),
    Column("points", "Points", "difference"),
    Column("low", "From", "difference"),
    Column("high", "To", "difference"),
    Column("scores", "Scores", "count"),
    Column("candidates", "Candidates", "count"),
    Column("consistency", "Consistency"),
    Column("hours", "Median hours to scorecard", "days"),
    Column("reading", "Reading"),
)
_APART = "These share no candidate or no stage with the other groups: compare them only with each other."
_WHAT = (
    "How many points each interviewer gives above or below the average interviewer to the same candidate. "
    "The line holds the true figure 95 times in 100."
)


def severity_figures(severity: Mapping[str, Any], timeliness: Mapping[str, Any], name: Name) -> list[Figure]:
    """A figure for each subset, then a table of those who share no candidate with anybody.

    `name` gives what an interviewer with this uuid is called.
    """
    hours = {row["uuid"]: row["median_hours"] for row in timeliness.get("interviewers", ())}
    together = [at for at, subset in enumerate(severity["subsets"]) if subset["interviewers"] > 1]
    figures = []
    for place, number in enumerate(together):
        rows = [row for row in severity["interviewers"] if row["subset"] == number]
        figures.append(_subset(place, len(together), [_shown(row, hours, name) for row in rows]))
    alone = [row for row in severity["interviewers"] if row["reading"] == "alone"]
    return [*figures, _alone([_shown(row, hours, name) for row in alone])] if alone else figures


def _shown(row: Row, hours: Mapping[str, float | None], name: Name) -> tuple[Value, ...]:
    return (
        name(row["uuid"]),
        row["points"],
        row["low"],
        row["high"],
        row["scores"],
        row["candidates"],
        CONSISTENCY[row["fit"]],
        hours.get(row["uuid"]),
        READINGS[row["reading"]],
    )


def _subset(place: int, of: int, rows: Sequence[tuple[Value, ...]]) -> Figure:
    used = {row[-1] for row in rows}
    measured = any(row[1] is not None for row in rows)
    too_few = f"A number is given from {FEWEST_SCORES} scores of {FEWEST_CANDIDATES} candidates on."
    apart = f"{_APART} " if of > 1 else ""
    return Figure(
        slug=f"severity-{place + 1}" if place else "severity",
        title=f"Severity, group {place + 1} of {of}" if of > 1 else "Severity",
        sentence=apart + _WHAT,
        columns=_COLUMNS,
        rows=tuple(rows),
        spec=dots(
            _COLUMNS,
            rows,
            name="interviewer",
            value="points",
            low="low",
            high="high",
            reading="reading",
            meanings={word: colour for word, colour in _COLOURS.items() if word in used},
        )
        if measured
        else None,
        empty="" if measured else too_few,
        method="severity",
    )


def _alone(rows: Sequence[tuple[Value, ...]]) -> Figure:
    return Figure(
        slug="not-compared",
        title="Not compared",
        sentence="Nobody else scored candidates of theirs at a stage of theirs.",
        columns=_COLUMNS,
        rows=tuple(rows),
        method="severity",
    )
