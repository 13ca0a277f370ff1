"""Whether a question to an interviewer quotes somebody else's score or opinion. Pure.

It warns the person who asks; it does not judge. So it looks for the ways in which people say a score in
English, and leaves alone the numbers that any story is full of.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rubrics.gate import GatePolicy
from rubrics.points import POINT

SCORE = "this reads like a score"
OTHERS = "this tells how others scored"
GATE = "this tells where the gate stands"
NAME = "this names another interviewer"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage of the question as it is written there, and what it gives away."""

    words: str
    why: str


def quoted_scores(
    text: str, *, policy: GatePolicy, names: Sequence[str], own: Collection[int] = ()
) -> list[Quoted]:
    """The passages that quote, in the order of the text; none overlaps another.

    `names` are those of the other interviewers. `own` are values in hundredths that the person asked gave
    themselves: to name those tells them nothing.
    """
    text = unicodedata.normalize("NFC", text)
    spans = [(found.span(), why) for found, why in _found(text, policy, names, own)]
    merged: list[tuple[int, int, str]] = []
    for (start, end), why in sorted(spans, key=lambda one: (one[0][0], -one[0][1])):
        if not merged or start >= merged[-1][1]:
            merged.append((start, end, why))
        elif why == merged[-1][2]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), why)
    return [Quoted(" ".join(text[start:end].split()), why) for start, end, why in merged]


def _found(
    text: str, policy: GatePolicy, names: Sequence[str], own: Collection[int]
) -> Iterator[tuple[re.Match[str], str]]:
    for pattern in _names(names):
        yield from ((found, NAME) for found in pattern.finditer(text) if not _opens_with_a_word(found))
    for pattern in _SCORES:
        for found in pattern.finditer(text):
            if _is_score(found, policy, own):
                yield found, SCORE
    yield from ((found, OTHERS) for pattern in _OTHERS for found in pattern.finditer(text))
    yield from ((found, GATE) for pattern in _GATE for found in pattern.finditer(text))


# Scores ------------------------------------------------------------------------------------------------

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_HEAD = r"(?<![\w.,/$€£#+-])"  # neither inside a number or a word, nor an amount of money
_PLAIN = r"[0-9]{1,2}(?:[.,][0-9]{1,2})?"
_TAIL = r"(?![\w%]|[.,/][0-9])"
_DIGITS = rf"{_HEAD}{_PLAIN}{_TAIL}"
_DECIMAL = rf"{_HEAD}[0-9]{{1,2}}[.,][0-9]{{1,2}}{_TAIL}"
_WORD = rf"\b(?:{'|'.join(_WORDS)})\b(?!-)"
_NUMBER = rf"(?:{_DIGITS}|{_WORD})"
# A range is read whole: in "2 or 3 weeks" it is the word after it that says what is counted.
_RANGE = rf"(?>(?:\s?[-–/]\s?|\s+(?:to|or|and)\s+)(?:a\s+)?(?:{_PLAIN}{_TAIL}|{_WORD}))?+"
# What is counted by an ordinary number follows it; after a score the sentence goes on, or ends.
_GOES_ON = (
    "on|for|in|from|and|or|but|because|while|when|where|if|at|to|is|was|are|were|as|than|that|with|by|though|"
    "although|so|not|instead|rather|too|only|given|did|do|does|would|should|could|seems?|looks?|points?|now|"
    "then|overall|again|here|there|yet|even|despite|still|elsewhere|enough|really|sounds?|feels?|all|you|they|she|he|we|i"
)
_ENDS = rf"(?=\s*(?:$|[.,;:?!()\"“”'’…—–]|\s(?:{_GOES_ON})\b))"
_NEVER_BEFORE = "after|before|in|on|for|over|within|by|since|until|about|during|of|from|at"
_BETWEEN = rf"(?:\s+(?!(?:{_NEVER_BEFORE})\b)[^\W\d]+){{0,3}}"

_SCORES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # 4/5, four out of five
        rf"(?:\ba\s+)?(?P<score>{_HEAD}{_PLAIN}|{_WORD})(?:\s*/\s*|\s+out\s+of\s+)"
        rf"(?P<top>[0-9]{{1,2}}{_TAIL}|{_WORD}){_ENDS}",
        # a 4, your 2; and in words only "a four": "the two" are mostly something else
        rf"\b(?:an?|the|your|their|his|her|this|that)\s+(?P<score>{_DIGITS}){_RANGE}{_ENDS}",
        rf"\ban?\s+(?P<score>{_WORD}){_RANGE}{_ENDS}",
        # gave judgment 4, rated her three
        rf"\b(?:g[ai]ves?|giving|given|g[eo]ts?|award(?:ed|s)?)\b{_BETWEEN}\s+(?:a\s+)?(?P<score>{_DIGITS})"
        rf"{_RANGE}{_ENDS}",
        rf"\b(?:rated?|rates|rating|scored?|scores|scoring|graded?|marked)\b{_BETWEEN}"
        rf"(?:\s+(?:at|as|of|with|to|was|is))?[\s:=]+(?:a\s+)?(?P<score>{_NUMBER}){_RANGE}{_ENDS}",
        # put curiosity at 3, judgment: 4
        rf"\bputs?\b{_BETWEEN}\s+at\s+(?:a\s+)?(?P<score>{_NUMBER}){_RANGE}{_ENDS}",
        rf"\b(?!(?:question|prompt|step|part|stage|number|total|day|week)\b)[^\W\d]+:\s*(?P<score>{_DIGITS})"
        rf"{_RANGE}{_ENDS}",
        # 3.5 points, 2 points lower, two points apart
        rf"(?<!by\s)(?P<score>{_DECIMAL})\s+points?\b",
        rf"(?P<score>{_NUMBER})\s+points?\s+(?:lower|higher|less|more|apart|below|above)\b",
        # 2,5 standing alone
        rf"(?<!by\s)(?<!version\s)(?<!section\s)(?P<score>{_DECIMAL}){_RANGE}{_ENDS}",
    )
)


def _is_score(found: re.Match[str], policy: GatePolicy, own: Collection[int]) -> bool:
    """Whether the number found lies on the scale, out of the scale's top where one is named."""
    top = found.groupdict().get("top")
    if top and _hundredths(top) != policy.highest:
        return False
    score = _hundredths(found["score"])
    return policy.lowest <= score <= policy.highest and score not in own


def _hundredths(number: str) -> int:
    if number.casefold() in _WORDS:
        return (_WORDS.index(number.casefold()) + 1) * POINT
    whole, _, decimals = number.replace(",", ".").partition(".")
    return int(whole) * POINT + int(decimals.ljust(2, "0"))


# What others said, and the gate ------------------------------------------------------------------------

_SCORING = r"(?:gave|give|rated?|scored?|marked|graded?|assessed|judged|thought|felt|disagreed?|agreed?)"
_OTHERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:the\s+)?others?\s+(?:all\s+|both\s+)?{_SCORING}\b",
        r"\b(?:the\s+|an)?other\s+(?:interviewers?|panell?ists?|scorecards?|scores?|ratings?)\b",
        rf"\b(?:every(?:one|body)|some(?:one|body)|no(?:body|\s+one)|any(?:one|body))\s+else\s+{_SCORING}\b",
        r"\b(?:your|the)\s+(?:fellow\s+interviewers?|colleagues?|rest\s+of\s+the\s+panel)\b",
        r"\bthe\s+panel\s+(?:split|was|is|disagreed?|gave|rated|scored|thought|saw)\b",
        rf"\b{_SCORING}\s+(?:\w+\s+){{0,3}}(?:lower|higher|better|worse|differently)\b",
        r"\b(?:lower|higher|better|worse|harsher|stricter|milder)\s+than\s+(?:all\s+)?(?:the\s+)?"
        r"(?:others?|rest|panel|every(?:one|body)|any(?:one|body)|average|mean|median)\b",
        rf"\b(?:the|your|panel|stage|group|overall|their)\s+(?:average|mean|median){_ENDS}",
        rf"\b(?:above|below|over|under)\s+(?:the\s+)?(?:average|mean|median){_ENDS}",
        r"\b(?:average|mean|median)\s+(?:score|rating|value)s?\b",
        r"\b(?:average|mean|median)\s+of\s+(?:the\s+)?(?:panel|others|interviewers|scores|stage)\b",
    )
)
_WHO = r"(?:candidate|application|stage|gate|loop|screen|exercise|interview|outcome|she|he|they)"
_GATE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:the|our)\s+(?:threshold|floor)\b",
        r"\b(?:above|below|under|at|meets?|met|reach(?:es|ed)?|clear(?:s|ed)?|miss(?:es|ed)?)\s+"
        r"(?:the\s+)?(?:threshold|floor|bar)\b",
        r"\bthe\s+gate\b",
        rf"\b(?:the\s+)?{_WHO}\s+(?:\w+\s+){{0,2}}(?:was|were|is|are|been|be|got|gets|being)\s+(?:stopped|advanced|rejected)\b",
        rf"\b(?:the\s+)?{_WHO}\s+(?:has\s+|have\s+|would\s+(?:have\s+)?|will\s+|did\s+not\s+)?(?:advanced?|advances)\b"
        r"(?!\s+(?:a|an|the|their|his|her|its)\b)",
        r"\b(?:advanced?|advances)\s+to\s+the\s+(?:next|last|final)\b",
        r"\b(?:stop(?:s|ped)?|reject(?:s|ed)?)\s+(?:her|him|them|the\s+candidate|(?:the|this)\s+stage)\b",
    )
)


# Names -------------------------------------------------------------------------------------------------

_SHORTEST_PART = 2
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff]")  # no blanks around a name
# Names that also open a question as plain words.
_ALSO_WORDS = frozenset(
    {"will", "may", "mark", "can", "grace", "hope", "bill", "drew", "frank", "grant", "rich"}
    | {
        "an",
        "as",
        "at",
        "be",
        "by",
        "do",
        "go",
        "he",
        "in",
        "is",
        "it",
        "me",
        "my",
        "no",
        "of",
        "on",
        "or",
        "so",
    }
    | {"to", "up", "us", "we"}
)


def _names(names: Sequence[str]) -> Iterator[re.Pattern[str]]:
    """Patterns for whole names however they are written, and for their parts written as names."""
    for name in names:
        parts = unicodedata.normalize("NFC", name).split()
        if parts:
            yield _name(r"\s+".join(map(re.escape, parts)), re.IGNORECASE)
        for part in (part.strip(".,") for part in parts):
            if len(part) >= _SHORTEST_PART and not part[0].islower():
                yield _name(re.escape(part))


def _name(escaped: str, flags: int = 0) -> re.Pattern[str]:
    if _UNSPACED.search(escaped):
        return re.compile(escaped, flags)
    return re.compile(rf"(?<!\w){escaped}(?!\w)", flags)


def _opens_with_a_word(found: re.Match[str]) -> bool:
    """Whether a name that is also a word stands where a sentence opens: "Will you say how"."""
    before = found.string[: found.start()].rstrip()
    return found[0].casefold() in _ALSO_WORDS and (not before or before[-1] in ".?!:")
