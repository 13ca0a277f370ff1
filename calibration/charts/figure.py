"""A figure: one sentence, a chart, and the same numbers as a table and as CSV."""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Kind: TypeAlias = Literal["text", "points", "difference", "logits", "percent", "count", "days", "number"]

_IN_A_PAGE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
NOTHING = "\N{EN DASH}"  # what stands where there is nothing to show


@dataclass(frozen=True, slots=True)
class Linked:
    """A word that leads to a page of its own, in the table and from its mark in the chart."""

    text: str
    url: str


Value: TypeAlias = str | int | float | Linked | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the numbers; `key` is its field in the chart, a plain Python name.

    `points` are of the scale, `difference` the same with its sign, `percent` a share from 0 to 1, `number`
    any other with two decimals. Every kind but `text` takes a text too, such as "too few (7)".
    """

    key: str
    label: str
    kind: Kind = "text"

    @property
    def is_number(self) -> bool:
        """Whether the column is set to the right, digit under digit."""
        return self.kind != "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as the table shows it."""

    label: str
    text: str
    is_number: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one picture says, and all that it is drawn from.

    `spec` is Vega-Lite without data, None for a table alone; `empty` is what is said instead while there
    are no rows, or too few to draw (no spec). `method` is the anchor on the page of methods. Rows are in
    the order in which they are shown. Raises ValueError for a row of another length and for a number that
    is not finite.
    """

    slug: str
    title: str
    sentence: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    spec: Mapping[str, Any] | None = None
    empty: str = ""
    method: str = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.slug}: {len(row)} values for {len(self.columns)} columns")
            if any(isinstance(value, float) and not math.isfinite(value) for value in row):
                raise ValueError(f"{self.slug}: {row} holds a number that is not finite")

    @property
    def is_drawn(self) -> bool:
        """Whether there is a chart."""
        return self.spec is not None and bool(self.rows)

    @property
    def height(self) -> int:
        """How tall the chart is in pixels, axes and legend included: the room kept for it from the start."""
        return int(self.spec["height"]) if self.spec else 0

    @property
    def vega(self) -> dict[str, Any]:
        """The spec with its data, named "figure": `row` counts from 0, a column's number is under its key
        (None where there is none), the words shown for it under `<key>_text`, its address under `<key>_url`.
        """
        values = [{"row": at, **self._datum(row)} for at, row in enumerate(self.rows)]
        return {**(self.spec or {}), "data": {"name": "figure", "values": values}}

    @property
    def json(self) -> str:
        """`vega` as JSON that stands as text in a page: nothing in it is a tag or an entity."""
        return json.dumps(self.vega, allow_nan=False, separators=(",", ":")).translate(_IN_A_PAGE)

    @property
    def table(self) -> list[list[Cell]]:
        """The rows as they are shown, a cell per column."""
        return [
            [
                Cell(column.label, shown(column.kind, value), column.is_number, _url(value))
                for column, value in zip(self.columns, row, strict=True)
            ]
            for row in self.rows
        ]

    def _datum(self, row: tuple[Value, ...]) -> dict[str, Any]:
        datum: dict[str, Any] = {}
        for column, value in zip(self.columns, row, strict=True):
            datum[column.key] = _plain(column, value)
            datum[f"{column.key}_text"] = shown(column.kind, value)
            if isinstance(value, Linked):
                datum[f"{column.key}_url"] = value.url
        return datum


def shown(kind: Kind, value: Value) -> str:
    """A value in words, with a minus sign and blanks that do not break; a dash for None, a text as it is."""
    if value is None:
        return NOTHING
    if isinstance(value, Linked):
        return value.text
    if isinstance(value, str) or kind == "text":
        return str(value)
    return _WRITTEN[kind](value).replace("-", "\N{MINUS SIGN}")


def _signed(value: float) -> str:
    written = f"{value:+.2f}"
    return "0.00" if float(written) == 0 else written


def _unsigned_zero(value: float) -> str:
    written = f"{value:.2f}"
    return "0.00" if float(written) == 0 else written


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _days(value: float) -> str:
    return f"{value:.1f}"


def _percent(value: float) -> str:
    return f"{value * 100:.0f}\N{NO-BREAK SPACE}%"


_WRITTEN: Mapping[str, Callable[[float], str]] = {
    "points": _unsigned_zero,
    "difference": _signed,
    "logits": _unsigned_zero,
    "percent": _percent,
    "count": _count,
    "days": _days,
    "number": _unsigned_zero,
}


def _plain(column: Column, value: Value) -> str | int | float | None:
    """What a chart draws: words stand in no column of numbers."""
    if isinstance(value, Linked):
        value = value.text
    return None if column.is_number and isinstance(value, str) else value


def _url(value: Value) -> str:
    return value.url if isinstance(value, Linked) else ""
