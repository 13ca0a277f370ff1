"""A dot with its interval for each row, in order: how far each stands from the middle."""

from collections.abc import Mapping, Sequence

from calibration.charts.encoding import Spec, chart, name_axis, named_colours, named_shapes, token, tooltip
from calibration.charts.figure import Column

ROW = 22  # pixels
_AROUND = 76  # of the axis, the words over it and the legend
_WORDS_OVER = -30


def dots(
    columns: Sequence[Column],
    rows: int,
    *,
    name: str,
    value: str,
    low: str,
    high: str,
    reach: float = 1.0,
    left: str = "stricter",
    right: str = "more lenient",
    reading: str = "",
    meanings: Mapping[str, str] | None = None,
) -> Spec:
    """A row per row of the figure, top down in its order; `rows` is how many there are.

    `name`, `value`, `low`, `high` and `reading` are keys of columns: what the row is called, where its dot stands
    (in points of the scale, below zero to the left), the ends of its interval, and in a word how to read it.
    `meanings` are those words with the token of their colour. The axis reaches at least from -reach to reach and
    is the same to both sides, so that zero stands in the middle.
    """
    ends = {"field": low, "type": "quantitative"}, {"field": high, "type": "quantitative"}
    place = {"field": value, "type": "quantitative", "scale": {"domain": [-reach, reach], "nice": True}}
    colour: Spec = {"value": token("pending")}
    shape: Spec = {"value": "circle"}
    if meanings:
        legend = {"title": None}
        colour = {"field": reading, "type": "nominal", "scale": named_colours(meanings), "legend": legend}
        shape = {"field": reading, "type": "nominal", "scale": named_shapes(meanings), "legend": legend}
    return chart(rows * ROW + _AROUND)
