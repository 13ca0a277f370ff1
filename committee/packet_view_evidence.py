"""The evidence on a packet's page: scorecards in their authors' words, with what was asked of them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from committee.gate_line import GateLine, gate_line
from committee.matrix import attempt_words
from committee.packet_view_gate import outcome_of, scored
from committee.packet_view_names import Names, Shaded, stage_id
from committee.packet_view_scores import Mark, card_marks
from committee.scale import RESULT_WORDS
from committee.snapshot import CardPart, ClarificationPart, Snapshot, StagePart


@dataclass(frozen=True, slots=True)
class AskedAt:
    """When a question was asked and answered: from the row beside the snapshot."""

    asked: datetime
    answered: datetime | None


Times: TypeAlias = Mapping[tuple[str, str, str], AskedAt]  # by scorecard key, competency slug and question


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer; `at` is None in a packet whose rows are gone."""

    interviewer: str
    card: str
    about: str
    asked_by: str
    question: str
    answer: str
    corrected: bool
    at: AskedAt | None


@dataclass(frozen=True, slots=True)
class ValueView:
    """A competency's value; `before` are those it had in earlier revisions, the oldest first."""

    slug: str
    competency: str
    value: Shaded
    before: tuple[str, ...]
    evidence: str
    why: str


@dataclass(frozen=True, slots=True)
class CorrectionView:
    number: int
    reason: str
    saw_others: bool


@dataclass(frozen=True, slots=True)
class CardView:
    key: str
    id: str
    interviewer: str
    marks: tuple[Mark, ...]
    values: tuple[ValueView, ...]
    red_flags: tuple[str, ...]
    positives: tuple[str, ...]
    measures: tuple[str, ...]
    summary: str
    corrections: tuple[CorrectionView, ...]
    answered: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class StageEvidence:
    id: str
    title: str
    attempt: str
    superseded: bool
    result: str
    word: str
    gate: GateLine | None
    firmness: str
    cards: tuple[CardView, ...]


def stages_view(snapshot: Snapshot, names: Names, times: Times) -> tuple[StageEvidence, ...]:
    """Stage by stage, in the order of the snapshot."""
    return tuple(_stage(snapshot, stage, names, times) for stage in snapshot["stages"])


def answered_view(
    parts: Iterable[ClarificationPart], names: Names, times: Times, only: str = ""
) -> tuple[Answered, ...]:
    """The answered questions, or those of one scorecard."""
    return tuple(
        Answered(
            interviewer=card.interviewer,
            card=card.id,
            about=names.competencies.get(part["competency"], ""),
            asked_by=part["asked_by"],
            question=part["question"],
            answer=part["answer"],
            corrected=part["corrected"],
            at=times.get((part["card"], part["competency"], part["question"])),
        )
        for part in parts
        if only in ("", part["card"])
        for card in names.listed([part["card"]])
    )


def _stage(snapshot: Snapshot, stage: StagePart, names: Names, times: Times) -> StageEvidence:
    outcome = outcome_of(snapshot, stage)
    line = gate_line(
        stage=stage["name"],
        policy=names.policy,
        outcome=outcome,
        sentence=f"{stage['sentence']}." if stage["sentence"] else "",
        names=names.competencies,
    )
    return StageEvidence(
        id=stage_id(stage),
        title=stage["name"],
        attempt=attempt_words(stage["attempt"]),
        superseded=stage["superseded"],
        result=stage["result"],
        word=RESULT_WORDS[stage["result"]],
        gate=line if stage["cards"] else None,
        firmness=f"{stage['firmness']}." if stage["firmness"] else "",
        cards=tuple(_card(snapshot, stage, card, names, times) for card in stage["cards"]),
    )


def _card(snapshot: Snapshot, stage: StagePart, card: CardPart, names: Names, times: Times) -> CardView:
    key = card["key"]
    ticked = [signal for signal in snapshot["signals"] if key in signal["cards"]]
    return CardView(
        key=key,
        id=names.cards[key].id,
        interviewer=card["interviewer"],
        marks=card_marks(card),
        values=tuple(_value(slug, card, names) for slug in scored(snapshot, stage)),
        red_flags=tuple(signal["text"] for signal in ticked if signal["tone"] == "red_flag"),
        positives=tuple(signal["text"] for signal in ticked if signal["tone"] == "positive"),
        measures=tuple(_measured(snapshot, key)),
        summary=card["summary"],
        corrections=tuple(
            CorrectionView(row["revision"], row["reason"], row["saw_others"]) for row in card["corrections"]
        ),
        answered=answered_view(snapshot["clarifications"], names, times, only=key),
    )


def _value(slug: str, card: CardPart, names: Names) -> ValueView:
    changes = [
        change
        for correction in card["corrections"]
        for change in correction["changed"]
        if change["competency"] == slug
    ]
    return ValueView(
        slug=slug,
        competency=names.competencies[slug],
        value=names.value(card["values"].get(slug)),
        before=tuple(names.value(change["before"]).score for change in changes),
        evidence=card["evidence"].get(slug, ""),
        why=card["why_not"].get(slug, "") or card["why_high"].get(slug, ""),
    )


def _measured(snapshot: Snapshot, key: str) -> Iterable[str]:
    for measure in snapshot["measures"]:
        for one in measure["measured"]:
            if one["card"] == key:
                yield f"{measure['label']}: {one['number']} {measure['unit']}"
