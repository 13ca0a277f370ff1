"""Where scores stand on the scale of a policy, as the components of the pages want it. Pure."""

from hiring.shades import level
from rubrics.gate import ExactScore, GatePolicy

RESULT_WORDS = {"advance": "Advanced", "stop": "Stopped", "pending": "Waiting"}


def position(score: ExactScore, policy: GatePolicy) -> str:
    """0 to 100 along the scale, cut to two decimals: "37.50"."""
    numerator, denominator = score
    along = (numerator - policy.lowest * denominator) * 100_00
    whole, rest = divmod(along // ((policy.highest - policy.lowest) * denominator), 100)
    return f"{whole}.{rest:02d}"


def shade(score: ExactScore | None, policy: GatePolicy) -> str:
    """The class of the score's colour; whatever the scale, its ends have the colours of 1 and 5."""
    if score is None:
        return level(None)
    numerator, denominator = score
    along = (numerator - policy.lowest * denominator) * 400
    return level(100 + along // ((policy.highest - policy.lowest) * denominator))
