"""What needs the chair's attention in a period's results, in words, the most important first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from calibration.results.attention_committee import (
    agreement_remarks,
    bands_remarks,
    funnel_remarks,
    halo_remarks,
)
from calibration.results.remarks import Remark, interval, plural, points
from rubrics.points import POINT
from rubrics.wording import listed, number_word, points_in_words

Found: TypeAlias = Mapping[str, Any]
Names: TypeAlias = Mapping[str, str]

MOST_NAMED = 5
LATE_SHARE = 0.5  # of an interviewer's scorecards; one late in two is a habit
FEWEST_LATE = 10  # scorecards of which that is said


def attention(found: Found, names: Names | None) -> tuple[Remark, ...]:
    """Sentences from the sections of a run, whichever of them are there; none when nothing stands out.

    `names` are those of the interviewers by uuid; without any (None) nobody is told apart: counts alone, and
    no number of any one interviewer.
    """
    severity, drift = found.get("severity") or {}, found.get("drift") or {}
    return (
        *_severe(severity, names),
        *_drifting(drift, names),
        *_erratic(severity, names),
        *agreement_remarks(found.get("agreement") or {}),
        *_late(found.get("timeliness") or {}, names),
        *halo_remarks(found.get("habits") or {}),
        *bands_remarks(found.get("bands") or {}),
        *funnel_remarks(found.get("funnel") or {}),
        *_thin(severity),
    )


def _severe(severity: Found, names: Names | None) -> Iterator[Remark]:
    """Who is stricter, then who is more lenient than the rest by more than the section's limit."""
    rows = severity.get("interviewers", ())
    by = points_in_words(round(severity.get("apart", 0) * POINT))
    for reading, word in (("stricter", "stricter"), ("lenient", "more lenient")):
        found = [row for row in rows if row["reading"] == reading]
        found.sort(key=lambda row: -abs(row["points"]))
        if found:
            sentence = f"{_people(len(found), 'is', 'are')} {word} than the rest by more than {by}"
            yield _remark("Severity", sentence, found, names, _by)


def _by(row: Found) -> str:
    """How far from the average, without its sign, which the sentence says."""
    return f"{points(abs(row['points']))}, {interval(row['low'], row['high'])}"


def _drifting(drift: Found, names: Names | None) -> Iterator[Remark]:
    for direction, word in (("stricter", "stricter"), ("lenient", "more leniently")):
        found = [row for row in drift.get("interviewers", ()) if row["drift"] == direction]
        found.sort(key=lambda row: -abs(row["change"]))
        named = found[:MOST_NAMED] if names is not None else []
        for row in named:
            cycles = [cycle["name"] for cycle in drift["cycles"]]
            yield Remark("Drift", _drifted(row, names or {}, word, cycles), "interviewers", row["uuid"])
        if others := len(found) - len(named):
            subject = _people(others, "scores", "score", more=bool(named))
            yield Remark("Drift", f"{subject} {word} from cycle to cycle.", "interviewers")


def _drifted(row: Found, names: Names, word: str, cycles: Sequence[str]) -> str:
    return (
        f"{names.get(row['uuid'], 'Somebody')} scores {word} from cycle to cycle: by "
        f"{points(abs(row['change']))} points from {cycles[row['first']]} to {cycles[row['last']]} "
        f"({interval(row['change_low'], row['change_high'])})."
    )


def _erratic(severity: Found, names: Names | None) -> Iterator[Remark]:
    found = [row for row in severity.get("interviewers", ()) if row["fit"] == "erratic"]
    found.sort(key=lambda row: -row["scores"])
    if found:
        verb = _people(len(found), "gives", "give")
        words = f"{verb} scores that often surprise, too high here and too low there"
        yield _remark("Consistency", words, found, names, _scores)


def _scores(row: Found) -> str:
    return plural(row["scores"], "score")


def _late(timeliness: Found, names: Names | None) -> Iterator[Remark]:
    found = [
        row
        for row in timeliness.get("interviewers", ())
        if row["timed"] >= FEWEST_LATE and row["late"] > row["timed"] * LATE_SHARE
    ]
    found.sort(key=lambda row: -row["late"] / row["timed"])
    if found:
        subject = _people(len(found), "hands", "hand")
        words = f"{subject} in most scorecards over {timeliness['late_hours']} hours after the interview"
        yield _remark("Timeliness", words, found, names, _late_of)


def _late_of(row: Found) -> str:
    return f"{row['late']} of {row['timed']}"


def _thin(severity: Found) -> Iterator[Remark]:
    """Who cannot be said anything about, and who cannot be compared."""
    if severity.get("why_not"):
        words = f"Nothing can be said of severity. {severity['why_not']}"
        yield Remark("Thin data", words, "interviewers")
    groups = [subset for subset in severity.get("subsets", ()) if subset["interviewers"] > 1]
    if len(groups) > 1:
        words = (
            f"Interviewers fall into {number_word(len(groups))} groups that share no candidate or no stage"
        )
        yield Remark("Thin data", f"{words}; severity compares only within a group.", "interviewers")
    few = [row for row in severity.get("interviewers", ()) if row["points"] is None]
    if few:
        of_all = f"{plural(len(few), 'interviewer')} of {len(severity['interviewers'])}"
        yield Remark("Thin data", f"Too little is known of the severity of {of_all}.", "interviewers")


def _people(number: int, verb: str, verbs: str, more: bool = False) -> str:
    word = f"{number_word(number).capitalize()}{' more' if more else ''}"
    return f"{word} interviewer {verb}" if number == 1 else f"{word} interviewers {verbs}"


def _remark(
    subject: str, words: str, rows: Sequence[Found], names: Names | None, said: Callable[[Found], str]
) -> Remark:
    """The sentence with whom it is about, and what is said of each; without either for who may not know.

    It leads to the page of the one interviewer it names, or to the page of all.
    """
    if names is None:
        return Remark(subject, f"{words}.", "interviewers")
    shown = [f"{names.get(row['uuid'], 'somebody')} ({said(row)})" for row in rows[:MOST_NAMED]]
    if len(rows) > MOST_NAMED:
        shown.append(f"{len(rows) - MOST_NAMED} more")
    one = rows[0]["uuid"] if len(rows) == 1 else ""
    return Remark(subject, f"{words}: {listed(shown, 'and')}.", "interviewers", one)
