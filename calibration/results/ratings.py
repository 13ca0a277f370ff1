"""A period's evidence as the ratings that a many-facet fit reads.

Severity is told from difficulty only where interviewers and stages mix. Bar raisers who score nothing but
their own stage, or hardly anything, could all be stricter, or the stage harder: no score tells which. Such
groups are fitted together, since their candidates are the same, with one competency of the smaller group
taken to be as hard as one of the largest group's; that choice moves all of a group alike, so within a group
nothing depends on it, and between groups nothing is compared.
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

LINK = 20  # scorecards; over fewer, whoever helps out once in another stage would make everybody unsure


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
    one that ties to no group of raters there).
    """
    raters, items = len(ratings.raters), len(ratings.items)
    size = raters + len(ratings.ratees)
    links = (np.ones(len(ratings), np.bool_), (ratings.rater, ratings.ratee + raters))
    _, label = csgraph.connected_components(sparse.csr_matrix(links, shape=(size, size)), directed=False)
    subset = label[raters:]
    rater_group, item_group = np.zeros(raters, np.int64), np.full((int(label.max(initial=-1)) + 1, items), -1)
    for number in range(len(item_group)):
        members = np.flatnonzero(label[:raters] == number)
        rows = label[ratings.rater] == number
        place = np.searchsorted(members, ratings.rater[rows]) * items + ratings.item[rows]
        times = np.bincount(place, minlength=len(members) * items).reshape(-1, items)
        rater_group[members], item_group[number] = _split(times)
    return subset, rater_group, item_group


def _split(times: Numbers) -> tuple[Numbers, Numbers]:
    """The groups of a subset's raters and items, from how often each rater scored each item."""
    _, label = csgraph.connected_components(sparse.csr_matrix(_linked(times)), directed=False)
    by_label = np.stack([times[:, label == each].sum(axis=1) for each in range(label.max() + 1)], axis=1)
    joined = by_label.argmax(axis=1)
    scores = np.bincount(joined, times.sum(axis=1), minlength=by_label.shape[1])
    rank = np.full(len(scores), -1)
    largest_first = np.argsort(-scores, kind="stable")
    rank[largest_first] = np.where(scores[largest_first] > 0, np.arange(len(scores)), -1)
    return rank[joined], rank[label]


def _linked(times: Numbers) -> NDArray[np.bool_]:
    """Which pairs of items enough scorecards link: each rater counts with the rarer of the two."""
    total = times.sum(axis=0)
    linked = np.zeros((len(total), len(total)), np.bool_)
    for one in np.flatnonzero(total):
        both = np.minimum(times[:, [one]], times).sum(axis=0)
        linked[one] = (total > 0) & (both >= np.minimum(LINK, np.minimum(total[one], total) / 2))
    return linked


def _most(times: Numbers, among: NDArray[np.bool_]) -> int:
    """The most frequent of these items."""
    return int(np.argmax(np.where(among, times, -1)))
