"""A real gate replayed: the New Haven promotion exams of 2003, whose pass counts are on the court's record.

Their rule was compensatory: 60 % written and 40 % oral, 70 to pass (W. Miao, Journal of Statistics Education
18(3), 2010). Weights are competencies counted more than once: three written ones and two oral ones.
"""

import csv
from decimal import Decimal
from pathlib import Path

import numpy as np

from calibration.whatif.compare import compare
from calibration.whatif.history import PASSED, Block, Setting, ends_under
from rubrics.gate import GatePolicy
from rubrics.replay import stage_columns

EXAMS = Path(__file__).parent / "data" / "ricci.csv"
WRITTEN, ORAL = 0, 1
POLICY = GatePolicy(threshold=7_000, floor=0, aggregation="mean", lowest=0, highest=10_000, step=1)
EVERYTHING = {"competencies": frozenset([WRITTEN, ORAL]), "stages": frozenset([0])}


def exams() -> tuple[Block, list[str]]:
    """Everybody's exams as one stage, and their groups."""
    with EXAMS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    written, oral = ([int(Decimal(row[part]) * 100) for row in rows] for part in ("Written", "Oral"))
    totals = np.array([written] * 3 + [oral] * 2)
    nobody = np.zeros(len(rows), np.uint8)
    stage = stage_columns(
        np.ones_like(totals), totals, totals, nobody, np.ones(len(rows), bool), highest=POLICY.highest
    )
    plan = ((0, (WRITTEN,) * 3 + (ORAL,) * 2),)
    return Block(POLICY, plan, (stage,), np.arange(len(rows)), nobody), [row["Race"] for row in rows]


def passed(block: Block, groups: list[str], setting: Setting) -> dict[str, int]:
    through = ends_under(block, setting).codes == PASSED
    return {group: sum(through[at] for at, own in enumerate(groups) if own == group) for group in "WHB"}


def test_the_published_pass_counts_come_out_under_the_compensatory_rule() -> None:
    block, groups = exams()
    assert {group: groups.count(group) for group in "WHB"} == {"W": 68, "H": 23, "B": 27}
    assert passed(block, groups, Setting(7_000, 0, "mean", **EVERYTHING)) == {"W": 41, "H": 6, "B": 9}


def test_the_published_pass_counts_come_out_when_no_part_makes_up_for_the_other() -> None:
    block, groups = exams()
    each_part = {"W": 26, "H": 3, "B": 5}
    assert passed(block, groups, Setting(0, 7_000, "mean", **EVERYTHING)) == each_part
    assert passed(block, groups, Setting(7_000, 7_000, "mean", **EVERYTHING)) == each_part


def test_the_change_between_the_two_rules_is_counted() -> None:
    block, _ = exams()
    found = compare([block], Setting(7_000, 7_000, "mean", **EVERYTHING), 1)
    assert (found.passed_before, found.passed_after) == (56, 34)
    assert found.stops_at == (22,)
