"""Before and after another bar: who flips, what passes through, which offers are kept, what stays unknown."""

from collections.abc import Iterable, Sequence

import numpy as np

from calibration.evidence import Decided
from calibration.whatif.compare import Change, Offers, StageFlow, changed, compare
from calibration.whatif.history import Block, Setting
from rubrics.gate import GatePolicy
from rubrics.replay import StageColumns, stage_columns

POLICY = GatePolicy(threshold=400, floor=300, aggregation="mean", lowest=100, highest=500, step=100)
IMPACT, CURIOSITY = 0, 1
SCREEN, CASE = 0, 1
OFFER, NO_OFFER, NOT_YET = Decided.OFFER, Decided.NO_OFFER, Decided.NOT_YET
Values = tuple[int, ...] | None  # of one scorecard, in points; None: the stage was not opened


def block(
    *applications: tuple[Values, Values, Decided], policy: GatePolicy = POLICY, plan: Sequence[int] = (0, 1)
) -> Block:
    """Applications as (values at the screen, values at the case, decision), one scorecard a stage."""
    screen, case, decided = zip(*applications, strict=True)
    return Block(
        policy,
        tuple((stage, (IMPACT, CURIOSITY)) for stage in plan),
        (columns(screen), columns(case)),
        np.arange(len(applications)) + 70,
        np.array(decided, np.uint8),
    )


def columns(rows: Iterable[Values]) -> StageColumns:
    listed = list(rows)
    totals = np.array([[100 * value for value in row or (0, 0)] for row in listed]).T
    present = np.array([row is not None for row in listed])
    counts = (totals > 0).astype(int)
    return stage_columns(counts, totals, totals, np.zeros(len(listed), int), present, highest=500)


def setting(
    threshold: int = 400,
    floor: int = 300,
    *,
    competencies: Iterable[int] = (IMPACT, CURIOSITY),
    stages: Iterable[int] = (SCREEN, CASE),
) -> Setting:
    return Setting(threshold, floor, "mean", frozenset(competencies), frozenset(stages))


HISTORY = block(
    ((5, 5), (5, 5), OFFER),
    ((4, 4), (4, 4), OFFER),
    ((4, 4), (4, 5), NO_OFFER),
    ((3, 4), None, NO_OFFER),
    ((5, 2), None, NOT_YET),
    ((4, 5), (4, 3), NOT_YET),
)


def test_the_same_setting_changes_nothing() -> None:
    found = compare([HISTORY], setting(), 2)
    assert found.before == found.after
    assert found.before == (StageFlow(4, 1, 1, 0, 0), StageFlow(3, 0, 1, 0, 0))
    assert (found.passed_before, found.passed_after, found.applications) == (3, 3, 6)
    assert found.changes == {change: 6 if change is Change.NONE else 0 for change in Change}
    assert found.offers == Offers(made=2, kept=2, lost=0, unknown=0, beside=0)


def test_a_higher_threshold_stops_some_and_loses_their_offers() -> None:
    found = compare([HISTORY], setting(450), 2)
    assert found.after == (StageFlow(2, 1, 3, 0, 0), StageFlow(1, 0, 1, 0, 0))
    assert found.changes[Change.STOPS] == 2
    assert found.stops_at == (2, 0)
    assert found.offers == Offers(made=2, kept=1, lost=1, unknown=0, beside=0)


def test_whoever_goes_on_to_a_stage_that_never_saw_them_is_not_seen_further() -> None:
    found = compare([HISTORY], setting(350, 200), 2)
    assert found.after == (StageFlow(6, 0, 0, 0, 0), StageFlow(4, 0, 0, 0, 2))
    assert (found.changes[Change.GOES_ON], found.changes[Change.PASSES]) == (2, 1)
    assert found.passed_after == 4


def test_a_stage_left_out_asks_nobody_and_stops_nobody() -> None:
    found = compare([HISTORY], setting(stages=[SCREEN]), 2)
    assert found.after == (StageFlow(4, 1, 1, 0, 0), None)
    assert found.changes[Change.PASSES] == 1


def test_a_stage_without_a_kept_competency_is_not_asked() -> None:
    found = compare([HISTORY], setting(competencies=[]), 2)
    assert (found.after, found.passed_after) == ((None, None), 6)


def test_fewer_competencies_are_means_over_fewer() -> None:
    found = compare([HISTORY], setting(competencies=[CURIOSITY]), 2)
    assert found.after[SCREEN] == StageFlow(5, 1, 0, 0, 0)


def test_a_competency_nobody_assessed_leaves_an_offer_unknown() -> None:
    history = block(((4, 0), (4, 4), OFFER), policy=GatePolicy(400, 300, "mean", 100, 500, 100))
    passed = compare([history], setting(competencies=[IMPACT]), 2)
    assert passed.changes[Change.PASSES] == 1
    unassessed = compare([history], setting(), 2)
    assert unassessed.after[SCREEN] == StageFlow(0, 0, 0, 1, 0)
    assert unassessed.offers == Offers(made=1, kept=1, lost=0, unknown=0, beside=0)


def test_an_offer_past_the_rubrics_own_bar_is_neither_kept_nor_lost() -> None:
    history = block(((3, 3), (5, 5), OFFER), ((5, 5), None, OFFER))
    assert compare([history], setting(450), 2).offers == Offers(made=2, kept=1, lost=0, unknown=0, beside=1)
    assert compare([history], setting(300), 2).offers == Offers(made=2, kept=2, lost=0, unknown=0, beside=0)


def test_versions_are_held_against_their_own_bars_before_and_one_bar_after() -> None:
    lenient = GatePolicy(300, 100, "mean", 100, 500, 100)
    old = block(((3, 3), (3, 3), OFFER), policy=lenient)
    found = compare([HISTORY, old], setting(), 2)
    assert (found.passed_before, found.passed_after) == (4, 3)
    assert found.offers == Offers(made=3, kept=2, lost=1, unknown=0, beside=0)


def test_stages_are_asked_in_the_order_of_their_version() -> None:
    turned = block(((5, 5), (2, 2), NO_OFFER), plan=(CASE, SCREEN))
    assert compare([turned], setting(), 2).before == (StageFlow(0, 1, 0, 0, 0), StageFlow(1, 0, 0, 0, 0))


def test_the_applications_that_change_are_found_with_both_their_ends() -> None:
    found = changed(HISTORY, setting(450), 2, [Change.STOPS])
    assert HISTORY.keys[found.rows].tolist() == [71, 72]
    everything = changed(HISTORY, setting(450), 2, Change)
    assert len(everything.rows) == len(HISTORY.keys)


def test_changes_found_one_by_one_are_as_many_as_are_counted() -> None:
    chance = np.random.default_rng(3)
    drawn = [
        (tuple(chance.integers(1, 6, 2)), tuple(chance.integers(1, 6, 2)) if chance.random() < 0.7 else None)
        for _ in range(400)
    ]
    history = block(*((screen, case, NOT_YET) for screen, case in drawn))
    for bar in (setting(350, 200), setting(450, 300), setting(400, 100, stages=[CASE])):
        counted = compare([history], bar, 2).changes
        assert {kind: len(changed(history, bar, 2, [kind]).rows) for kind in Change} == counted
        assert sum(counted.values()) == 400
