"""A calibration as text to write: JSON, or tables for a terminal."""

import json
import math
from collections.abc import Mapping
from typing import Any

from calibration.rasch.calibration import Calibration, Element, Subset

# item -> {"alpha_ordinal": ..., "alpha_interval": ...}, None where alpha is undefined
Agreement = Mapping[str, Mapping[str, float | None]]


def json_text(calibration: Calibration, agreement: Agreement) -> str:
    """One JSON object; a number that the scores do not determine is null."""
    document = {
        "method": calibration.method,
        "severity": _facet(calibration.severity),
        "difficulty": _facet(calibration.difficulty),
        "ability": _facet(calibration.ability),
        "mu": calibration.mu,
        "sigma": calibration.sigma,
        "thresholds": calibration.thresholds,
        "log_likelihood": calibration.log_likelihood,
        "iterations": calibration.iterations,
        "converged": calibration.converged,
        "subsets": [_subset(subset) for subset in calibration.subsets],
        "agreement": agreement,
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n"


def _facet(elements: Mapping[str, Element]) -> dict[str, dict[str, Any]]:
    return {name: _element(element) for name, element in elements.items()}


def _element(element: Element) -> dict[str, Any]:
    return {
        "measure": element.measure,
        "se": element.se if math.isfinite(element.se) else None,
        "infit": element.infit,
        "outfit": element.outfit,
        "n": element.n,
        "fair_average": element.fair_average,
        "subset": element.subset,
    }


def _subset(subset: Subset) -> dict[str, Any]:
    return {
        "ratees": subset.ratees,
        "raters": subset.raters,
        "items": subset.items,
        "scores": subset.scores,
        "difficulty": _facet(subset.difficulty),
        "mu": subset.mu,
        "sigma": subset.sigma,
        "thresholds": subset.thresholds,
        "log_likelihood": subset.log_likelihood,
        "converged": subset.converged,
        "problem": subset.problem or None,
    }
