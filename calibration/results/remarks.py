"""A sentence that asks for attention, and how numbers stand in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """`subject` is a word or two, `words` a whole sentence.

    `page` is the page of calibration that shows what it says, by URL name; `about` is the uuid of the one
    interviewer it names, empty for none or several.
    """

    subject: str
    words: str
    page: str
    about: str = ""


def points(number: float) -> str:
    """Two decimals, with a minus sign where it is below zero."""
    return f"{number:.2f}".replace("-", "\N{MINUS SIGN}")


def percent(share: float) -> str:
    """A share from 0 to 1 in whole per cent."""
    return f"{share * 100:.0f}\N{NO-BREAK SPACE}%"


def interval(one: float, other: float) -> str:
    """The 95 % interval of a difference whose direction the sentence says: both ends without their sign."""
    low, high = sorted((abs(one), abs(other)))
    return f"95\N{NO-BREAK SPACE}% {points(low)} to {points(high)}"


def plural(number: int, noun: str) -> str:
    """A number with its noun: "1,200 scores"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
