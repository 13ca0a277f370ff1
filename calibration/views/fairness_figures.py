"""A gate's tables as figures, in the columns of a bias audit, with what they mean in words."""

from calibration.charts.bars import bars
from calibration.charts.figure import Column, Figure, Value
from calibration.fairness.impact import GroupImpact
from calibration.fairness.layout import CROSSED, WHOLE_WAY, GateTables, Row, Table

NOT_SHOWN = "not\N{NO-BREAK SPACE}shown"
CHANCE = 0.05  # above it, chance could easily have parted the groups so far

_COLUMNS = (
    Column("group", "Group"),
    Column("applicants", "Applicants", "count"),
    Column("selected", "Selected", "count"),
    Column("rate", "Selection rate", "percent"),
    Column("ratio", "Impact ratio", "number"),
    Column("reading", "Reading"),
)
_RATIOS = (
    Column("group", "Group"),
    Column("ratio", "Impact ratio", "number"),
    Column("rate", "Selection rate", "percent"),
)


def fairness_figures(gate: GateTables) -> list[Figure]:
    """The gate's ratios drawn against four fifths, then its three tables."""
    return [_drawn(gate), *(_table(table) for table in gate.tables)]


def remarks(gates: tuple[GateTables, ...]) -> list[str]:
    """Every group below four fifths by sex or by race, gate by gate, in a sentence each."""
    return [
        f"{gate.name}: {row.figures.group} at {row.figures.impact_ratio:.2f} of the rate of {table.highest}; "
        f"{_chance_of(row.figures)}."
        for gate in gates
        for table in gate.tables[:2]
        for row in table.rows
        if row.figures and row.figures.below_four_fifths
    ]


def _drawn(gate: GateTables) -> Figure:
    rows = tuple(
        (row.figures.group, row.figures.impact_ratio, row.figures.rate)
        for table in gate.tables[:2]
        for row in table.rows
        if row.figures and row.figures.impact_ratio is not None
    )
    spec = bars(_RATIOS, rows, name="group", value="ratio", ends=(0, 1), at=0.8, at_words="four fifths")
    return Figure(
        slug="ratios",
        title="Impact ratios",
        sentence=(
            f"{_sized(gate)} Each group’s selection rate as a share of the highest one’s, by sex and by race "
            "and ethnicity; below four fifths is generally taken as evidence of adverse impact."
        ),
        columns=_RATIOS,
        rows=rows,
        spec=spec if rows else None,
        empty="No two groups at this gate can be compared.",
        method="fairness",
    )


def _table(table: Table) -> Figure:
    rows = tuple(_row(row, table.highest) for row in table.rows if not _is_left_out(table, row))
    return Figure(
        slug=table.slug,
        title=table.title,
        sentence=" ".join(filter(None, [_highest(table), _hidden(table), _apart(table)])),
        columns=_COLUMNS,
        rows=rows,
        empty="" if rows else "No group of this table can be shown.",
        method="fairness",
    )


def _is_left_out(table: Table, row: Row) -> bool:
    """Groups of both sex and race are many: those of whom nothing is shown are only counted."""
    return table.slug == CROSSED and row.applicants is None


def _row(row: Row, highest: str | None) -> tuple[Value, ...]:
    name = f"{row.block}: {row.group}" if row.block else row.group
    figures = row.figures
    if figures is None:
        return (name, _said(row.applicants), _said(row.selected), None, None, "")
    return (
        name,
        figures.applicants,
        figures.selected,
        figures.rate,
        figures.impact_ratio,
        _reading(figures, highest),
    )


def _said(count: int | None) -> int | str:
    return NOT_SHOWN if count is None else count


def _reading(figures: GroupImpact, highest: str | None) -> str:
    if figures.too_small:
        return "less than 2 % of applicants: no ratio"
    if figures.group == highest:
        return "highest rate"
    if figures.impact_ratio is None:
        return ""
    return f"{_share(figures)}; {_chance_of(figures)}"


def _chance_of(figures: GroupImpact) -> str:
    """How easily chance explains it, and whether it hangs on one person."""
    chance = _chance(figures.fisher_p if figures.fisher_p is not None else 1.0)
    one_more = "; one more of this group and one fewer of the highest would undo it"
    return chance + (one_more if figures.one_more_hire else "")


def _share(figures: GroupImpact) -> str:
    return "▼ below four fifths" if figures.below_four_fifths else "four fifths or more"


def _chance(p: float) -> str:
    shown = "p under 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.1 else f"p = {p:.2f}"
    shown = shown.replace(" ", "\N{NO-BREAK SPACE}")
    return f"could easily be chance ({shown})" if p >= CHANCE else f"hardly chance ({shown})"


def _sized(gate: GateTables) -> str:
    if gate.name == WHOLE_WAY:
        return f"Of {gate.applicants:,} people at the first gate {gate.selected:,} got an offer."
    return f"Of {gate.applicants:,} people who came to this gate it let {gate.selected:,} through."


def _highest(table: Table) -> str:
    if table.highest is None:
        return "No two groups can be compared."
    of_shown = " of those shown" if table.hidden else ""
    return f"Ratios are against {table.highest}, the highest rate{of_shown}."


def _hidden(table: Table) -> str:
    """What is not shown, and that it is not known whether it would change the comparison."""
    if not table.hidden:
        return ""
    if table.hidden == 1:
        who = "One group has a count that is not shown, being under five"
        so = "its rate may be higher than any shown."
    else:
        who = f"{table.hidden} groups have counts that are not shown, being under five"
        so = "a rate among them may be higher than any shown."
    return f"{who} or such that one under five would follow; {so}"


def _apart(table: Table) -> str:
    """Those of unknown group; in the crossed table whoever is of a third sex is among them."""
    who = "in none of these groups" if table.slug == CROSSED else "of unknown group"
    if table.unknown.applicants is None:
        return f"How many are {who} is not shown either; they are in no rate."
    if table.unknown.applicants == 0:
        return ""
    selected = "" if table.unknown.selected is None else f", {table.unknown.selected:,} of them selected,"
    verb = "is" if table.unknown.applicants == 1 else "are"
    return f"{table.unknown.applicants:,} {verb} {who}{selected} and in no rate."
