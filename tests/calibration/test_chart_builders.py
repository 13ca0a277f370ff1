"""Builders draw what the rows hold: axes that reach far enough, legends of what is there, rows in order."""

from collections.abc import Iterator
from typing import Any

import pytest

from calibration.charts.bars import bars
from calibration.charts.dots import dots
from calibration.charts.figure import Column, Value
from calibration.charts.flow import flow
from calibration.charts.heat import heat
from calibration.charts.lines import lines

POINTS = (
    Column("who", "Interviewer"),
    Column("points", "Points", "difference"),
    Column("low", "From", "difference"),
    Column("high", "To", "difference"),
    Column("reading", "Reading"),
)
MEANINGS = {"Stricter": "attention", "In line": "pending", "Too few": "edge"}


def found(part: Any, key: str) -> Iterator[Any]:
    """Every value that stands under `key` anywhere in a spec."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name == key:
                yield value
            yield from found(value, key)
    elif isinstance(part, list):
        for each in part:
            yield from found(each, key)


def severity(*rows: tuple[Value, ...]) -> dict[str, Any]:
    return dots(
        POINTS,
        rows,
        name="who",
        value="points",
        low="low",
        high="high",
        reading="reading",
        meanings=MEANINGS,
    )


def ends(spec: dict[str, Any]) -> list[float]:
    """Of the axis along which dots stand; every layer has the same."""
    axes = [layer["encoding"]["x"] for layer in spec["layer"]]
    domains = [axis["scale"]["domain"] for axis in axes if "scale" in axis]
    assert all(domain == domains[0] for domain in domains)
    return list(domains[0])


@pytest.mark.parametrize(
    ("row", "reach"),
    [
        (("Ines", 0.02, -0.1, 0.14, "In line"), 0.5),
        (("Ines", -0.6, -0.8, -0.4, "Stricter"), 1.0),
        (("Ines", 0.1, -7.0, 7.2, "In line"), 2.0),
        (("Ines", 2.7, 2.1, 3.3, "In line"), 3.0),
        (("Ines", None, None, None, "Too few"), 0.5),
    ],
)
def test_zero_stands_in_the_middle_and_every_dot_on_the_axis(row: tuple[Value, ...], reach: float) -> None:
    assert ends(severity(row)) == [-reach, reach]


def test_legend_of_dots_has_the_readings_that_dots_have() -> None:
    spec = severity(("Ines", 0.0, -0.1, 0.1, "In line"), ("Tom", None, None, None, "Too few"))

    shape = next(found(spec, "shape"))
    assert shape["scale"] == {"domain": ["In line"], "range": ["circle"]}


def test_reading_keeps_its_shape_and_colour_whichever_others_are_there() -> None:
    both = severity(("Ines", -0.6, -0.8, -0.4, "Stricter"), ("Tom", 0.0, -0.1, 0.1, "In line"))
    alone = severity(("Ines", -0.6, -0.8, -0.4, "Stricter"))

    looks = [dict(zip(*next(found(spec, "shape"))["scale"].values(), strict=True)) for spec in (both, alone)]
    assert looks[0]["Stricter"] == looks[1]["Stricter"] != looks[0]["In line"]


def test_two_interviewers_of_one_name_have_a_line_each() -> None:
    spec = severity(("Ines", -0.6, -0.8, -0.4, "Stricter"), ("Ines", 0.0, -0.1, 0.1, "In line"))

    rows = [layer["encoding"]["y"] for layer in spec["layer"] if "field" in layer["encoding"].get("y", {})]
    assert {row["field"] for row in rows} == {"row"}
    assert {row["axis"]["labelExpr"] for row in rows} == {'["Ines", "Ines"][datum.value]'}


def test_bands_come_in_the_order_of_the_rows() -> None:
    columns = (
        Column("down", "Product sense"),
        Column("across", "Leadership"),
        Column("rate", "Offers", "percent"),
    )
    rows = [(down, across, 0.5) for down in ("4.5", "3.0", "1.0") for across in ("1.0", "4.5")]

    place = heat(columns, rows, down="down", across="across", value="rate")["encoding"]

    assert place["y"]["sort"] == ["4.5", "3.0", "1.0"]
    assert place["x"]["sort"] == ["1.0", "4.5"]


def test_bar_axis_reaches_past_the_longest_bar_and_the_line_beside_it() -> None:
    columns = (Column("group", "Group"), Column("ratio", "Ratio", "number"))

    assert ends(bars(columns, [("A", 0.3), ("B", "too few (2)")], name="group", value="ratio")) == [0, 0.3]
    assert ends(bars(columns, [("A", 0.3)], name="group", value="ratio", at=0.8)) == [0, 0.8]
    assert ends(bars(columns, [("A", "too few (2)")], name="group", value="ratio")) == [0, 1]


def test_flow_draws_the_outcomes_that_the_figure_has() -> None:
    columns = (Column("stage", "Stage"), Column("advanced", "On", "count"), Column("floor", "Floor", "count"))

    spec = flow(columns, [("Screen", 40, 10), ("Exercise", 20, None)], stage="stage")

    assert {tuple(keys) for keys in found(spec, "fold")} == {("advanced", "floor")}
    assert [0, 50] in list(found(spec, "domain"))


@pytest.mark.parametrize("rows", [[("Spring", None, None, None, "")], [("Spring", 0.1, 0.0, 0.2, "")]])
def test_one_cycle_is_enough_for_a_line_chart(rows: list[tuple[Value, ...]]) -> None:
    spec = lines(POINTS, rows, cycle="who", value="points", low="low", high="high")

    assert [-0.5, 0.5] in list(found(spec, "domain"))


def test_cell_of_nobody_is_blank() -> None:
    columns = (
        Column("down", "Down"),
        Column("across", "Across"),
        Column("rate", "Offers", "percent"),
        Column("decided", "Decided", "count"),
    )

    spec = heat(columns, [("4", "4", 0.5, 6)], down="down", across="across", value="rate", count="decided")

    drawn = [layer["transform"][0] for layer in spec["layer"] if "tooltip" not in layer.get("encoding", {})]
    assert drawn == [{"filter": "datum.decided > 0"}] * len(drawn)


def test_long_name_of_a_row_takes_two_lines_where_the_chart_is_narrow() -> None:
    columns = (Column("stage", "Stage"), Column("rate", "Rate", "percent"))

    spec = bars(columns, [("Leadership and collaboration", 0.5), ("Screen", 0.4)], name="stage", value="rate")

    axis = next(found(spec, "y"))["axis"]
    lines = '[["Leadership and", "collaboration"], "Screen"]'
    assert (
        axis["labelExpr"] == f'(narrow ? {lines} : ["Leadership and collaboration", "Screen"])[datum.value]'
    )
    assert axis["labelOffset"]["condition"]["test"] == "narrow && indexof([0], datum.value) >= 0"


def test_long_words_below_a_narrow_grid_are_hyphened() -> None:
    columns = (Column("down", "Down"), Column("across", "Across"), Column("rate", "Offers", "percent"))

    spec = heat(
        columns, [("4", "Leadership and collaboration", 0.5)], down="down", across="across", value="rate"
    )

    assert '["Leadership", "and", "collabo-", "ration"]' in spec["encoding"]["x"]["axis"]["labelExpr"]
