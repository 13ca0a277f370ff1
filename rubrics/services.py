"""Storing and publishing rubric versions."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.audit import audit_record
from accounts.models import User
from hiring.access import AccessRefused, Refusal
from rubrics.models import (
    Anchor,
    Competency,
    Measure,
    PastDecision,
    Prompt,
    Rubric,
    Signal,
    Stage,
    StageCompetency,
)
from rubrics.permissions import can_manage_rubrics
from rubrics.plan import RubricPlan
from rubrics.queries import stored_rubric


class RubricVersionExists(Refusal):
    """That slug and version are stored already, with other content."""


class RubricAlreadyPublished(Refusal):
    """A published version stays as it is."""


class BarRaiserNotLast(Refusal):
    """The verdict ends a loop, so nothing can follow the stage in which it is given."""


@transaction.atomic
def rubric_store(*, actor: User | None, at: datetime, plan: RubricPlan) -> Rubric:
    """Stores `plan` as a draft; one stored already, word for word, is returned as it is.

    Raises RubricVersionExists when its slug and version are taken by another content.
    """
    if actor is not None:
        AccessRefused.unless(can_manage_rubrics(actor))
    taken = Rubric.objects.filter(slug=plan.slug, version=plan.version).first()
    if taken is not None:
        if stored_rubric(taken.pk).plan == plan:
            return taken
        raise RubricVersionExists(
            f"Version {plan.version} of {plan.slug} is stored already; give this one the next number."
        )
    rubric = Rubric.objects.create(
        slug=plan.slug,
        version=plan.version,
        name=plan.name,
        summary=plan.summary,
        expected_days=plan.expected_days,
        lowest=plan.policy.lowest,
        highest=plan.policy.highest,
        step=plan.policy.step,
        threshold=plan.policy.threshold,
        floor=plan.policy.floor,
        aggregation=plan.policy.aggregation,
        created_at=at,
    )
    competencies = _store_competencies(rubric, plan)
    stages = _store_stages(rubric, plan)
    _store_anchors(plan, stages, competencies)
    _store_signals(plan, stages, competencies)
    _store_questions(plan, stages)
    PastDecision.objects.bulk_create(
        PastDecision(rubric=rubric, title=row.title, text=row.text, position=position)
        for position, row in enumerate(plan.past_decisions)
    )
    audit_record(actor=actor, at=at, action="rubric.store", on=rubric)
    return rubric


@transaction.atomic
def rubric_publish(*, actor: User | None, at: datetime, rubric: Rubric) -> Rubric:
    """Publishes a draft; from then on the database refuses any change to it.

    Raises RubricAlreadyPublished or BarRaiserNotLast.
    """
    if actor is not None:
        AccessRefused.unless(can_manage_rubrics(actor))
    locked = Rubric.objects.select_for_update().get(pk=rubric.pk)
    if locked.is_published:
        raise RubricAlreadyPublished(f"{locked} is published already.")
    kinds = list(Stage.objects.filter(rubric=locked).order_by("position").values_list("kind", flat=True))
    if "bar_raiser" in kinds[:-1]:
        raise BarRaiserNotLast(
            f"{locked} has a stage behind a bar raiser's. Put that of the bar raiser last."
        )
    locked.published_at = at
    locked.save(update_fields=["published_at"])
    audit_record(actor=actor, at=at, action="rubric.publish", on=locked)
    return locked


def _store_competencies(rubric: Rubric, plan: RubricPlan) -> dict[str, Competency]:
    rows = Competency.objects.bulk_create(
        Competency(rubric=rubric, slug=row.slug, name=row.name, question=row.question, position=position)
        for position, row in enumerate(plan.competencies)
    )
    return {row.slug: row for row in rows}


def _store_stages(rubric: Rubric, plan: RubricPlan) -> dict[str, Stage]:
    rows = Stage.objects.bulk_create(
        Stage(
            rubric=rubric,
            slug=stage.slug,
            name=stage.name,
            kind=stage.kind,
            position=position,
            minutes=stage.minutes,
            panel_size=stage.panel_size,
            scorecard_due_hours=stage.scorecard_due_hours,
            action_due_hours=stage.action_due_hours,
            purpose=stage.purpose,
            listen_for=list(stage.listen_for),
        )
        for position, stage in enumerate(plan.stages)
    )
    return {row.slug: row for row in rows}


def _store_anchors(
    plan: RubricPlan, stages: Mapping[str, Stage], competencies: Mapping[str, Competency]
) -> None:
    scored = StageCompetency.objects.bulk_create(
        StageCompetency(stage=stages[stage.slug], competency=competencies[slug], position=position)
        for stage in plan.stages
        for position, slug in enumerate(stage.competencies)
    )
    Anchor.objects.bulk_create(
        Anchor(stage_competency=row, level=level, text=text)
        for row in scored
        for level, text in plan.stage(row.stage.slug).anchors[row.competency.slug].items()
    )


def _store_signals(
    plan: RubricPlan, stages: Mapping[str, Stage], competencies: Mapping[str, Competency]
) -> None:
    Signal.objects.bulk_create(
        Signal(
            stage=stages[stage.slug],
            slug=row.slug,
            text=row.text,
            tone=row.tone,
            rates_low=competencies[row.rates_low] if row.rates_low else None,
            position=position,
        )
        for stage in plan.stages
        for position, row in enumerate(stage.signals)
    )


def _store_questions(plan: RubricPlan, stages: Mapping[str, Stage]) -> None:
    Measure.objects.bulk_create(
        Measure(
            stage=stages[stage.slug],
            slug=row.slug,
            label=row.label,
            unit=row.unit,
            lowest=row.lowest,
            highest=row.highest,
            hint=row.hint,
            position=position,
        )
        for stage in plan.stages
        for position, row in enumerate(stage.measures)
    )
    Prompt.objects.bulk_create(
        Prompt(
            stage=stages[stage.slug],
            text=row.text,
            follow_ups=list(row.follow_ups),
            critique=row.critique,
            position=position,
        )
        for stage in plan.stages
        for position, row in enumerate(stage.prompts)
    )
