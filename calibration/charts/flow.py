"""The flow of a cycle: at each stage how many went on, were stopped and why, and still wait."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calibration.charts.encoding import Spec, chart, hover_row, keyed, row_axis, token
from calibration.charts.figure import Column, Value

_ROW = 44  # pixels
_LEGEND = 66  # up to three lines of it on a phone
_DIGIT = 7  # pixels, about


@dataclass(frozen=True, slots=True)
class Outcome:
    """One piece of a bar: solid where it is settled by the gate's first words, framed where it is not."""

    words: str
    fill: str
    frame: str
    ink: str


OUTCOMES: Mapping[str, Outcome] = {
    "advanced": Outcome("Advanced", "advance", "advance", "ground"),
    "floor": Outcome("Stopped: floor", "stop", "stop", "ground"),
    "threshold": Outcome("Stopped: threshold", "stop-soft", "stop", "ink"),
    "pending": Outcome("Pending", "surface", "pending", "ink"),
    "withdrawn": Outcome("Withdrawn", "edge", "edge", "ink"),
}


def flow(columns: Sequence[Column], rows: Sequence[Sequence[Value]], *, stage: str) -> Spec:
    """A row of the figure per stage, from the top in its order.

    `stage` is the key of its name; the columns called `advanced`, `floor`, `threshold`, `pending` and
    `withdrawn` are the counts, in that order along the bar. Those that the figure does not have are not
    drawn.
    """
    data = keyed(columns, rows)
    keys = [key for key in OUTCOMES if any(column.key == key for column in columns)]
    line = {"y": row_axis((row[stage] for row in data), lines=2)}
    widest = max((sum(_number(row[key]) for key in keys) for row in data), default=0) or 1
    pieces: list[Spec] = [
        {"fold": keys, "as": ["outcome", "count"]},
        {"filter": "datum.count > 0"},
        {"calculate": f"indexof({keys}, datum.outcome)", "as": "place"},
        {
            "stack": "count",
            "groupby": ["row"],
            "sort": [{"field": "place", "order": "ascending"}],
            "as": ["from", "to"],
        },
    ]
    along = {
        "field": "from",
        "type": "quantitative",
        "scale": {"domain": [0, widest], "nice": False},
        "axis": None,
    }
    return chart(
        len(rows) * _ROW + _LEGEND,
        layer=[
            {
                "transform": pieces,
                "mark": {"type": "bar", "height": 26, "strokeWidth": 1.5, "cornerRadius": 2},
                "encoding": {**line, "x": along, "x2": {"field": "to"}, **_looks(keys)},
            },
            _numbers(line, along, pieces, widest),
            hover_row(line, columns),
        ],
    )


def _number(value: Value) -> float:
    return value if isinstance(value, int | float) else 0


def _looks(keys: Sequence[str]) -> Spec:
    """Fill and frame of a piece, in one legend with the outcome's words."""
    words = {key: OUTCOMES[key].words for key in keys}
    look = {"symbolType": "square", "symbolStrokeWidth": 1.5}
    legend = {"title": None, "labelExpr": f"{json.dumps(words)}[datum.label]", **look}
    field = {"field": "outcome", "type": "nominal", "legend": legend}
    fills = [token(OUTCOMES[key].fill) for key in keys]
    frames = [token(OUTCOMES[key].frame) for key in keys]
    return {
        "fill": {**field, "scale": {"domain": list(keys), "range": fills}},
        "stroke": {**field, "scale": {"domain": list(keys), "range": frames}},
    }


def _numbers(line: Spec, along: Spec, pieces: Sequence[Spec], widest: float) -> Spec:
    """The count within its piece, where it has room."""
    solid = [key for key, outcome in OUTCOMES.items() if outcome.ink == "ground"]
    ink = {
        "condition": {"test": f"indexof({solid}, datum.outcome) >= 0", "value": token("ground")},
        "value": token("ink"),
    }
    digits = "length(format(datum.count, ','))"
    room = f"width * datum.count / {widest} > {digits} * {_DIGIT} + {_DIGIT}"
    return {
        "transform": [
            *pieces,
            {"filter": f"datum.outcome != 'withdrawn' && {room}"},
            {"calculate": "(datum.from + datum.to) / 2", "as": "middle"},
        ],
        "mark": {"type": "text", "baseline": "middle"},
        "encoding": {
            **line,
            "x": {**along, "field": "middle"},
            "text": {"field": "count", "type": "quantitative", "format": ","},
            "color": ink,
        },
    }
