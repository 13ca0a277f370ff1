"""Rubric files: what a good one reads as, and that a bad one names everything wrong with it."""

from dataclasses import replace
from pathlib import Path

import pytest

from rubrics.files import RubricFileError, find_rubric, read_rubric, shipped_rubric, shipped_slugs
from rubrics.gate import GatePolicy
from rubrics.plan import (
    CompetencyPlan,
    MeasurePlan,
    PastDecision,
    PromptPlan,
    RubricPlan,
    SignalPlan,
    StagePlan,
)

MINIMAL = Path(__file__).parent / "data" / "minimal.toml"


def test_a_rubric_file_reads_as_a_plan() -> None:
    assert read_rubric(MINIMAL) == RubricPlan(
        slug="minimal",
        version=1,
        name="One conversation",
        summary="The smallest rubric that is one.",
        expected_days=5,
        policy=GatePolicy(threshold=250, floor=200, aggregation="mean", lowest=100, highest=300, step=50),
        competencies=(
            CompetencyPlan("judgment", "Judgment", "Is the call a good one?"),
            CompetencyPlan("impact", "Impact", "Did it change anything?"),
        ),
        stages=(
            StagePlan(
                slug="talk",
                name="Talk",
                kind="interview",
                minutes=45,
                panel_size=2,
                scorecard_due_hours=24,
                action_due_hours=48,
                purpose="To hear one story to its end.",
                competencies=("judgment", "impact"),
                listen_for=("the call they made alone",),
                prompts=(
                    PromptPlan(
                        "Tell us about a call you regret.", ("What did you know then?",), critique=False
                    ),
                    PromptPlan("What would you have decided here?", (), critique=True),
                ),
                anchors={
                    "judgment": {1: "Guesses.", 2: "Weighs.", 3: "Weighs and tests."},
                    "impact": {1: "None.", 2: "Some.", 3: "Measured."},
                },
                signals=(SignalPlan("no-failure", "Nothing ever failed", "red_flag", "judgment"),),
                measures=(
                    MeasurePlan(
                        slug="context-share",
                        label="Share of the answer spent on context",
                        unit="percent",
                        lowest=0,
                        highest=100,
                        hint="A guess is enough.",
                    ),
                ),
            ),
        ),
        past_decisions=(
            PastDecision("The second menu", "Shipped without a test; two thirds of members never opened it."),
        ),
    )


def test_a_plan_gives_a_stage_and_a_competency_by_slug() -> None:
    rubric = read_rubric(MINIMAL)
    assert rubric.stage("talk") == rubric.stages[0]
    assert rubric.competency("impact") == rubric.competencies[1]
    with pytest.raises(KeyError):
        rubric.stage("walk")


@pytest.mark.parametrize("slug", shipped_slugs())
def test_every_rubric_that_ships_is_whole_and_named_like_its_file(slug: str) -> None:
    assert shipped_rubric(slug).slug == slug
    assert find_rubric(slug) == shipped_rubric(slug)


def test_the_reference_rubric_is_the_published_process() -> None:
    rubric = shipped_rubric("reference")
    four = ("judgment", "communication", "impact", "curiosity")
    assert [stage.slug for stage in rubric.stages] == [
        "recruiter-screen",
        "product-sense",
        "leadership",
        "bar-raiser",
    ]
    assert {stage.competencies for stage in rubric.stages} == {four}
    assert rubric.policy == GatePolicy(400, 300, "mean", 100, 500, 100)
    anchors = [
        text for stage in rubric.stages for levels in stage.anchors.values() for text in levels.values()
    ]
    assert len(set(anchors)) == len(anchors) == 80


def test_a_rubric_is_found_by_slug_or_by_file() -> None:
    assert find_rubric(str(MINIMAL)) == read_rubric(MINIMAL)
    with pytest.raises(RubricFileError, match=r"^there is no file nowhere, and the rubrics that ship are "):
        find_rubric("nowhere")
    with pytest.raises(RubricFileError, match=r"^no rubric “nowhere” ships with this; there are "):
        shipped_rubric("nowhere")


def test_numbers_of_points_may_be_bare_and_stay_exact(tmp_path: Path) -> None:
    text = MINIMAL.read_text(encoding="utf-8")
    bare = tmp_path / "bare.toml"
    bare.write_text(
        text.replace('"2.5"', "2.50").replace('"2"', "2").replace('"0.5"', "0.25"), encoding="utf-8"
    )
    policy = read_rubric(MINIMAL).policy
    assert read_rubric(bare).policy == replace(policy, step=25)


def test_a_byte_order_mark_is_no_trouble(tmp_path: Path) -> None:
    marked = tmp_path / "marked.toml"
    marked.write_text(MINIMAL.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert read_rubric(marked) == read_rubric(MINIMAL)


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(RubricFileError, match="cannot be read: No such file or directory"):
        read_rubric(tmp_path / "absent.toml")
    latin = tmp_path / "latin.toml"
    latin.write_bytes('name = "Zoë"'.encode("latin-1"))
    with pytest.raises(RubricFileError, match="is not UTF-8"):
        read_rubric(latin)
    latin.write_text("name = ", encoding="utf-8")
    with pytest.raises(RubricFileError, match="is not TOML: "):
        read_rubric(latin)
