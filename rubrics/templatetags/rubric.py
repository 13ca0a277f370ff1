"""Filters for the pages of a rubric."""

from django import template

from rubrics.gate import shown
from rubrics.plan import CompetencyPlan, RubricPlan, StagePlan

register = template.Library()


@register.filter
def points(hundredths: int) -> str:
    """A policy value in points with two decimals, such as 4.00."""
    return shown((hundredths, 1))


@register.filter
def anchor_table(stage: StagePlan, plan: RubricPlan) -> list[tuple[CompetencyPlan, list[tuple[int, str]]]]:
    """The stage's competencies in the scorecard's order, each with its levels and anchors, lowest first."""
    return [(plan.competency(slug), sorted(stage.anchors[slug].items())) for slug in stage.competencies]
