"""Scorecard sheets: CSV in, checked scores out, every problem reported with its physical line.

A sheet has a header and one row per score, in any order; columns in any order, others ignored. Lines are
counted as an editor counts them (the header is line 1), so a row with line breaks inside quotes is named by
the line it starts on. Fully empty lines are skipped. Nothing is kept: a sheet of any size passes through.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import BinaryIO, NamedTuple, TypeAlias

from rubrics.gate import GatePolicy
from rubrics.plan import RubricPlan
from rubrics.points import NotPoints, parse_points, written_points

COLUMNS = ("candidate", "stage", "interviewer", "competency", "score")

# Told of each problem: the physical line and what is wrong there.
Report: TypeAlias = Callable[[int, str], None]

_LONGEST_QUOTE = 60


class Score(NamedTuple):
    """One row. `value` is in hundredths, None when not assessed; `extras` follow the optional columns."""

    line: int
    candidate: str
    stage: str
    interviewer: str
    competency: str
    value: int | None
    extras: tuple[str, ...]


def sheet_text(binary: BinaryIO) -> io.TextIOWrapper:
    """The text of a sheet opened in binary mode: UTF-8, with or without byte-order mark.

    Closing it closes `binary`. Bytes that are not UTF-8 pass through here as surrogates, and `read_rows`
    reports their line.
    """
    return io.TextIOWrapper(binary, encoding="utf-8-sig", errors="surrogateescape", newline="")


def read_scores(
    text: Iterable[str], rubric: RubricPlan, *, report: Report, optional: Sequence[str] = ()
) -> Iterator[Score]:
    """The scores of a sheet, checked against a rubric; use nothing once a problem was reported.

    A row with nothing wrong but its score is still yielded, as not assessed, so that the caller can report
    a second score for the same key. That check is the caller's, who knows what makes a key.
    """
    stages = {stage.slug: frozenset(stage.competencies) for stage in rubric.stages}
    values = _Values(rubric.policy)
    for line, fields in read_rows(text, COLUMNS, optional, report=report):
        candidate, stage, interviewer, competency, score = fields[:5]
        value, refusal = values[score]
        if refusal:
            report(line, refusal)
        if candidate and interviewer and stage in stages and competency in stages[stage]:
            yield Score(line, candidate, stage, interviewer, competency, value, fields[5:])
        else:
            for problem in _row_problems(candidate, stage, interviewer, competency, stages):
                report(line, problem)


def read_rows(
    text: Iterable[str], columns: Sequence[str], optional: Sequence[str] = (), *, report: Report
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of a sheet as (line, trimmed fields): `columns`, then `optional`, empty where absent."""
    rows = _rows(text, report)
    line, header = next(rows, (1, []))
    names = [name.strip() for name in header]
    problems = _header_problems(names, columns, optional)
    for problem in problems:
        report(line, problem)
    if problems:
        return
    width = len(header)
    pick = itemgetter(*(names.index(name) if name in names else width for name in (*columns, *optional)))
    for line, row in rows:
        if len(row) == width:
            row.append("")  # what an absent optional column reads
            yield line, tuple(map(str.strip, pick(row)))
        else:
            report(line, f"{len(row)} field{'' if len(row) == 1 else 's'} where the header has {width}")


def _rows(text: Iterable[str], report: Report) -> Iterator[tuple[int, list[str]]]:
    """Rows with the physical line each starts on, empty lines left out."""
    reader = csv.reader(_decoded(text, report), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            report(line, f"the quotes of this row do not match ({error})")
            continue
        if row:
            yield line, row


def _decoded(text: Iterable[str], report: Report) -> Iterator[str]:
    """The physical lines of a sheet, reporting those that were not UTF-8."""
    for number, line in enumerate(text, 1):
        if not line.isascii() and any("\udc80" <= character <= "\udcff" for character in line):
            report(number, "not UTF-8")
        yield line


def _header_problems(names: Sequence[str], columns: Sequence[str], optional: Sequence[str]) -> list[str]:
    missing = [f"the column {name} is missing" for name in columns if name not in names]
    doubled = [f"the column {name} appears twice" for name in (*columns, *optional) if names.count(name) > 1]
    return missing + doubled


def _row_problems(
    candidate: str, stage: str, interviewer: str, competency: str, stages: Mapping[str, frozenset[str]]
) -> Iterator[str]:
    if not candidate:
        yield "the candidate is empty"
    if not interviewer:
        yield "the interviewer is empty"
    if stage not in stages:
        yield f"{quoted(stage)} is not a stage of this rubric"
    if competency not in frozenset().union(*stages.values()):
        yield f"{quoted(competency)} is not a competency of this rubric"
    elif stage in stages and competency not in stages[stage]:
        yield f"the stage {stage} does not score {competency}"


class _Values(dict[str, tuple[int | None, str]]):
    """What a score field reads: (value, "") or (None, what is wrong). Remembers those that are right."""

    def __init__(self, policy: GatePolicy) -> None:
        super().__init__({"": (None, "")})
        self._policy = policy

    def __missing__(self, text: str) -> tuple[int | None, str]:
        try:
            value = parse_points(text)
        except NotPoints as refusal:
            return None, f"the score {quoted(text)} {refusal}"
        policy = self._policy
        if not policy.lowest <= value <= policy.highest:
            ends = f"{written_points(policy.lowest)} to {written_points(policy.highest)}"
            return None, f"the score {quoted(text)} is off the scale of {ends}"
        if (value - policy.lowest) % policy.step:
            return None, f"the score {quoted(text)} is not on a step of {written_points(policy.step)}"
        self[text] = value, ""
        return value, ""


def quoted(text: str) -> str:
    """Text of a sheet inside a message: cut when long, nothing in it that a terminal would obey."""
    cut = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
    return "“" + "".join(each if each.isprintable() else "\ufffd" for each in cut) + "”"
