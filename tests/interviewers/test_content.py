"""The rules of a scorecard's content, on a stage that has each kind of field."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewers.content import (
    LONGEST_TEXT,
    NOT_ASSESSED,
    ScorecardContent,
    checked_content,
    content_problems,
    field_names,
    needs_evidence,
    own_mean,
    read_content,
    tidied,
    written_fields,
)
from rubrics.files import shipped_rubric
from rubrics.gate import shown
from rubrics.plan import MeasurePlan, SignalPlan, StagePlan
from rubrics.points import written_points

REFERENCE = shipped_rubric("reference")
SMALL = shipped_rubric("small")
POLICY = REFERENCE.policy
NO_ARTEFACT = SignalPlan("no-artefact", "No concrete artefact", "red_flag", rates_low="judgment")
OWNERSHIP = SignalPlan("ownership", "Owns the result", "positive", rates_low=None)
SHARE = MeasurePlan("context-share", "Share spent on context", "percent", lowest=0, highest=100, hint="")
STAGE: StagePlan = replace(
    REFERENCE.stages[0],
    competencies=("judgment", "impact"),
    signals=(NO_ARTEFACT, OWNERSHIP),
    measures=(SHARE,),
    prompts=REFERENCE.stages[0].prompts[:2],
)
SOUND = {"value.judgment": "4", "value.impact": "3"}


def problems_of(fields: Mapping[str, str], stage: StagePlan = STAGE) -> list[tuple[str, str]]:
    content, unreadable = read_content(fields, stage)
    return [
        (problem.field, problem.words) for problem in [*unreadable, *content_problems(content, stage, POLICY)]
    ]


def test_a_field_has_one_problem_at_a_time_in_the_order_of_the_page() -> None:
    fields = {"value.impact": "four", "measure.context-share": "much", "evidence.judgment": "Seen."}
    _, problems = checked_content(fields, STAGE, POLICY)
    assert [(problem.field, problem.words) for problem in problems] == [
        ("value.judgment", "Choose a value, or say that you did not assess it."),
        ("value.impact", "“four” is not a number; choose one of the values."),
        ("measure.context-share", "Write a whole number from 0 to 100, or leave it empty."),
    ]


def fields_wrong(fields: Mapping[str, str], stage: StagePlan = STAGE) -> list[str]:
    return [field for field, _ in problems_of(fields, stage)]


def test_a_stage_names_its_fields_in_the_order_of_the_page() -> None:
    assert field_names(STAGE) == (
        "value.judgment",
        "why_not.judgment",
        "evidence.judgment",
        "why_high.judgment",
        "value.impact",
        "why_not.impact",
        "evidence.impact",
        "why_high.impact",
        "signal.no-artefact",
        "signal.ownership",
        "measure.context-share",
        "summary",
        "asked.1",
        "asked.2",
    )


def test_flat_fields_are_read_into_content() -> None:
    content, problems = read_content(
        {
            "value.judgment": " 2 ",
            "evidence.judgment": "  Chose by\r\nprecedent. ",
            "value.impact": NOT_ASSESSED,
            "why_not.impact": "No time.",
            "signal.no-artefact": "1",
            "measure.context-share": "40",
            "summary": "Careful.",
            "asked.2": "1",
        },
        STAGE,
    )
    assert problems == []
    assert content == ScorecardContent(
        values={"judgment": 200, "impact": None},
        evidence={"judgment": "Chose by\nprecedent."},
        why_not={"impact": "No time."},
        why_high={},
        signals=frozenset({"no-artefact"}),
        measures={"context-share": 40},
        summary="Careful.",
        asked=frozenset({2}),
    )


def test_fields_of_another_stage_are_not_read() -> None:
    strange = {"value.charm": "5", "signal.charm": "1", "asked.3": "1"}
    content, problems = read_content(SOUND | strange, STAGE)
    assert (content.values, content.signals, content.asked) == (
        {"judgment": 400, "impact": 300},
        frozenset(),
        frozenset(),
    )
    assert problems == []


def test_a_reason_that_no_longer_applies_is_not_read_but_evidence_is() -> None:
    typed = {"why_not.judgment": "x", "why_high.judgment": "y", "evidence.impact": "z"}
    content, _ = read_content(SOUND | typed, STAGE)
    assert (content.why_not, content.why_high, content.evidence) == ({}, {}, {"impact": "z"})


def test_no_prompt_has_to_be_ticked_and_any_may_be() -> None:
    assert problems_of(SOUND | {"asked.1": "1", "asked.2": "1"}) == []
    assert problems_of(SOUND | {"asked.1": ""}) == []


def test_sound_content_has_no_problem() -> None:
    assert problems_of(SOUND) == []


def test_every_competency_wants_a_value_or_to_be_not_assessed() -> None:
    assert problems_of({"value.impact": "3"}) == [
        ("value.judgment", "Choose a value, or say that you did not assess it.")
    ]


def test_not_assessed_needs_a_reason() -> None:
    assert problems_of(SOUND | {"value.impact": NOT_ASSESSED}) == [
        ("why_not.impact", "Say why you did not assess it.")
    ]
    assert problems_of(SOUND | {"value.impact": NOT_ASSESSED, "why_not.impact": "Cut short."}) == []


@pytest.mark.parametrize(
    ("value", "needed"), [("1", True), ("2", True), ("3", False), ("4", False), ("5", True)]
)
def test_the_ends_of_the_scale_need_evidence(value: str, needed: bool) -> None:
    without = problems_of(SOUND | {"value.impact": value})
    words = f"A {value} needs evidence: write what you saw or heard."
    assert without == ([("evidence.impact", words)] if needed else [])
    assert problems_of(SOUND | {"value.impact": value, "evidence.impact": "Seen."}) == []


def test_blanks_are_no_evidence() -> None:
    assert fields_wrong(SOUND | {"value.impact": "1", "evidence.impact": " \n "}) == ["evidence.impact"]


def test_half_points_need_evidence_up_to_a_point_above_the_lowest_and_at_the_top() -> None:
    scale = range(100, 501, 50)
    assert [value for value in scale if needs_evidence(value, SMALL.policy)] == [100, 150, 200, 500]


@pytest.mark.parametrize("value", ["0", "6", "3.5", "4.01"])
def test_a_value_off_the_scale_or_its_step_is_refused(value: str) -> None:
    assert problems_of(SOUND | {"value.impact": value}) == [
        (
            "value.impact",
            f"{value} is not on the scale, which runs from 1 to 5 in steps of 1; choose one of those.",
        )
    ]


@pytest.mark.parametrize("value", ["four", "4,5", "1e1", "\u0664"])
def test_a_value_that_is_no_number_is_named(value: str) -> None:
    assert problems_of(SOUND | {"value.impact": value})[0] == (
        "value.impact",
        f"“{value}” is not a number; choose one of the values.",
    )


def test_a_high_value_with_a_signal_that_rates_it_low_asks_why() -> None:
    ticked = SOUND | {"signal.no-artefact": "1"}
    assert problems_of(ticked) == [
        (
            "why_high.judgment",
            "You ticked “No concrete artefact”, which rates this low. "
            "Say why it is a 4 all the same, or change one of the two.",
        )
    ]
    assert problems_of(ticked | {"why_high.judgment": "It was shown later."}) == []


@pytest.mark.parametrize(("value", "asked"), [("2", False), ("3", True)])
def test_the_floor_is_where_high_begins(value: str, asked: bool) -> None:
    fields = SOUND | {"signal.no-artefact": "1", "value.judgment": value, "evidence.judgment": "Seen."}
    assert fields_wrong(fields) == (["why_high.judgment"] if asked else [])


def test_a_signal_that_rates_nothing_low_asks_nothing() -> None:
    assert problems_of(SOUND | {"signal.ownership": "1"}) == []


@pytest.mark.parametrize("number", ["-1", "101", "4.5", "some"])
def test_a_measure_is_a_whole_number_in_its_range(number: str) -> None:
    words = "Write a whole number from 0 to 100, or leave it empty."
    assert problems_of(SOUND | {"measure.context-share": number}) == [("measure.context-share", words)]


@pytest.mark.parametrize("number", ["", "0", "100"])
def test_a_measure_may_be_left_empty(number: str) -> None:
    assert problems_of(SOUND | {"measure.context-share": number}) == []


@pytest.mark.parametrize("field", ["summary", "evidence.impact"])
def test_a_text_has_an_end(field: str) -> None:
    assert problems_of(SOUND | {field: "x" * LONGEST_TEXT}) == []
    assert problems_of(SOUND | {field: "x" * (LONGEST_TEXT + 1)}) == [
        (field, "This has 20,001 characters; 20,000 fit. Shorten it.")
    ]


def test_content_of_another_stage_is_refused() -> None:
    content, _ = read_content(SOUND, STAGE)
    strange = replace(
        content,
        values={**content.values, "charm": 500},
        signals=frozenset({"charm"}),
        asked=frozenset({1, 3}),
    )
    assert [problem.field for problem in content_problems(strange, STAGE, POLICY)] == [
        "asked.3",
        "signal.charm",
        "value.charm",
    ]


@pytest.mark.parametrize(
    ("values", "mean"),
    [(["4", "3"], "3.50"), ([NOT_ASSESSED, "3"], "3.00"), (["2", ""], "2.00")],
)
def test_the_own_mean_is_of_the_values_given(values: list[str], mean: str) -> None:
    content, _ = read_content(dict(zip(SOUND, values, strict=True)), STAGE)
    score = own_mean(content)
    assert score is not None
    assert shown(score) == mean


def test_there_is_no_mean_before_the_first_value() -> None:
    content, _ = read_content({"value.judgment": NOT_ASSESSED}, STAGE)
    assert own_mean(content) is None


ON_SCALE = st.sampled_from([*(str(point) for point in range(1, 6)), NOT_ASSESSED, ""])
TEXTS = st.text(max_size=12)
ANY_FIELDS = st.fixed_dictionaries(
    {},
    optional={
        name: ON_SCALE if name.startswith("value.") else TEXTS | st.just("1") for name in field_names(STAGE)
    },
)


@given(ANY_FIELDS)
def test_content_written_out_and_read_again_is_the_same(fields: dict[str, str]) -> None:
    content, _ = read_content(fields, STAGE)
    assert read_content(written_fields(content), STAGE) == (content, [])


@given(ANY_FIELDS)
def test_content_without_a_problem_keeps_every_rule(fields: dict[str, str]) -> None:
    content, unreadable = read_content(fields, STAGE)
    if unreadable or content_problems(content, STAGE, POLICY):
        return
    assert content.values.keys() == set(STAGE.competencies)
    for slug, value in content.values.items():
        if value is None:
            assert content.why_not[slug]
        elif needs_evidence(value, POLICY):
            assert content.evidence[slug]
    judgment = content.values["judgment"]
    if judgment is not None and judgment >= POLICY.floor and "no-artefact" in content.signals:
        assert content.why_high["judgment"]


@given(ANY_FIELDS)
def test_every_problem_names_a_field_and_says_what_to_do(fields: dict[str, str]) -> None:
    found = problems_of(fields)
    assert {field for field, _ in found} <= set(field_names(STAGE))
    assert all(words.endswith(".") for _, words in found)


@given(st.lists(st.sampled_from(range(100, 501, 50)), min_size=1, max_size=6))
def test_the_shown_mean_is_cut_and_never_rounded_up(values: list[int]) -> None:
    slugs = [f"c{number}" for number in range(len(values))]
    content = ScorecardContent(dict(zip(slugs, values, strict=True)), {}, {}, {}, frozenset(), {}, "")
    score = own_mean(content)
    assert score is not None
    points, hundredths = shown(score).split(".")
    cut = int(points) * 100 + int(hundredths)
    assert cut * len(values) <= sum(values) < (cut + 1) * len(values)


@given(st.text())
def test_tidying_twice_is_tidying_once(text: str) -> None:
    assert tidied(tidied(text)) == tidied(text)
    assert "\r" not in tidied(text)
    assert "\0" not in tidied(text)


@given(st.sampled_from(range(100, 501, 50)))
def test_a_value_is_written_as_the_page_sends_it(value: int) -> None:
    content, _ = read_content({"value.judgment": written_points(value)}, STAGE)
    assert content.values == {"judgment": value}
