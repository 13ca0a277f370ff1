"""The tables of a bias audit as New York City lays them out (6 RCNY 5-301), of what may be shown.

Suppression has come first: a group of whom a count is hidden has no rate, is in no ratio, and is not the
highest. Whether a hidden group's rate is higher still is not said, for that would tell something about it:
where any is hidden, the ratios are against the highest rate of those shown, and the table says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from calibration.fairness.funnel import CROSSED_SEXES, HIDDEN, GroupFunnel
from calibration.fairness.groups import HISPANIC, RACES, SEXES
from calibration.fairness.impact import GroupCount, GroupImpact, impact

WHOLE_WAY = "The whole way"
CROSSED = "both"


@dataclass(frozen=True, slots=True)
class GroupCells:
    """A group's counts at a gate, None for what may not be shown."""

    group: str
    applicants: int | None
    selected: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, under the heading `block`. `figures` is None where a count is hidden."""

    block: str
    group: str
    applicants: int | None
    selected: int | None
    figures: GroupImpact | None


@dataclass(frozen=True, slots=True)
class Table:
    """Groups at one gate; people of unknown group are counted apart and in no rate.

    `highest` is the group that the ratios are against, None where no two groups can be compared; `hidden` is
    how many groups have a count that is not shown. A group that nobody belongs to has no row.
    """

    slug: str
    title: str
    rows: tuple[Row, ...]
    highest: str | None
    hidden: int
    unknown: GroupCells


@dataclass(frozen=True, slots=True)
class GateTables:
    """What one gate did, by sex, by race and ethnicity, and by both."""

    slug: str
    name: str
    applicants: int
    selected: int
    tables: tuple[Table, ...]


def gate_tables(funnel: GroupFunnel) -> tuple[GateTables, ...]:
    """Every gate of the funnel in order, then the whole way from the first to past the last."""
    last = len(funnel.gates)
    steps = [(name, gate, gate + 1) for gate, name in enumerate(funnel.gates)]
    if last > 1:
        steps.append((WHOLE_WAY, 0, last))
    return tuple(_gate(funnel, place, *step) for place, step in enumerate(steps, 1))


def table(
    slug: str, title: str, groups: Sequence[tuple[str, GroupCells]], unknown: GroupCells, everybody: int
) -> Table:
    """The table of groups, each under its block's heading, at a gate to which `everybody` came."""
    counts = [
        GroupCount(_full(block, cells.group), cells.applicants, cells.selected)
        for block, cells in groups
        if cells.applicants is not None and cells.selected is not None and cells.applicants
    ]
    found = impact(counts, all_applicants=everybody)
    figures = {group.group: group for group in found.groups}
    rows = tuple(
        Row(block, cells.group, cells.applicants, cells.selected, figures.get(_full(block, cells.group)))
        for block, cells in groups
        if cells.applicants != 0
    )
    hidden = sum(row.figures is None for row in rows)
    return Table(slug, title, rows, found.highest, hidden, unknown)


def _gate(funnel: GroupFunnel, place: int, name: str, came: int, past: int) -> GateTables:
    everybody = int(funnel.everybody[came])
    tables = (
        ("sex", "Sex", funnel.sex, [("", name) for name in SEXES.values()]),
        ("race", "Race and ethnicity", funnel.race, [("", name) for name in RACES.values()]),
        (CROSSED, "Sex, race and ethnicity", funnel.crossed, _crossed_names()),
    )
    return GateTables(
        f"gate-{place}",
        name,
        everybody,
        int(funnel.everybody[past]),
        tuple(
            table(
                slug,
                title,
                _cells(names, counts[came].tolist(), counts[past].tolist()),
                _group("Unknown", counts[came, -1], counts[past, -1]),
                everybody,
            )
            for slug, title, counts, names in tables
        ),
    )


def _crossed_names() -> list[tuple[str, str]]:
    """Hispanic or Latino people by sex; everybody else by sex and race, a block for each sex."""
    return [
        (race, sex) if key == HISPANIC else (f"Not Hispanic or Latino, {sex.lower()}", race)
        for key, race in RACES.items()
        for sex in list(SEXES.values())[:CROSSED_SEXES]
    ]


def _cells(
    names: Sequence[tuple[str, str]], applicants: Sequence[int], selected: Sequence[int]
) -> list[tuple[str, GroupCells]]:
    """The groups, block by block; the last count is of the unknown and is not among them."""
    cells = [
        (block, _group(group, came, past))
        for (block, group), came, past in zip(names, applicants[:-1], selected[:-1], strict=True)
    ]
    blocks = list(dict.fromkeys(block for block, _ in names))
    return sorted(cells, key=lambda each: blocks.index(each[0]))


def _group(group: str, applicants: int, selected: int) -> GroupCells:
    """A part of what is hidden is of no use by itself and is left out too."""
    if applicants == HIDDEN:
        return GroupCells(group, None, None)
    return GroupCells(group, int(applicants), None if selected == HIDDEN else int(selected))


def _full(block: str, group: str) -> str:
    """A group's name where it stands alone."""
    return (
        f"{block}, {group.lower()}" if block == RACES[HISPANIC] else ", ".join(filter(None, [block, group]))
    )
