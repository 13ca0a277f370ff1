"""The observed information of the marginal likelihood, after T. A. Louis (JRSS B 44, 1982).

It is the information there would be if abilities were known, less the part that is missing: the covariance,
over each ratee's posterior, of the score of the complete data. That score is a smooth function of ability, so
it is expanded in the first few polynomials orthonormal under the posterior (Stieltjes' three-term
recurrence on the nodes): the covariance is the sum of products of the coefficients beyond the constant.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from calibration.rasch.design import Chunk, Design
from calibration.rasch.products import Products, add_products
from calibration.rasch.rating_scale import Curves, Scale, step_covariances
from calibration.rasch.ratings import Floats

_NEGLIGIBLE = 1e-12  # share of the curves' squared length that their basis may leave out
_NO_LENGTH = 1e-9  # population sds


@dataclass(frozen=True, slots=True, eq=False)
class Compressed:
    """Curves over the nodes written in few: `basis` (functions × nodes, the last two those of mu and log
    sigma), `expected` (pairs × functions) and `tails` (step × pairs × functions)."""

    basis: Floats
    expected: Floats
    tails: Floats


def compressed(found: Curves, scale: Scale, nodes: Floats, sigma: float) -> Compressed:
    """The curves of all pairs in the fewest functions that hold them."""
    flat = found.tails.reshape(-1, len(nodes))
    sizes, vectors = np.linalg.eigh(flat.T @ flat)
    basis = vectors[:, sizes > _NEGLIGIBLE * sizes[-1]]
    tails = (flat @ basis).reshape(*found.tails.shape[:2], -1)
    expected = np.tensordot(np.diff(scale.numbers), tails, axes=1)
    return Compressed(np.vstack([basis.T, nodes / sigma, nodes**2]), expected, tails)


def complete_information(design: Design, found: Curves, scale: Scale, mass: Floats) -> Floats:
    """The information of all but mu and log sigma if abilities were known.

    `mass` (pairs × nodes) is how many scores of the pair are expected from ratees at the node.
    """
    among = np.empty((design.steps, design.steps))
    for m in range(design.steps):
        above = mass * found.tails[m]
        for later in range(m, design.steps):
            joint = above.sum() if later == m else np.vdot(mass, found.tails[later])
            among[m, later] = among[later, m] = joint - np.vdot(above, found.tails[later])
    variance = np.einsum("pg,pg->p", mass, found.variance)
    crossed = np.einsum("pg,mpg->mp", mass, step_covariances(found, scale))
    return assembled(design, variance, crossed, among)


def assembled(design: Design, variance: Floats, crossed: Floats, among: Floats) -> Floats:
    """The information of severities, difficulties and steps from sums.

    `variance` is the pairs' sums of the score's variance, `crossed` (step × pairs) of its covariance with
    taking the step, `among` (step × step) the sums of the steps' covariances.
    """
    raters, items, steps = design.raters, design.items, design.steps
    first, last = raters + items, raters + items + steps
    information = np.zeros((last, last))
    information[:raters, :raters] = np.diag(np.bincount(design.pair_rater, variance, raters))
    information[raters:first, raters:first] = np.diag(np.bincount(design.pair_item, variance, items))
    cell = design.pair_rater.astype(np.int64) * items + design.pair_item
    information[:raters, raters:first] = np.bincount(cell, variance, raters * items).reshape(raters, items)
    for m, each in enumerate(crossed):
        information[:raters, first + m] = np.bincount(design.pair_rater, each, raters)
        information[raters:first, first + m] = np.bincount(design.pair_item, each, items)
    information[first:, first:] = among
    symmetric: Floats = np.triu(information) + np.triu(information, 1).T
    return symmetric


def population_information(node_mass: Floats, nodes: Floats, sigma: float) -> Floats:
    """The same of mu and log sigma; `node_mass` is how many ratees are expected at each node."""
    ratees, first, second = node_mass.sum(), node_mass @ nodes, node_mass @ nodes**2
    return np.array([[ratees / sigma**2, 2 * first / sigma], [2 * first / sigma, 2 * second]])


def missing_information(
    design: Design, chunk: Chunk, small: Compressed, weights: Floats, nodes: Floats, degrees: int
) -> Floats:
    """What not knowing the abilities of these ratees costs, to the given degree of their scores."""
    rows, raters, items, steps = len(weights), design.raters, design.items, design.steps
    functions = small.expected.shape[1]
    curve = small.expected[chunk.entry_pair] * chunk.entry_count[:, None]
    step_curves = [chunk.counts @ each for each in small.tails]
    products = Products(design, chunk)
    missing = np.zeros((raters + items + steps + 2,) * 2)
    others = np.empty((rows, items + steps + 2))
    for weighted in weighted_polynomials(weights, nodes, degrees):
        overlap = weighted @ small.basis.T
        own = np.ascontiguousarray(overlap[:, :functions])
        values = np.einsum("ef,ef->e", curve, own[chunk.entry_ratee])
        others[:, :items] = products.items(values)
        for m, each in enumerate(step_curves):
            others[:, items + m] = np.einsum("nf,nf->n", each, own)
        others[:, items + steps :] = overlap[:, functions:]
        add_products(missing, products.raters(values), others)
    return missing


def weighted_polynomials(weights: Floats, nodes: Floats, degrees: int) -> Iterator[Floats]:
    """Polynomials of degree 1, 2, ... orthonormal under each row of `weights`, times the weights.

    A degree that a row's few nodes with weight cannot carry is zero there.
    """
    previous, current = np.zeros_like(weights), np.ones_like(weights)
    norm = np.zeros((len(weights), 1))
    for _ in range(degrees):
        weighted = weights * current
        centre = (weighted * current) @ nodes
        following = (nodes - centre[:, None]) * current
        following -= norm * previous
        norm = np.sqrt(np.einsum("ng,ng,ng->n", weights, following, following))[:, None]
        following *= np.divide(1.0, norm, out=np.zeros_like(norm), where=norm > _NO_LENGTH)
        previous, current = current, following
        yield weights * current
