"""What people typed, made ready to be set in type: direction, isolation, places to break. Pure.

Nothing visible is changed but control characters, which become spaces.
"""

import re
import unicodedata
from typing import TypedDict

LONGEST_RUN = 24  # characters without a place to break, in the narrowest column of the packet
_PIECE = 12
_SOFT_HYPHEN, _ZERO_WIDTH_SPACE = "\u00ad", "\u200b"
_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
# Scripts that break between any two characters: Han, kana, Hangul and their punctuation.
_UNBROKEN_RUN = re.compile(
    rf"[^\s\u2e80-\ua4cf\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]{{{LONGEST_RUN + 1},}}"
)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


class Paragraph(TypedDict):
    text: str
    rtl: bool


def paragraphs(typed: str) -> list[Paragraph]:
    """The lines of a text, each with the direction in which it begins; without the empty ones."""
    lines = (line.strip() for line in typed.replace("\r\n", "\n").split("\n"))
    return [Paragraph(text=_printable(line), rtl=_begins_rtl(line)) for line in lines if line]


def inline(typed: str) -> str:
    """A name or a title inside a line: one that reads from right to left does not turn what is around it."""
    one_line = _printable(" ".join(typed.split()))
    if any(unicodedata.bidirectional(character) in ("R", "AL") for character in one_line):
        return f"{_ISOLATE}{one_line}{_POP_ISOLATE}"
    return one_line


def shortened(typed: str, longest: int) -> str:
    """`inline`, with an ellipsis for what is beyond `longest` characters."""
    one_line = " ".join(typed.split())
    return inline(one_line if len(one_line) <= longest else f"{one_line[: longest - 1].rstrip()}…")


def _printable(line: str) -> str:
    return _UNBROKEN_RUN.sub(_with_breaks, _CONTROL.sub(" ", line))


def _with_breaks(run: re.Match[str]) -> str:
    """The run with a place to break after every dozen characters: with a hyphen inside words."""
    pieces: list[str] = []
    for at, character in enumerate(run[0]):
        if at and at % _PIECE == 0 and _may_break_before(run[0], at):
            pieces.append(_SOFT_HYPHEN if _inside_word(run[0], at) else _ZERO_WIDTH_SPACE)
        pieces.append(character)
    return "".join(pieces)


def _may_break_before(run: str, at: int) -> bool:
    """Not between a letter and its marks, nor around a joiner."""
    joined = {run[at], run[at - 1]} & {"\u200d", "\ufe0f"}
    return not joined and not unicodedata.category(run[at]).startswith("M")


def _inside_word(run: str, at: int) -> bool:
    """Between two letters of a script that hyphenates (not Arabic or Hebrew)."""
    return all(one.isalpha() and unicodedata.bidirectional(one) == "L" for one in (run[at - 1], run[at]))


def _begins_rtl(line: str) -> bool:
    """The direction of the first character that has one."""
    for character in line:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False
