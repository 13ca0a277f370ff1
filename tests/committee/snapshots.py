"""Snapshots of made-up packets: a full loop and smaller ones; hard_snapshots has those hard to set in type.

Scores, sentences and firmness are computed by the gate itself, as in a packet of the real thing.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from committee.ambiguity import ambiguities
from committee.for_interview import interview_part
from committee.snapshot import (
    FORMAT,
    CardPart,
    ClarificationPart,
    CorrectionPart,
    Exact,
    Snapshot,
    StagePart,
)
from rubrics.files import shipped_rubric
from rubrics.gate import Card, decide
from rubrics.plan import RubricPlan, StagePlan
from rubrics.stability import stability
from rubrics.wording import explain, explain_stability
from tests.committee.packet_words import EVIDENCE, SUMMARIES
from tests.committee.snapshot_parts import (
    bar_part,
    clarification_parts,
    measure_parts,
    signal_parts,
)

QUESTION = "Does this candidate raise the bar of the existing team in judgment and impact?"
COMPARISON = "Is this candidate distinctly better than the best person now doing the job?"
PANELS = {
    "recruiter-screen": ("Adrián Núñez Vidal", "Grace Achterberg", "Yusuf Demir"),
    "product-sense": ("Femi Adeyemi", "Mariana Ōtake", "Søren Lindqvist"),
    "leadership": ("Ines Falk", "Jo Park", "Łukasz Wiśniewski"),
    "bar-raiser": ("Beatriz Cohen-Okafor", "Chidi Bennet", "Dana Whitfield"),
}
POINTS: dict[str, Sequence[Sequence[int | None]]] = {
    "recruiter-screen": ((4, 4, 4, 4), (4, 4, 4, 5), (5, 5, 4, 4)),
    "product-sense": ((4, 4, 5, 4), (5, 4, 3, 4), (4, 3, 4, 4)),
    "leadership": ((5, 4, 4, 2), (4, 5, 5, 4), (4, 4, None, 4)),
    "bar-raiser": ((5, 4, 4, 5), (4, 4, 4, 4), (4, 4, 4, 4)),
}


def full_snapshot() -> Snapshot:
    """Four stages of the reference rubric with three interviewers each, all advanced, nothing missing."""
    plan = shipped_rubric("reference")
    stages = [
        stage_part(plan, stage, _cards(stage, PANELS[stage.slug], POINTS[stage.slug]))
        for stage in plan.stages
    ]
    _correct(stages)
    return _packet(
        plan,
        stages,
        candidate="Amara Okonkwo-Lindström",
        job=("Senior product manager", "P6", "Discovery and search"),
        clarifications=clarification_parts(),
    )


def bare_snapshot() -> Snapshot:
    """One scorecard a stage, nobody named as the top performer, nothing ambiguous, asked or ticked."""
    plan = shipped_rubric("reference")
    stages = []
    for stage in plan.stages[:3]:
        cards = _cards(stage, PANELS[stage.slug][:1], [(4, 4, 4, 4)])
        cards[0]["signals"], cards[0]["measures"], cards[0]["summary"] = [], {}, ""
        stages.append(stage_part(plan, stage, cards))
    packet = _packet(plan, stages, candidate="Li", job=("Designer", "", ""), clarifications=[])
    nobody: dict[str, Exact | None] = {one.slug: None for one in plan.competencies}
    packet["ambiguities"] = []
    bar = packet["bar"]
    bar["top"], bar["before"], bar["density_before"], bar["headcount"] = None, nobody, None, 0
    return packet


def stopped_snapshot() -> Snapshot:
    """A first attempt that the floor stopped, kept beside the second, which advanced."""
    packet = full_snapshot()
    plan = shipped_rubric("reference")
    stage = plan.stages[1]
    failed = _cards(
        stage, ("Ana Brandt", "Ravi Iyer", "Tess Moreau"), [(2, 5, 4, 5), (3, 4, 4, 4), (2, 4, 5, 4)]
    )
    first = stage_part(plan, stage, failed)
    first["superseded"] = True
    second = packet["stages"][1]
    second["attempt"] = 2
    for card in second["cards"]:
        card["key"] = card["key"].replace(".1.", ".2.")
    renamed: Snapshot = _replaced(packet, {f"product-sense.1.{n}": f"product-sense.2.{n}" for n in (1, 2, 3)})
    renamed["stages"].insert(1, first)
    return renamed


def small_snapshot() -> Snapshot:
    """The small rubric: three stages, other competencies, half points, the lowest score counts."""
    plan = shipped_rubric("small")
    given = {
        "first-call": ((4, 3.5), (4, 4)),
        "work-review": ((4, 4.5, 4), (3.5, 4, 4)),
        "outside-view": ((4, 4, 3.5),),
    }
    stages = [
        stage_part(
            plan,
            stage,
            _cards(stage, ("Odile Roux", "Pál Szabó")[: len(given[stage.slug])], given[stage.slug]),
        )
        for stage in plan.stages
    ]
    return _packet(
        plan,
        stages,
        candidate="Kim Vermeulen",
        job=("Carpenter", "", "Workshop"),
        clarifications=[],
    )


def stage_part(plan: RubricPlan, stage: StagePlan, cards: list[CardPart]) -> StagePart:
    """The stage with the outcome that the gate gives these scorecards."""
    read = [
        Card(card["key"], {slug: value for slug, value in card["values"].items() if value is not None})
        for card in cards
    ]
    outcome = decide(plan.policy, stage.competencies, read, len(read))
    firm = stability(plan.policy, stage.competencies, read, len(read))
    names = plan.competency_names
    return StagePart(
        slug=stage.slug,
        name=stage.name,
        kind=stage.kind,
        attempt=1,
        superseded=False,
        result=outcome.result.value,
        reason=outcome.reason.value,
        sentence=explain(outcome, plan.policy, names),
        firmness=explain_stability(firm, plan.policy, names),
        score=None if outcome.score is None else list(outcome.score),
        competencies={slug: None if s is None else list(s) for slug, s in outcome.competencies.items()},
        floor_breaches=list(outcome.floor_breaches),
        cards=cards,
    )


def _cards(
    stage: StagePlan, people: Sequence[str], points: Sequence[Sequence[float | None]]
) -> list[CardPart]:
    return [
        _card(stage, number, name, given)
        for number, (name, given) in enumerate(zip(people, points, strict=True), start=1)
    ]


def _card(stage: StagePlan, number: int, name: str, points: Sequence[float | None]) -> CardPart:
    values = {
        slug: None if given is None else int(given * 100)
        for slug, given in zip(stage.competencies, points, strict=True)
    }
    written = EVIDENCE.get(stage.slug, {})
    spare = EVIDENCE["leadership"]["communication"]
    good = [signal.slug for signal in stage.signals if signal.tone == "positive"]
    return CardPart(
        key=f"{stage.slug}.1.{number}",
        interviewer=name,
        revision=1,
        late=False,
        not_blind=False,
        values=values,
        evidence={
            slug: written.get(slug, spare)[number - 1] for slug, value in values.items() if value is not None
        },
        why_not={slug: "Time ran out before the result." for slug, value in values.items() if value is None},
        why_high={},
        signals=sorted(good[(number - 1) : number + 1]),
        measures={one.slug: 30 + 10 * number for one in stage.measures},
        asked=[1, 2] if number == 1 else [1],
        summary=SUMMARIES[number - 1],
        corrections=[],
    )


def _correct(stages: list[StagePart]) -> None:
    """Gives the loop what makes it less than perfect: corrections, a late card, red flags, a reason."""
    screen, sense, leading, last = (stage["cards"] for stage in stages)
    sense[2]["revision"] = screen[1]["revision"] = 2
    sense[2]["corrections"] = [
        CorrectionPart(
            revision=2,
            reason="I had read two lines as the whole plan; the second arm is on the back of the page.",
            saw_others=True,
            changed=[{"competency": "communication", "before": 200, "after": 300}],
        )
    ]
    screen[1]["corrections"] = [
        CorrectionPart(revision=2, reason="A name was wrong.", saw_others=False, changed=[])
    ]
    leading[0]["signals"] = sorted([*leading[0]["signals"], "no-disagreement"])
    leading[2]["signals"] = sorted([*leading[2]["signals"], "no-concrete-artefact"])
    leading[1]["late"] = True
    leading[2]["why_high"] = {
        "judgment": "The page lacks the options, but they stood in an annex that I read."
    }
    last[1]["not_blind"] = True


def _packet(
    plan: RubricPlan,
    stages: list[StagePart],
    *,
    candidate: str,
    job: tuple[str, str, str],
    clarifications: list[ClarificationPart],
) -> Snapshot:
    policy = plan.policy
    return Snapshot(
        format=FORMAT,
        question=QUESTION,
        comparison=COMPARISON,
        candidate=candidate,
        job={"title": job[0], "level": job[1], "team": job[2]},
        rubric={"slug": plan.slug, "version": plan.version, "name": plan.name},
        policy={
            "threshold": policy.threshold,
            "floor": policy.floor,
            "aggregation": policy.aggregation,
            "lowest": policy.lowest,
            "highest": policy.highest,
            "step": policy.step,
        },
        days={"taken": 23, "expected": plan.expected_days},
        competencies=[{"slug": one.slug, "name": one.name} for one in plan.competencies],
        stages=stages,
        ambiguities=ambiguities(stages, plan),
        signals=signal_parts(plan, stages),
        measures=measure_parts(plan, stages),
        bar=bar_part(plan, stages),
        clarifications=clarifications,
        interview=interview_part(stages, plan),
    )


def _replaced(value: Any, words: Mapping[str, str]) -> Any:
    """A copy with whole texts replaced."""
    if isinstance(value, dict):
        return {key: _replaced(inner, words) for key, inner in value.items()}
    if isinstance(value, list):
        return [_replaced(inner, words) for inner in value]
    return words.get(value, value) if isinstance(value, str) else deepcopy(value)
