"""What the versions of a rubric have in common: stages and competencies by slug, on one scale."""

from collections.abc import Mapping
from dataclasses import dataclass

from calibration.evidence import Label, Plan, StageShape
from rubrics.gate import GatePolicy
from rubrics.models import Rubric
from rubrics.plan import RubricPlan
from rubrics.queries import StoredRubric, stored_rubric


@dataclass(frozen=True, slots=True)
class EvidenceShape:
    """The scale of the newest version, the stages and competencies of all versions on it (the newest's
    first), and where each version's rows belong: `policy_of` by rubric key, the others by row key. Versions
    that differ in their policy or in what they ask have places of their own in `policies` and `plans`.
    """

    lowest: int
    highest: int
    step: int
    stages: tuple[StageShape, ...]
    competencies: tuple[Label, ...]
    policies: tuple[GatePolicy, ...]
    plans: tuple[Plan, ...]
    policy_of: Mapping[int, int]
    stage_of: Mapping[int, int]
    competency_of: Mapping[int, int]


class NothingMeasured(LookupError):
    """No rubric has this slug."""


def evidence_shape(rubric_slug: str) -> EvidenceShape:
    """The shape of every version of the rubric. Raises NothingMeasured where there is none."""
    newest_first = Rubric.objects.published().filter(slug=rubric_slug).order_by("-version")
    versions = [stored_rubric(key) for key in newest_first.values_list("pk", flat=True)]
    if not versions:
        raise NothingMeasured(rubric_slug)
    scale = _scale(versions[0].plan.policy)
    alike = [version for version in versions if _scale(version.plan.policy) == scale]
    competencies = _competencies(alike)
    stages = _stages(alike, list(competencies))
    stage_at = {stage.slug: at for at, stage in enumerate(stages)}
    competency_at = {slug: at for at, slug in enumerate(competencies)}
    asked = [(version.plan.policy, _plan(version.plan, stage_at, competency_at)) for version in alike]
    different = list(dict.fromkeys(asked))
    return EvidenceShape(
        *scale,
        stages=stages,
        competencies=tuple(Label(slug, name) for slug, name in competencies.items()),
        policies=tuple(policy for policy, _ in different),
        plans=tuple(plan for _, plan in different),
        policy_of={version.id: different.index(each) for version, each in zip(alike, asked, strict=True)},
        stage_of=_places([version.stage_ids for version in alike], stage_at),
        competency_of=_places([version.competency_ids for version in alike], competency_at),
    )


def _scale(policy: GatePolicy) -> tuple[int, int, int]:
    return policy.lowest, policy.highest, policy.step


def _competencies(versions: list[StoredRubric]) -> dict[str, str]:
    """Names by slug; of a slug in several versions the newest's name."""
    names: dict[str, str] = {}
    for version in versions:
        for slug, name in version.plan.competency_names.items():
            names.setdefault(slug, name)
    return names


def _stages(versions: list[StoredRubric], competencies: list[str]) -> tuple[StageShape, ...]:
    """By slug, each with the competencies that any version scores there."""
    plans: dict[str, list[RubricPlan]] = {}
    for version in versions:
        for stage in version.plan.stages:
            plans.setdefault(stage.slug, []).append(version.plan)
    return tuple(_stage(slug, found, competencies) for slug, found in plans.items())


def _stage(slug: str, plans: list[RubricPlan], competencies: list[str]) -> StageShape:
    newest = plans[0].stage(slug)
    scored = {name for plan in plans for name in plan.stage(slug).competencies}
    places = tuple(at for at, name in enumerate(competencies) if name in scored)
    return StageShape(slug, newest.name, newest.kind, places)


def _plan(plan: RubricPlan, stage_at: Mapping[str, int], competency_at: Mapping[str, int]) -> Plan:
    return tuple(
        (stage_at[stage.slug], tuple(competency_at[name] for name in stage.competencies))
        for stage in plan.stages
    )


def _places(keys: list[Mapping[str, int]], at: Mapping[str, int]) -> dict[int, int]:
    return {key: at[slug] for version in keys for slug, key in version.items()}
