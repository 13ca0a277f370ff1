"""What another rule would have done to the groups: impact ratios side by side, for "what if".

Rates and ratios alone are given, no counts: whoever moves a threshold by a hair would otherwise read off the
group of the one person it flips. A group is left out on both sides when any count of it could be under 5, or
when one to four of its people flip either way.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from calibration.fairness.attack import Cells, Counts, Mask
from calibration.fairness.groups import RACES, SEXES, Answers, Codes
from calibration.fairness.impact import GroupCount, GroupImpact, Impact, impact
from calibration.fairness.suppression import shown_counts

SMALLEST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A group under both rules; rates and ratios are None where its counts may not be told.

    The ratio is None as well for a group of less than 2 % of everybody, and where there is none to compare.
    """

    group: str
    rate_before: float | None
    rate_after: float | None
    ratio_before: float | None
    ratio_after: float | None
    below_before: bool | None
    below_after: bool | None


@dataclass(frozen=True, slots=True)
class Compared:
    """Groups by sex and by race and ethnicity; `unknown` people of either are in no rate."""

    sex: tuple[SideBySide, ...]
    race: tuple[SideBySide, ...]


def compared(answers: Answers, before: Mask, after: Mask) -> Compared:
    """The groups of applications, a row each, that one rule selected `before` and another one `after`."""
    return Compared(
        sex=_by_group(answers.sex, tuple(SEXES.values()), before, after),
        race=_by_group(answers.race, tuple(RACES.values()), before, after),
    )


def _by_group(codes: Codes, groups: tuple[str, ...], before: Mask, after: Mask) -> tuple[SideBySide, ...]:
    kinds = 4 * codes + 2 * before + after
    people = np.bincount(kinds, minlength=4 * (len(groups) + 1)).reshape(-1, 2, 2)
    told = _told(people)[:-1]
    sides = [_impact(groups, people, told, axis) for axis in (2, 1)]
    figures = [{each.group: each for each in side.groups} for side in sides]
    return tuple(
        _side_by_side(group, figures[0].get(group), figures[1].get(group))
        for group, came in zip(groups, people.sum(axis=(1, 2)), strict=False)
        if came
    )


def _told(people: Counts) -> Mask:
    """Which groups, those of unknown group last, may be told of: all that counts them may be shown."""
    groups = people.shape[0]
    kinds = np.arange(people.size).reshape(people.shape)
    rows = [
        [group[:, 0], group[:, 1], group[0], group[1], group, group[0, 1], group[1, 0]]
        for group in [*kinds, kinds.transpose(1, 2, 0)]
    ]
    parts = [part.ravel() for row in rows for part in row]
    ends = np.cumsum([0, *(part.size for part in parts)])
    sums = csr_array((np.ones(ends[-1]), np.concatenate(parts), ends), shape=(len(parts), people.size))
    counts = np.asarray(sums @ people.ravel(), dtype=np.int64).reshape(groups + 1, 7)
    small = counts < SMALLEST_SHOWN
    guarded = small & (counts[:, 4:5] > 0) & ((counts > 0) | _selections(counts.shape))
    known = np.zeros(counts.shape, dtype=np.bool_)
    guarded[-2:] = False  # nobody's answer is known of those; the last row is everybody
    known[-1] = True
    alike = np.ones(known.size)
    shown = shown_counts(Cells(people.ravel(), sums, known.ravel(), guarded.ravel(), alike))
    return np.asarray(shown.reshape(counts.shape)[:-1].all(axis=1))


def _selections(shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """The counts of which zero tells of everybody; that nobody of a group flips tells of nobody."""
    found = np.zeros(shape, dtype=np.bool_)
    found[:, :4] = True
    return found


def _impact(groups: tuple[str, ...], people: Counts, told: Mask, axis: int) -> Impact:
    """`axis` is the rule to add up over: 2 leaves the one before, 1 the one after."""
    selected = people.sum(axis=axis)[:, 1]
    applicants = people.sum(axis=(1, 2))
    counts = [
        GroupCount(group, int(applicants[place]), int(selected[place]))
        for place, group in enumerate(groups)
        if told[place] and applicants[place]
    ]
    return impact(counts, all_applicants=int(applicants.sum()))


def _side_by_side(group: str, before: GroupImpact | None, after: GroupImpact | None) -> SideBySide:
    if before is None or after is None:
        return SideBySide(group, None, None, None, None, None, None)
    return SideBySide(
        group,
        before.rate,
        after.rate,
        before.impact_ratio,
        after.impact_ratio,
        before.below_four_fifths,
        after.below_four_fifths,
    )
