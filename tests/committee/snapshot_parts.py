"""The parts of a made-up packet that follow from its stages: signals, measures, the bar."""

from collections.abc import Sequence
from fractions import Fraction

from committee.snapshot import (
    BarPart,
    ClarificationPart,
    Exact,
    MeasurePart,
    SignalPart,
    StagePart,
)
from rubrics.plan import RubricPlan


def signal_parts(plan: RubricPlan, stages: Sequence[StagePart]) -> list[SignalPart]:
    known = {signal.slug: signal for stage in plan.stages for signal in stage.signals}
    seen: dict[str, list[str]] = {}
    for stage in stages:
        for card in stage["cards"]:
            for slug in card["signals"]:
                seen.setdefault(slug, []).append(card["key"])
    ordered = sorted(seen, key=lambda slug: (known[slug].tone != "red_flag", list(known).index(slug)))
    return [
        SignalPart(slug=slug, text=known[slug].text, tone=known[slug].tone, cards=seen[slug])
        for slug in ordered
    ]


def measure_parts(plan: RubricPlan, stages: Sequence[StagePart]) -> list[MeasurePart]:
    return [
        MeasurePart(
            stage=stage.slug,
            slug=measure.slug,
            label=measure.label,
            unit=measure.unit,
            measured=[
                {"card": card["key"], "number": card["measures"][measure.slug]}
                for card in part["cards"]
                if measure.slug in card["measures"]
            ],
        )
        for stage, part in zip(plan.stages, stages, strict=False)
        for measure in stage.measures
        if any(measure.slug in card["measures"] for card in part["cards"])
    ]


def bar_part(plan: RubricPlan, stages: Sequence[StagePart]) -> BarPart:
    slugs = [one.slug for one in plan.competencies]
    own = {
        slug: _mean([Fraction(*s) for stage in stages if (s := stage["competencies"].get(slug)) is not None])
        for slug in slugs
    }
    top = {slug: Fraction(400 + 50 * (number % 2)) for number, slug in enumerate(slugs)}
    members = 7
    before = {slug: Fraction(2590 + 60 * number, members) for number, slug in enumerate(slugs)}
    after = {slug: (before[slug] * members + (own[slug] or 0)) / (members + 1) for slug in slugs}
    return BarPart(
        candidate={slug: _exact(value) for slug, value in own.items()},
        top={slug: _exact(value) for slug, value in top.items()},
        before={slug: _exact(value) for slug, value in before.items()},
        after={slug: _exact(value) for slug, value in after.items()},
        density_before=_exact(_mean(list(before.values()))),
        density_after=_exact(_mean(list(after.values()))),
        headcount=members,
    )


def clarification_parts() -> list[ClarificationPart]:
    return [
        ClarificationPart(
            card="product-sense.1.3",
            competency="communication",
            asked_by="Beatriz Cohen-Okafor",
            question=(
                "Which part of the experiment plan could you not restate, and did the candidate close the "
                "gap when asked?"
            ),
            answer=(
                "The second arm. When I asked, she turned the page over: it was there. I have corrected the "
                "score."
            ),
            corrected=True,
        ),
        ClarificationPart(
            card="leadership.1.1",
            competency="curiosity",
            asked_by="Beatriz Cohen-Okafor",
            question="What exactly did you ask when you looked for something the director had seen first?",
            answer=(
                "“What did he know that you did not?”, and later “Where was he right?”. Both times she told "
                "me how the meeting went. I would give the same score again."
            ),
            corrected=False,
        ),
    ]


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction(0)) / len(values) if values else None


def _exact(value: Fraction | None) -> Exact | None:
    return None if value is None else [value.numerator, value.denominator]
