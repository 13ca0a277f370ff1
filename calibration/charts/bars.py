"""A bar for each row, with its interval where there is one: rates, agreement, days."""

from collections.abc import Mapping, Sequence

from calibration.charts.encoding import (
    ONCE,
    Spec,
    chart,
    hover_row,
    keyed,
    measured,
    note,
    number_axis,
    row_axis,
    token,
)
from calibration.charts.figure import Column, Value

_ROW = 28  # pixels
_AXIS = 30
_WORDS = 18


def bars(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    *,
    name: str,
    value: str,
    low: str = "",
    high: str = "",
    ends: tuple[float, float] | None = None,
    at: float | None = None,
    at_words: str = "",
) -> Spec:
    """A row of the figure per bar, top down in its order; words for a number stand where its bar would.

    `name`, `value`, `low` and `high` are keys of columns: what the bar is called, how long it is, and the
    ends of its interval. The axis runs between `ends`, or from zero to just past the longest. `at` draws a
    line there, with `at_words` over it.
    """
    data = keyed(columns, rows)
    kind = next(column.kind for column in columns if column.key == value)
    axis = {**number_axis(kind), "orient": "top"}
    ends = ends or (0, _furthest(data, value, high, at))
    line = {"y": row_axis((row[name] for row in data), lines=2)}
    layers = [_bar(line, measured(value, ends, axis)), *_said(line, value)]
    if low and high:
        layers.append(_interval(line, measured(low, ends, axis), high))
    if at is not None:
        layers += [_line(at), note(at_words, x={"datum": at}, y={"value": -_AXIS}, align="center")]
    height = len(rows) * _ROW + _AXIS + (_WORDS if at is not None else 0)
    return chart(height, layer=[*layers, hover_row(line, columns)])


def _furthest(data: Sequence[Mapping[str, Value]], value: str, high: str, at: float | None) -> float:
    found = [row[key] for row in data for key in (value, high) if key]
    numbers = [float(number) for number in found if isinstance(number, int | float)]
    return max([*numbers, at or 0]) or 1


def _bar(line: Spec, along: Spec) -> Spec:
    mark = {"type": "bar", "height": 14, "cornerRadiusEnd": 3, "color": token("edge")}
    return {"mark": mark, "encoding": {**line, "x": along}}


def _said(line: Spec, value: str) -> list[Spec]:
    """The number at the end of the line, and the words that stand instead of a bar."""
    mark: Spec = {"type": "text", "align": "left"}
    words = {"text": {"field": f"{value}_text", "type": "nominal"}}
    known = f"isValid(datum.{value})"
    return [
        {
            "transform": [{"filter": known}],
            "mark": {**mark, "dx": 8},
            "encoding": {**line, "x": {"value": "width"}, **words},
        },
        {
            "transform": [{"filter": f"!{known}"}],
            "mark": {**mark, "dx": 6, "color": token("quiet")},
            "encoding": {**line, "x": {"value": 0}, **words},
        },
    ]


def _interval(line: Spec, along: Spec, high: str) -> Spec:
    mark = {"type": "rule", "strokeWidth": 2, "color": token("ink"), "clip": True}
    return {"mark": mark, "encoding": {**line, "x": along, "x2": {"field": high}}}


def _line(at: float) -> Spec:
    mark = {"type": "rule", "color": token("stop"), "strokeDash": [4, 3], "strokeWidth": 1.5}
    return {"data": ONCE, "mark": mark, "encoding": {"x": {"datum": at}}}
