"""What the charts have in common: colours by the name of their token, tooltips from the table's own words.

Colours are `token:<name>` of static/css/tokens.css; static/js/charts.js puts the custom property in their
place, so that a chart changes with the scheme and prints in light.
"""

import json
import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from calibration.charts.figure import Column, Kind, Value, shown

Spec: TypeAlias = dict[str, Any]

# A reading has a shape beside its colour, so that it is never told by colour alone.
SHAPES = ("circle", "diamond", "square", "triangle-up", "cross")
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_SIGNED = "datum.value == 0 ? '0' : format(datum.value, '+.1f')"
_LETTER = 7  # pixels, about
LINE = 14  # pixels
_NARROW_NAME, _WIDE_NAME = 128, 208  # pixels, as static/js/charts.js limits them
_LONG_WORD = 11  # letters
_SYLLABLE = re.compile("[aeiouy](?=[^aeiouy])")
_LONG = 18  # letters: on a phone a longer name of a row takes two lines
# The data of a mark that is there once.
ONCE: Spec = {"values": [{}]}


def token(name: str) -> str:
    """The colour of that name; the scheme decides which it is."""
    return f"token:{name}"


def chart(height: int, **parts: Any) -> Spec:
    """A chart as wide as its place and exactly `height` pixels tall, with all that stands around the plot."""
    fit = {"type": "fit", "contains": "padding"}
    # Letters reach below the line that is measured, and figures of one width past its ends.
    padding = {"left": 4, "top": 0, "right": 4, "bottom": 4}
    size = {"width": "container", "height": height, "autosize": fit, "padding": padding}
    return {"$schema": _SCHEMA, **size, **parts}


def keyed(columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> list[dict[str, Value]]:
    """The rows with their values under the keys of the columns."""
    return [{column.key: value for column, value in zip(columns, row, strict=True)} for row in rows]


def tooltip(columns: Iterable[Column]) -> list[Spec]:
    """Every column in the table's words; the first one, which names the row, is the heading."""
    return [{"field": f"{column.key}_text", "title": column.label, "type": "nominal"} for column in columns]


def row_axis(names: Iterable[Value], *, lines: int = 1) -> Spec:
    """Rows in their order from the top, each labelled with its name; two may have the same.

    With two `lines` a long name is broken on a phone; the rows must be tall enough for them.
    """
    labels = [shown("text", name) for name in names]
    label = {"labelExpr": _named(labels)} if lines == 1 else broken(labels, "datum.value")
    return {"field": "row", "type": "ordinal", "sort": None, "axis": {**label, "title": None}}


def broken(labels: Sequence[str], at: str) -> Spec:
    """The part of an axis that writes the label of number `at`, in two lines where it is long and the chart
    narrow. `narrow` is a parameter that static/js/charts.js gives every chart.
    """
    whole = json.dumps(list(labels))
    lines = [in_lines(label) for label in labels]
    long = [number for number, label in enumerate(lines) if isinstance(label, list)]
    if not long:
        return {"labelExpr": f"{whole}[{at}]"}
    # The first line of two would stand where the only one does.
    raised = {"test": f"narrow && indexof({long}, {at}) >= 0", "value": -LINE / 2}
    return {
        "labelExpr": f"(narrow ? {json.dumps(lines)} : {whole})[{at}]",
        "labelOffset": {"condition": raised, "value": 0},
    }


def in_lines(label: str) -> str | list[str]:
    """The label in two lines where it is long, the first as long as it may be."""
    first, *rest = textwrap.wrap(label, _LONG, break_long_words=False) or [label]
    return [first, " ".join(rest)] if rest else label


def row_axis_along(names: Sequence[Value]) -> Spec:
    """The same from left to right."""
    labels = [shown("text", name) for name in names]
    axis = {
        **stacked(labels, "datum.value", beside="48"),
        "title": None,
        "labelAngle": 0,
        "labelOverlap": True,
    }
    return {"field": "row", "type": "ordinal", "sort": None, "axis": axis}


def _named(names: Iterable[Value]) -> str:
    """The expression for the name of a row, which the axis knows by its number."""
    return f"{json.dumps([shown('text', name) for name in names])}[datum.value]"


def stacked(labels: Sequence[str], at: str, beside: str) -> Spec:
    """The part of an axis that writes the label of number `at`: its words below each other where the labels
    do not fit side by side, and smaller, with long words in two, where those do not fit either.

    `beside` is the expression for the pixels at the left of the plot. The room for both is a parameter that
    static/js/charts.js gives every chart: the width of the plot is only known once labels are laid out.
    """
    words = [label.replace("–", "– ").split() for label in labels]
    parts = [[part for word in each for part in _hyphened(word)] for each in words]
    room, widest = f"room - {beside}", [word for each in words for word in each]
    is_tight = f"{room} < {_needed(labels, widest)}"
    lines = f"({is_tight} ? {json.dumps(parts)} : {json.dumps(words)})"
    fits = f"{room} >= {_needed(labels, labels, _LETTER)}"
    return {
        "labelExpr": f"({fits} ? {json.dumps(list(labels))} : {lines})[{at}]",
        "labelFontSize": {"expr": f"{is_tight} ? 11 : 12"},
    }


def _hyphened(word: str) -> list[str]:
    """A long word in two, after the vowel before a consonant that is nearest its middle."""
    ends = [end.start() + 1 for end in _SYLLABLE.finditer(word)] if len(word) > _LONG_WORD else []
    if not ends:
        return [word]
    middle = min(ends, key=lambda end: abs(end - len(word) / 2))
    return [f"{word[:middle]}-", word[middle:]]


def row_room(labels: Sequence[str]) -> str:
    """The expression for the pixels that the names of rows take, as `broken` writes them."""
    lines = [
        line for label in map(in_lines, labels) for line in ([label] if isinstance(label, str) else label)
    ]
    slim, wide = (max(map(len, names), default=0) * _LETTER + _LETTER for names in (lines, labels))
    return f"(narrow ? {min(slim, _NARROW_NAME)} : {min(wide, _WIDE_NAME)})"


def _needed(labels: Sequence[str], parts: Sequence[str], between: int = 0) -> int:
    """The pixels in which the labels have room side by side when the longest of these parts is a line."""
    return len(labels) * (max(map(len, parts), default=0) * _LETTER + between)


def number_axis(kind: Kind) -> Spec:
    """The numbers along an axis, written as the table writes them."""
    written = {"percent": "format(datum.value * 100, '~g') + ' %'", "difference": _SIGNED}
    return {"labelExpr": written.get(kind, "format(datum.value, ',~g')"), "title": None}


def measured(key: str, ends: tuple[float, float], axis: Spec) -> Spec:
    """The numbers of a column on an axis with these ends."""
    scale = {"domain": list(ends), "nice": False, "zero": False}
    return {"field": key, "type": "quantitative", "scale": scale, "axis": axis}


def hover_row(line: Spec, columns: Sequence[Column]) -> Spec:
    """The whole line of a row (its place on y) answers the pointer, not its dot alone."""
    return hover({**line, "x": {"value": 0}, "x2": {"value": "width"}}, columns)


def hover(place: Spec, columns: Sequence[Column]) -> Spec:
    """A sheet of glass over a row's place that tells its numbers, and leads to its page if it has one."""
    leads = f"datum.{columns[0].key}_url ? 'pointer' : 'default'"
    return {
        "mark": {"type": "rect", "fill": "transparent", "cursor": {"expr": leads}},
        "encoding": {**place, "tooltip": tooltip(columns)},
    }


def note(words: str, *, x: Spec, y: Spec, align: str = "left", **mark: Any) -> Spec:
    """Quiet words at a datum or at {"value": pixels}, where "width" and "height" are the far ends."""
    quiet = {"type": "text", "align": align, "baseline": "bottom", "text": words, "color": token("quiet")}
    return {"data": ONCE, "mark": {**quiet, **mark}, "encoding": {"x": x, "y": y}}
