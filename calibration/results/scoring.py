"""What a run found of one interviewer, gathered from its subjects, and what it means in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from calibration.results.remarks import interval, plural, points
from rubrics.points import POINT, written_points

Row: TypeAlias = Mapping[str, Any]

FEWEST = 3  # interviewers among whom one may be told where they stand


@dataclass(frozen=True, slots=True)
class Voice:
    """Whom the sentences are about: "They give", "You give"."""

    they: str
    their: str
    s: str  # what a verb ends in


COLLEAGUE = Voice("This interviewer", "their", "s")
READER = Voice("You", "your", "")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something about one interviewer in words, under a heading."""

    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class Scoring:
    """The rows of one interviewer, None where a subject says nothing of them; `everybody` is all halos.

    `why_not` says why nobody's severity is known.
    """

    severity: Row | None
    why_not: str
    drift: Row | None
    cycles: Sequence[str]
    habits: Row | None
    values: Sequence[float]
    everybody: Row
    timeliness: Row | None
    late_hours: int

    @property
    def has_scorecards(self) -> bool:
        return bool(self.timeliness and self.timeliness["cards"])


def scoring_of(found: Mapping[str, Any], uuid: str) -> Scoring:
    """From the sections of a run, whichever of them are there."""
    severity, drift, habits, timeliness = (
        found.get(name) or {} for name in ("severity", "drift", "habits", "timeliness")
    )
    return Scoring(
        severity=_row(severity, uuid),
        why_not=severity.get("why_not", ""),
        drift=_row(drift, uuid),
        cycles=[cycle["name"] for cycle in drift.get("cycles", ())],
        habits=_row(habits, uuid),
        values=habits.get("values", ()),
        everybody=habits.get("overall") or {},
        timeliness=_row(timeliness, uuid),
        late_hours=timeliness.get("late_hours", 0),
    )


def own_scoring_of(found: Mapping[str, Any], uuid: str) -> Scoring:
    """The same for that interviewer's own eyes, without what would tell how one single colleague scores.

    Of two who are compared with each other one is as strict as the other is lenient, and a figure over all
    of two people is the other's once one's own is known.
    """
    whole = scoring_of(found, uuid)
    subsets = (found.get("severity") or {}).get("subsets", ())
    row = whole.severity
    if row is not None and row["points"] is not None and subsets[row["subset"]]["interviewers"] < FEWEST:
        withheld = {"points": None, "low": None, "high": None, "reading": "one_colleague"}
        whole = replace(whole, severity={**row, **withheld}, drift=None)
    scoring = [each for each in (found.get("habits") or {}).get("interviewers", ()) if each["scores"]]
    return whole if len(scoring) >= FEWEST else replace(whole, everybody={})


def _row(section: Mapping[str, Any], uuid: str) -> Row | None:
    return next((row for row in section.get("interviewers", ()) if row["uuid"] == uuid), None)


def severity_words(found: Scoring, voice: Voice) -> str:
    """How far they stand from the average interviewer, and how sure that is."""
    row = found.severity
    if row is None:
        return found.why_not or f"None of {voice.their} scores was given before others’ could be read."
    rests_on = f"{plural(row['scores'], 'score')} of {plural(row['candidates'], 'candidate')}"
    if row["reading"] == "alone":
        shared = "no colleague scored the same candidates at the same stages"
        return f"Nobody to compare with: {shared} ({rests_on})."
    if row["reading"] == "one_colleague":
        return f"Compared with one colleague alone, a number would tell how they score ({rests_on})."
    if row["points"] is None:
        return f"Too few to say how strict {voice.their} scores are: {rests_on}."
    far = points(abs(row["points"]))
    side = "less than" if row["points"] < 0 else "more than"
    how = "the same as" if far == points(0) else f"{far} points {side}"
    return (
        f"{voice.they} give{voice.s} {how} the average interviewer to the same candidate, from {rests_on}. "
        f"95 times in 100 the true figure lies from {signed(row['low'])} to {signed(row['high'])}."
    )


def drift_words(row: Row, cycles: Sequence[str], voice: Voice) -> str:
    """Whether their severity has moved from the first to the last cycle that says something of it."""
    if row["change"] is None:
        return f"Too few cycles with enough of {voice.their} scores to say whether severity moves."
    moved = f"from {cycles[row['first']]} to {cycles[row['last']]}"
    if not row["drift"]:
        return f"No clear movement {moved}: {signed(row['change'])} points, within what chance brings."
    word = "stricter" if row["drift"] == "stricter" else "more lenient"
    return (
        f"{voice.they} became {word} {moved}, by {points(abs(row['change']))} points "
        f"({interval(row['change_low'], row['change_high'])})."
    )


def facts(found: Scoring, voice: Voice) -> list[Fact]:
    """What has no chart: consistency, range, halo, and how soon scorecards come."""
    words = {
        "Consistency": _consistency(found.severity, voice),
        "Range used": _range(found.habits),
        "Competencies together": _halo(found.habits, found.everybody),
        "Time to scorecard": _timeliness(found.timeliness, found.late_hours),
    }
    return [Fact(heading, said) for heading, said in words.items() if said]


def _consistency(row: Row | None, voice: Voice) -> str:
    if row is None:
        return ""
    return {
        "expected": "As expected: the scores vary about as much as the candidates do.",
        "erratic": f"Erratic: {voice.their} scores are often far above or below what all others make likely.",
        "uniform": f"Unusually uniform: {voice.their} scores vary less than the candidates do.",
        "too_few": f"Too few to say: {plural(row['scores'], 'score')}.",
    }[row["fit"]]


def _range(row: Row | None) -> str:
    if row is None or not row["scores"]:
        return ""
    lowest, highest = (written_points(round(row[end] * POINT)) for end in ("lowest", "highest"))
    return f"From {lowest} to {highest} in {plural(row['scores'], 'score')}."


def _halo(row: Row | None, everybody: Row) -> str:
    if row is None:
        return ""
    halo = row["halo"]
    if halo["correlation"] is None:
        return f"Too few to say: {plural(halo['compared'], 'scorecard')} beside a colleague’s."
    words = f"{points(halo['correlation'])}, where 0 is each competency by itself and 1 is all as one"
    if everybody.get("correlation") is not None:
        words += f"; {points(everybody['correlation'])} over all interviewers"
    if halo["flat_share"] is not None:
        words += f". The same value throughout in {halo['flat']} of {plural(halo['rated'], 'scorecard')}"
    return f"{words}."


def _timeliness(row: Row | None, late_hours: int) -> str:
    if row is None or not row["cards"]:
        return ""
    if row["median_hours"] is None:
        return f"Too few to say: {plural(row['timed'], 'scorecard')}."
    return (
        f"Half within {_hours(row['median_hours'])} of the interview’s end, nine in ten within "
        f"{_hours(row['p90_hours'])}; {row['late']} of {row['timed']} later than {late_hours} hours."
    )


def _hours(hours: float) -> str:
    return f"{hours:.1f} hours" if hours < 48 else f"{hours / 24:.1f} days"


def signed(number: float) -> str:
    """Points with their sign."""
    written = f"{number:+.2f}"
    return "0.00" if float(written) == 0 else written.replace("-", "\N{MINUS SIGN}")
