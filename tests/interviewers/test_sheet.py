"""A scorecard as its pages show it, on both shipped rubrics."""

import pytest

from interviewers.content import Problem, read_content
from interviewers.reading import content_rows
from interviewers.sheet import ScorecardSheet, label, reason_field, scorecard_sheet
from rubrics.files import shipped_rubric
from rubrics.plan import RubricPlan

REFERENCE = shipped_rubric("reference")
SMALL = shipped_rubric("small")


def sheet(rubric: RubricPlan, stage: str, *problems: Problem, **fields: str) -> ScorecardSheet:
    """`value_judgment="4"` fills the field `value.judgment`."""
    plan = rubric.stage(stage)
    typed = {name.replace("_", ".", 1): text for name, text in fields.items()}
    content, _ = read_content(typed, plan)
    return scorecard_sheet(rubric, plan, typed, content, problems)


def test_whole_points_are_choices_with_their_anchors() -> None:
    judgment = sheet(REFERENCE, "product-sense").competencies[0]
    anchors = REFERENCE.stage("product-sense").anchors["judgment"]
    assert [(choice.value, choice.anchor) for choice in judgment.choices] == [
        (str(level), anchors[level]) for level in range(1, 6)
    ]


def test_half_points_stand_between_the_anchors_without_one() -> None:
    craft = sheet(SMALL, "work-review").competencies[0]
    assert [choice.value for choice in craft.choices] == ["1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5"]
    assert [choice.value for choice in craft.choices if not choice.anchor] == ["1.5", "2.5", "3.5", "4.5"]


def test_the_first_choice_is_where_a_message_leads() -> None:
    judgment = sheet(REFERENCE, "product-sense").competencies[0]
    assert [choice.id for choice in judgment.choices][:2] == [judgment.value.id, "value-judgment-200"]
    assert len({choice.id for choice in (*judgment.choices, judgment.not_assessed)}) == 6


def test_what_was_typed_is_in_its_field() -> None:
    filled = sheet(REFERENCE, "product-sense", value_judgment="4", evidence_judgment="Seen.", summary="Calm.")
    judgment = filled.competencies[0]
    assert [choice.value for choice in judgment.choices if choice.checked] == ["4"]
    assert (judgment.evidence.text, filled.summary.text, filled.mean) == ("Seen.", "Calm.", "4.00")


def test_not_assessed_is_a_choice_of_its_own() -> None:
    judgment = sheet(REFERENCE, "product-sense", value_judgment="not_assessed").competencies[0]
    assert judgment.not_assessed.checked is True
    assert not any(choice.checked for choice in judgment.choices)


def test_a_problem_stands_beside_its_field_and_in_the_summary() -> None:
    shown = sheet(REFERENCE, "product-sense", Problem("evidence.impact", "Write it."))
    impact = next(one for one in shown.competencies if one.slug == "impact")
    assert impact.evidence.problem == "Write it."
    assert shown.problems == (("evidence-impact", "Impact, evidence", "Write it."),)


def test_signals_are_apart_by_tone_and_name_what_they_rate_low() -> None:
    leadership = sheet(REFERENCE, "leadership")
    assert {signal.plan.tone for signal in leadership.red_flags} == {"red_flag"}
    assert {signal.plan.tone for signal in leadership.positives} == {"positive"}
    lowering = [signal for signal in leadership.red_flags if signal.rates_low]
    assert {signal.rates_low for signal in lowering} == {"Judgment"}
    assert leadership.competencies[0].lowered_by == tuple(signal.plan.text for signal in lowering)


def test_the_prompts_of_the_kit_say_which_were_asked() -> None:
    shown = sheet(REFERENCE, "product-sense", asked_2="1").prompts
    assert [prompt.plan for prompt in shown] == list(REFERENCE.stage("product-sense").prompts)
    assert [(prompt.field.name, prompt.field.id, prompt.asked) for prompt in shown] == [
        ("asked.1", "asked-1", False),
        ("asked.2", "asked-2", True),
        ("asked.3", "asked-3", False),
    ]


@pytest.mark.parametrize(("stage", "offered"), [("bar-raiser", True), ("product-sense", False)])
def test_past_decisions_stand_by_the_critique_prompt_alone(stage: str, offered: bool) -> None:
    assert bool(sheet(REFERENCE, stage).past_decisions) is offered


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("value.judgment", "Judgment"),
        ("why_not.judgment", "Judgment, why not assessed"),
        ("measure.context-share", "Share of the answers spent on context"),
        ("summary", "Summary"),
        ("asked.2", "Prompt 2, asked"),
        ("reason", "Why you correct it"),
    ],
)
def test_a_message_names_the_field_in_words(field: str, words: str) -> None:
    assert label(field, REFERENCE, REFERENCE.stage("recruiter-screen")) == words


def test_the_reason_of_a_correction_has_its_own_problem() -> None:
    field = reason_field("x", [Problem("summary", "no"), Problem("reason", "Say why.")])
    assert (field.text, field.problem) == ("x", "Say why.")


def test_what_is_stored_is_read_in_words() -> None:
    stage = SMALL.stage("first-call")
    content, _ = read_content(
        {
            "value.collaboration": "3.5",
            "value.ownership": "not_assessed",
            "why_not.ownership": "No time.",
            "signal.colleagues-named": "1",
            "measure.questions-asked": "4",
            "asked.2": "1",
        },
        stage,
    )
    rows = {row.name: row.cells[0] for row in content_rows(SMALL, stage, [content])}
    assert list(rows) == ["Collaboration", "Ownership", "Signals", "Measures", "Prompts asked"]
    assert (rows["Collaboration"].value, rows["Collaboration"].anchor) == ("3.5", "")
    assert (rows["Ownership"].value, rows["Ownership"].notes) == (
        "Not assessed",
        (("Why not assessed", "No time."),),
    )
    assert rows["Signals"].lines == ("Positive: Gives colleagues credit by name, for something specific",)
    assert rows["Measures"].lines == ("Questions they asked about the work: 4 questions",)
    assert rows["Prompts asked"].lines == (
        "2. What would you like to bring to the work review, and what should we look at in it?",
    )


def test_a_revision_shows_what_it_changed() -> None:
    stage = REFERENCE.stage("product-sense")
    before, _ = read_content({"value.judgment": "4", "value.impact": "3"}, stage)
    after, _ = read_content({"value.judgment": "4", "value.impact": "2", "summary": "New."}, stage)
    rows = content_rows(REFERENCE, stage, [before, after, after])
    changed = {row.name: [cell.changed for cell in row.cells] for row in rows}
    assert changed["Judgment"] == [False, False, False]
    assert changed["Impact"] == [False, True, False]
    assert changed["Summary"] == [False, True, False]


def test_a_competency_without_an_answer_is_not_said_to_be_not_assessed() -> None:
    stage = REFERENCE.stage("product-sense")
    draft, _ = read_content({"evidence.judgment": "Typed first.", "value.impact": "not_assessed"}, stage)
    rows = {row.name: row.cells[0] for row in content_rows(REFERENCE, stage, [draft])}
    assert {name: cell.value for name, cell in rows.items()} == {"Judgment": "", "Impact": "Not assessed"}
