"""The published data sets, fitted twice elsewhere by unrelated code: `README.md` beside them says how.

The tolerances are the ones given there.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from calibration.rasch.calibration import Calibration, Element
from calibration.rasch.fit import calibrate
from calibration.ratings_file.sheet import SaidScale, read_ratings

NAMES = ["sirt_ratings1", "immer_ptam4", "tam_ex10"]
FACETS = ["severity", "difficulty", "ability"]


def fitted(folder: Path, name: str, method: Any) -> tuple[Calibration, dict[str, Any]]:
    reference = json.loads((folder / f"{name}.json").read_text())
    said = SaidScale(100 * reference["lowest_category"], 100 * reference["highest_category"], 100)
    with (folder / f"{name}.csv").open(newline="") as text:
        ratings = read_ratings(text, said, report=lambda line, words: pytest.fail(f"{line}: {words}"))
    assert ratings is not None
    return calibrate(ratings, method), reference["jmle" if method == "jml" else "mml"]


def column(elements: dict[str, Any], key: str) -> dict[str, float]:
    """One number of every element that has it, of ours or of the reference's."""
    found = {
        name: getattr(each, key) if isinstance(each, Element) else each[key]
        for name, each in elements.items()
    }
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize("name", NAMES)
def test_joint_measures_meet_the_reference(reference_data: Path, name: str) -> None:
    ours, reference = fitted(reference_data, name, "jml")
    assert ours.converged
    assert ours.log_likelihood == pytest.approx(reference["log_likelihood"], abs=1e-4)
    assert list(ours.thresholds) == pytest.approx(reference["thresholds"], abs=1e-4)
    for facet in FACETS:
        for key in ("measure", "se", "infit", "outfit", "fair_average"):
            expected = column(reference[facet], key)
            assert column(getattr(ours, facet), key) == pytest.approx(expected, abs=1e-4), (facet, key)
        assert column(getattr(ours, facet), "n") == column(reference[facet], "count")
    extreme = {name for name, each in reference["ability"].items() if each["extreme"]}
    assert {name for name, each in ours.ability.items() if each.extreme} == extreme


@pytest.mark.parametrize("name", NAMES)
def test_joint_separation_meets_the_reference(reference_data: Path, name: str) -> None:
    ours, reference = fitted(reference_data, name, "jml")
    for facet, key in [
        ("severity", "severity"),
        ("difficulty", "difficulty"),
        ("ability", "ability_nonextreme"),
    ]:
        found, expected = getattr(ours.separation, facet), reference[f"separation_{key}"]
        assert found.rmse == pytest.approx(expected["rmse"], abs=1e-4)
        for divisor in ("population", "sample"):
            spread = getattr(found, divisor)
            numbers = {each: getattr(spread, each) for each in ("sd", "true_sd", "separation", "reliability")}
            assert numbers == pytest.approx(expected[divisor], abs=1e-3)


@pytest.mark.parametrize("name", NAMES)
def test_marginal_measures_meet_the_reference(reference_data: Path, name: str) -> None:
    ours, reference = fitted(reference_data, name, "mml")
    assert ours.converged
    assert ours.log_likelihood == pytest.approx(reference["log_likelihood"], abs=1e-2)
    assert [ours.mu, ours.sigma] == pytest.approx([reference["mu"], reference["sigma"]], abs=1e-3)
    assert list(ours.thresholds) == pytest.approx(reference["thresholds"], abs=1e-3)
    for facet in ("severity", "difficulty"):
        found, expected = getattr(ours, facet), reference[facet]
        assert column(found, "measure") == pytest.approx(column(expected, "measure"), abs=1e-3)
        assert column(found, "se") == pytest.approx(column(expected, "se"), rel=2e-2)
    errors = ours.subsets[0].threshold_errors
    assert list(errors) == pytest.approx(reference["thresholds_se"], rel=2e-2, abs=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_marginal_abilities_meet_the_reference(reference_data: Path, name: str) -> None:
    ours, reference = fitted(reference_data, name, "mml")
    abilities, expected = ours.ability, reference["ability"]
    assert column(dict(abilities), "measure") == pytest.approx(column(expected, "wle"), abs=1e-3)
    assert column(dict(abilities), "se") == pytest.approx(column(expected, "wle_se"), abs=1e-3)
    means = {name: each.mean for name, each in ours.expected_ability.items()}
    deviations = {name: each.sd for name, each in ours.expected_ability.items()}
    assert means == pytest.approx(column(expected, "eap"), abs=2e-3)
    assert deviations == pytest.approx(column(expected, "eap_sd"), abs=2e-3)
    found = ours.separation.ability
    assert found is not None
    assert found.eap_reliability == pytest.approx(reference["eap_reliability"], abs=1e-3)
    assert found.wle_reliability == pytest.approx(reference["wle_reliability"], abs=1e-3)
