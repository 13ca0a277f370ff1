"""What became of applications at each stage, and how long it took, as figures."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from calibration.charts.bars import bars
from calibration.charts.figure import Column, Figure, Value
from calibration.charts.flow import flow
from calibration.charts.heat import heat
from rubrics.wording import inline_name

Content: TypeAlias = Mapping[str, Any]

GROUPINGS = {"team": "Team", "job": "Job", "source": "Source", "cycle": "Cycle"}
MOST_DRAWN = 24  # groups; more are a table, which is quicker to look through
_FLOW = (
    Column("stage", "Stage"),
    Column("entered", "Entered", "count"),
    Column("advanced", "Advanced", "count"),
    Column("floor", "Stopped by a floor", "count"),
    Column("threshold", "Stopped by the threshold", "count"),
    Column("pending", "Pending", "count"),
    Column("withdrawn", "Withdrawn", "count"),
    Column("went_on", "Entered a later stage", "count"),
)
_PASSED = (
    Column("stage", "Stage"),
    Column("rate", "Advanced", "percent"),
    Column("low", "From", "percent"),
    Column("high", "To", "percent"),
    Column("ruled", "Decided by the gate", "count"),
)
_DAYS = (
    Column("stage", "Stage"),
    Column("median", "Median days", "days"),
    Column("late", "90th percentile", "days"),
    Column("cases", "Left the stage", "count"),
)


def chosen_grouping(asked: Mapping[str, str]) -> str:
    """What the address groups by; nonsense is the team."""
    by = asked.get("by", "")
    return by if by in GROUPINGS else "team"


def funnel_figures(content: Content, by: str) -> list[Figure]:
    """The flow, pass-through and time in stage, then pass-through by groups."""
    stages = content["stages"]
    return [_flow(content), _passed(stages), _days(stages), _groups(content["groups"][by], by)]


def scorecard_words(content: Content) -> str:
    """How soon scorecards come after the interview."""
    hours = content["scorecards"]
    if hours["median"] is None:
        return f"Too few scorecards of planned interviews to say how soon they come ({hours['cases']})."
    return (
        f"Half of the scorecards came within {hours['median']:.1f} hours of the end of the interview, "
        f"nine in ten within {hours['p90']:.1f} ({hours['cases']:,} scorecards)."
    )


def _flow(content: Content) -> Figure:
    rows = tuple(
        (
            stage["name"],
            stage["entered"],
            stage["advanced"],
            stage["stopped_by_floor"],
            stage["stopped_by_threshold"],
            stage["pending"],
            stage["withdrawn"],
            stage["went_on"],
        )
        for stage in content["stages"]
    )
    drawn = any(stage["entered"] for stage in content["stages"])
    return Figure(
        slug="funnel",
        title="From stage to stage",
        sentence=_flow_sentence(content),
        columns=_FLOW,
        rows=rows if drawn else (),
        spec=flow(_FLOW, rows, stage="stage") if drawn else None,
        empty="Nobody has applied in this period.",
        method="funnel",
    )


def _flow_sentence(content: Content) -> str:
    offers, applications = content["offers"], f"{content['applications']:,} applications"
    what = "What the gate says of each at every stage it has reached."
    if offers["rate"] is None:
        return f"{applications}, {offers['total']} of them decided. {what}"
    rate = f"{offers['rate'] * 100:.0f}\N{NO-BREAK SPACE}%"
    return f"{applications}; {rate} of the {offers['total']:,} decided ones ended in an offer. {what}"


def _passed(stages: Sequence[Content]) -> Figure:
    rows = tuple((stage["name"], *_rate(stage["rate"])) for stage in stages)
    known = [stage for stage in stages if stage["rate"]["rate"] is not None]
    return Figure(
        slug="pass-through",
        title="Pass-through",
        sentence=_passed_sentence(known),
        columns=_PASSED,
        rows=rows,
        spec=bars(_PASSED, rows, name="stage", value="rate", low="low", high="high", ends=(0, 1))
        if known
        else None,
        empty="No stage has five applications that the gate has decided.",
        method="funnel",
    )


def _passed_sentence(known: Sequence[Content]) -> str:
    what = "The share that advanced of those whom the gate has decided."
    if len(known) < 2:
        return what
    fewest = min(known, key=lambda stage: float(stage["rate"]["rate"]))
    name, rate = inline_name({}, fewest["name"]), fewest["rate"]["rate"]
    return f"{what} Fewest pass the {name}: {rate * 100:.0f}\N{NO-BREAK SPACE}%."


def _rate(rate: Content) -> tuple[Value, ...]:
    if rate["rate"] is None:
        return (f"too few ({rate['total']})", None, None, rate["total"])
    return (rate["rate"], rate["low"], rate["high"], rate["total"])


def _days(stages: Sequence[Content]) -> Figure:
    rows = tuple((stage["name"], *_duration(stage["days"]), stage["days"]["cases"]) for stage in stages)
    known = [stage for stage in stages if stage["days"]["median"] is not None]
    return Figure(
        slug="time-in-stage",
        title="Time in stage",
        sentence=_days_sentence(known),
        columns=_DAYS,
        rows=rows,
        spec=bars(_DAYS, rows, name="stage", value="median", low="median", high="late") if known else None,
        empty="No stage has been left by five applications.",
        method="durations",
    )


def _days_sentence(known: Sequence[Content]) -> str:
    what = "Days from entering a stage to leaving it. The bar is the median, the line ends at nine in ten."
    if len(known) < 2:
        return what
    longest = max(known, key=lambda stage: float(stage["days"]["median"]))
    return f"{what} The longest is the {inline_name({}, longest['name'])}: {longest['days']['median']:.1f}."


def _duration(days: Content) -> tuple[Value, Value]:
    if days["median"] is None:
        return f"too few ({days['cases']})", None
    return days["median"], days["p90"]


def _groups(groups: Content, by: str) -> Figure:
    columns = (Column("group", GROUPINGS[by]), *_PASSED, *_DAYS[1:3])
    rows = tuple(
        (row["name"], stage["name"], *_rate(stage["rate"]), *_duration(stage["days"]))
        for row in groups["rows"]
        for stage in row["stages"]
    )
    known = any(isinstance(row[2], float) for row in rows)
    drawn = known and len(groups["rows"]) <= MOST_DRAWN
    return Figure(
        slug=f"pass-through-by-{by}",
        title=f"Pass-through by {GROUPINGS[by].lower()}",
        sentence=_groups_sentence(groups, by),
        columns=columns,
        rows=rows,
        spec=heat(columns, rows, down="group", across="stage", value="rate", count="ruled")
        if drawn
        else None,
        empty="" if rows else "Nobody has applied in this period.",
        method="funnel",
    )


def _groups_sentence(groups: Content, by: str) -> str:
    what = f"The share that advanced at each stage by {GROUPINGS[by].lower()}, and of how many."
    if not groups["others"]:
        return what
    others, applications = f"{groups['others']:,} more", f"{groups['of_others']:,} applications"
    return f"{what} These are the largest; {others} with {applications} are not listed."
