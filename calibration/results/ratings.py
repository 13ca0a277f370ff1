"""A period's evidence as the ratings that a many-facet fit reads.

Severity is told from difficulty only where interviewers and stages mix. Bar raisers who score nothing but
their own stage could all be stricter, or the stage harder: no score tells which. Such groups are fitted
together, since their candidates are the same, with one competency of the smaller group taken to be as hard as
one of the largest group's; that choice moves all of a group alike, so within a group nothing depends on it,
and between groups nothing is compared.
"""

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from calibration.evidence import Evidence
from calibration.rasch.ratings import Ratings, chosen

Numbers: TypeAlias = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """Ratings that can be fitted, and which group each rater is in among those they share candidates with:
    0 is the one with most scores.
    """

    ratings: Ratings
    group: Numbers


def evidence_ratings(evidence: Evidence) -> Ratings:
    """The scores of first revisions given blind, in the evidence's order: ratees are applications and raters
    are interviewers, both by uuid, an item is a competency in a stage (`stage/competency`).
    """
    scores, stages, competencies = evidence.scores, evidence.stages, evidence.competencies
    visit = evidence.cards.visit[scores.card]
    stage = evidence.visits.stage[visit]
    every = Ratings(
        ratees=evidence.applications.uuids,
        raters=evidence.interviewers,
        items=tuple(f"{stage.slug}/{competency.key}" for stage in stages for competency in competencies),
        ratee=evidence.visits.application[visit].astype(np.int32),
        rater=evidence.cards.interviewer[scores.card].astype(np.int32),
        item=(stage * len(competencies) + scores.competency).astype(np.int32),
        category=((scores.value - evidence.lowest) // evidence.step).astype(np.int32),
        lowest=evidence.lowest,
        step=evidence.step,
        categories=(evidence.highest - evidence.lowest) // evidence.step + 1,
    )
    return chosen(every, np.asarray(scores.first) & ~np.asarray(evidence.cards.not_blind)[scores.card])


def grouped(ratings: Ratings) -> Grouped:
    """The ratings with an item of each further group taken for one of the largest group's."""
    subset, rater_group, item_group = _groups(ratings)
    cell = subset[ratings.ratee] * len(ratings.items) + ratings.item
    times = np.bincount(cell, minlength=item_group.size).reshape(item_group.shape)
    item = np.tile(np.arange(len(ratings.items)), (len(item_group), 1))
    for number, groups in enumerate(item_group):
        for group in range(1, int(groups.max(initial=0)) + 1):
            item[number, _most(times[number], groups == group)] = _most(times[number], groups == 0)
    tied = replace(ratings, item=item.ravel()[cell].astype(np.int32))
    return Grouped(chosen(tied, np.ones(len(tied), np.bool_)), rater_group)


def largest_group(ratings: Ratings) -> NDArray[np.bool_]:
    """Which scores are of raters in the first group of those they share candidates with."""
    _, rater_group, _ = _groups(ratings)
    return np.asarray(rater_group[ratings.rater] == 0)


def _groups(ratings: Ratings) -> tuple[Numbers, Numbers, Numbers]:
    """The subset of each ratee, the group of each rater in it, and that of each item (subsets × items, -1 for
    one that nobody scored there): raters of a subset with an item in common are in one group.
    """
    raters, items = len(ratings.raters), len(ratings.items)
    subset = _components(ratings.rater, ratings.ratee + raters, raters + len(ratings.ratees))[raters:]
    subsets = int(subset.max(initial=-1)) + 1
    cell = subset[ratings.ratee] * items + ratings.item
    label = _components(ratings.rater, cell + raters, raters + subsets * items)
    scores = np.bincount(label[ratings.rater], minlength=int(label.max(initial=-1)) + 1)
    of_subset = np.full(len(scores), -1)
    of_subset[label[ratings.rater]] = subset[ratings.ratee]
    group = _ranks(of_subset, scores)
    return subset, group[label[:raters]], group[label[raters:]].reshape(subsets, items)


def _components(one: Numbers, other: Numbers, size: int) -> Numbers:
    """The connected component of each of `size` nodes."""
    links = sparse.csr_matrix((np.ones(len(one), np.bool_), (one, other)), shape=(size, size))
    label: Numbers = csgraph.connected_components(links, directed=False)[1]
    return label


def _ranks(of_subset: Numbers, scores: Numbers) -> Numbers:
    """The place of each group in its subset, most scores first; -1 for what is in none."""
    rank = np.full(len(scores), -1)
    for subset in np.unique(of_subset[of_subset >= 0]):
        members = np.flatnonzero(of_subset == subset)
        rank[members[np.argsort(-scores[members], kind="stable")]] = np.arange(len(members))
    return rank


def _most(times: Numbers, among: NDArray[np.bool_]) -> int:
    """The most frequent of these items."""
    return int(np.argmax(np.where(among, times, -1)))
