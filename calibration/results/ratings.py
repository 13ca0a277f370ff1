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
    """Ratings that can be fitted, and which group each rater is in, 0 being the one with most scores."""

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
    """The ratings with an item of each further group taken for one of the first group's."""
    rater_group, item_group = _groups(ratings)
    times = np.bincount(ratings.item, minlength=len(ratings.items))
    place = np.arange(len(ratings.items))
    for group in range(1, int(rater_group.max(initial=0)) + 1):
        place[_most(times, item_group == group)] = _most(times, item_group == 0)
    tied = replace(ratings, item=place[ratings.item].astype(np.int32))
    return Grouped(chosen(tied, np.ones(len(tied), np.bool_)), rater_group)


def largest_group(ratings: Ratings) -> NDArray[np.bool_]:
    """Which scores are of raters in the first group."""
    rater_group, _ = _groups(ratings)
    return np.asarray(rater_group[ratings.rater] == 0)


def _groups(ratings: Ratings) -> tuple[Numbers, Numbers]:
    """The group of each rater and of each item: raters with an item in common are in one."""
    raters, size = len(ratings.raters), len(ratings.raters) + len(ratings.items)
    links = (np.ones(len(ratings), np.bool_), (ratings.rater, ratings.item + raters))
    _, label = csgraph.connected_components(sparse.csr_matrix(links, shape=(size, size)), directed=False)
    scores = np.bincount(label[ratings.rater], minlength=int(label.max(initial=0)) + 1)
    rank = np.empty(len(scores), np.int64)
    rank[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return rank[label[:raters]], rank[label[raters:]]


def _most(times: Numbers, among: NDArray[np.bool_]) -> int:
    """The most frequent of these items."""
    return int(np.argmax(np.where(among, times, -1)))
