"""The outcomes of many candidates as text to write: JSON, CSV or a table, one candidate at a time."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from rich.cells import cell_len, set_cell_size

from rubrics.cells import safe_cell
from rubrics.gate import ExactScore, Outcome, Result, shown
from rubrics.loop import CandidateLoop
from rubrics.plan import RubricPlan
from rubrics.wording import explain

# Colours a line for the terminal by the result it tells, or leaves it as it is.
Paint: TypeAlias = Callable[[Result, str], str]

_WIDEST_NAME = 32
_IGNORED = "Ignored: not every stage before it advances"


def json_text(loops: Iterable[CandidateLoop]) -> Iterator[str]:
    """A JSON list with one candidate a line."""
    yield "["
    for number, loop in enumerate(loops):
        yield f"{',' if number else ''}\n{json.dumps(_as_json(loop), ensure_ascii=False)}"
    yield "\n]\n"


def csv_text(rubric: RubricPlan, loops: Iterable[CandidateLoop]) -> Iterator[str]:
    """A row per candidate and stage up to the first that does not advance.

    A candidate with no such stage has one row with an empty stage. Lists in a cell are parted by spaces; a
    name that a spreadsheet would take for a formula starts with an apostrophe.
    """
    writer = csv.writer(_Echo())
    slugs = [competency.slug for competency in rubric.competencies]
    before = ["candidate", "result", "stage", "stage_result", "reason", "score"]
    yield writer.writerow([*before, *slugs, "floor_breaches", "ignored_stages"])
    for loop in loops:
        name, ignored = safe_cell(loop.candidate), " ".join(loop.ignored_stages)
        for stage, outcome in loop.stages.items():
            scores = [_cut(outcome.competencies.get(slug)) for slug in slugs]
            ruling = [outcome.result, outcome.reason, _cut(outcome.score)]
            breaches = " ".join(outcome.floor_breaches)
            yield writer.writerow([name, loop.result, stage, *ruling, *scores, breaches, ignored])
        if not loop.stages:
            yield writer.writerow([name, loop.result, "", "", "", "", *("" for _ in slugs), "", ignored])


def table_text(
    rubric: RubricPlan, names: Iterable[str], loops: Iterable[CandidateLoop], paint: Paint
) -> Iterator[str]:
    """Aligned lines for reading, each with the gate's reason in a sentence, and the totals at the end.

    `names` are the candidates', asked for beforehand so that columns line up without keeping any outcome.
    """
    slugs = [competency.slug for competency in rubric.competencies]
    titles = {competency.slug: competency.name for competency in rubric.competencies}
    widest = max((cell_len(printable(name)) for name in names), default=0)
    widths = [
        min(max(widest, len("candidate")), _WIDEST_NAME),
        max(len(stage.slug) for stage in rubric.stages),
        len("score"),
        *(max(len(slug), len("4.00")) for slug in slugs),
    ]
    yield _line(["candidate", "stage", "score", *slugs], widths, "outcome")
    totals = dict.fromkeys((Result.ADVANCE, Result.STOP, Result.PENDING), 0)
    for loop in loops:
        totals[loop.result] += 1
        name = printable(loop.candidate)
        for stage, outcome in loop.stages.items():
            scores = [_cut(score) for score in _scores(outcome, slugs)]
            why = paint(outcome.result, explain(outcome, rubric.policy, titles))
            yield _line([name, stage, *scores], widths, why)
        for stage in loop.ignored_stages:
            yield _line([name, stage, "", *("" for _ in slugs)], widths, _IGNORED)
    counted = ", ".join(f"{count} {result}" for result, count in totals.items())
    number = sum(totals.values())
    yield f"\n{number} candidate{'' if number == 1 else 's'}: {counted}\n"


def _as_json(loop: CandidateLoop) -> dict[str, Any]:
    return {
        "candidate": loop.candidate,
        "result": loop.result,
        "stages": [
            {
                "stage": stage,
                "result": outcome.result,
                "reason": outcome.reason,
                "score": _cut(outcome.score) or None,
                "competencies": {slug: _cut(score) or None for slug, score in outcome.competencies.items()},
                "floor_breaches": outcome.floor_breaches,
            }
            for stage, outcome in loop.stages.items()
        ],
        "ignored_stages": loop.ignored_stages,
    }


def _scores(outcome: Outcome, slugs: Iterable[str]) -> list[ExactScore | None]:
    return [outcome.score, *(outcome.competencies.get(slug) for slug in slugs)]


def _cut(score: ExactScore | None) -> str:
    return "" if score is None else shown(score)


def _line(cells: Iterable[str], widths: Iterable[int], last: str) -> str:
    padded = (set_cell_size(cell, width) for cell, width in zip(cells, widths, strict=True))
    return f"{'  '.join(padded)}  {last}\n"


def printable(name: str) -> str:
    """A name on one line, with nothing in it that a terminal would obey."""
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text
