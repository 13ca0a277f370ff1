"""Stored rubrics as plans. A published version never changes, so each process reads it once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from rubrics.gate import Aggregation, GatePolicy, shown
from rubrics.models import Rubric, Stage, StageCompetency
from rubrics.plan import (
    CompetencyPlan,
    MeasurePlan,
    PastDecision,
    PromptPlan,
    RubricPlan,
    SignalPlan,
    StageKind,
    StagePlan,
    Tone,
)


@dataclass(frozen=True)
class StoredRubric:
    """A rubric's plan together with the keys of its rows; stages in order of position."""

    id: int
    uuid: UUID
    plan: RubricPlan
    stage_ids: Mapping[str, int]
    competency_ids: Mapping[str, int]

    def stage_plan(self, stage_id: int) -> StagePlan:
        """The plan of the stage with this key; KeyError when it is of another rubric."""
        return self.plan.stage({key: slug for slug, key in self.stage_ids.items()}[stage_id])


@dataclass(frozen=True)
class RubricSummary:
    """A version in a list: which it is, its stages and competencies by name, its gate in points as text."""

    rubric: Rubric
    stages: tuple[str, ...]
    competencies: tuple[str, ...]
    threshold: str
    floor: str


_published: dict[int, StoredRubric] = {}


def rubric_summaries(rubrics: QuerySet[Rubric]) -> list[RubricSummary]:
    """`rubrics` by name, the newest version first; three queries however many there are."""
    rows = rubrics.prefetch_related("stages", "competencies").order_by("name", "-version")
    return [
        RubricSummary(
            rubric=row,
            stages=tuple(stage.name for stage in row.stages.all()),
            competencies=tuple(competency.name for competency in row.competencies.all()),
            threshold=shown((row.threshold, 1)),
            floor=shown((row.floor, 1)),
        )
        for row in rows
    ]


def stored_rubric(rubric_id: int) -> StoredRubric:
    """The rubric with this key. Raises Rubric.DoesNotExist. No query for a published one read before."""
    if rubric_id not in _published:
        rubric = _with_everything().get(pk=rubric_id)
        stored = _stored(rubric)
        if not rubric.is_published:
            return stored
        _published[rubric_id] = stored
    return _published[rubric_id]


def forget_stored_rubrics() -> None:
    """Empties this process's memory of published rubrics; for tests, whose keys come again."""
    _published.clear()


def _with_everything() -> QuerySet[Rubric]:
    scored = StageCompetency.objects.select_related("competency").prefetch_related("anchors")
    stages = Stage.objects.prefetch_related(
        Prefetch("stage_competencies", queryset=scored), "signals__rates_low", "measures", "prompts"
    )
    return Rubric.objects.prefetch_related(
        "competencies", "past_decisions", Prefetch("stages", queryset=stages)
    )


def _stored(rubric: Rubric) -> StoredRubric:
    return StoredRubric(
        id=rubric.pk,
        uuid=rubric.uuid,
        plan=_plan(rubric),
        stage_ids={stage.slug: stage.pk for stage in rubric.stages.all()},
        competency_ids={competency.slug: competency.pk for competency in rubric.competencies.all()},
    )


def _plan(rubric: Rubric) -> RubricPlan:
    return RubricPlan(
        slug=rubric.slug,
        version=rubric.version,
        name=rubric.name,
        summary=rubric.summary,
        expected_days=rubric.expected_days,
        policy=GatePolicy(
            threshold=rubric.threshold,
            floor=rubric.floor,
            aggregation=cast(Aggregation, rubric.aggregation),
            lowest=rubric.lowest,
            highest=rubric.highest,
            step=rubric.step,
        ),
        competencies=tuple(
            CompetencyPlan(slug=row.slug, name=row.name, question=row.question)
            for row in rubric.competencies.all()
        ),
        stages=tuple(_stage_plan(stage) for stage in rubric.stages.all()),
        past_decisions=tuple(
            PastDecision(title=row.title, text=row.text) for row in rubric.past_decisions.all()
        ),
    )


def _stage_plan(stage: Stage) -> StagePlan:
    scored = list(stage.stage_competencies.all())
    return StagePlan(
        slug=stage.slug,
        name=stage.name,
        kind=cast(StageKind, stage.kind),
        minutes=stage.minutes,
        panel_size=stage.panel_size,
        scorecard_due_hours=stage.scorecard_due_hours,
        action_due_hours=stage.action_due_hours,
        purpose=stage.purpose,
        competencies=tuple(row.competency.slug for row in scored),
        listen_for=tuple(stage.listen_for),
        prompts=tuple(
            PromptPlan(text=row.text, follow_ups=tuple(row.follow_ups), critique=row.critique)
            for row in stage.prompts.all()
        ),
        anchors={row.competency.slug: {a.level: a.text for a in row.anchors.all()} for row in scored},
        signals=tuple(
            SignalPlan(
                slug=row.slug,
                text=row.text,
                tone=cast(Tone, row.tone),
                rates_low=row.rates_low.slug if row.rates_low else None,
            )
            for row in stage.signals.all()
        ),
        measures=tuple(
            MeasurePlan(
                slug=row.slug,
                label=row.label,
                unit=row.unit,
                lowest=row.lowest,
                highest=row.highest,
                hint=row.hint,
            )
            for row in stage.measures.all()
        ),
    )
