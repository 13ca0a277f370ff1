"""A bar for each row, with its interval where there is one: rates, agreement, days."""

from collections.abc import Mapping, Sequence

from calibration.charts.encoding import ONCE, Spec, chart, hover_row, keyed, measured, note, row_axis, token
from calibration.charts.figure import Column, Value

_ROW = 28  # pixels
_AXIS = 30
_WORDS = 24


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
    axis = {"format": ".0%" if kind == "percent" else "~g", "orient": "top", "title": None}
    ends = ends or (0, _furthest(data, value, high, at))
    line = {"y": row_axis(row[name] for row in data)}
    layers = [_bar(line, measured(value, ends, axis)), _absent(line, value)]
    if low and high:
        layers.append(_interval(line, measured(low, ends, axis), high))
    if at is not None:
        layers += [_line(at), note(at_words, x={"datum": at}, y={"value": -_AXIS}, align="center")]
    over = _WORDS if at is not None else 0
    return chart(
        len(rows) * _ROW + _AXIS + over,
        padding={"top": over, "left": 0, "right": 0, "bottom": 0},
        layer=[*layers, hover_row(line, columns)],
    )


def _furthest(data: Sequence[Mapping[str, Value]], value: str, high: str, at: float | None) -> float:
    found = [row[key] for row in data for key in (value, high) if key]
    numbers = [float(number) for number in found if isinstance(number, int | float)]
    return max([*numbers, at or 0]) or 1


def _bar(line: Spec, along: Spec) -> Spec:
    mark = {"type": "bar", "height": 14, "cornerRadiusEnd": 3, "color": token("edge")}
    return {"mark": mark, "encoding": {**line, "x": along}}


def _absent(line: Spec, value: str) -> Spec:
    """What is said instead of a bar."""
    return {
        "transform": [{"filter": f"!isValid(datum.{value})"}],
        "mark": {"type": "text", "align": "left", "dx": 6, "color": token("quiet")},
        "encoding": {**line, "x": {"value": 0}, "text": {"field": f"{value}_text", "type": "nominal"}},
    }


def _interval(line: Spec, along: Spec, high: str) -> Spec:
    mark = {"type": "rule", "strokeWidth": 2, "color": token("ink"), "clip": True}
    return {"mark": mark, "encoding": {**line, "x": along, "x2": {"field": high}}}


def _line(at: float) -> Spec:
    mark = {"type": "rule", "color": token("stop"), "strokeDash": [4, 3], "strokeWidth": 1.5}
    return {"data": ONCE, "mark": mark, "encoding": {"x": {"datum": at}}}
