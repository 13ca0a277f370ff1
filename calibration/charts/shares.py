"""How one interviewer uses the scale, beside their peers on the same candidates."""

import json
from collections.abc import Sequence

from calibration.charts.encoding import Spec, chart, hover, keyed, number_axis, row_axis_along, token
from calibration.charts.figure import Column, Value

_HEIGHT = 260  # pixels


def shares(
    columns: Sequence[Column], rows: Sequence[Sequence[Value]], *, value: str, own: str, peers: str
) -> Spec:
    """A row of the figure per value of the scale, from the left in its order, with two bars.

    `value`, `own` and `peers` are keys of columns: the value in words, and the share of it (0 to 1) among the
    interviewer's scores and among their peers'. The labels of the two columns are the legend.
    """
    along = row_axis_along([row[value] for row in keyed(columns, rows)])
    column = {"x": along, "y": {"value": 0}, "y2": {"value": "height"}}
    return chart(_HEIGHT, layer=[_pairs(along, columns, own, peers), hover(column, columns)])


def _pairs(along: Spec, columns: Sequence[Column], own: str, peers: str) -> Spec:
    pair = [own, peers]
    beside = {"field": "whose", "type": "nominal", "sort": pair, "scale": {"paddingInner": 0.1}}
    axis = {**number_axis("percent"), "tickCount": 4}
    up = {"field": "share", "type": "quantitative", "axis": axis, "scale": {"zero": True, "nice": True}}
    return {
        "transform": [{"fold": pair, "as": ["whose", "share"]}, {"filter": "isValid(datum.share)"}],
        "mark": {"type": "bar", "cornerRadiusEnd": 3, "strokeWidth": 1.5},
        "encoding": {
            "x": {**along, "scale": {"paddingInner": 0.3, "paddingOuter": 0.15}},
            "xOffset": beside,
            "y": up,
            **_looks(columns, own, peers),
        },
    }


def _looks(columns: Sequence[Column], own: str, peers: str) -> Spec:
    """The interviewer's bars are solid and their peers' framed, in one legend with the columns' labels."""
    labels = {column.key: column.label for column in columns}
    look = {"symbolType": "square", "symbolStrokeWidth": 1.5}
    legend = {"title": None, "labelExpr": f"{json.dumps(labels)}[datum.label]", **look}
    whose = {"field": "whose", "type": "nominal", "legend": legend}
    fills, frames = [token("pending"), token("surface")], [token("pending"), token("edge")]
    return {
        "fill": {**whose, "scale": {"domain": [own, peers], "range": fills}},
        "stroke": {**whose, "scale": {"domain": [own, peers], "range": frames}},
    }
