"""Rubric files: TOML in, a checked RubricPlan out, or every problem of the file at once."""

import tomllib
from collections.abc import Collection, Iterable
from decimal import Decimal
from pathlib import Path
from typing import cast, get_args

from rubrics.gate import Aggregation, GatePolicy, policy_problems
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
from rubrics.toml_table import Table

SHIPPED = Path(__file__).parent / "data"


class RubricFileError(Exception):
    """A rubric file that cannot be used; `problems` names everything wrong with it."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def shipped_slugs() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def shipped_rubric(slug: str) -> RubricPlan:
    """The rubric that ships under this slug; RubricFileError when there is none."""
    if slug not in shipped_slugs():
        raise RubricFileError([f"no rubric “{slug}” ships with this; there are {', '.join(shipped_slugs())}"])
    return read_rubric(SHIPPED / f"{slug}.toml")


def find_rubric(slug_or_file: str) -> RubricPlan:
    """The rubric that ships under this slug, else the one in the file of this name."""
    if slug_or_file in shipped_slugs():
        return shipped_rubric(slug_or_file)
    if not Path(slug_or_file).exists():
        shipped = ", ".join(shipped_slugs())
        raise RubricFileError([f"there is no file {slug_or_file}, and the rubrics that ship are {shipped}"])
    return read_rubric(slug_or_file)


def read_rubric(path: str | Path) -> RubricPlan:
    """The rubric in the file at `path`; RubricFileError names every problem in it."""
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except OSError as error:
        raise RubricFileError([f"{path} cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise RubricFileError([f"{path} is not UTF-8"]) from error
    except tomllib.TOMLDecodeError as error:
        raise RubricFileError([f"{path} is not TOML: {error}"]) from error
    problems: list[str] = []
    rubric = _rubric(Table(content, "", problems))
    if problems:
        raise RubricFileError(problems)
    return rubric


def _rubric(table: Table) -> RubricPlan:
    policy = _policy(table)
    competencies = tuple(_competency(each) for each in table.tables("competencies"))
    known = [competency.slug for competency in competencies]
    stages = tuple(_stage(each, known, policy) for each in table.tables("stages"))
    rubric = RubricPlan(
        slug=table.slug(),
        version=table.whole("version", at_least=1),
        name=table.text("name"),
        summary=table.text("summary"),
        expected_days=table.whole("expected_days", at_least=1),
        policy=policy,
        competencies=competencies,
        stages=stages,
        past_decisions=tuple(_past_decision(each) for each in table.tables("past_decisions")),
    )
    _check_whole(table, rubric)
    table.finish()
    return rubric


def _check_whole(table: Table, rubric: RubricPlan) -> None:
    """What no single table can answer for."""
    if not rubric.stages:
        table.problem("a rubric needs at least one stage")
    if not rubric.competencies:
        table.problem("a rubric needs at least one competency")
    _no_duplicates(table, "competency", [each.slug for each in rubric.competencies])
    _no_duplicates(table, "stage", [each.slug for each in rubric.stages])
    scored = {slug for stage in rubric.stages for slug in stage.competencies}
    for competency in rubric.competencies:
        if competency.slug not in scored:
            table.problem(f"no stage scores the competency {competency.slug}")
    critiques = any(prompt.critique for stage in rubric.stages for prompt in stage.prompts)
    if critiques and not rubric.past_decisions:
        table.problem("a critique prompt needs past_decisions to choose from")


def _policy(table: Table) -> GatePolicy:
    before = len(table.problems)
    scale, gate = table.table("scale"), table.table("gate")
    policy = GatePolicy(
        threshold=gate.points("threshold"),
        floor=gate.points("floor"),
        aggregation=cast(Aggregation, gate.choice("aggregation", get_args(Aggregation))),
        lowest=scale.points("lowest"),
        highest=scale.points("highest"),
        step=scale.points("step"),
    )
    scale.finish()
    gate.finish()
    if len(table.problems) == before:
        table.problems.extend(policy_problems(policy))
    return policy


def _competency(table: Table) -> CompetencyPlan:
    competency = CompetencyPlan(table.slug(), table.text("name"), table.text("question"))
    table.finish()
    return competency


def _stage(table: Table, known: Collection[str], policy: GatePolicy) -> StagePlan:
    competencies = _stage_competencies(table, known)
    stage = StagePlan(
        slug=table.slug(),
        name=table.text("name"),
        kind=cast(StageKind, table.choice("kind", get_args(StageKind))),
        minutes=table.whole("minutes", at_least=1),
        panel_size=table.whole("panel_size", at_least=1),
        scorecard_due_hours=table.whole("scorecard_due_hours", at_least=1),
        action_due_hours=table.whole("action_due_hours", at_least=1),
        purpose=table.text("purpose"),
        competencies=competencies,
        listen_for=table.texts("listen_for"),
        prompts=tuple(_prompt(each) for each in table.tables("prompts")),
        anchors=_anchors(table.table("anchors"), competencies, policy),
        signals=tuple(_signal(each, competencies) for each in table.tables("signals")),
        measures=tuple(_measure(each) for each in table.tables("measures")),
    )
    _no_duplicates(table, "signal", [signal.slug for signal in stage.signals])
    _no_duplicates(table, "measure", [measure.slug for measure in stage.measures])
    table.finish()
    return stage


def _stage_competencies(table: Table, known: Collection[str]) -> tuple[str, ...]:
    competencies = table.texts("competencies")
    if not competencies:
        table.problem("a stage scores at least one competency")
    for slug in competencies:
        if slug not in known:
            table.problem(f"“{slug}” is not a competency of this rubric")
    _no_duplicates(table, "competency", competencies)
    return competencies


def _anchors(table: Table, competencies: Collection[str], policy: GatePolicy) -> dict[str, dict[int, str]]:
    """One text per whole point of the scale and competency of the stage: none missing, none besides."""
    levels = range(-(-policy.lowest // 100), policy.highest // 100 + 1)
    anchors: dict[str, dict[int, str]] = {}
    for slug in competencies:
        written = table.table(slug)
        anchors[slug] = {level: written.text(str(level)) for level in levels}
        written.finish()
    table.finish()
    return anchors


def _prompt(table: Table) -> PromptPlan:
    prompt = PromptPlan(table.text("text"), table.texts("follow_ups"), table.flag("critique"))
    table.finish()
    return prompt


def _signal(table: Table, competencies: Collection[str]) -> SignalPlan:
    rates_low = table.text("rates_low") if "rates_low" in table else None
    if rates_low and rates_low not in competencies:
        table.problem(f"rates_low “{rates_low}” is not a competency of this stage")
    tone = cast(Tone, table.choice("tone", get_args(Tone)))
    signal = SignalPlan(table.slug(), table.text("text"), tone, rates_low)
    table.finish()
    return signal


def _measure(table: Table) -> MeasurePlan:
    before = len(table.problems)
    measure = MeasurePlan(
        slug=table.slug(),
        label=table.text("label"),
        unit=table.text("unit"),
        lowest=table.whole("lowest"),
        highest=table.whole("highest"),
        hint=table.text("hint"),
    )
    if len(table.problems) == before and measure.lowest >= measure.highest:
        table.problem("lowest must be less than highest")
    table.finish()
    return measure


def _past_decision(table: Table) -> PastDecision:
    decision = PastDecision(table.text("title"), table.text("text"))
    table.finish()
    return decision


def _no_duplicates(table: Table, what: str, slugs: Iterable[str]) -> None:
    seen: set[str] = set()
    for slug in slugs:
        if slug and slug in seen:
            table.problem(f"the {what} {slug} appears twice")
        seen.add(slug)
