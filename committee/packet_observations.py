"""What interviewers saw across the stages of a loop: the signals they ticked and the numbers they measured.

Pure; part of a packet's snapshot.
"""

from collections.abc import Sequence

from committee.snapshot import MeasuredPart, MeasurePart, SignalPart, StagePart
from rubrics.plan import MeasurePlan, RubricPlan


def signals_seen(stages: Sequence[StagePart], plan: RubricPlan) -> list[SignalPart]:
    """Every signal that somebody ticked, red flags first, then in the rubric's order; each is there once."""
    seen: dict[tuple[str, str], SignalPart] = {}
    for stage in stages:
        for signal in plan.stage(stage["slug"]).signals:
            ticked = [card["key"] for card in stage["cards"] if signal.slug in card["signals"]]
            if ticked:
                part = SignalPart(slug=signal.slug, text=signal.text, tone=signal.tone, cards=[])
                seen.setdefault((signal.slug, signal.text), part)["cards"].extend(ticked)
    return sorted(seen.values(), key=lambda part: part["tone"] != "red_flag")


def measures_seen(stages: Sequence[StagePart], plan: RubricPlan) -> list[MeasurePart]:
    """Every measure that somebody filled in, stage by stage."""
    return [
        MeasurePart(
            stage=stage.slug, slug=measure.slug, label=measure.label, unit=measure.unit, measured=measured
        )
        for stage in plan.stages
        for measure in stage.measures
        if (measured := _measured([each for each in stages if each["slug"] == stage.slug], measure))
    ]


def _measured(attempts: Sequence[StagePart], measure: MeasurePlan) -> list[MeasuredPart]:
    return [
        MeasuredPart(card=card["key"], number=card["measures"][measure.slug])
        for attempt in attempts
        for card in attempt["cards"]
        if measure.slug in card["measures"]
    ]
