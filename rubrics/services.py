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
from rubrics.plan import RubricPlan, StagePlan
from rubrics.queries import stored_rubric


class RubricVersionExists(Refusal):
    """That slug and version are stored already, with other content."""


class RubricAlreadyPublished(Refusal):
    """A published version stays as it is."""


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
    for position, stage in enumerate(plan.stages):
        _store_stage(rubric, stage, position, competencies)
    PastDecision.objects.bulk_create(
        PastDecision(rubric=rubric, title=row.title, text=row.text, position=position)
        for position, row in enumerate(plan.past_decisions)
    )
    audit_record(actor=actor, at=at, action="rubric.store", on=rubric)
    return rubric


@transaction.atomic
def rubric_publish(*, actor: User | None, at: datetime, rubric: Rubric) -> Rubric:
    """Publishes a draft; from then on the database refuses any change to it."""
    if actor is not None:
        AccessRefused.unless(can_manage_rubrics(actor))
    locked = Rubric.objects.select_for_update().get(pk=rubric.pk)
    if locked.is_published:
        raise RubricAlreadyPublished(f"{locked} is published already.")
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


def _store_stage(
    rubric: Rubric, plan: StagePlan, position: int, competencies: Mapping[str, Competency]
) -> None:
    stage = Stage.objects.create(
        rubric=rubric,
        slug=plan.slug,
        name=plan.name,
        kind=plan.kind,
        position=position,
        minutes=plan.minutes,
        panel_size=plan.panel_size,
        scorecard_due_hours=plan.scorecard_due_hours,
        action_due_hours=plan.action_due_hours,
        purpose=plan.purpose,
        listen_for=list(plan.listen_for),
    )
    scored = StageCompetency.objects.bulk_create(
        StageCompetency(stage=stage, competency=competencies[slug], position=index)
        for index, slug in enumerate(plan.competencies)
    )
    Anchor.objects.bulk_create(
        Anchor(stage_competency=row, level=level, text=text)
        for row in scored
        for level, text in plan.anchors[row.competency.slug].items()
    )
    _store_seen_and_asked(stage, plan, competencies)


def _store_seen_and_asked(stage: Stage, plan: StagePlan, competencies: Mapping[str, Competency]) -> None:
    Signal.objects.bulk_create(
        Signal(
            stage=stage,
            slug=row.slug,
            text=row.text,
            tone=row.tone,
            rates_low=competencies[row.rates_low] if row.rates_low else None,
            position=index,
        )
        for index, row in enumerate(plan.signals)
    )
    Measure.objects.bulk_create(
        Measure(
            stage=stage,
            slug=row.slug,
            label=row.label,
            unit=row.unit,
            lowest=row.lowest,
            highest=row.highest,
            hint=row.hint,
            position=index,
        )
        for index, row in enumerate(plan.measures)
    )
    Prompt.objects.bulk_create(
        Prompt(
            stage=stage,
            text=row.text,
            follow_ups=list(row.follow_ups),
            critique=row.critique,
            position=index,
        )
        for index, row in enumerate(plan.prompts)
    )
