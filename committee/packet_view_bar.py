"""The bar on a packet's page: the candidate beside the top performer, the team before and after. Pure."""

from dataclasses import dataclass
from fractions import Fraction

from committee.packet_view_gate import exact_score
from committee.packet_view_names import Names, Shaded
from committee.snapshot import BarPart, Exact
from rubrics.gate import shown


@dataclass(frozen=True, slots=True)
class BarRow:
    """A competency. `difference` is in words, "" where one side has no score; the averages are cut to two
    decimals, "" where nobody of the team has a level.
    """

    competency: str
    candidate: Shaded
    top: Shaded
    difference: str
    before: str
    after: str
    moves: str


@dataclass(frozen=True, slots=True)
class Bar:
    rows: tuple[BarRow, ...]
    has_top: bool
    before: str
    after: str
    moves: str
    headcount: int


def bar_view(bar: BarPart, names: Names) -> Bar:
    return Bar(
        rows=tuple(_row(slug, name, bar, names) for slug, name in names.competencies.items()),
        has_top=bar["top"] is not None,
        before=_average(bar["density_before"]),
        after=_average(bar["density_after"]),
        moves=_moves(bar["density_before"], bar["density_after"]),
        headcount=bar["headcount"],
    )


def _row(slug: str, name: str, bar: BarPart, names: Names) -> BarRow:
    candidate = bar["candidate"].get(slug)
    top = (bar["top"] or {}).get(slug)
    before, after = bar["before"].get(slug), bar["after"].get(slug)
    return BarRow(
        competency=name,
        candidate=names.score(exact_score(candidate)),
        top=names.score(exact_score(top)),
        difference=_difference(candidate, top),
        before=_average(before),
        after=_average(after),
        moves=_moves(before, after),
    )


def _difference(candidate: Exact | None, top: Exact | None) -> str:
    """ "0.66 above", cut like every score; "less than 0.01 above" where that leaves nothing."""
    if candidate is None or top is None:
        return ""
    apart = Fraction(*candidate) - Fraction(*top)
    if not apart:
        return "the same"
    return f"{_cut(abs(apart))} {'above' if apart > 0 else 'below'}"


def _moves(before: Exact | None, after: Exact | None) -> str:
    """What the hire would do to an average: "raises it by 0.06"."""
    if before is None or after is None:
        return ""
    change = Fraction(*after) - Fraction(*before)
    if not change:
        return "leaves it as it is"
    return f"{'raises' if change > 0 else 'lowers'} it by {_cut(abs(change))}"


def _cut(distance: Fraction) -> str:
    return shown((distance.numerator, distance.denominator)) if distance >= 1 else "less than 0.01"


def _average(score: Exact | None) -> str:
    exact = exact_score(score)
    return shown(exact) if exact else ""
