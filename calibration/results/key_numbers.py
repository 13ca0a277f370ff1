"""A few numbers that say how much a period's statistics rest on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from calibration.results.remarks import points

# Reliability from which the scores tell candidates apart so well; test makers ask for 0.8 or 0.9 to decide.
_WELL = ((0.9, "Very well"), (0.8, "Well"), (0.67, "Fairly"), (0.5, "Weakly"), (0.0, "Barely"))
FEWEST_CANDIDATES = 20  # of whom it is said


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """A number with what it counts; `rest` is said in a smaller voice behind it."""

    label: str
    value: str
    rest: str = ""


def key_numbers(applications: int, scorecards: int, found: Mapping[str, Any]) -> list[KeyNumber]:
    """Applications, scorecards, interviewers, and how well the scores tell candidates apart."""
    numbers = [
        KeyNumber("Applications", f"{applications:,}"),
        KeyNumber("Scorecards", f"{scorecards:,}"),
    ]
    if found.get("timeliness"):
        numbers.append(KeyNumber("Interviewers", f"{len(found['timeliness']['interviewers']):,}"))
    subsets = (found.get("severity") or {}).get("subsets")
    largest: Mapping[str, Any] = subsets[0] if subsets else {"candidates_reliability": None}
    if largest["candidates_reliability"] is None:
        return numbers
    return [*numbers, _told_apart(largest["candidates_reliability"], largest["candidates"])]


def _told_apart(reliability: float, candidates: int) -> KeyNumber:
    if candidates < FEWEST_CANDIDATES:
        return KeyNumber("Scores tell candidates apart", "Too few to say", f"{candidates} candidates")
    word = next(word for least, word in _WELL if max(reliability, 0.0) >= least)
    return KeyNumber("Scores tell candidates apart", word, f"{points(reliability)} of 1")
