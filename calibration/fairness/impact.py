"""Adverse impact at one gate: selection rates, impact ratios, and whether chance could have made them.

A group's selection rate is its selected over its applicants; its impact ratio is that rate over the
highest group's. A ratio below four fifths is generally regarded as evidence of adverse impact (29 CFR
1607.4D). New York City's rule measures the share scored above the median the same way and calls it the
scoring rate (6 RCNY 5-301), so "selected" may be read as "above the median" throughout.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

SMALLEST_SHARE = 50  # a group of less than 1/50 of all applicants is left out of the ratios: 6 RCNY 5-301 (d)


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many of a group came to the gate, and how many of them it let through."""

    group: str
    applicants: int
    selected: int


@dataclass(frozen=True, slots=True)
class GroupImpact:
    """What one group's counts say.

    `rate` is None of nobody. The other figures are None where there is no ratio: the group is `too_small`, or
    there is no highest group to compare with. `fisher_p` and `one_more_hire` are None for the highest itself;
    `one_more_hire` is True where the finding of being below four fifths hangs on one person.
    """

    group: str
    applicants: int
    selected: int
    rate: float | None
    too_small: bool
    impact_ratio: float | None
    below_four_fifths: bool | None
    fisher_p: float | None
    one_more_hire: bool | None


@dataclass(frozen=True, slots=True)
class Impact:
    """The groups in the order given; `highest` is None where no two groups can be compared."""

    highest: str | None
    groups: tuple[GroupImpact, ...]


def impact(counts: Sequence[GroupCount], *, all_applicants: int | None = None) -> Impact:
    """Each group against the one with the highest rate; of equal rates the first given is the highest.

    People of unknown group are no group and are not given. `all_applicants` is everybody at the gate, they
    included: a group of less than 2 % of them keeps its rate, has no ratio and is never the highest. Without
    it, everybody is whoever is in `counts`. Where nobody was selected there is no ratio to have.
    """
    everybody = sum(count.applicants for count in counts) if all_applicants is None else all_applicants
    compared = [count for count in counts if count.applicants and not _is_too_small(count, everybody)]
    highest = _highest(compared) if len(compared) > 1 else None
    return Impact(
        highest=highest.group if highest else None,
        groups=tuple(_against(count, highest, too_small=_is_too_small(count, everybody)) for count in counts),
    )


def is_below_four_fifths(count: GroupCount, highest: GroupCount) -> bool:
    """In integers, so that 40 of 100 against 50 of 100 is not below."""
    return 5 * count.selected * highest.applicants < 4 * count.applicants * highest.selected


def hangs_on_one_hire(count: GroupCount, highest: GroupCount) -> bool:
    """Whether a finding of adverse impact vanishes with one more of the group and one fewer of the highest.

    The Uniform Guidelines' Question and Answer 21 (44 FR 11996, 1979): where one person's selection changes
    the finding, the numbers are too small to conclude from.
    """
    if not is_below_four_fifths(count, highest) or count.selected == count.applicants or not highest.selected:
        return False
    one_more = GroupCount(count.group, count.applicants, count.selected + 1)
    one_fewer = GroupCount(highest.group, highest.applicants, highest.selected - 1)
    return not is_below_four_fifths(one_more, one_fewer)


def fisher_p(count: GroupCount, other: GroupCount) -> float:
    """Fisher's exact test, two-sided: how often chance alone would part the two groups as far or farther.

    The sum of the hypergeometric probabilities that are no greater than the observed one (Fisher 1934); as
    R's fisher.test does, two probabilities within one part in ten million are taken as equal.
    """
    selected = count.selected + other.selected
    possible = np.arange(max(0, selected - other.applicants), min(count.applicants, selected) + 1)
    logarithms = (
        _log_choose(count.applicants, possible)
        + _log_choose(other.applicants, selected - possible)
        - _log_choose(count.applicants + other.applicants, np.array(selected))
    )
    observed = logarithms[count.selected - possible[0]]
    return min(1.0, float(np.exp(logarithms[logarithms <= observed + 1e-7]).sum()))


def _is_too_small(count: GroupCount, everybody: int) -> bool:
    return SMALLEST_SHARE * count.applicants < everybody


def _highest(counts: Sequence[GroupCount]) -> GroupCount | None:
    highest = counts[0]
    for count in counts[1:]:
        if count.selected * highest.applicants > highest.selected * count.applicants:
            highest = count
    return highest if highest.selected else None


def _against(count: GroupCount, highest: GroupCount | None, *, too_small: bool) -> GroupImpact:
    rate = count.selected / count.applicants if count.applicants else None
    figures: tuple[float | None, bool | None, float | None, bool | None] = (None, None, None, None)
    if highest is not None and rate is not None and not too_small:
        figures = (1.0, False, None, None) if count is highest else _compared(count, highest)
    ratio, below, p, one_more = figures
    return GroupImpact(
        group=count.group,
        applicants=count.applicants,
        selected=count.selected,
        rate=rate,
        too_small=too_small,
        impact_ratio=ratio,
        below_four_fifths=below,
        fisher_p=p,
        one_more_hire=one_more,
    )


def _compared(count: GroupCount, highest: GroupCount) -> tuple[float, bool, float, bool]:
    return (
        (count.selected * highest.applicants) / (count.applicants * highest.selected),
        is_below_four_fifths(count, highest),
        fisher_p(count, highest),
        hangs_on_one_hire(count, highest),
    )


def _log_choose(whole: int, part: np.ndarray[tuple[int, ...], np.dtype[np.int_]]) -> np.ndarray:
    """The logarithm of the number of ways to choose `part` of `whole`."""
    return np.asarray(gammaln(whole + 1) - gammaln(part + 1) - gammaln(whole - part + 1))
