"""A packet on paper: what committee/typst/packet.typ sets in type, part by part. Pure.

The words are those of the packet's page (committee.packet_view); here they are put into the few shapes that
the template knows, so that it decides nothing but where things stand.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

from committee.packet_sheet_scores import legend, matrix_sheet
from committee.packet_type import inline, paragraphs, shortened
from committee.packet_view import Ambiguity, Head, Interview, Measure, Signal, packet_view
from committee.packet_view_bar import Bar
from committee.packet_view_evidence import Answered, CardView, StageEvidence, ValueView
from committee.packet_view_names import CardName, names_of
from committee.snapshot import PromptPart, Snapshot
from hiring.canonical import digest

Sheet: TypeAlias = dict[str, Any]

LONGEST_IN_FOOTER = 60
DIGITS_IN_FOOTER = 12


def packet_sheet(snapshot: Snapshot) -> Sheet:
    """Everything that stands on the pages of the PDF, as data."""
    view, names, sha256 = packet_view(snapshot, {}), names_of(snapshot), digest(snapshot)
    return {
        "title": f"Packet: {snapshot['candidate']}, {snapshot['job']['title']}",
        "footer": shortened(snapshot["candidate"], LONGEST_IN_FOOTER),
        "short": sha256[:DIGITS_IN_FOOTER],
        "digest": sha256,
        "head": _head(view.head),
        "matrix": matrix_sheet(snapshot, view.matrix, names),
        "legend": legend(names.policy),
        "ambiguities": [_ambiguity(row) for row in view.ambiguities],
        "red_flags": [_signal(signal) for signal in view.red_flags],
        "positives": [_signal(signal) for signal in view.positives],
        "measures": _measures(view.measures),
        "bar": _bar(view.bar),
        "answered": [_answered(one) for one in view.answered],
        "stages": [_stage(stage) for stage in view.stages],
        "interview": _interview(view.interview),
    }


def _head(head: Head) -> Sheet:
    over = f", {head.days_over} over" if head.days_over else ""
    facts = [
        ("Candidate", head.candidate, 2.2),
        ("Job", ", ".join(part for part in (head.job, head.level) if part), 1.9),
        ("Team", head.team, 1.4),
        ("To this stage", f"{_counted(head.days, 'day')}, {head.expected_days} expected{over}", 1.8),
    ]
    return {
        "question": inline(head.question),
        "comparison": inline(head.comparison),
        "facts": [
            {"label": label, "value": inline(value) or "–", "width": width, "first": label == "Candidate"}
            for label, value, width in facts
        ],
    }


def _ambiguity(row: Ambiguity) -> Sheet:
    return {"reason": inline(row.reason), "ask": _people(row.ask)}


def _signal(signal: Signal) -> Sheet:
    return {"text": inline(signal.text), "who": _people(signal.seen_by)}


def _measures(measures: Iterable[Measure]) -> list[Sheet]:
    """By label: a number that several stages measure stands there once, with a row for each of them."""
    by_label: dict[str, list[Sheet]] = {}
    for measure in measures:
        said = ", ".join(f"{inline(one.card.interviewer)} {one.number}" for one in measure.measured)
        rows = by_label.setdefault(measure.label, [])
        rows.append({"stage": inline(measure.stage), "said": f"{said} {inline(measure.unit)}"})
    return [{"label": inline(label), "rows": rows} for label, rows in by_label.items()]


def _bar(bar: Bar) -> Sheet:
    rests = f"The team's averages rest on the profiles of {_counted(bar.headcount, 'member')}."
    return {
        "top": bar.has_top,
        "rows": [
            {
                "competency": inline(row.competency),
                "candidate": {"score": row.candidate.score or "–", "level": row.candidate.level},
                "top": {"score": row.top.score or "–", "level": row.top.level},
                "difference": row.difference,
                "before": row.before or "–",
                "after": row.after or "–",
                "moves": row.moves,
            }
            for row in bar.rows
        ],
        "before": bar.before or "–",
        "after": bar.after or "–",
        "moves": bar.moves,
        "rests": rests if bar.headcount else "Nobody of the team has a profile yet.",
    }


def _answered(one: Answered) -> Sheet:
    about = f", on {one.about}" if one.about else ""
    return {
        "heading": f"{inline(one.asked_by)} to {inline(one.interviewer)}{inline(about)}",
        "question": paragraphs(one.question),
        "answer": paragraphs(one.answer),
        "corrected": one.corrected,
    }


def _stage(stage: StageEvidence) -> Sheet:
    notes = [stage.attempt, "superseded" if stage.superseded else ""]
    return {
        "title": inline(", ".join([stage.title, *(note for note in notes if note)])),
        "word": stage.word,
        "result": stage.result,
        "cards": [_card(card) for card in stage.cards],
    }


def _card(card: CardView) -> Sheet:
    return {
        "interviewer": inline(card.interviewer),
        "marks": [mark.word for mark in card.marks],
        "values": [_value(value) for value in card.values],
        "summary": paragraphs(card.summary),
        "corrections": [
            {
                "heading": f"Revision {row.number}{', after seeing others' if row.saw_others else ''}",
                "reason": paragraphs(row.reason),
            }
            for row in card.corrections
        ],
    }


def _value(value: ValueView) -> Sheet:
    return {
        "competency": inline(value.competency),
        "score": value.value.score,
        "level": value.value.level,
        "before": f"was {', then '.join(value.before)}" if value.before else "",
        "evidence": paragraphs(value.evidence),
        "why": paragraphs(value.why),
        "why_label": "Why not lower" if value.evidence else "Why not",
    }


def _interview(interview: Interview) -> Sheet:
    return {
        "critique": _prompt(interview.critique) if interview.critique else None,
        "decisions": [
            {"title": inline(one["title"]), "text": paragraphs(one["text"])}
            for one in interview.past_decisions
        ],
        "prompts": [
            {"stage": inline(group.stage), "prompts": [_prompt(prompt) for prompt in group.prompts]}
            for group in interview.prompts
        ],
        "thin": [
            {
                "competency": inline(row.competency),
                "said": f"{row.words:,} ({row.cards})",
            }
            for row in interview.least_evidence
        ],
    }


def _prompt(prompt: PromptPart) -> Sheet:
    return {"text": inline(prompt["text"]), "follow_ups": inline(" ".join(prompt["follow_ups"]))}


def _people(cards: Iterable[CardName]) -> str:
    return ", ".join(dict.fromkeys(inline(card.interviewer) for card in cards))


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
