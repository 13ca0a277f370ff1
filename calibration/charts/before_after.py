"""Two dots for each row: where it stood before, and where it would stand after."""

import json
from collections.abc import Sequence

from calibration.charts.encoding import Spec, chart, hover_row, keyed, measured, number_axis, row_axis, token
from calibration.charts.figure import Column, Value

_ROW = 40  # pixels
_AXIS = 30
_LEGEND = 34
_WORDS = {"before": "Before", "after": "After"}


def before_after(columns: Sequence[Column], rows: Sequence[Sequence[Value]], *, name: str) -> Spec:
    """A row of the figure per line, top down in its order; the columns `before` and `after` are shares.

    A row without one of the two has the other dot alone.
    """
    line = {"y": row_axis((row[name] for row in keyed(columns, rows)), lines=2)}
    axis = {**number_axis("percent"), "orient": "top"}
    return chart(
        len(rows) * _ROW + _AXIS + _LEGEND,
        layer=[_between(line, axis), _dots(line, axis), hover_row(line, columns)],
    )


def _between(line: Spec, axis: Spec) -> Spec:
    """The way from the one dot to the other."""
    return {
        "transform": [{"filter": "isValid(datum.before) && isValid(datum.after)"}],
        "mark": {"type": "rule", "strokeWidth": 2, "color": token("edge")},
        "encoding": {**line, "x": measured("before", (0, 1), axis), "x2": {"field": "after"}},
    }


def _dots(line: Spec, axis: Spec) -> Spec:
    """Hollow circles before and full diamonds after, told apart without colour."""
    return {
        "transform": [{"fold": list(_WORDS), "as": ["which", "share"]}, {"filter": "isValid(datum.share)"}],
        "mark": {"type": "point", "filled": True, "opacity": 1, "size": 110, "strokeWidth": 2},
        "encoding": {
            **line,
            "x": measured("share", (0, 1), axis),
            "fill": _which(token("surface"), token("accent")),
            "stroke": _which(token("pending"), token("accent")),
            "shape": _which("circle", "diamond"),
        },
    }


def _which(before: str, after: str) -> Spec:
    """One look for each of the two, in a legend shared by all of them."""
    legend = {
        "title": None,
        "labelExpr": f"{json.dumps(_WORDS)}[datum.label]",
        "symbolOpacity": 1,
        "symbolStrokeWidth": 2,
    }
    scale = {"domain": list(_WORDS), "range": [before, after]}
    return {"field": "which", "type": "nominal", "legend": legend, "scale": scale}
