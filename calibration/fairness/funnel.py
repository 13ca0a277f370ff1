"""The counts of a funnel by group, of which only what may be shown ever leaves this module.

People are followed through the gates one after the other, so that whoever a gate lets through is whom the
next one has to decide on, and one count stands for both. A count is guarded when it is under 5. Zero is one
of them where it is of a group of 5 or more: that nobody of it was let through says of every person of the
group that they were not, and that nobody let through is of it says that of every person let through. The
price is the plainest finding there is, a large group of whom nobody was selected. None of a smaller group,
which is hidden itself, tells no more than that a group has nobody, which is nobody's secret. How many are of
unknown group is not an answer that anybody gave: it is hidden only to protect others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from calibration.fairness.attack import Cells, Counts
from calibration.fairness.groups import RACES, SEXES, Answers, Codes
from calibration.fairness.suppression import shown_counts

SMALLEST_SHOWN = 5
HIDDEN = -1
KNOWN_SEXES, KNOWN_RACES = len(SEXES), len(RACES)
CROSSED_SEXES = 2  # male and female, as in the rule; a third crossed with races would hardly ever be shown


@dataclass(frozen=True, slots=True)
class GroupFunnel:
    """How many got how far, by group: a row for those who came to each gate, and one for those past the last.

    Columns are the groups, then those of unknown group; `crossed` has both CROSSED_SEXES of the first race,
    then of the second, and so on, and whoever is in none of these last. A count that may not be shown is
    HIDDEN. `everybody` is the total of each row.
    """

    gates: tuple[str, ...]
    everybody: Counts
    sex: Counts
    race: Counts
    crossed: Counts


def group_funnel(gates: Sequence[str], answers: Answers, passed: Codes) -> GroupFunnel:
    """The funnel of applications that each `passed` so many of the gates before one stopped them."""
    cells, layout = _cells(len(gates), answers, passed)
    counts = np.where(shown_counts(cells), cells.counts, HIDDEN)
    return GroupFunnel(tuple(gates), *(counts[places] for places in layout))


def together(funnels: Sequence[GroupFunnel]) -> GroupFunnel:
    """Several periods as one: what is shown of each of them, added up.

    A count that is hidden in one period is hidden in their sum, or the one would be the sum less the others;
    sums of what is shown tell nothing new. Raises ValueError for none, or for funnels of other gates.
    """
    if len({funnel.gates for funnel in funnels}) != 1:
        raise ValueError("Only funnels of the same gates can be added up.")
    return GroupFunnel(
        funnels[0].gates,
        _added([funnel.everybody for funnel in funnels]),
        _added([funnel.sex for funnel in funnels]),
        _added([funnel.race for funnel in funnels]),
        _added([funnel.crossed for funnel in funnels]),
    )


def _added(counts: Sequence[Counts]) -> Counts:
    stacked = np.stack(counts)
    return np.where((stacked == HIDDEN).any(axis=0), HIDDEN, stacked.sum(axis=0))


def _cells(gates: int, answers: Answers, passed: Codes) -> tuple[Cells, tuple[Counts, ...]]:
    """The counts with what guards them, and where those of everybody and of each table stand among them."""
    people = np.zeros((gates + 1, KNOWN_SEXES + 1, KNOWN_RACES + 1), dtype=np.int64)
    np.add.at(people, (passed, answers.sex, answers.race), 1)
    kinds = np.arange(people.size).reshape(people.shape)
    spans = _spans(gates)
    groups = [_groups(kinds[span]) for span in spans]
    width = len(groups[0])
    sums = _sums([group for span in groups for group in span], people.size)
    counts = np.asarray(sums @ people.ravel(), dtype=np.int64).reshape(len(spans), width)
    known = np.zeros(counts.shape, dtype=np.bool_)
    known[:, 0] = True
    guarded = _is_small(counts, _wholes(gates, counts)) & ~_unknown_columns(width)
    cells = Cells(people.ravel(), sums, known.ravel(), guarded.ravel(), _worth(gates, width).ravel())
    return cells, _layout(gates + 1, width)


def _spans(gates: int) -> list[slice]:
    """Who came to each gate and who passed the last; who was stopped at each; and who was at any of them."""
    came = [slice(gate, None) for gate in range(gates + 1)]
    stopped = [slice(gate, gate + 1) for gate in range(gates)]
    return [*came, *stopped, slice(0, gates)]


def _wholes(gates: int, counts: Counts) -> Counts:
    """Of whom each count is a part: of those who came to the gate before; the first is a part of nobody."""
    came = counts[: gates + 1]
    return np.concatenate([np.zeros_like(came[:1]), came[:-1], came[:-1], came[:1]])


def _is_small(counts: Counts, wholes: Counts) -> npt.NDArray[np.bool_]:
    return (counts < SMALLEST_SHOWN) & ((counts > 0) | (wholes >= SMALLEST_SHOWN))


def _worth(gates: int, width: int) -> npt.NDArray[np.float64]:
    """The whole way, which impact ratios are asked of first, before single gates; each sex and race before
    both crossed. Who was stopped is in no table.
    """
    worth = np.zeros((2 * gates + 2, width))
    worth[: gates + 1] = 1.0
    worth[[0, gates]] = 10.0
    worth[:, 1 : 3 + KNOWN_SEXES + KNOWN_RACES] *= 10.0
    worth[:, _unknown_columns(width)] /= 10.0
    return worth


def _groups(kinds: Codes) -> list[Codes]:
    """The kinds of people of everybody, each sex, each race, both crossed, and whoever is in none of them."""
    crossed = [kinds[:, sex, race] for race in range(KNOWN_RACES) for sex in range(CROSSED_SEXES)]
    others = [kinds[:, CROSSED_SEXES:].ravel(), kinds[:, :CROSSED_SEXES, KNOWN_RACES].ravel()]
    return [
        kinds.ravel(),
        *(kinds[:, sex].ravel() for sex in range(KNOWN_SEXES + 1)),
        *(kinds[:, :, race].ravel() for race in range(KNOWN_RACES + 1)),
        *crossed,
        np.concatenate(others),
    ]


def _layout(rows: int, width: int) -> tuple[Counts, ...]:
    places = np.arange(rows * width).reshape(rows, width)
    first_race, first_crossed = 2 + KNOWN_SEXES, 3 + KNOWN_SEXES + KNOWN_RACES
    return (
        places[:, 0],
        places[:, 1:first_race],
        places[:, first_race:first_crossed],
        places[:, first_crossed:],
    )


def _unknown_columns(width: int) -> npt.NDArray[np.bool_]:
    columns = np.zeros(width, dtype=np.bool_)
    columns[[1 + KNOWN_SEXES, 2 + KNOWN_SEXES + KNOWN_RACES, width - 1]] = True
    return columns


def _sums(parts: Iterable[Codes], kinds: int) -> csr_array:
    listed = list(parts)
    ends = np.cumsum([0, *(part.size for part in listed)])
    return csr_array((np.ones(ends[-1]), np.concatenate(listed), ends), shape=(len(listed), kinds))
