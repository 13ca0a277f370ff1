"""A dot with its interval for each row, in order: how far each stands from the middle."""

import math
from collections.abc import Mapping, Sequence

from calibration.charts.encoding import (
    ONCE,
    Spec,
    chart,
    hover_row,
    keyed,
    measured,
    named_colours,
    named_shapes,
    note,
    number_axis,
    row_axis,
    token,
)
from calibration.charts.figure import Column, Value

_ROW = 22  # pixels
_AXIS = 30
_WORDS = 32  # over the axis
_LEGEND = 30
_WIDEST = 2.0  # points: an interval that reaches further runs off the edge, and the table says how far
_STEP = 0.5


def dots(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    *,
    name: str,
    value: str,
    low: str,
    high: str,
    left: str = "Stricter",
    right: str = "More lenient",
    reading: str = "",
    meanings: Mapping[str, str] | None = None,
) -> Spec:
    """A row of the figure per line, top down in its order; a row without a number keeps its line, empty.

    `name`, `value`, `low`, `high` and `reading` are keys of columns: what the row is called, where its dot
    stands (in points of the scale, zero in the middle), the ends of its interval, and a word that says how
    to read it. `meanings` are those words, each with the token of its colour; they become the legend.
    """
    data = keyed(columns, rows)
    reach = _reach(data, value, low, high)
    ends, axis = (-reach, reach), {**number_axis("difference"), "orient": "top"}
    colour, shape = _meant(reading, meanings)
    line = {"y": row_axis(row[name] for row in data)}
    return chart(
        len(rows) * _ROW + _AXIS + _WORDS + (_LEGEND if meanings else 0),
        layer=[
            {"data": ONCE, "mark": "rule", "encoding": {"x": {"datum": 0}}},
            {
                "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.6, "clip": True},
                "encoding": {**line, "x": measured(low, ends, axis), "x2": {"field": high}, "color": colour},
            },
            {
                "mark": {"type": "point", "opacity": 1},
                "encoding": {**line, "x": measured(value, ends, axis), "color": colour, "shape": shape},
            },
            hover_row(line, columns),
            note(f"← {left}", x={"value": 0}, y={"value": -_AXIS}),
            note(f"{right} →", x={"value": "width"}, y={"value": -_AXIS}, align="right"),
        ],
    )


def _meant(reading: str, meanings: Mapping[str, str] | None) -> tuple[Spec, Spec]:
    """The colour and the shape that a word has, in one legend."""
    if not meanings:
        return {"value": token("pending")}, {"value": "circle"}
    legend = {"title": None, "offset": _WORDS, "symbolOpacity": 1}
    field = {"field": reading, "type": "nominal", "legend": legend}
    return {**field, "scale": named_colours(meanings)}, {**field, "scale": named_shapes(meanings)}


def _reach(data: Sequence[Mapping[str, Value]], value: str, low: str, high: str) -> float:
    """How far the axis goes to both sides: to the last dot, and to the ends of intervals within reason."""
    dots_at = [abs(row[value]) for row in data if isinstance(row[value], int | float)]
    ends_at = [abs(row[end]) for row in data for end in (low, high) if isinstance(row[end], int | float)]
    furthest = max([_STEP, *dots_at, *(min(end, _WIDEST) for end in ends_at)])
    return math.ceil(furthest / _STEP) * _STEP
