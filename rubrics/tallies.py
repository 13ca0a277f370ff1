"""The scores of a whole sheet summed up for the gate: integers in flat arrays, some 200 bytes a scorecard.

Rows come in any order and a sheet may hold millions, so names become numbers, each competency of a
candidate's stage keeps its count, sum and minimum, and each scorecard only the line of every score.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rubrics.gate import Tally
from rubrics.plan import RubricPlan, StagePlan
from rubrics.sheet import Score


@dataclass(frozen=True, slots=True)
class StageTallies:
    """What one candidate's stage holds: how many scorecards, and a tally per competency in rubric order."""

    submitted: int
    competencies: Mapping[str, Tally]


class SheetTallies:
    """Adds up scores one by one; `candidates` then gives each candidate's tallies."""

    def __init__(self, rubric: RubricPlan) -> None:
        self._stages = rubric.stages
        self._width = max(len(stage.competencies) for stage in rubric.stages)
        self._places = {
            stage.slug: (place, {slug: at for at, slug in enumerate(stage.competencies)})
            for place, stage in enumerate(rubric.stages)
        }
        self._candidates: dict[str, int] = {}
        self._interviewers: dict[str, int] = {}
        self._cards: dict[int, int] = {}
        self._lines = array("I")  # per scorecard and competency: the line of its score, 0 for none
        self._submitted = array("I")  # per candidate and stage: the scorecards
        # Per candidate, stage and competency:
        self._counts, self._totals, self._lowest = array("I"), array("q"), array("q")

    def names(self) -> Iterable[str]:
        """The candidates, in order of first appearance."""
        return self._candidates

    def add(self, score: Score) -> int:
        """Count a score in and return 0, or count nothing and return the line of the score already there.

        One scorecard has one score per competency: the key is candidate, stage, interviewer, competency.
        """
        place, slots = self._places[score.stage]
        visit = self._candidate(score.candidate) * len(self._stages) + place
        slot = slots[score.competency]
        at = self._card(visit, score.interviewer) * self._width + slot
        if self._lines[at]:
            return self._lines[at]
        self._lines[at] = score.line
        if score.value is not None:
            self._count(visit * self._width + slot, score.value)
        return 0

    def candidates(self) -> Iterator[tuple[str, dict[str, StageTallies]]]:
        """Each candidate, in order of first appearance, with the stages that have rows, in rubric order."""
        for name, candidate in self._candidates.items():
            visits = enumerate(self._stages, candidate * len(self._stages))
            yield name, {stage.slug: self._stage(at, stage) for at, stage in visits if self._submitted[at]}

    def _candidate(self, name: str) -> int:
        known = self._candidates.get(name)
        if known is not None:
            return known
        self._candidates[name] = number = len(self._candidates)
        stages = len(self._stages)
        _grow(self._submitted, stages)
        for tallies in (self._counts, self._totals, self._lowest):
            _grow(tallies, stages * self._width)
        return number

    def _card(self, visit: int, interviewer: str) -> int:
        key = visit << 32 | self._interviewers.setdefault(interviewer, len(self._interviewers))
        known = self._cards.get(key)
        if known is not None:
            return known
        self._cards[key] = card = len(self._cards)
        self._submitted[visit] += 1
        _grow(self._lines, self._width)
        return card

    def _count(self, at: int, value: int) -> None:
        if not self._counts[at] or value < self._lowest[at]:
            self._lowest[at] = value
        self._counts[at] += 1
        self._totals[at] += value

    def _stage(self, visit: int, stage: StagePlan) -> StageTallies:
        slots = enumerate(stage.competencies, visit * self._width)
        tallies = {slug: Tally(self._counts[at], self._totals[at], self._lowest[at]) for at, slug in slots}
        return StageTallies(self._submitted[visit], tallies)


def _grow(numbers: "array[int]", by: int) -> None:
    numbers.frombytes(bytes(by * numbers.itemsize))
