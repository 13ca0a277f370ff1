"""What the charts have in common: colours by the name of their token, tooltips from the table's own words.

Colours are `token:<name>` of static/css/tokens.css; static/js/charts.js puts the custom property in their place,
so that a chart changes with the scheme and prints in light.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from calibration.charts.figure import Column

Spec: TypeAlias = dict[str, Any]

# Each reading has a shape beside its colour, so that neither has to be told apart alone.
SHAPES = ("circle", "diamond", "square", "triangle-up", "cross")


def token(name: str) -> str:
    """The colour of that name; the scheme decides which it is."""
    return f"token:{name}"


def chart(height: int, **parts: Any) -> Spec:
    """A chart as wide as its place and exactly `height` pixels tall, axes and legend included."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container",
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        **parts,
    }


def tooltip(columns: Iterable[Column]) -> list[Spec]:
    """Every column in the table's words; the first one, which names the row, is the heading."""
    return [
        {"field": f"{column.key}_text", "title": column.label, "type": "nominal"}
        for column in columns
    ]


def name_axis(key: str) -> Spec:
    """Rows in their order from the top, labelled with the words of column `key`: two may have the same."""
    words = f"data('figure')[datum.value].{key}_text"
    return {"field": "row", "type": "ordinal", "sort": None, "axis": {"labelExpr": words, "title": None}}


def named_colours(meanings: Mapping[str, str]) -> Spec:
    """The scale from words to the tokens that mean them."""
    return {"domain": list(meanings), "range": [token(name) for name in meanings.values()]}


def named_shapes(meanings: Mapping[str, str]) -> Spec:
    """The scale from the same words to shapes."""
    return {"domain": list(meanings), "range": list(SHAPES[: len(meanings)])}
