"""One number that stays as it is until it changes, over true time: a team's talent density."""

from collections.abc import Sequence

from calibration.charts.encoding import Spec, chart, number_axis, token, tooltip
from calibration.charts.figure import Column

_HEIGHT = 150  # pixels


def steps(
    columns: Sequence[Column],
    row_count: int,
    *,
    since: str,
    value: str,
    ends: tuple[float, float],
    until: str,
) -> Spec:
    """A row of the figure per change, the earliest first; one without a number breaks the line.

    `since` and `value` are keys of columns: the day of the change, as 2026-03-02, and the number from then
    on. The last one holds `until` the day on which the page is read. Numbers are between `ends`.
    """
    along, up = _time(since, until), _height(value, ends)
    ink = token("ink")
    line = {"type": "line", "interpolate": "step-after", "color": ink, "invalid": "break-paths-show-domains"}
    last = {"filter": f"datum.row == {row_count - 1} && isValid(datum.{value})"}
    return chart(
        _HEIGHT,
        layer=[
            {"mark": line, "encoding": {"x": along, "y": up}},
            {
                "transform": [last],
                "mark": {"type": "rule", "color": ink, "strokeWidth": 2},
                "encoding": {"x": along, "x2": {"value": "width"}, "y": up},
            },
            {"mark": {"type": "point", "color": ink, "opacity": 1}, "encoding": {"x": along, "y": up}},
            _hover(along, columns),
        ],
    )


def _time(since: str, until: str) -> Spec:
    return {
        "field": since,
        "type": "temporal",
        "scale": {"type": "utc", "domainMax": _day(until)},
        "axis": {"title": None, "format": "%b %Y", "tickCount": 4, "labelOverlap": True},
    }


def _height(value: str, ends: tuple[float, float]) -> Spec:
    low, high = ends
    halves = [low + step / 2 for step in range(int((high - low) * 2) + 1)]
    return {
        "field": value,
        "type": "quantitative",
        "scale": {"domain": list(ends), "nice": False, "zero": False},
        "axis": {**number_axis("points"), "values": halves},
    }


def _hover(along: Spec, columns: Sequence[Column]) -> Spec:
    """The whole height around a change answers the pointer."""
    mark = {"type": "rule", "strokeWidth": 24, "opacity": 0}
    return {"mark": mark, "encoding": {"x": along, "tooltip": tooltip(columns)}}


def _day(day: str) -> Spec:
    year, month, date = (int(part) for part in day.split("-"))
    return {"year": year, "month": month, "date": date, "utc": True}
