"""What the charts have in common: colours by the name of their token, tooltips from the table's own words.

Colours are `token:<name>` of static/css/tokens.css; static/js/charts.js puts the custom property in their
place, so that a chart changes with the scheme and prints in light.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from calibration.charts.figure import Column, Value, shown

Spec: TypeAlias = dict[str, Any]

# A reading has a shape beside its colour, so that it is never told by colour alone.
SHAPES = ("circle", "diamond", "square", "triangle-up", "cross")
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
# The data of a mark that is there once.
ONCE = {"values": [{}]}


def token(name: str) -> str:
    """The colour of that name; the scheme decides which it is."""
    return f"token:{name}"


def chart(height: int, **parts: Any) -> Spec:
    """A chart as wide as its place and exactly `height` pixels tall, axes and legend included."""
    fit = {"type": "fit", "contains": "padding"}
    return {"$schema": _SCHEMA, "width": "container", "height": height, "autosize": fit, **parts}


def keyed(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> list[dict[str, Value]]:
    """The rows with their values under the keys of the columns."""
    return [{column.key: value for column, value in zip(columns, row, strict=True)} for row in rows]


def tooltip(columns: Iterable[Column]) -> list[Spec]:
    """Every column in the table's words; the first one, which names the row, is the heading."""
    return [{"field": f"{column.key}_text", "title": column.label, "type": "nominal"} for column in columns]


def row_axis(names: Iterable[Value], *, below_each_other: bool = False) -> Spec:
    """Rows in their order, each labelled with its name; two may have the same.

    With `below_each_other` the words of a name are set so where the chart is narrow, for rows from left to
    right.
    """
    words = f"{json.dumps([shown('text', name) for name in names])}[datum.value]"
    axis: Spec = {"labelExpr": words, "title": None}
    if below_each_other:
        axis = {**axis, "labelExpr": stacked(words), "labelAngle": 0, "labelOverlap": True}
    return {"field": "row", "type": "ordinal", "sort": None, "axis": axis}


def stacked(words: str) -> str:
    """The expression that sets the words of a label below each other where the chart is narrow."""
    return f"width < 420 ? split({words}, ' ') : {words}"


def measured(key: str, ends: tuple[float, float], axis: Spec) -> Spec:
    """The numbers of a column on an axis with these ends."""
    scale = {"domain": list(ends), "nice": False, "zero": False}
    return {"field": key, "type": "quantitative", "scale": scale, "axis": axis}


def named_colours(meanings: Mapping[str, str]) -> Spec:
    """The scale from words to the tokens that mean them."""
    return {"domain": list(meanings), "range": [token(name) for name in meanings.values()]}


def named_shapes(meanings: Mapping[str, str]) -> Spec:
    """The scale from the same words to shapes."""
    return {"domain": list(meanings), "range": list(SHAPES[: len(meanings)])}


def hover_row(line: Spec, columns: Sequence[Column]) -> Spec:
    """The whole line of a row (its place on y) answers the pointer, not its dot alone."""
    across = {"x": {"value": 0}, "x2": {"value": "width"}}
    return {
        "mark": {"type": "rect", "fill": "transparent"},
        "encoding": {**line, **across, "tooltip": tooltip(columns)},
    }


def note(words: str, *, x: Spec, y: Spec, align: str = "left", **mark: Any) -> Spec:
    """Quiet words at a datum or at {"value": pixels}, where "width" and "height" are the far ends."""
    quiet = {"type": "text", "align": align, "baseline": "bottom", "text": words, "color": token("quiet")}
    return {"data": ONCE, "mark": {**quiet, **mark}, "encoding": {"x": x, "y": y}}
