"""Points as people write them, read into hundredths without ever passing through a binary float."""

import re

# ASCII digits with an optional part after a point: 4, 4.0, 3.50; not +4, 4., .5, 1e1 or other digits.
_POINTS = re.compile(r"([0-9]+)(?:\.([0-9]+))?")
_LARGEST_DIGITS = 6

POINT = 100  # in hundredths


class NotPoints(ValueError):
    """Text that is not a number of points; the message finishes the sentence "“4,5” …"."""


def parse_points(text: str) -> int:
    """Hundredths of a point: "3.5" is 350. Raises NotPoints for all else, a third decimal included."""
    match = _POINTS.fullmatch(text)
    if match is None:
        raise NotPoints("is not a number")
    whole, decimals = match[1].lstrip("0") or "0", (match[2] or "").rstrip("0")
    if len(whole) > _LARGEST_DIGITS:
        raise NotPoints("is off any scale")
    if len(decimals) > 2:
        raise NotPoints("is finer than a hundredth of a point")
    return int(whole) * 100 + int(decimals.ljust(2, "0"))


def written_points(hundredths: int) -> str:
    """Points as briefly as they can be written: 400 is "4", 350 is "3.5"."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)
