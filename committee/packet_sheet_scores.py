"""The score matrix on paper: a block of rows a stage, under its scores those of each interviewer. Pure."""

from typing import Any

from committee.matrix import Cell, Matrix, Row
from committee.packet_type import inline
from committee.packet_view_names import Names
from committee.scale import position
from committee.snapshot import CardPart, Snapshot, StagePart
from rubrics.gate import GatePolicy, shown
from rubrics.points import written_points

Sheet = dict[str, Any]


def matrix_sheet(snapshot: Snapshot, matrix: Matrix, names: Names) -> Sheet:
    """`values` of a cell are the interviewers' in the order of `people`, None where not assessed."""
    return {
        "competencies": [inline(name) for name in matrix.competencies],
        "rows": [_row(row, stage, names) for row, stage in zip(matrix.rows, snapshot["stages"], strict=True)],
    }


def legend(policy: GatePolicy) -> tuple[str, str]:
    """What the marks mean, in what stands before the mark of the floor and what stands behind it."""
    counts = "Mean" if policy.aggregation == "mean" else "Lowest"
    scale = f"{written_points(policy.lowest)} to {written_points(policy.highest)}"
    return (
        f"{counts} of the values, cut to two decimals; strokes stand on the scale from {scale}. "
        f"Threshold {shown((policy.threshold, 1))}. – not assessed.",
        f"below the floor of {shown((policy.floor, 1))}.",
    )


def _row(row: Row, stage: StagePart, names: Names) -> Sheet:
    return {
        "stage": inline(row.stage),
        "attempt": row.attempt,
        "people": [inline(card["interviewer"]) for card in stage["cards"]],
        "cells": [
            _cell(cell, slug, stage, names.policy)
            for cell, slug in zip(row.cells, names.competencies, strict=True)
        ],
        "score": row.score or "",
        "result": row.result,
        "word": row.word,
        "sentence": _capital(row.sentence.removeprefix(f"{row.word}: ")),
    }


def _cell(cell: Cell, slug: str, stage: StagePart, policy: GatePolicy) -> Sheet:
    scored = slug in stage["competencies"]
    return {
        "score": cell.score or "",
        "level": cell.level,
        "absent": cell.absent,
        "breach": slug in stage["floor_breaches"],
        "values": [_value(slug, card, policy) for card in stage["cards"]] if scored else [],
    }


def _value(slug: str, card: CardPart, policy: GatePolicy) -> Sheet | None:
    value = card["values"].get(slug)
    if value is None:
        return None
    return {
        "words": written_points(value),
        "position": position((value, 1), policy),
        "below": value < policy.floor,
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
