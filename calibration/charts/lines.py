"""One number over the cycles, with its band: drift, pass-through, days."""

import math
from collections.abc import Mapping, Sequence

from calibration.charts.encoding import (
    ONCE,
    Spec,
    chart,
    hover,
    keyed,
    note,
    number_axis,
    row_axis_along,
    token,
)
from calibration.charts.figure import Column, Value

_HEIGHT = 240  # pixels
_STEP = 0.5


def lines(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    *,
    cycle: str,
    value: str,
    low: str = "",
    high: str = "",
    ends: tuple[float, float] | None = None,
    above: str = "",
    below: str = "",
) -> Spec:
    """A row of the figure per cycle, from the left in its order; a cycle without a number breaks the line.

    `cycle`, `value`, `low` and `high` are keys of columns. Between `ends` if given, else in half points to
    both sides of zero, which is drawn. `above` and `below` say in words what the directions mean.
    """
    data = keyed(columns, rows)
    kind = next(column.kind for column in columns if column.key == value)
    around_zero = ends is None
    ends = ends or _around_zero(data, value, low, high)
    axis = number_axis("difference" if around_zero else kind)
    up = {"type": "quantitative", "scale": {"domain": list(ends), "nice": False}, "axis": axis}
    along = row_axis_along([row[cycle] for row in data])
    zero = {"data": ONCE, "mark": "rule", "encoding": {"y": {"datum": 0, "type": "quantitative"}}}
    layers: list[Spec] = [zero] if around_zero else []
    layers += _band(along, up, low, high) if low and high else []
    layers += [_line(along, up, value), _hover(along, columns)]
    layers += [note(f"↑ {above}\N{EM SPACE}↓ {below}", x={"value": 0}, y={"value": -10})] if above else []
    return chart(_HEIGHT, layer=layers)


def _around_zero(data: Sequence[Mapping[str, Value]], value: str, low: str, high: str) -> tuple[float, float]:
    found = [row[key] for row in data for key in (value, low, high) if key]
    furthest = max([_STEP, *(abs(number) for number in found if isinstance(number, int | float))])
    reach = math.ceil(furthest / _STEP) * _STEP
    return -reach, reach


def _band(along: Spec, up: Spec, low: str, high: str) -> list[Spec]:
    """A field between the ends, and a stroke at each cycle, so that one alone shows its own."""
    between = {"x": along, "y": {**up, "field": low}, "y2": {"field": high}}
    breaks = "break-paths-show-domains"
    area = {"type": "area", "color": token("edge"), "opacity": 0.18, "clip": True, "invalid": breaks}
    stroke = {"type": "rule", "color": token("edge"), "opacity": 0.6, "strokeWidth": 2, "clip": True}
    return [{"mark": area, "encoding": between}, {"mark": stroke, "encoding": between}]


def _line(along: Spec, up: Spec, value: str) -> Spec:
    mark = {
        "type": "line",
        "color": token("ink"),
        "point": {"color": token("ink"), "filled": True, "size": 56},
        "invalid": "break-paths-show-domains",
    }
    return {"mark": mark, "encoding": {"x": along, "y": {**up, "field": value}}}


def _hover(along: Spec, columns: Sequence[Column]) -> Spec:
    """The whole height over a cycle answers the pointer."""
    return hover({"x": along, "y": {"value": 0}, "y2": {"value": "height"}}, columns)
