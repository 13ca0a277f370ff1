"""Joint maximum likelihood: abilities are parameters like all others, as in FACETS.

Newton's method on everything at once; abilities only meet their own scores, so they are eliminated from each
step (Schur complement). No bias correction: in sparse designs its abilities are stretched and its errors too
small, which is why marginal likelihood is the default.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy import linalg, sparse

from calibration.rasch.centring import Centring
from calibration.rasch.design import Chunk, Design, SparseMatrix
from calibration.rasch.marginal_information import assembled
from calibration.rasch.products import Products, add_products
from calibration.rasch.rating_scale import Curves, Scale, curves, step_covariances
from calibration.rasch.ratings import Floats
from calibration.rasch.starting import starting_values

_MOST_STEPS = 200
_MOST_HALVINGS = 30
_LONGEST_STEP = 2.0  # logits
_THERE = 1e-9  # logits; Newton's last step is squared by the next
_NO_GAIN, _LONG = 1e-9, 1e-3  # of log-likelihood by a step of so many logits: there is no maximum ahead
_ROUNDING = 1e-12
_RIDGE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class JointFit:
    """The maximum; every category in `scale` is used, and no element is extreme."""

    ability: Floats
    severity: Floats
    difficulty: Floats
    scale: Scale
    log_likelihood: float
    iterations: int
    converged: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """A step in the abilities, and in severities, difficulties and steps as one vector."""

    ability: Floats
    structural: Floats


def fit_joint(design: Design) -> JointFit:
    """The maximum of the joint likelihood of a design without extreme elements."""
    severity, difficulty, steps, mu = starting_values(design)
    scale = Scale(design.numbers, steps)
    here = JointFit(_abilities(design, mu), severity, difficulty, scale, -np.inf, 0, converged=False)
    here = replace(here, log_likelihood=_log_likelihood(design, here))
    for taken in range(1, _MOST_STEPS + 1):
        there, length = _stepped(design, here, _newton(design, here), taken)
        gain, here = there.log_likelihood - here.log_likelihood, there
        if length < _THERE:
            return replace(here, converged=True)
        if gain < _NO_GAIN and length > _LONG:
            break  # on its way to no maximum, as when scores part perfectly along a parameter
    return here


def _stepped(design: Design, here: JointFit, step: _Step, taken: int) -> tuple[JointFit, float]:
    """Where the step leads, halved until it loses no likelihood, and its length in logits."""
    length = max(float(np.abs(step.ability).max()), float(np.abs(step.structural).max()))
    share = min(1.0, _LONGEST_STEP / max(length, _LONGEST_STEP))
    for _ in range(_MOST_HALVINGS):
        there = _moved(design, here, step, share, taken)
        if there.log_likelihood >= here.log_likelihood - _ROUNDING * abs(here.log_likelihood):
            return there, length * share
        share /= 2
    return replace(here, iterations=taken), 0.0


def _abilities(design: Design, mu: float) -> Floats:
    """A first guess from each ratee's mean score."""
    span = design.numbers[-1] - design.numbers[0]
    share = (design.total / design.ratings_per_ratee - design.numbers[0]) / span
    share = np.clip(share, 0.02, 0.98)
    return np.asarray(mu + np.log(share / (1 - share)))


def _log_likelihood(design: Design, fit: JointFit) -> float:
    locations = design.locations(fit.severity, fit.difficulty)
    value = design.total @ fit.ability - design.pair_total @ locations - design.reached @ fit.scale.steps
    for chunk in design.chunks(_width(design)):
        found = _entries(chunk, fit, locations)
        value -= chunk.entry_count @ found.log_normaliser
    return float(value)


def _moved(design: Design, fit: JointFit, step: _Step, share: float, taken: int) -> JointFit:
    edges = np.cumsum([design.raters, design.items])
    severity, difficulty, steps = np.split(share * step.structural, edges)
    moved = JointFit(
        fit.ability + share * step.ability,
        fit.severity + severity,
        fit.difficulty + difficulty,
        Scale(fit.scale.numbers, fit.scale.steps + steps),
        0.0,
        taken,
        converged=False,
    )
    return replace(moved, log_likelihood=_log_likelihood(design, moved))


def _entries(chunk: Chunk, fit: JointFit, locations: Floats) -> Curves:
    abilities = fit.ability[chunk.ratees]
    return curves(abilities[chunk.entry_ratee] - locations[chunk.entry_pair], fit.scale)


def _newton(design: Design, fit: JointFit) -> _Step:
    """Newton's step, the abilities eliminated chunk by chunk."""
    sums, eliminated = _Sums(design), []
    locations = design.locations(fit.severity, fit.difficulty)
    for chunk in design.chunks(_width(design)):
        found = _entries(chunk, fit, locations)
        eliminated.append(sums.add(chunk, found, step_covariances(found, fit.scale) * chunk.entry_count))
    centring = Centring((design.raters, design.items, design.steps))
    matrix = centring.matrix(sums.information())
    matrix += _RIDGE * np.trace(matrix) / len(matrix) * np.eye(len(matrix))
    structural = linalg.solve(matrix, centring.vector(sums.gradient()), assume_a="sym")
    structural = centring.vector(structural)
    return _Step(np.concatenate([each.abilities(structural) for each in eliminated]), structural)


@dataclass(frozen=True, slots=True, eq=False)
class _Eliminated:
    """Abilities of a chunk as they follow from a step in everything else."""

    by_rater: SparseMatrix
    others: Floats
    information: Floats
    gradient: Floats

    def abilities(self, structural: Floats) -> Floats:
        raters = self.by_rater.shape[1]
        moved = self.by_rater @ structural[:raters] + self.others @ structural[raters:]
        return np.asarray((self.gradient + moved) / self.information)


class _Sums:
    """Gradient and information of severities, difficulties and steps, summed over chunks of ratees."""

    def __init__(self, design: Design) -> None:
        pairs, steps = len(design.pair_rater), design.steps
        size = design.raters + design.items + steps
        self._design = design
        self._variance, self._expected = np.zeros(pairs), np.zeros(pairs)
        self._crossed, self._among = np.zeros((steps, pairs)), np.zeros((steps, steps))
        self._reached = np.zeros(steps)
        self._eliminated, self._shift = np.zeros((size, size)), np.zeros(size)

    def add(self, chunk: Chunk, found: Curves, covariances: Floats) -> _Eliminated:
        """Adds the scores of a chunk; `covariances` are of the score with each step, times the counts."""
        pair, count, pairs = chunk.entry_pair, chunk.entry_count, len(self._variance)
        variance = count * found.variance
        self._variance += np.bincount(pair, variance, pairs)
        self._expected += np.bincount(pair, count * found.expected, pairs)
        for m, each in enumerate(covariances):
            self._crossed[m] += np.bincount(pair, each, pairs)
        self._reached += found.tails @ count
        self._among += _step_covariance(found.tails, count)
        return self._eliminate(chunk, count * found.expected, variance, covariances)

    def gradient(self) -> Floats:
        """The gradient, with what the abilities' own gradients add to it."""
        design, surplus = self._design, self._expected - self._design.pair_total
        by_rater = np.bincount(design.pair_rater, surplus, design.raters)
        by_item = np.bincount(design.pair_item, surplus, design.items)
        return np.concatenate([by_rater, by_item, self._reached - design.reached]) + self._shift

    def information(self) -> Floats:
        """The information that is left when the abilities follow."""
        whole = assembled(self._design, self._variance, self._crossed, self._among)
        left: Floats = whole - self._eliminated
        return left

    def _eliminate(
        self, chunk: Chunk, expected: Floats, variance: Floats, covariances: Floats
    ) -> _Eliminated:
        design, rows = self._design, chunk.counts.shape[0]
        products = Products(design, chunk)
        information = np.asarray(np.bincount(chunk.entry_ratee, variance, rows), dtype=float)
        gradient = design.total[chunk.ratees] - np.bincount(chunk.entry_ratee, expected, rows)
        by_step = [np.bincount(chunk.entry_ratee, each, rows) for each in covariances]
        by_rater = products.raters(variance)
        others = np.column_stack([products.items(variance), *by_step])
        add_products(self._eliminated, *_scaled(by_rater, others, 1 / np.sqrt(information)))
        weight, raters = gradient / information, design.raters
        self._shift[:raters] += by_rater.T @ weight
        self._shift[raters:] += others.T @ weight
        return _Eliminated(by_rater, others, information, gradient)


def _step_covariance(tails: Floats, count: Floats) -> Floats:
    """Sums of the covariances of having taken one step and another."""
    product = (tails * count) @ tails.T
    taken = tails @ count
    later = np.maximum.outer(np.arange(len(taken)), np.arange(len(taken)))
    covariance: Floats = taken[later] - product
    return covariance


def _scaled(by_rater: SparseMatrix, others: Floats, scale: Floats) -> tuple[SparseMatrix, Floats]:
    if sparse.issparse(by_rater):
        return sparse.diags(scale) @ by_rater, others * scale[:, None]
    return by_rater * scale[:, None], others * scale[:, None]


def _width(design: Design) -> int:
    """How many numbers a ratee needs at a time."""
    return (int(design.counts.nnz) // design.ratees + 1) * (design.steps + 2)
