import json
from dataclasses import asdict
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calibration.evidence import Decided
from calibration.rates.bands import (
    EDGES,
    NO_SCORE,
    StageScores,
    band_numbers,
    band_table,
    bands_between,
    crossed_bands,
    edges_on,
)
from rubrics.gate import shown

# What a product sense score led to over four cycles: offers and candidates per band.
PUBLISHED = [
    (2, 118, 0.0169491525, 0.0046604425, 0.0596974443),
    (9, 203, 0.0443349754, 0.0234974169, 0.0820977522),
    (31, 317, 0.0977917981, 0.0697508413, 0.1354640928),
    (96, 402, 0.2388059701, 0.1997245332, 0.2828320282),
    (141, 288, 0.4895833333, 0.432368049, 0.5470728432),
    (97, 131, 0.7404580153, 0.6592982888, 0.8079170659),
    (24, 24, 1.0, 0.8620237953, 1.0),
]


def scores(*pairs: tuple[int, int]) -> StageScores:
    return StageScores(*np.array(pairs, dtype=np.int64).reshape(-1, 2).T)


def decisions(*codes: Decided) -> np.ndarray:
    return np.array(codes, dtype=np.int64)


def test_offer_rates_by_band_are_the_published_ones() -> None:
    scored, decided = [], []
    for edge, (offers, candidates, *_) in zip(EDGES[:-1], PUBLISHED, strict=True):
        scored += [(edge * 3 + 100, 3)] * candidates
        decided += [Decided.OFFER] * offers + [Decided.NO_OFFER] * (candidates - offers)
    found = band_table(scores(*scored), decisions(*decided))
    rates = [
        (of.offers.cases, of.offers.total, of.offers.rate, of.offers.low, of.offers.high)
        for of in found.bands
    ]
    assert [rate[:2] for rate in rates] == [published[:2] for published in PUBLISHED]
    for rate, published in zip(rates, PUBLISHED, strict=True):
        assert rate == pytest.approx(published, abs=1e-9)
    assert (found.overall.cases, found.overall.total) == (400, 1483)


def test_a_score_at_an_edge_is_in_the_band_above_and_the_highest_in_the_top_one() -> None:
    edges = scores(*((edge, 1) for edge in EDGES))
    assert band_numbers(edges).tolist() == [0, 1, 2, 3, 4, 5, 6, 6]


def test_a_score_just_below_an_edge_is_below_it_whatever_a_float_would_say() -> None:
    huge = 10**15
    just_below = (400 * huge - 1, huge)
    assert just_below[0] / just_below[1] == 400.0
    assert band_numbers(scores(just_below, (400 * huge, huge))).tolist() == [4, 5]


def test_bands_are_labelled_by_the_scores_shown_in_them() -> None:
    labels = [band.label for band in bands_between()]
    assert labels == [
        "1.00–1.99", "2.00–2.49", "2.50–2.99", "3.00–3.49", "3.50–3.99", "4.00–4.49", "4.50–5.00"
    ]  # fmt: skip
    assert shown((1199, 3)) == "3.99"


def test_only_decided_applications_are_in_a_rate() -> None:
    found = band_table(
        scores((450, 1), (450, 1), (450, 1), (0, 0), (0, 0)),
        decisions(Decided.OFFER, Decided.NO_OFFER, Decided.NOT_YET, Decided.OFFER, Decided.NOT_YET),
    )
    top = found.bands[-1]
    assert (top.offers.cases, top.offers.total, top.undecided) == (1, 2, 1)
    assert (found.overall.cases, found.overall.total, found.undecided, found.unscored) == (1, 2, 1, 2)


def test_a_band_of_four_has_counts_and_no_rate() -> None:
    found = band_table(scores(*[(300, 1)] * 4), decisions(*[Decided.OFFER] * 4))
    assert asdict(found.bands[3].offers) == {"cases": 4, "total": 4, "rate": None, "low": None, "high": None}
    assert json.dumps(asdict(found))


def test_two_stages_cross_over_the_applications_with_both_scores() -> None:
    first = scores((450, 1), (450, 1), (150, 1), (0, 0), (250, 1))
    second = scores((300, 1), (350, 1), (300, 1), (400, 1), (0, 0))
    yes, later = Decided.OFFER, Decided.NOT_YET
    found = crossed_bands(first, second, decisions(yes, yes, later, yes, yes))
    assert (found.cells[6][3].offers.cases, found.cells[6][4].offers.cases) == (1, 1)
    assert (found.cells[0][3].offers.total, found.cells[0][3].undecided) == (0, 1)
    assert (found.rows[6].offers.cases, found.columns[3].offers.cases, found.columns[3].undecided) == (
        2,
        1,
        1,
    )
    assert (found.overall.total, found.undecided, found.unscored) == (2, 1, 2)
    assert found.rows[6].band.label == "4.50–5.00"
    assert json.dumps(asdict(found))


@pytest.mark.parametrize("off", [(99, 1), (199, 2), (501, 1), (1001, 2)])
def test_a_score_off_the_bands_is_refused(off: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=r"outside 1\.00 to 5\.00"):
        band_table(scores(off), decisions(Decided.OFFER))


def test_scores_that_are_not_exact_are_refused() -> None:
    with pytest.raises(TypeError, match="exact"):
        band_numbers(StageScores(np.array([4.0]), np.array([1])))


def test_another_scale_has_its_bands_at_the_same_shares_of_the_way() -> None:
    assert edges_on(100, 500) == EDGES
    assert edges_on(0, 1000) == (0, 250, 375, 500, 625, 750, 875, 1000)
    assert band_numbers(scores((1000, 1)), edges_on(0, 1000)).tolist() == [6]


exact_scores = st.lists(
    st.tuples(
        st.integers(1, 12).flatmap(lambda d: st.tuples(st.integers(100 * d, 500 * d), st.just(d)))
        | st.just((0, 0)),
        st.sampled_from(Decided),
    ),
    max_size=25,
)


@given(exact_scores)
@settings(max_examples=60)
def test_every_application_is_counted_once(applications: list[tuple[tuple[int, int], Decided]]) -> None:
    found_in = scores(*(pair for pair, _ in applications))
    decided = decisions(*(code for _, code in applications))
    table, grid = band_table(found_in, decided), crossed_bands(found_in, found_in, decided)
    for bands, unscored in ((table.bands, table.unscored), (grid.rows, grid.unscored)):
        assert sum(of.offers.total + of.undecided for of in bands) + unscored == len(applications)
    assert grid.rows == grid.columns == table.bands
    assert sum(cell.offers.cases for row in grid.cells for cell in row) == table.overall.cases


@given(exact_scores)
@settings(max_examples=60)
def test_the_band_of_a_score_is_that_of_its_fraction(
    applications: list[tuple[tuple[int, int], Decided]],
) -> None:
    pairs = [pair for pair, _ in applications]
    for (numerator, denominator), number in zip(pairs, band_numbers(scores(*pairs)).tolist(), strict=True):
        if not denominator:
            assert number == NO_SCORE
        else:
            band, score = bands_between()[number], Fraction(numerator, denominator)
            assert band.low <= score
            assert score < band.high or score == band.high == 500
