import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.rates.wilson import rate_of, wilson_interval


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (81, 263, 0.2552885199, 0.366209577),  # Newcombe (1998), as the next two
        (15, 148, 0.0623863995, 0.1604872417),
        (0, 20, 0.0, 0.1611251581),
        (1, 29, 0.0061132143, 0.1717552188),
        (29, 29, 0.8830302015, 1.0),
        (1, 1, 0.2065493144, 1.0),
        (0, 1, 0.0, 0.7934506856),
        (5, 10, 0.2365930905, 0.7634069095),
        (250, 1000, 0.224153099, 0.2777602803),
    ],
)
def test_the_interval_is_the_published_one(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson_interval(successes, trials) == pytest.approx((low, high), abs=1e-9)


def test_the_interval_of_nothing_is_everything() -> None:
    assert wilson_interval(0, 0) == (0, 1)


@given(st.integers(1, 10**6), st.floats(0.1, 5))
def test_none_of_many_begins_at_nothing_and_all_of_them_end_at_one(trials: int, z: float) -> None:
    assert wilson_interval(0, trials, z)[0] == 0
    assert wilson_interval(trials, trials, z)[1] == 1


def test_a_larger_z_makes_a_wider_interval() -> None:
    low, high = wilson_interval(5, 10, z=2.5758293035)
    assert low < wilson_interval(5, 10)[0] < wilson_interval(5, 10)[1] < high


@pytest.mark.parametrize(("successes", "trials"), [(3, 2), (-1, 2), (0, -1)])
def test_more_successes_than_trials_are_no_rate(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="is no rate"):
        wilson_interval(successes, trials)


def test_a_rate_stands_from_five_cases_on_and_its_counts_always() -> None:
    few, enough = rate_of(3, 4), rate_of(3, 5)
    assert (few.cases, few.total, few.rate, few.low, few.high) == (3, 4, None, None, None)
    assert (enough.cases, enough.total, enough.rate) == (3, 5, 0.6)
    assert (enough.low, enough.high) == wilson_interval(3, 5)
    assert json.loads(json.dumps(asdict(few)))["rate"] is None


counted = st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counted)
def test_the_interval_lies_in_0_to_1_and_holds_the_rate(case: tuple[int, int]) -> None:
    successes, trials = case
    low, high = wilson_interval(successes, trials)
    assert 0 <= low <= successes / trials <= high <= 1


@given(counted)
def test_the_interval_of_the_rest_is_the_mirror_image(case: tuple[int, int]) -> None:
    successes, trials = case
    low, high = wilson_interval(successes, trials)
    assert wilson_interval(trials - successes, trials) == pytest.approx((1 - high, 1 - low), abs=1e-12)
