"""Where scores stand on a scale, and the components drawn from what the gate decided."""

import pytest

from committee.gate_line import gate_line
from committee.inputs import CardRead, GateInputs, gate_inputs, inputs_outcome, what_changed
from committee.matrix import scored_row
from committee.scale import position, shade
from rubrics.gate import GatePolicy

FIVE = GatePolicy(threshold=400, floor=300, aggregation="mean", lowest=100, highest=500, step=100)
TEN = GatePolicy(threshold=700, floor=400, aggregation="lowest", lowest=0, highest=1000, step=50)
NAMES = {"judgment": "Judgment", "impact": "Impact", "curiosity": "Curiosity"}


def read(*cards: dict[str, int], expected: int = 2, policy: GatePolicy = FIVE) -> GateInputs:
    return gate_inputs(
        rubric="r:1",
        stage="s",
        policy=policy,
        competencies=("judgment", "impact"),
        expected=expected,
        scorecards=[CardRead(f"card-{index}", 1, values) for index, values in enumerate(cards)],
    )


@pytest.mark.parametrize(
    ("score", "policy", "expected"),
    [
        ((100, 1), FIVE, "0.00"),
        ((300, 1), FIVE, "50.00"),
        ((500, 1), FIVE, "100.00"),
        ((1000, 3), FIVE, "58.33"),
        ((1199, 3), FIVE, "74.91"),
        ((500, 1), TEN, "50.00"),
    ],
)
def test_a_position_is_cut_and_never_rounded(
    score: tuple[int, int], policy: GatePolicy, expected: str
) -> None:
    assert position(score, policy) == expected


@pytest.mark.parametrize(
    ("score", "policy", "expected"),
    [
        ((100, 1), FIVE, "level-10"),
        ((399, 1), FIVE, "level-35"),
        ((400, 1), FIVE, "level-40"),
        ((500, 1), FIVE, "level-50"),
        ((0, 1), TEN, "level-10"),
        ((1000, 1), TEN, "level-50"),
        ((500, 1), TEN, "level-30"),
        (None, FIVE, "level-none"),
    ],
)
def test_the_ends_of_any_scale_have_the_colours_of_its_ends(
    score: tuple[int, int] | None, policy: GatePolicy, expected: str
) -> None:
    assert shade(score, policy) == expected


def test_a_row_has_a_cell_for_every_competency_of_the_rubric() -> None:
    inputs = read({"judgment": 400}, {"judgment": 500})
    row = scored_row(
        stage="Screen",
        attempt="",
        url="#x",
        inputs=inputs,
        outcome=inputs_outcome(inputs),
        sentence="So.",
        names=NAMES,
        people={"card-0": "Ines", "card-1": "Omar"},
    )
    assert [(cell.competency, cell.score, cell.absent) for cell in row.cells] == [
        ("Judgment", "4.50", ""),
        ("Impact", None, "not assessed"),
        ("Curiosity", None, "not scored here"),
    ]
    assert [(tick.label, tick.value) for tick in row.cells[0].ticks] == [("Ines", "4"), ("Omar", "5")]
    assert (row.score, row.result, row.word) == (None, "pending", "Waiting")


def test_a_gate_line_marks_what_is_below_the_floor() -> None:
    inputs = read({"judgment": 200, "impact": 500}, expected=1)
    line = gate_line(stage="screen", policy=FIVE, outcome=inputs_outcome(inputs), sentence="So.", names=NAMES)
    assert [(lane.name, lane.score, lane.position, lane.breach) for lane in line.lanes] == [
        ("Judgment", "2.00", "25.00", True),
        ("Impact", "5.00", "100.00", False),
    ]
    assert (line.floor_position, line.threshold_position, line.position) == ("50.00", "75.00", "62.50")
    assert (line.lowest, line.highest, line.caption) == ("1", "5", "Gate of screen")


def test_what_changed_is_a_new_scorecard_before_a_correction_before_the_panel() -> None:
    one = read({"judgment": 400})
    two = read({"judgment": 400}, {"judgment": 400})
    corrected = gate_inputs(
        rubric="r:1",
        stage="s",
        policy=FIVE,
        competencies=("judgment", "impact"),
        expected=2,
        scorecards=[CardRead("card-0", 2, {"judgment": 500})],
    )
    assert what_changed(None, read()) == "panel"
    assert what_changed(None, one) == "submit"
    assert what_changed(one, two) == "submit"
    assert what_changed(one, corrected) == "revision"
    assert what_changed(one, read({"judgment": 400}, expected=3)) == "panel"
