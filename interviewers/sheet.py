"""A scorecard as its pages show it: the rubric's plan, filled with what was typed. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interviewers.content import (
    NOT_ASSESSED,
    TICKED,
    Problem,
    ScorecardContent,
    needs_evidence,
    own_mean,
)
from rubrics.gate import GatePolicy, shown
from rubrics.plan import MeasurePlan, PastDecision, PromptPlan, RubricPlan, SignalPlan, StagePlan
from rubrics.points import POINT, written_points


@dataclass(frozen=True)
class Field:
    """A field with the text in it; `id` is its address on the page, `problem` what is wrong or ""."""

    name: str
    id: str
    text: str
    problem: str


@dataclass(frozen=True)
class Choice:
    """A value to choose; `anchor` is what it looks like, "" between two whole points."""

    value: str
    id: str
    hundredths: int | None
    anchor: str
    checked: bool
    needs_evidence: bool


@dataclass(frozen=True)
class CompetencySheet:
    """A competency to score. `choices` rise along the scale; `lowered_by` are signals that rate it low."""

    slug: str
    name: str
    question: str
    value: Field
    choices: tuple[Choice, ...]
    not_assessed: Choice
    why_not: Field
    evidence: Field
    why_high: Field
    lowered_by: tuple[str, ...]


@dataclass(frozen=True)
class SignalSheet:
    plan: SignalPlan
    field: Field
    ticked: bool
    rates_low: str  # the name of the competency, "" when it rates none


@dataclass(frozen=True)
class MeasureSheet:
    plan: MeasurePlan
    field: Field


@dataclass(frozen=True)
class PromptSheet:
    """A prompt of the interview kit, with whether it was asked."""

    plan: PromptPlan
    field: Field
    asked: bool


@dataclass(frozen=True)
class ScorecardSheet:
    """All of a scorecard, in the order of its page."""

    stage: StagePlan
    policy: GatePolicy
    competencies: tuple[CompetencySheet, ...]
    red_flags: tuple[SignalSheet, ...]
    positives: tuple[SignalSheet, ...]
    measures: tuple[MeasureSheet, ...]
    summary: Field
    prompts: tuple[PromptSheet, ...]
    mean: str
    problems: tuple[tuple[str, str, str], ...]  # of each its field's address and label, and its words
    past_decisions: tuple[PastDecision, ...]

    @property
    def lowest(self) -> str:
        return written_points(self.policy.lowest)

    @property
    def highest(self) -> str:
        return written_points(self.policy.highest)

    @property
    def floor(self) -> str:
        return written_points(self.policy.floor)

    @property
    def has_half_points(self) -> bool:
        return self.policy.step < POINT

    @property
    def evidence_rule(self) -> str:
        """Which values need evidence, in words."""
        bottom = written_points(min(self.policy.lowest + POINT, self.policy.highest))
        return f"Needed for {bottom} and below, and for {self.highest}."


def scorecard_sheet(
    rubric: RubricPlan,
    stage: StagePlan,
    fields: Mapping[str, str],
    content: ScorecardContent,
    problems: Sequence[Problem] = (),
) -> ScorecardSheet:
    """The sheet of a stage with `fields` as they were typed; `content` is what they spell."""
    by_field = {problem.field: problem.words for problem in reversed(problems)}
    filled = _Filled(fields, by_field)
    signals = [_signal(plan, rubric, filled) for plan in stage.signals]
    return ScorecardSheet(
        stage=stage,
        policy=rubric.policy,
        competencies=tuple(_competency(slug, rubric, stage, filled) for slug in stage.competencies),
        red_flags=tuple(signal for signal in signals if signal.plan.tone == "red_flag"),
        positives=tuple(signal for signal in signals if signal.plan.tone == "positive"),
        measures=tuple(MeasureSheet(plan, filled.field(f"measure.{plan.slug}")) for plan in stage.measures),
        summary=filled.field("summary"),
        prompts=tuple(_prompt(number, plan, filled) for number, plan in enumerate(stage.prompts, start=1)),
        mean=shown_mean(content),
        problems=tuple((address(p.field), label(p.field, rubric, stage), p.words) for p in problems),
        past_decisions=rubric.past_decisions if any(p.critique for p in stage.prompts) else (),
    )


def reason_field(text: str, problems: Sequence[Problem]) -> Field:
    """The reason of a correction, which is no part of the scorecard's content."""
    words = next((problem.words for problem in problems if problem.field == "reason"), "")
    return Field("reason", address("reason"), text, words)


def shown_mean(content: ScorecardContent) -> str:
    """The own mean with two decimals, cut; "" before the first value."""
    mean = own_mean(content)
    return shown(mean) if mean else ""


def address(field: str) -> str:
    """The id of a field on the page."""
    return field.replace(".", "-")


def label(field: str, rubric: RubricPlan, stage: StagePlan) -> str:
    """What a field is called in a message; the field's own name when the stage does not have it."""
    part, _, slug = field.partition(".")
    if part == "reason":
        return "Why you correct it"
    names = {competency.slug: competency.name for competency in rubric.competencies}
    names |= {signal.slug: signal.text for signal in stage.signals}
    names |= {measure.slug: measure.label for measure in stage.measures}
    words = {"evidence": "evidence", "why_not": "why not assessed", "why_high": "why high all the same"}
    if part == "summary":
        return "Summary"
    if part == "asked":
        return f"Prompt {slug}, asked"
    name = names.get(slug, field)
    return f"{name}, {words[part]}" if part in words else name


@dataclass(frozen=True)
class _Filled:
    """What was typed, and what is wrong with it, by field."""

    fields: Mapping[str, str]
    problems: Mapping[str, str]

    def field(self, name: str) -> Field:
        return Field(name, address(name), self.fields.get(name, ""), self.problems.get(name, ""))


def _competency(slug: str, rubric: RubricPlan, stage: StagePlan, filled: _Filled) -> CompetencySheet:
    plan = rubric.competency(slug)
    value = filled.field(f"value.{slug}")
    scale = range(rubric.policy.lowest, rubric.policy.highest + 1, rubric.policy.step)
    anchors = {level * POINT: text for level, text in stage.anchors[slug].items()}
    return CompetencySheet(
        slug=slug,
        name=plan.name,
        question=plan.question,
        value=value,
        choices=tuple(_choice(value, points, anchors.get(points, ""), rubric.policy) for points in scale),
        not_assessed=Choice(
            NOT_ASSESSED, f"{value.id}-none", None, "", value.text == NOT_ASSESSED, needs_evidence=False
        ),
        why_not=filled.field(f"why_not.{slug}"),
        evidence=filled.field(f"evidence.{slug}"),
        why_high=filled.field(f"why_high.{slug}"),
        lowered_by=tuple(signal.text for signal in stage.signals if signal.rates_low == slug),
    )


def _choice(value: Field, points: int, anchor: str, policy: GatePolicy) -> Choice:
    written = written_points(points)
    # The first choice carries the field's own address, so that a message leads to the group.
    place = value.id if points == policy.lowest else f"{value.id}-{points}"
    return Choice(written, place, points, anchor, value.text == written, needs_evidence(points, policy))


def _signal(plan: SignalPlan, rubric: RubricPlan, filled: _Filled) -> SignalSheet:
    field = filled.field(f"signal.{plan.slug}")
    rates_low = rubric.competency(plan.rates_low).name if plan.rates_low else ""
    return SignalSheet(plan, field, field.text == TICKED, rates_low)


def _prompt(number: int, plan: PromptPlan, filled: _Filled) -> PromptSheet:
    field = filled.field(f"asked.{number}")
    return PromptSheet(plan, field, field.text == TICKED)
