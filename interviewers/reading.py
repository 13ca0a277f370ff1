"""Scorecards as they are read: what is stored in words, one column a revision. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interviewers.content import ScorecardContent
from rubrics.plan import RubricPlan, StagePlan
from rubrics.points import POINT, written_points


@dataclass(frozen=True)
class Cell:
    """What one revision says in a row; `changed` is whether the revision before it said something else."""

    value: str
    hundredths: int | None
    anchor: str
    lines: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]  # of each a label, and the text
    changed: bool

    @property
    def is_empty(self) -> bool:
        return not (self.value or self.lines or self.notes)


@dataclass(frozen=True)
class Row:
    """A competency, or another part of the scorecard, with a cell of every revision."""

    name: str
    cells: tuple[Cell, ...]


def content_rows(rubric: RubricPlan, stage: StagePlan, contents: Sequence[ScorecardContent]) -> list[Row]:
    """The rows of one or more revisions of a scorecard, in the order they were submitted."""
    rows = [
        Row(
            rubric.competency(slug).name,
            _cells(_competency_cell(slug, stage, content) for content in contents),
        )
        for slug in stage.competencies
    ]
    rows.append(Row("Signals", _cells(_signals_cell(stage, content) for content in contents)))
    if stage.measures:
        rows.append(Row("Measures", _cells(_measures_cell(stage, content) for content in contents)))
    rows.append(Row("Summary", _cells(_summary_cell(content) for content in contents)))
    rows.append(Row("Prompts asked", _cells(_asked_cell(stage, content) for content in contents)))
    return [row for row in rows if not all(cell.is_empty for cell in row.cells)]


def _cells(said: Iterable[Cell]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for cell in said:
        unlike = bool(cells) and _words(cells[-1]) != _words(cell)
        cells.append(Cell(*_words(cell), changed=unlike))
    return tuple(cells)


def _words(
    cell: Cell,
) -> tuple[str, int | None, str, tuple[str, ...], tuple[tuple[str, str], ...]]:
    return cell.value, cell.hundredths, cell.anchor, cell.lines, cell.notes


def _cell(
    value: str = "",
    hundredths: int | None = None,
    anchor: str = "",
    lines: Iterable[str] = (),
    notes: Iterable[tuple[str, str]] = (),
) -> Cell:
    kept = tuple((name, text) for name, text in notes if text)
    return Cell(value, hundredths, anchor, tuple(lines), kept, changed=False)


def _competency_cell(slug: str, stage: StagePlan, content: ScorecardContent) -> Cell:
    notes = [
        ("Why not assessed", content.why_not.get(slug, "")),
        ("Evidence", content.evidence.get(slug, "")),
        ("Why high all the same", content.why_high.get(slug, "")),
    ]
    if slug not in content.values:
        return _cell(notes=notes)
    value = content.values[slug]
    if value is None:
        return _cell("Not assessed", notes=notes)
    anchor = "" if value % POINT else stage.anchors[slug].get(value // POINT, "")
    return _cell(written_points(value), value, anchor, notes=notes)


def _signals_cell(stage: StagePlan, content: ScorecardContent) -> Cell:
    tones = {"red_flag": "Red flag", "positive": "Positive"}
    return _cell(
        lines=[
            f"{tones[signal.tone]}: {signal.text}"
            for signal in stage.signals
            if signal.slug in content.signals
        ]
    )


def _measures_cell(stage: StagePlan, content: ScorecardContent) -> Cell:
    return _cell(
        lines=[
            measure.said(content.measures[measure.slug])
            for measure in stage.measures
            if measure.slug in content.measures
        ]
    )


def _summary_cell(content: ScorecardContent) -> Cell:
    return _cell(notes=[("", content.summary)])


def _asked_cell(stage: StagePlan, content: ScorecardContent) -> Cell:
    return _cell(
        lines=[
            f"{number}. {prompt.text}"
            for number, prompt in enumerate(stage.prompts, start=1)
            if number in content.asked
        ]
    )
