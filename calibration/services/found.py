"""What a run came to, before it is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Found:
    """`contents` are JSON-ready, by section; the other numbers say what they were computed from."""

    contents: Mapping[str, dict[str, Any]]
    inputs_digest: str
    applications: int
    scorecards: int = 0
    scores: int = 0
    replay_parts: Iterable[bytes] = ()
