from dataclasses import asdict

import numpy as np
import pytest

from calibration.agreement.halo import Halos, halos

NOT_ASSESSED = np.nan


def loop(visits: int, *, halo: float, interviewers: int = 3, seed: int = 4) -> tuple[np.ndarray, ...]:
    """Visits, interviewers and values of `interviewers` scorecards a visit, three competencies each.

    A card is its candidate, who moves all competencies, plus an impression that moves them all by `halo`,
    plus what moves each alone.
    """
    chance = np.random.default_rng(seed)
    visit = np.repeat(np.arange(visits), interviewers)
    interviewer = np.tile(np.arange(interviewers), visits)
    candidate = chance.normal(0, 2, size=visits)[visit]
    impression = halo * chance.normal(size=len(visit))
    values = (candidate + impression)[:, None] + chance.normal(size=(len(visit), 3))
    return visit, interviewer, values


def test_good_candidates_make_no_halo() -> None:
    visits, interviewers, values = loop(800, halo=0)
    assert np.corrcoef(values.T)[0, 1] > 0.7
    assert halos(visits, interviewers, values, 3).overall.correlation == pytest.approx(0, abs=0.06)


def test_an_impression_that_moves_all_competencies_does() -> None:
    visits, interviewers, values = loop(800, halo=1)
    found = halos(visits, interviewers, values, 3)
    assert found.overall.correlation == pytest.approx(0.5, abs=0.06)
    assert [of.correlation for of in found.interviewers] == pytest.approx([0.5] * 3, abs=0.1)


def test_a_stricter_interviewer_has_no_halo_for_that() -> None:
    visits, interviewers, values = loop(400, halo=0)
    strict = values - 3 * (interviewers == 1)[:, None]
    found, before = halos(visits, interviewers, strict, 3), halos(visits, interviewers, values, 3)
    assert found.overall.correlation == pytest.approx(before.overall.correlation, abs=1e-9)


def test_the_correlation_is_the_mean_over_pairs_of_competencies() -> None:
    visits, interviewers, values = loop(60, halo=1)
    left_over = values - np.stack([values[visits == visit].mean(axis=0) for visit in visits])
    of_second = np.corrcoef(left_over[interviewers == 1].T)
    expected = (of_second[0, 1] + of_second[0, 2] + of_second[1, 2]) / 3
    assert halos(visits, interviewers, values, 3).interviewers[1].correlation == pytest.approx(expected)


def test_a_scorecard_alone_in_its_visit_is_compared_with_nothing() -> None:
    found = halos(np.arange(40), np.zeros(40, dtype=np.int64), np.tile([1.0, 2.0], (40, 1)), 1)
    assert (found.overall.cards, found.overall.compared, found.overall.correlation) == (40, 0, None)


def test_a_competency_not_assessed_is_left_out_of_its_pairs() -> None:
    visits, interviewers, values = loop(60, halo=1)
    without = np.where(np.arange(3) == 2, NOT_ASSESSED, values)
    two = halos(visits, interviewers, values[:, :2], 3).overall
    assert halos(visits, interviewers, without, 3).overall == two


def test_a_correlation_needs_twenty_scorecards() -> None:
    visits, interviewers, values = loop(20, halo=1)
    enough = halos(visits, interviewers, values, 3)
    fewer = halos(visits[:-3], interviewers[:-3], values[:-3], 3)
    assert all(of.correlation is not None for of in enough.interviewers)
    assert [of.correlation for of in fewer.interviewers] == [None] * 3
    assert fewer.overall.correlation is not None


def test_values_that_never_move_have_no_correlation() -> None:
    visits, interviewers, values = loop(30, halo=1)
    same = np.full_like(values, 3.0)
    assert halos(visits, interviewers, same, 3).overall.correlation is None
    one_moves = np.where(np.arange(3) == 2, values, 3.0)
    assert halos(visits, interviewers, one_moves, 3).overall.correlation is None


def test_flat_scorecards_are_counted_among_those_with_two_values() -> None:
    values = np.array(
        [[3, 3, 3], [4, 4, NOT_ASSESSED], [2, 3, 3], [5, NOT_ASSESSED, NOT_ASSESSED], [1, 1, 2]]
    )
    found = flat(halos(np.arange(5), np.array([0, 0, 0, 1, 1]), values, 2))
    assert found == [(5, 4, 2, None), (3, 3, 2, None), (2, 1, 0, None)]


def test_the_share_of_flat_scorecards_needs_five() -> None:
    values = np.array([[3.0, 3.0]] * 2 + [[3.0, 4.0]] * 3)
    found = flat(halos(np.arange(5), np.zeros(5, dtype=np.int64), values, 2))
    assert found == [(5, 5, 2, 0.4), (5, 5, 2, 0.4), (0, 0, 0, None)]


def flat(found: Halos) -> list[tuple[int, int, int, float | None]]:
    return [(of.cards, of.rated, of.flat, of.flat_share) for of in (found.overall, *found.interviewers)]


def test_without_scorecards_there_is_nothing_to_say() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    found = halos(nothing, nothing, np.zeros((0, 4)), 1)
    assert (
        asdict(found.overall)
        == asdict(found.interviewers[0])
        == {
            "cards": 0,
            "compared": 0,
            "correlation": None,
            "rated": 0,
            "flat": 0,
            "flat_share": None,
        }
    )
