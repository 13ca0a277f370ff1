"""Scorecards as the application page shows them: latest values, and corrections beside the old ones."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from candidates.models import StageVisit
from committee.queries.application_rows import ApplicationRows
from committee.queries.scorecard_rows import CardRow, RevisionRow, TextRow
from committee.scale import shade
from interviewers.models import TextKind
from rubrics.gate import GatePolicy
from rubrics.plan import StagePlan
from rubrics.points import written_points

NOT_ASSESSED = "not assessed"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to know of a scorecard at a glance; `kind` is a chip's."""

    kind: str
    word: str


NOT_BLIND = Mark("attention", "Not blind")


@dataclass(frozen=True, slots=True)
class ValueView:
    """A competency's value; `before` are the values it had in earlier revisions, the oldest first."""

    competency: str
    value: str
    level: str
    before: tuple[str, ...]
    evidence: str
    why: str


@dataclass(frozen=True, slots=True)
class CorrectionView:
    number: int
    at: datetime
    reason: str
    saw_others: bool


@dataclass(frozen=True, slots=True)
class CardView:
    """A scorecard that the reader may read."""

    interviewer: str
    own: bool
    submitted_at: datetime
    marks: tuple[Mark, ...]
    values: tuple[ValueView, ...]
    red_flags: tuple[str, ...]
    positives: tuple[str, ...]
    measures: tuple[str, ...]
    summary: str
    corrections: tuple[CorrectionView, ...]


def card_views(rows: ApplicationRows, visit: StageVisit) -> tuple[CardView, ...]:
    """The scorecards of the visit that the reader may read: their own, and those in their sight."""
    stage = rows.stored.stage_plan(visit.stage_id)
    return tuple(
        _view(rows, stage, card)
        for card in rows.cards.get(visit.pk, [])
        if card.interviewer_id == rows.reader.pk or rows.sees_cards(visit)
    )


def marks_of(card: CardRow) -> tuple[Mark, ...]:
    """What stands beside a scorecard wherever it is named: not blind, late, revised."""
    marks = []
    if card.not_blind:
        marks.append(NOT_BLIND)
    if card.is_late:
        marks.append(Mark("late", "Late"))
    if len(card.revisions) > 1:
        marks.append(Mark("neutral", "Revised"))
    return tuple(marks)


def _view(rows: ApplicationRows, stage: StagePlan, card: CardRow) -> CardView:
    latest = card.revisions[-1]
    texts = rows.texts.get(latest.key, [])
    ticked = [signal for signal in stage.signals if signal.slug in latest.signals]
    return CardView(
        interviewer=card.interviewer,
        own=card.interviewer_id == rows.reader.pk,
        submitted_at=card.submitted_at,
        marks=marks_of(card),
        values=tuple(_values(rows, stage, card.revisions, texts)),
        red_flags=tuple(signal.text for signal in ticked if signal.tone == "red_flag"),
        positives=tuple(signal.text for signal in ticked if signal.tone == "positive"),
        measures=tuple(
            measure.said(latest.measures[measure.slug])
            for measure in stage.measures
            if measure.slug in latest.measures
        ),
        summary=_text(texts, TextKind.SUMMARY, None),
        corrections=tuple(_corrections(card.revisions, rows.texts)),
    )


def _values(
    rows: ApplicationRows,
    stage: StagePlan,
    revisions: tuple[RevisionRow, ...],
    texts: Iterable[TextRow],
) -> Iterable[ValueView]:
    policy, names = rows.stored.plan.policy, rows.stored.plan.competency_names
    for slug in stage.competencies:
        history = [revision.values.get(slug) for revision in revisions]
        key = rows.stored.competency_ids[slug]
        yield ValueView(
            competency=names[slug],
            value=_written(history[-1]),
            level=_shade(history[-1], policy),
            before=tuple(_changes(history)),
            evidence=_text(texts, TextKind.EVIDENCE, key),
            why=_text(texts, TextKind.NOT_ASSESSED, key) or _text(texts, TextKind.WHY_HIGH, key),
        )


def _changes(history: list[int | None]) -> Iterable[str]:
    """The values that were replaced by another, each once in a row, the oldest first."""
    for value, following in pairwise(history):
        if value != following:
            yield _written(value)


def _corrections(
    revisions: tuple[RevisionRow, ...], texts: Mapping[int, list[TextRow]]
) -> Iterable[CorrectionView]:
    for revision in revisions[1:]:
        reason = _text(texts.get(revision.key, []), TextKind.CORRECTION, None)
        yield CorrectionView(revision.number, revision.submitted_at, reason, revision.saw_others)


def _written(value: int | None) -> str:
    return NOT_ASSESSED if value is None else written_points(value)


def _shade(value: int | None, policy: GatePolicy) -> str:
    return shade(None if value is None else (value, 1), policy)


def _text(texts: Iterable[TextRow], kind: TextKind, competency_id: int | None) -> str:
    return next((row.text for row in texts if row.kind == kind and row.competency_id == competency_id), "")
