"""A dot with its interval for each row, in order: how far each stands from the middle."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

from calibration.charts.encoding import (
    ONCE,
    SHAPES,
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
    """A row of the figure per line, top down in its order; a row without a number says why on its line.

    `name`, `value`, `low`, `high` and `reading` are keys of columns: what the row is called, where its dot
    stands (in points of the scale, zero in the middle), the ends of its interval, and a word that says how
    to read it. `meanings` are those words, each with the token of its colour; the legend has those in use.
    """
    data = keyed(columns, rows)
    reach = _reach(data, value, low, high)
    ends, axis = (-reach, reach), {**number_axis("difference"), "orient": "top"}
    seen = {row[reading] for row in data if isinstance(row[value], int | float)} if reading else set()
    colour, shape = _meant(reading, meanings or {}, seen)
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
            _absent(line, value, reading or value),
            hover_row(line, columns),
            note(f"← {left}", x={"value": 0}, y={"value": -_AXIS}),
            note(f"{right} →", x={"value": "width"}, y={"value": -_AXIS}, align="right"),
        ],
    )


def _absent(line: Spec, value: str, words: str) -> Spec:
    """What is said on the line of a row without a number."""
    return {
        "transform": [{"filter": f"!isValid(datum.{value})"}],
        "mark": {"type": "text", "align": "left", "dx": 6, "color": token("quiet")},
        "encoding": {**line, "x": {"value": 0}, "text": {"field": f"{words}_text", "type": "nominal"}},
    }


def _meant(reading: str, meanings: Mapping[str, str], seen: Collection[Value]) -> tuple[Spec, Spec]:
    """The colour and the shape of each word, the same whichever others are seen beside it.

    What asks for no attention has the plainer shapes, wherever it comes in the legend.
    """
    plain_first = sorted(meanings, key=lambda word: meanings[word] == "attention")
    shape_of = dict(zip(plain_first, SHAPES, strict=False))
    looks = [(word, token(meanings[word]), shape_of[word]) for word in meanings if word in seen]
    if not looks:
        return {"value": token("pending")}, {"value": "circle"}
    words, colours, shapes = (list(part) for part in zip(*looks, strict=True))
    legend = {"title": None, "offset": _WORDS, "symbolOpacity": 1}
    field = {"field": reading, "type": "nominal", "legend": legend}
    return (
        {**field, "scale": {"domain": words, "range": colours}},
        {**field, "scale": {"domain": words, "range": shapes}},
    )


def _reach(data: Sequence[Mapping[str, Value]], value: str, low: str, high: str) -> float:
    """How far the axis goes to both sides: to the last dot, and to the ends of intervals within reason."""
    dots_at = _distances(row[value] for row in data)
    ends_at = _distances(row[end] for row in data for end in (low, high))
    furthest = max([_STEP, *dots_at, *(min(end, _WIDEST) for end in ends_at)])
    return math.ceil(furthest / _STEP) * _STEP


def _distances(values: Iterable[Value]) -> list[float]:
    return [abs(value) for value in values if isinstance(value, int | float)]
