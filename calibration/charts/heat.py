"""A grid of shaded cells, each with its number: a rate by two bands, or points by team and cycle."""

import json
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from calibration.charts.encoding import (
    LINE,
    Spec,
    broken,
    chart,
    hover,
    in_lines,
    keyed,
    row_room,
    stacked,
    token,
)
from calibration.charts.figure import Column, Value, shown

Shades: TypeAlias = Literal["share", "points"]

_CELL = 52  # pixels
_AXES = 90
_TITLE_Y = -8
_WIDE_CELLS = 5  # side by side on a phone
_SIZE: Spec = {"expr": "bandwidth('x') < 44 ? 12 : 14"}
# The title of the axis stands level over its labels, not on its side beside them.
_OVER_THE_LABELS: Spec = {
    "titleAngle": 0,
    "titleAnchor": "end",
    "titleAlign": "right",
    "titleBaseline": "bottom",
    "titleX": -6,
    "titleY": _TITLE_Y,
}
# A share runs from neutral to blue-teal in fifths; points on the scale of scores, as hiring.shades cuts it.
_BOUNDS: Mapping[Shades, Sequence[float]] = {
    "share": (0.2, 0.4, 0.6, 0.8),
    "points": (1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5),
}
_TOKENS: Mapping[Shades, Sequence[str]] = {
    "share": ("level-30", "level-35", "level-40", "level-45", "level-50"),
    "points": tuple(f"level-{half * 5}" for half in range(2, 11)),
}


def heat(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    *,
    down: str,
    across: str,
    value: str,
    count: str = "",
    below: str = "",
    shades: Shades = "share",
) -> Spec:
    """A cell per row of the figure, in the order in which its bands first come: from the top, from the left.

    `down`, `across`, `value` and `count` are keys of columns: the two bands, the number that shades the
    cell and stands in it, and the one under it that says of how many; or `below`, whose words stand there as
    they are. A cell whose value is none or too few is a dash in a dashed frame, and one of nobody is blank.
    """
    data = keyed(columns, rows)
    labels = {column.key: column.label for column in columns}
    orders = {key: _order(data, key) for key in (down, across)}
    place = {
        "y": _band(down, orders[down], _beside(labels[down], orders[down])),
        "x": _band(across, orders[across], _below_each_other(labels[across], orders[across], orders[down])),
    }
    layers = [*_cells(value, shades), *_words(value, _under(value, count, below, len(orders[across])))]
    if count:
        layers = [{**layer, "transform": [_somebody(count), *layer["transform"]]} for layer in layers]
    layers.append(_told(columns, down))
    return chart(len(orders[down]) * _CELL + _AXES, encoding=place, layer=layers)


def _order(data: Sequence[Mapping[str, Value]], key: str) -> list[str]:
    return list(dict.fromkeys(shown("text", row[key]) for row in data))


def _band(key: str, order: Sequence[str], axis: Spec) -> Spec:
    return {
        "field": f"{key}_text",
        "type": "nominal",
        "sort": list(order),
        "scale": {"padding": 0},
        "axis": axis,
    }


def _beside(title: str, labels: Sequence[str]) -> Spec:
    """The names of the rows, and what they are names of over them, no wider than they are."""
    names = broken(labels, _number(labels))
    words = in_lines(title)
    raised = {"titleY": _TITLE_Y - LINE} if isinstance(words, list) else {}
    return {**_OVER_THE_LABELS, "title": words, **raised, **names}


def _number(labels: Sequence[str]) -> str:
    """The expression for the place of a label among these."""
    return f"indexof({json.dumps(list(labels))}, datum.label)"


def _below_each_other(title: str, labels: Sequence[str], rows: Sequence[str]) -> Spec:
    return {"title": title, "labelAngle": 0, **stacked(labels, _number(labels), row_room(rows))}


def _cells(value: str, shades: Shades) -> list[Spec]:
    colours = [token(name) for name in _TOKENS[shades]]
    scale = {"type": "threshold", "domain": list(_BOUNDS[shades]), "range": colours}
    shade = {"field": value, "type": "quantitative", "scale": scale, "legend": None}
    known = f"isValid(datum.{value})"
    size = {"width": {"expr": "bandwidth('x') - 3"}, "height": {"expr": "bandwidth('y') - 3"}}
    cell = {"type": "rect", "cornerRadius": 4, **size}
    frame = {"fill": "transparent", "stroke": token("edge"), "strokeDash": [3, 3], "strokeWidth": 1}
    return [
        {"transform": [{"filter": known}], "mark": cell, "encoding": {"color": shade}},
        {"transform": [{"filter": f"!{known}"}], "mark": {**cell, **frame}},
    ]


def _somebody(count: str) -> Spec:
    return {"filter": f"datum.{count} > 0"}


def _under(value: str, count: str, below: str, across: int) -> str:
    """The expression of what stands under the number; empty for nothing."""
    if count:
        # Six cells side by side on a phone hold four letters each.
        bare = f"datum.{count} < 1000 ? datum.{count}_text : format(datum.{count}, '.2s')"
        is_tight = f"narrow && datum.{count} > 99" if across > _WIDE_CELLS else "false"
        return f"{is_tight} ? ({bare}) : 'of ' + datum.{count}_text"
    # A text in the place of a number says that it rests on too few, and is too long for a cell.
    return f"datum.{below} ? datum.{below}_text : datum.{value}_text == '–' ? '' : 'too few'" if below else ""


def _words(value: str, under: str) -> list[Spec]:
    """The number in a cell and what stands under it; the ink of each goes with the shade behind."""
    known = f"isValid(datum.{value})"
    number = {"calculate": f"{known} ? datum.{value}_text : '–'", "as": "number"}
    size = {"calculate": under, "as": "size"}
    ink = {"condition": {"test": known, "value": token("on-level")}, "value": token("quiet")}
    mark: Spec = {"type": "text"}
    layers: list[Spec] = [
        {
            "transform": [number],
            "mark": {**mark, "fontSize": _SIZE, "fontWeight": 600, "dy": -7 if under else 0},
            "encoding": {"text": {"field": "number", "type": "nominal"}, "color": ink},
        }
    ]
    if under:
        layers.append(
            {
                "transform": [size],
                "mark": {**mark, "dy": 10},
                "encoding": {"text": {"field": "size", "type": "nominal"}, "color": ink},
            }
        )
    return layers


def _told(columns: Sequence[Column], down: str) -> Spec:
    """The numbers of a cell under the pointer, headed by the band with what it is a band of."""
    heading = next(column for column in columns if column.key == down)
    others = [column for column in columns if column.key != down]
    glass = hover({}, [heading, *others])
    glass["encoding"]["tooltip"][0]["field"] = "heading"
    words = f"{json.dumps(heading.label)} + ': ' + datum.{down}_text"
    return {**glass, "transform": [{"calculate": words, "as": "heading"}]}
