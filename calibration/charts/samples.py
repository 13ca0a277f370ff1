"""Made-up figures, one of each chart and of each state, for the style guide and the tests."""

import math

from calibration.charts.dots import dots
from calibration.charts.figure import Column, Figure, Linked, Value

_NAMES = (
    "Ines Moreau",
    "Tom Okafor",
    "Lena Fischer",
    "Benedict Featherstonehaugh-Cholmondeley-Wentworth",
    "Ana Ruiz",
)
_READINGS = {"In line": "pending", "Stricter": "attention", "More lenient": "attention"}


def sample_figures(rows: int) -> list[Figure]:
    """Each chart with `rows` rows where it can have any number, then tables alone and nothing at all."""
    return [severity(rows), thin(), nothing()]


def severity(rows: int) -> Figure:
    """Interviewers in order, the first ones strict."""
    columns = (
        Column("interviewer", "Interviewer"),
        Column("severity", "Points", "difference"),
        Column("low", "From", "difference"),
        Column("high", "To", "difference"),
        Column("cards", "Scorecards", "count"),
        Column("reading", "Reading"),
    )
    values = tuple(_interviewer(at, rows) for at in range(rows))
    return Figure(
        slug="severity",
        title="Severity",
        sentence="How many points each interviewer gives above or below the average interviewer, with the "
        "candidates they met taken into account.",
        columns=columns,
        rows=values,
        spec=dots(
            columns,
            values,
            name="interviewer",
            value="severity",
            low="low",
            high="high",
            reading="reading",
            meanings=_READINGS,
        ),
        empty="Nobody has submitted a scorecard in this period.",
        method="severity",
    )


def _interviewer(at: int, rows: int) -> tuple[Value, ...]:
    name = f"{_NAMES[at % len(_NAMES)]}{f' {at}' if at >= len(_NAMES) else ''}"
    middle = round(math.sinh((at + 0.5 - rows / 2) / max(rows, 2) * 4) / 4, 2)
    half = 0.1 + 0.25 * (at * 7 % 5) / 4
    reading = "Stricter" if middle + half < -0.2 else "More lenient" if middle - half > 0.2 else "In line"
    return (
        Linked(name, f"?interviewer={at}"),
        middle,
        middle - half,
        middle + half,
        12 + at * 31 % 70,
        reading,
    )


def thin() -> Figure:
    """Too little for a chart, enough for a table."""
    columns = (
        Column("team", "Team"),
        Column("rate", "Offers", "percent"),
        Column("n", "Applications", "count"),
    )
    rows: tuple[tuple[Value, ...], ...] = (
        ("=Payments", 0.25, 12),
        ("Search", "too few (3)", 3),
        ("Growth", None, 0),
    )
    return Figure(
        "offers",
        "Offers by team",
        "The share of applications that ended in an offer.",
        columns,
        rows,
        empty="Only one team has five applications or more, so nothing is drawn.",
        method="funnel",
    )


def nothing() -> Figure:
    """No row at all."""
    columns = (Column("stage", "Stage"), Column("alpha", "Agreement", "number"))
    return Figure(
        "agreement",
        "Agreement",
        "How alike two interviewers score the same candidate.",
        columns,
        (),
        empty="No candidate has been scored by two interviewers yet.",
        method="agreement",
    )
