"""Read a TOML table key by key, keeping every problem found instead of stopping at the first."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from rubrics.points import NotPoints, parse_points

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Table:
    """One table of a file. A missing or wrong value adds a problem and yields an empty stand-in.

    `problems` is shared by all tables of the file; `finish` reports the keys that nobody asked for.
    """

    def __init__(self, content: Mapping[str, Any], where: str, problems: list[str]) -> None:
        self.where = where
        self.problems = problems
        self._content = dict(content)

    def problem(self, words: str) -> None:
        self.problems.append(f"{self.where}: {words}" if self.where else words)

    def text(self, key: str) -> str:
        value = self._take(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is not None:
            self.problem(f"{key} must be text and not empty")
        return ""

    def slug(self, key: str = "slug") -> str:
        value = self.text(key)
        if value and not _SLUG.fullmatch(value):
            self.problem(f"{key} “{value}” must be lower-case letters, digits and single hyphens")
        return value

    def choice(self, key: str, choices: tuple[str, ...]) -> str:
        value = self.text(key)
        if value and value not in choices:
            self.problem(f"{key} “{value}” must be one of {', '.join(choices)}")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false when the key is absent."""
        value = self._content.pop(key, False)
        if not isinstance(value, bool):
            self.problem(f"{key} must be true or false")
        return value is True

    def whole(self, key: str, *, at_least: int | None = None) -> int:
        value = self._take(key)
        if value is None:
            return 0
        if not isinstance(value, int) or isinstance(value, bool):
            self.problem(f"{key} must be a whole number")
            return 0
        if at_least is not None and value < at_least:
            self.problem(f"{key} must be at least {at_least}")
        return value

    def points(self, key: str) -> int:
        """Points in hundredths, from "3.5" (quoted or not) or 3."""
        value = self._take(key)
        if value is None:
            return 0
        if not isinstance(value, (str, int, Decimal)) or isinstance(value, bool):
            self.problem(f"{key} must be a number of points")
            return 0
        try:
            return parse_points(str(value))
        except NotPoints as refusal:
            self.problem(f"{key} “{value}” {refusal}")
            return 0

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when the key is absent."""
        value = self._content.pop(key, [])
        if isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value):
            return tuple(item.strip() for item in value)
        self.problem(f"{key} must be a list of texts, none of them empty")
        return ()

    def table(self, key: str) -> "Table":
        value = self._take(key)
        if value is not None and not isinstance(value, dict):
            self.problem(f"{key} must be a table")
        return Table(value if isinstance(value, dict) else {}, self._inside(key), self.problems)

    def tables(self, key: str) -> list["Table"]:
        """The tables of `[[key]]` in the order of the file; none when the key is absent."""
        value = self._content.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.problem(f"{key} must be a list of tables")
            return []
        return [
            Table(item, self._inside(f"{key} {self._label(item, at)}"), self.problems)
            for at, item in enumerate(value, 1)
        ]

    def __contains__(self, key: str) -> bool:
        """Whether the key is there and has not been read yet."""
        return key in self._content

    def finish(self) -> None:
        for key in self._content:
            self.problem(f"{key} is not a key of this table")

    def _take(self, key: str) -> Any:
        if key not in self._content:
            self.problem(f"{key} is missing")
        return self._content.pop(key, None)

    def _inside(self, name: str) -> str:
        return f"{self.where}, {name}" if self.where else name

    @staticmethod
    def _label(item: Mapping[str, Any], at: int) -> str:
        slug = item.get("slug")
        return slug if isinstance(slug, str) and slug else str(at)
