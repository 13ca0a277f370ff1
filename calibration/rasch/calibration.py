"""What a fit says: the measures of everyone in it, how sure they are, and how well the model holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Method: TypeAlias = Literal["mml", "jml"]


@dataclass(frozen=True, slots=True)
class Element:
    """One ratee, rater or item.

    `measure` and `se` are logits: more is abler, more severe, harder. `se` is infinite where the scores do
    not determine the measure. `infit` and `outfit` are mean squares (1 is as the model expects), None for
    an extreme element. `n` counts scores; `fair_average` is in points; `subset` indexes the subsets.
    """

    measure: float
    se: float
    infit: float | None
    outfit: float | None
    n: int
    fair_average: float
    subset: int
    extreme: bool


@dataclass(frozen=True, slots=True)
class Spread:
    """Observed and error-corrected standard deviation in logits, their separation and reliability."""

    sd: float
    true_sd: float
    separation: float
    reliability: float


@dataclass(frozen=True, slots=True)
class Separation:
    """How far the elements of a facet stand apart beyond error.

    `rmse` is the root of the mean squared se; `population` divides the variance by n, `sample` by n - 1.
    The last two are for abilities under mml.
    """

    rmse: float
    population: Spread
    sample: Spread
    eap_reliability: float | None = None
    wle_reliability: float | None = None


@dataclass(frozen=True, slots=True)
class FacetSeparations:
    """The separation of each facet, over elements that are not extreme (all ratees under mml).

    None where there are fewer than two.
    """

    severity: Separation | None
    difficulty: Separation | None
    ability: Separation | None


@dataclass(frozen=True, slots=True)
class Expectation:
    """A ratee's ability given scores and population (EAP): the mean and the sd of its posterior."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Subset:
    """A connected subset, fitted apart: nothing in it compares with another subset.

    `thresholds` has one entry per step of the whole scale, None beside a category that nobody used (its
    probability is then zero). `mu` and `sigma` are the fitted population under mml, the mean and sd of the
    abilities that are not extreme under jml. `problem` is empty, or says why nothing was fitted; then the
    members have no elements and the numbers are None or empty.
    """

    ratees: tuple[str, ...]
    raters: tuple[str, ...]
    items: tuple[str, ...]
    scores: int
    severity: Mapping[str, Element]
    difficulty: Mapping[str, Element]
    ability: Mapping[str, Element]
    expected_ability: Mapping[str, Expectation]
    mu: float | None
    sigma: float | None
    sigma_at_bound: bool
    thresholds: tuple[float | None, ...]
    threshold_errors: tuple[float | None, ...]
    used: tuple[int, ...]
    steps: tuple[float, ...]
    log_likelihood: float
    iterations: int
    converged: bool
    separation: FacetSeparations
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A whole fit. Of several subsets, the largest (most scores) is first and gives `mu`, `sigma`,
    `thresholds` and `separation`; `log_likelihood` is the sum; an item's difficulty is that of the largest
    subset it occurs in. `lowest` and `step` are the scale's, in hundredths of a point.
    """

    method: Method
    severity: Mapping[str, Element]
    difficulty: Mapping[str, Element]
    ability: Mapping[str, Element]
    expected_ability: Mapping[str, Expectation]
    mu: float
    sigma: float
    thresholds: tuple[float | None, ...]
    log_likelihood: float
    iterations: int
    converged: bool
    subsets: tuple[Subset, ...]
    separation: FacetSeparations
    lowest: int
    step: int
