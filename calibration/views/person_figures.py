"""One interviewer's scoring as figures."""

from collections.abc import Mapping, Sequence
from typing import Any

from calibration.charts.dots import dots
from calibration.charts.figure import Column, Figure, Value
from calibration.charts.lines import lines
from calibration.charts.shares import shares
from calibration.results.scoring import Scoring, Voice, drift_words, severity_words
from calibration.results.severity import FEWEST_CANDIDATES, FEWEST_SCORES
from rubrics.points import POINT, written_points

_INTERVAL = (
    Column("points", "Points", "difference"),
    Column("low", "From", "difference"),
    Column("high", "To", "difference"),
    Column("scores", "Scores", "count"),
)


_NEEDED = (
    f"A number is given from {FEWEST_SCORES} scores of {FEWEST_CANDIDATES} candidates on, where colleagues "
    "scored the same candidates at the same stages."
)


def person_figures(found: Scoring, name: str, voice: Voice) -> list[Figure]:
    """Severity, how it moved over the cycles where there are several, and the values given; nothing without
    a scorecard.
    """
    if not found.has_scorecards:
        return []
    figures = [_severity(found, name, voice)]
    if found.drift:
        figures.append(_drift(found.drift, found.cycles, voice))
    return [*figures, _values(found, voice)]


def _severity(found: Scoring, name: str, voice: Voice) -> Figure:
    row = found.severity or {"points": None}
    columns = (Column("interviewer", "Interviewer"), *_INTERVAL)
    known = row["points"] is not None
    rows: tuple[tuple[Value, ...], ...] = ()
    if known:
        rows = ((name, row["points"], row["low"], row["high"], row["scores"]),)
    spec = dots(columns, rows, name="interviewer", value="points", low="low", high="high")
    return Figure(
        slug="severity",
        title="Severity",
        sentence=severity_words(found, voice),
        columns=columns,
        rows=rows,
        spec=spec if known else None,
        empty=_NEEDED,
        method="severity",
    )


def _drift(row: Mapping[str, Any], cycles: Sequence[str], voice: Voice) -> Figure:
    columns = (Column("cycle", "Cycle"), *_INTERVAL)
    rows = tuple(
        (cycle, each["points"], each["low"], each["high"], each["scores"])
        for cycle, each in zip(cycles, row["cycles"], strict=True)
    )
    known = any(each[1] is not None for each in rows)
    return Figure(
        slug="drift",
        title="Severity from cycle to cycle",
        sentence=drift_words(row, cycles, voice),
        columns=columns,
        rows=rows,
        spec=lines(
            columns,
            rows,
            cycle="cycle",
            value="points",
            low="low",
            high="high",
            above="More lenient",
            below="Stricter",
        )
        if known
        else None,
        empty="No cycle has enough scores.",
        method="drift",
    )


def _values(found: Scoring, voice: Voice) -> Figure:
    """The values beside what others gave the same candidates at the same stage."""
    habits: Mapping[str, Any] = found.habits or {}
    own: Sequence[float] | None = habits.get("shares_compared")
    peers: Sequence[float] | None = habits.get("peer_shares")
    columns = (
        Column("value", "Value"),
        Column("own", f"{voice.their.capitalize()} scores", "percent"),
        Column("peers", "Other interviewers", "percent"),
    )
    rows: list[tuple[Value, ...]] = []
    if own and peers:
        rows = [
            (written_points(round(value * POINT)), *pair)
            for value, *pair in zip(found.values, own, peers, strict=True)
        ]
    compared = habits.get("compared", 0)
    return Figure(
        slug="values",
        title="Values given",
        sentence=f"How often {voice.their} scores took each value, beside the scores that others gave the "
        f"same candidates at the same stage and competency ({compared:,} scores).",
        columns=columns,
        rows=tuple(rows),
        spec=shares(columns, rows, value="value", own="own", peers="peers") if rows else None,
        empty=f"Too few scores beside a colleague’s: {compared}.",
        method="habits",
    )
