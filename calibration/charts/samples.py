"""Made-up figures, one of each chart and of each state, for the style guide and the tests."""

import math

from calibration.charts.bars import bars
from calibration.charts.dots import dots
from calibration.charts.figure import Column, Figure, Linked, Value
from calibration.charts.flow import flow
from calibration.charts.heat import heat
from calibration.charts.lines import lines
from calibration.charts.shares import shares

_NAMES = (
    "Ines Moreau",
    "Tom Okafor",
    "Lena Fischer",
    "Benedict Featherstonehaugh-Cholmondeley-Wentworth",
    "Ana Ruiz",
)
_READINGS = {
    "In line": "pending",
    "Stricter": "attention",
    "More lenient": "attention",
    "Too few scores": "edge",
}
_BANDS = ("4.5 or above", "4.0–4.4", "3.5–3.9", "3.0–3.4", "below 3.0")


def sample_figures(rows: int) -> list[Figure]:
    """Each chart with `rows` rows where it can have any number, then a table alone and nothing at all."""
    return [
        severity(rows),
        bands(),
        density(),
        agreement(),
        impact(),
        drift(min(rows, 12)),
        cycle_flow(),
        distribution(),
        thin(),
        nothing(),
    ]


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
    spec = dots(
        columns,
        values,
        name="interviewer",
        value="severity",
        low="low",
        high="high",
        reading="reading",
        meanings=_READINGS,
    )
    return Figure(
        slug="severity",
        title="Severity",
        sentence="How many points each interviewer gives above or below the average interviewer, with the "
        "candidates they met taken into account.",
        columns=columns,
        rows=values,
        spec=spec,
        empty="Nobody has submitted a scorecard in this period.",
        method="severity",
    )


def _interviewer(at: int, rows: int) -> tuple[Value, ...]:
    name = f"{_NAMES[at % len(_NAMES)]}{f' {at}' if at >= len(_NAMES) else ''}"
    middle = round(math.sinh((at + 0.5 - rows / 2) / max(rows, 2) * 4) / 4, 2)
    half = 0.1 + 0.25 * (at * 7 % 5) / 4
    reading = "Stricter" if middle + half < -0.2 else "More lenient" if middle - half > 0.2 else "In line"
    link = Linked(name, f"?interviewer={at}")
    if at > 2 and at == rows - 1:
        return link, None, None, None, 3, "Too few scores"
    return link, middle, middle - half, middle + half, 12 + at * 31 % 70, reading


def bands() -> Figure:
    """Offer rate by two bands, some cells with too few."""
    columns = (
        Column("sense", "Product sense"),
        Column("leadership", "Leadership"),
        Column("rate", "Offers", "percent"),
        Column("n", "Applications", "count"),
    )
    rows = tuple(_cell(sense, leadership) for sense in range(5) for leadership in range(5))
    return Figure(
        slug="bands",
        title="Offer rate by product sense and leadership",
        sentence="The share of applications with these two scores that ended in an offer.",
        columns=columns,
        rows=rows,
        spec=heat(columns, rows, down="sense", across="leadership", value="rate", count="n"),
        method="bands",
    )


def _cell(sense: int, leadership: int) -> tuple[Value, ...]:
    n = (sense * 5 + leadership * 3) * 7 % 41
    rate: Value = max(0.0, 0.92 - 0.17 * sense - 0.11 * leadership) if n >= 5 else f"too few ({n})"
    return _BANDS[sense], _BANDS[4 - leadership], rate, n


def density() -> Figure:
    """Points by team and cycle on the scale of scores."""
    columns = (
        Column("team", "Team"),
        Column("cycle", "Cycle"),
        Column("mean", "Mean", "points"),
        Column("n", "Hires", "count"),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (team, f"{season} 2026", 1.2 + (at * 3 + of) * 0.42, 5 + at)
        for at, team in enumerate(("Payments", "Search and discovery", "Growth"))
        for of, season in enumerate(("Spring", "Summer", "Autumn"))
    )
    return Figure(
        slug="density",
        title="Talent density",
        sentence="The mean judgment and impact of each team's members after each cycle.",
        columns=columns,
        rows=rows,
        spec=heat(columns, rows, down="team", across="cycle", value="mean", count="n", shades="points"),
        method="talent-density",
    )


def agreement() -> Figure:
    """Bars with intervals, one of them with words."""
    columns = (
        Column("competency", "Competency"),
        Column("alpha", "Agreement", "number"),
        Column("low", "From", "number"),
        Column("high", "To", "number"),
        Column("n", "Scored twice", "count"),
    )
    rows: tuple[tuple[Value, ...], ...] = (
        ("Judgment", 0.71, 0.58, 0.81, 112),
        ("Communication", 0.66, 0.5, 0.77, 112),
        ("Impact", 0.41, 0.2, 0.57, 38),
        ("Curiosity", "too few (4)", None, None, 4),
    )
    return Figure(
        slug="alpha",
        title="Agreement",
        sentence="How alike two interviewers score the same candidate: 1 is always the same, 0 is chance.",
        columns=columns,
        rows=rows,
        spec=bars(columns, rows, name="competency", value="alpha", low="low", high="high", ends=(0, 1)),
        method="agreement",
    )


def impact() -> Figure:
    """Bars against a line."""
    columns = (Column("group", "Group"), Column("ratio", "Impact ratio", "number"))
    rows: tuple[tuple[Value, ...], ...] = (("Women", 1.0), ("Men", 0.93), ("Not given", 0.74))
    spec = bars(columns, rows, name="group", value="ratio", ends=(0, 1.1), at=0.8, at_words="four fifths")
    return Figure("impact", "Impact ratios", "Each group's rate over the highest.", columns, rows, spec)


def drift(cycles: int) -> Figure:
    """Severity by cycle, one of them missing."""
    columns = (
        Column("cycle", "Cycle"),
        Column("severity", "Points", "difference"),
        Column("low", "From", "difference"),
        Column("high", "To", "difference"),
    )
    rows = tuple(_cycle(at) for at in range(cycles))
    return Figure(
        slug="drift",
        title="Drift",
        sentence="How many points above or below the average interviewer, cycle by cycle.",
        columns=columns,
        rows=rows,
        spec=lines(
            columns,
            rows,
            cycle="cycle",
            value="severity",
            low="low",
            high="high",
            above="More lenient",
            below="Stricter",
        ),
        empty="No cycle has ended yet.",
        method="drift",
    )


def _cycle(at: int) -> tuple[Value, ...]:
    name = f"{('Spring', 'Autumn')[at % 2]} {2021 + at // 2}"
    if at == 3:
        return name, "too few (2)", None, None
    middle = 0.35 - 0.09 * at
    return name, middle, middle - 0.22, middle + 0.22


def cycle_flow() -> Figure:
    """Four stages, each narrower than the one before."""
    columns = (
        Column("stage", "Stage"),
        Column("advanced", "Advanced", "count"),
        Column("floor", "Stopped by a floor", "count"),
        Column("threshold", "Stopped by the threshold", "count"),
        Column("pending", "Pending", "count"),
        Column("withdrawn", "Withdrawn", "count"),
    )
    rows: tuple[tuple[Value, ...], ...] = (
        ("Recruiter screen", 1204, 310, 204, 61, 22),
        ("Product sense exercise", 540, 402, 180, 70, 12),
        ("Leadership and collaboration", 231, 190, 84, 30, 5),
        ("Bar raiser", 102, 71, 40, 18, 0),
    )
    return Figure(
        slug="flow",
        title="Flow",
        sentence="What became of the applications that reached each stage.",
        columns=columns,
        rows=rows,
        spec=flow(columns, rows, stage="stage"),
        method="funnel",
    )


def distribution() -> Figure:
    """The scale as one interviewer and their peers use it."""
    columns = (
        Column("value", "Score"),
        Column("own", "Ines Moreau", "percent"),
        Column("peers", "Peers, same candidates", "percent"),
    )
    rows: tuple[tuple[Value, ...], ...] = (
        ("1", 0.08, 0.03),
        ("2", 0.27, 0.12),
        ("3", 0.38, 0.31),
        ("4", 0.22, 0.38),
        ("5", 0.05, 0.16),
    )
    return Figure(
        slug="distribution",
        title="Values given",
        sentence="How often each value was given, beside peers who scored the same candidates.",
        columns=columns,
        rows=rows,
        spec=shares(columns, rows, value="value", own="own", peers="peers"),
        method="habits",
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
        slug="offers",
        title="Offers by team",
        sentence="The share of applications that ended in an offer.",
        columns=columns,
        rows=rows,
        empty="Only one team has five applications or more, so nothing is drawn.",
        method="funnel",
    )


def nothing() -> Figure:
    """No row at all."""
    columns = (Column("stage", "Stage"), Column("days", "Median days", "days"))
    return Figure(
        slug="duration",
        title="Days in each stage",
        sentence="How long half of the applications took at most.",
        columns=columns,
        rows=(),
        empty="Nobody has left a stage in this period yet.",
        method="durations",
    )
