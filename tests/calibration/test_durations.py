import json
from dataclasses import asdict
from math import ceil, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.rates.durations import Duration, duration_of, durations_by


def hours(*lengths: float) -> np.ndarray:
    return np.array(lengths, dtype=np.float64) * 3600


def test_percentiles_are_durations_that_happened() -> None:
    found = duration_of(hours(*range(10, 0, -1)), "hours")
    assert found == Duration(cases=10, unit="hours", median=5.0, p90=9.0)
    assert duration_of(hours(1, 2, 3, 4, 50), "hours") == Duration(5, "hours", 3.0, 50.0)


def test_days_have_twenty_four_hours() -> None:
    assert duration_of(hours(24, 24, 36, 48, 48), "days") == Duration(5, "days", 1.5, 2.0)


def test_four_cases_are_too_few() -> None:
    assert duration_of(hours(1, 2, 3, 4), "hours") == Duration(4, "hours", None, None)
    assert json.dumps(asdict(duration_of(hours(), "days")))


def test_what_has_not_ended_is_no_case_and_what_came_early_took_no_time() -> None:
    assert duration_of(hours(-2, -1, -1, 3, 4, nan, nan), "hours") == Duration(5, "hours", 0.0, 4.0)


def test_each_interviewer_has_their_own() -> None:
    who = np.array([0, 2, 0, 2, 0, 2, 0, 2, 0, 2, -1])
    found = durations_by(who, hours(1, 20, 2, 20, 3, 20, 4, 30, 5, 30, 99), 3, "hours")
    assert found == (
        Duration(5, "hours", 3.0, 5.0),
        Duration(0, "hours", None, None),
        Duration(5, "hours", 20.0, 30.0),
    )


@given(st.lists(st.integers(0, 500), min_size=5, max_size=60))
@settings(max_examples=80)
def test_the_percentile_is_the_smallest_that_enough_did_not_exceed(lengths: list[int]) -> None:
    found = duration_of(hours(*lengths), "hours")
    for percent, value in ((50, found.median), (90, found.p90)):
        assert value in lengths
        within = sum(length <= value for length in lengths)
        before = sum(length < value for length in lengths)
        assert before < ceil(percent * len(lengths) / 100) <= within
    assert found.p90 == pytest.approx(np.quantile(lengths, 0.9, method="inverted_cdf"))
