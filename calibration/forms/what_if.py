"""The setting of a what-if, read from the address: whatever makes no sense there is said and made good."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from calibration.evidence import Label
from calibration.whatif.history import History, Setting
from rubrics.gate import Aggregation, GatePolicy, shown
from rubrics.points import NotPoints, parse_points

STEP = 5  # of the sliders, in hundredths; any hundredth can be typed
_SHOWN_TYPED = 12  # characters of what was typed that are said again
AGGREGATIONS: dict[Aggregation, str] = {"mean": "The mean of its scores", "lowest": "Its lowest score"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A slider and its number, in points."""

    name: str
    label: str
    help: str
    value: str
    rubric: str
    lowest: str
    highest: str
    step: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A stage or competency to keep or to leave out."""

    slug: str
    name: str
    kept: bool


@dataclass(frozen=True, slots=True)
class WhatIfForm:
    """What the page's form shows, and the `setting` that is replayed; `problems` in words for the person;
    `groups` that groups are to be compared too, by who may.
    """

    setting: Setting
    bars: tuple[Bar, ...]
    aggregation: Aggregation
    stages: tuple[Choice, ...]
    competencies: tuple[Choice, ...]
    problems: tuple[str, ...]
    is_changed: bool
    groups: bool

    @property
    def aggregations(self) -> Iterable[tuple[Aggregation, str]]:
        return AGGREGATIONS.items()


def what_if_form(asked: QueryDict, history: History) -> WhatIfForm:
    """The form for an address; one that says nothing is the rubric as it stands, in its newest version."""
    rubric = history.blocks[0].policy
    problems: list[str] = []
    threshold = _bar(asked, "threshold", rubric.threshold, rubric, problems)
    floor = _bar(asked, "floor", rubric.floor, rubric, problems)
    aggregation = _aggregation(asked, rubric.aggregation, problems)
    stages = _kept(asked, "stage", [Label(stage.slug, stage.name) for stage in history.stages], problems)
    competencies = _kept(asked, "competency", history.competencies, problems)
    setting = Setting(threshold, floor, aggregation, _places(competencies), _places(stages))
    whole = Setting(
        rubric.threshold,
        rubric.floor,
        rubric.aggregation,
        frozenset(range(len(competencies))),
        frozenset(range(len(stages))),
    )
    return WhatIfForm(
        setting=setting,
        bars=(
            _shown(rubric, "threshold", "Threshold", "A stage score below it stops.", threshold),
            _shown(
                rubric, "floor", "Floor", "Any competency below it stops, however strong the rest.", floor
            ),
        ),
        aggregation=aggregation,
        stages=stages,
        competencies=competencies,
        problems=tuple(problems),
        is_changed=setting != whole,
        groups="groups" in asked,
    )


def _bar(asked: QueryDict, name: str, rubric: int, policy: GatePolicy, problems: list[str]) -> int:
    """The bar asked for, within the scale; the rubric's where there is none."""
    typed = asked.get(name, "").strip()
    if not typed:
        return rubric
    try:
        value = parse_points(typed)
    except NotPoints as problem:
        problems.append(f"The {name} “{typed[:_SHOWN_TYPED]}” {problem}; {shown((rubric, 1))} is used.")
        return rubric
    within = min(max(value, policy.lowest), policy.highest)
    if within != value:
        problems.append(f"The {name} {shown((value, 1))} is off the scale; {shown((within, 1))} is used.")
    return within


def _aggregation(asked: QueryDict, rubric: Aggregation, problems: list[str]) -> Aggregation:
    typed = asked.get("aggregation", rubric)
    for known in AGGREGATIONS:
        if typed == known:
            return known
    problems.append(f"“{typed[:_SHOWN_TYPED]}” is no way to sum up scores; the rubric’s is used.")
    return rubric


def _kept(asked: QueryDict, name: str, labels: Iterable[Label], problems: list[str]) -> tuple[Choice, ...]:
    """What is kept: what the address names, and everything where it names nothing that there is.

    A form sent with no box ticked is told by its aggregation, which is sent always.
    """
    labels = tuple(labels)
    named = set(asked.getlist(name)) & {label.key for label in labels}
    if not named and (asked.getlist(name) or "aggregation" in asked):
        problems.append(f"Without any {name} there is nothing to replay; all of them are kept.")
    return tuple(Choice(label.key, label.name, not named or label.key in named) for label in labels)


def _places(choices: Iterable[Choice]) -> frozenset[int]:
    return frozenset(at for at, choice in enumerate(choices) if choice.kept)


def _shown(policy: GatePolicy, name: str, label: str, help_text: str, value: int) -> Bar:
    rubric: int = getattr(policy, name)
    points = [shown((number, 1)) for number in (value, rubric, policy.lowest, policy.highest, STEP)]
    return Bar(name, label, help_text, *points)
