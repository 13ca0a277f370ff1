import json
from dataclasses import asdict

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.evidence import Decided
from calibration.rates.funnel import EXIT, START, Ending, Funnel, endings_of, funnel, funnels_by
from calibration.rates.wilson import wilson_interval

STAGES = ("screen", "exercise", "interview")
CODES = {
    "a": Ending.ADVANCED,
    "f": Ending.STOPPED_BY_FLOOR,
    "t": Ending.STOPPED_BY_THRESHOLD,
    "p": Ending.PENDING,
    "w": Ending.WITHDRAWN,
    "-": Ending.NOT_ENTERED,
}
DECISIONS = {"+": Decided.OFFER, "x": Decided.NO_OFFER, "?": Decided.NOT_YET}


def journeys(*written: str) -> tuple[np.ndarray, np.ndarray]:
    """Endings and decisions from a letter a stage and a mark for the decision: "aat x"."""
    endings = [[CODES[letter] for letter in one.split()[0]] for one in written]
    decided = [DECISIONS[one.split()[1]] for one in written]
    return np.array(endings, dtype=np.int64).reshape(-1, 3), np.array(decided, dtype=np.int64)


def flow(found: Funnel) -> dict[tuple[str, str], int]:
    return {(link.source, link.target): link.count for link in found.flow}


def test_a_stage_counts_who_entered_and_what_became_of_them() -> None:
    endings, decided = journeys("aaa +", "aaa x", "aat x", "af- x", "t-- x", "p-- ?", "w-- ?", "ap- ?")
    found = funnel(endings, decided, STAGES)
    screen, exercise, interview = found.stages
    assert (screen.stage, screen.entered, screen.advanced) == ("screen", 8, 5)
    assert (screen.stopped_by_floor, screen.stopped_by_threshold, screen.pending, screen.withdrawn) == (
        0,
        1,
        1,
        1,
    )
    assert (exercise.entered, exercise.advanced, exercise.stopped_by_floor, exercise.pending) == (5, 3, 1, 1)
    assert (interview.entered, interview.advanced, interview.stopped_by_threshold) == (3, 2, 1)
    assert (found.applications, found.offers.cases, found.offers.total) == (8, 1, 5)


def test_who_passed_is_a_share_of_those_the_gate_decided() -> None:
    endings, decided = journeys(*["a-- ?"] * 5, "f-- x", "t-- x", "p-- ?", "w-- ?")
    passed = funnel(endings, decided, STAGES).stages[0].passed
    assert (passed.cases, passed.total, passed.rate) == (5, 7, 5 / 7)
    assert (passed.low, passed.high) == wilson_interval(5, 7)


def test_fewer_than_five_decided_are_too_few() -> None:
    endings, decided = journeys("a-- ?", "a-- ?", "f-- x", "t-- x", "p-- ?")
    passed = funnel(endings, decided, STAGES).stages[0].passed
    assert (passed.cases, passed.total, passed.rate) == (2, 4, None)


def test_the_flow_leads_from_applying_through_the_stages_to_an_exit() -> None:
    endings, decided = journeys("aaa +", "aaa x", "aat x", "af- x", "w-- ?", "ap- ?", "a-- ?")
    assert flow(funnel(endings, decided, STAGES)) == {
        (START, "screen"): 7,
        ("screen", "exercise"): 5,
        ("screen", EXIT + "open"): 1,
        ("screen", EXIT + "withdrawn"): 1,
        ("exercise", "interview"): 3,
        ("exercise", EXIT + "stopped_by_floor"): 1,
        ("exercise", EXIT + "open"): 1,
        ("interview", EXIT + "offer"): 1,
        ("interview", EXIT + "no_offer"): 1,
        ("interview", EXIT + "stopped_by_threshold"): 1,
    }


def test_an_imported_history_goes_on_past_a_stop_as_it_did() -> None:
    endings, decided = journeys("taf +")
    assert flow(funnel(endings, decided, STAGES)) == {
        (START, "screen"): 1,
        ("screen", "exercise"): 1,
        ("exercise", "interview"): 1,
        ("interview", EXIT + "offer"): 1,
    }


def test_a_stage_that_an_application_does_not_have_is_passed_by() -> None:
    endings, decided = journeys("a-a +", "--- ?")
    assert flow(funnel(endings, decided, STAGES)) == {
        (START, "screen"): 1,
        ("screen", "interview"): 1,
        ("interview", EXIT + "offer"): 1,
    }


def test_each_label_has_its_funnel() -> None:
    endings, decided = journeys("aaa +", "t-- x", "a-- ?")
    found = funnels_by(np.array(["search", "editing", "search"]), endings, decided, STAGES)
    assert list(found) == ["editing", "search"]
    assert found["search"] == funnel(endings[[0, 2]], decided[[0, 2]], STAGES)
    assert found["editing"].stages[0].stopped_by_threshold == 1
    assert funnels_by(np.zeros(0, dtype=np.int64), *journeys(), STAGES) == {}


def test_visits_become_a_table_of_endings() -> None:
    table = endings_of(
        np.array([1, 0, 1]),
        np.array([1, 0, 0]),
        np.array([Ending.PENDING, Ending.STOPPED_BY_FLOOR, Ending.ADVANCED]),
        (3, 3),
    )
    assert table.tolist() == journeys("f-- ?", "ap- ?", "--- ?")[0].tolist()


def test_a_funnel_is_ready_for_json_also_without_applications() -> None:
    empty = funnel(*journeys(), STAGES)
    assert (empty.applications, empty.flow) == (0, ())
    assert [stage.entered for stage in empty.stages] == [0, 0, 0]
    assert json.dumps(asdict(funnel(*journeys("aaa +"), STAGES)))


written = st.builds("{} {}".format, st.text("aftpw-", min_size=3, max_size=3), st.sampled_from("+x?"))


@given(st.lists(written, max_size=30))
@settings(max_examples=60)
def test_whoever_enters_a_stage_leaves_it(all_of: list[str]) -> None:
    endings, decided = journeys(*all_of)
    found = funnel(endings, decided, STAGES)
    for stage in found.stages:
        assert stage.entered == sum(link.count for link in found.flow if link.target == stage.stage)
        assert stage.entered == sum(link.count for link in found.flow if link.source == stage.stage)
        assert stage.entered == (
            stage.advanced
            + stage.stopped_by_floor
            + stage.stopped_by_threshold
            + stage.pending
            + stage.withdrawn
        )
    came = sum(link.count for link in found.flow if link.source == START)
    assert came == sum(link.count for link in found.flow if link.target.startswith(EXIT))
    assert came == sum(set(one.split()[0]) != {"-"} for one in all_of)
