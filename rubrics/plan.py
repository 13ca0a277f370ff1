"""A rubric as plain data: what a file describes, a published version stores and every page reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from rubrics.gate import GatePolicy

StageKind: TypeAlias = Literal["screen", "exercise", "interview", "bar_raiser"]
Tone: TypeAlias = Literal["positive", "red_flag"]


@dataclass(frozen=True, slots=True)
class CompetencyPlan:
    slug: str
    name: str
    question: str


@dataclass(frozen=True, slots=True)
class PromptPlan:
    """A question to ask; the `critique` prompt is asked about one of the rubric's past decisions."""

    text: str
    follow_ups: tuple[str, ...]
    critique: bool


@dataclass(frozen=True, slots=True)
class SignalPlan:
    """Something to tick. When ticked, a value for `rates_low` at or above the floor asks for a reason."""

    slug: str
    text: str
    tone: Tone
    rates_low: str | None


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    """A number the interviewer fills in, from `lowest` to `highest` inclusive, in `unit`."""

    slug: str
    label: str
    unit: str
    lowest: int
    highest: int
    hint: str

    def said(self, number: int) -> str:
        """A number that was filled in, in words: "Context: 60 percent"."""
        return f"{self.label}: {number} {self.unit}"


@dataclass(frozen=True, slots=True)
class PastDecision:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class StagePlan:
    """A stage: `competencies` in the order they are scored; `anchors[competency][level]` in whole points.

    `action_due_hours` is the age at which waiting for anything but a scorecard counts as late here.
    """

    slug: str
    name: str
    kind: StageKind
    minutes: int
    panel_size: int
    scorecard_due_hours: int
    action_due_hours: int
    purpose: str
    competencies: tuple[str, ...]
    listen_for: tuple[str, ...]
    prompts: tuple[PromptPlan, ...]
    anchors: Mapping[str, Mapping[int, str]]
    signals: tuple[SignalPlan, ...]
    measures: tuple[MeasurePlan, ...]

    @property
    def is_bar_raiser(self) -> bool:
        """Whether it is the bar raiser's: only they score it, and a verdict follows."""
        return self.kind == "bar_raiser"


@dataclass(frozen=True, slots=True)
class RubricPlan:
    """One version of a rubric; stages in the order a candidate passes them."""

    slug: str
    version: int
    name: str
    summary: str
    expected_days: int
    policy: GatePolicy
    competencies: tuple[CompetencyPlan, ...]
    stages: tuple[StagePlan, ...]
    past_decisions: tuple[PastDecision, ...]

    @property
    def competency_names(self) -> dict[str, str]:
        """Names by slug, in the rubric's order."""
        return {competency.slug: competency.name for competency in self.competencies}

    def stage(self, slug: str) -> StagePlan:
        """The stage called `slug`; KeyError when the rubric has none."""
        return {stage.slug: stage for stage in self.stages}[slug]

    def competency(self, slug: str) -> CompetencyPlan:
        """The competency called `slug`; KeyError when the rubric has none."""
        return {competency.slug: competency for competency in self.competencies}[slug]
