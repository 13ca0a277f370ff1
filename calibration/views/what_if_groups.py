"""What another setting would have done to groups of candidates: for auditors, of a cycle that is over.

A person's answer must not be read off two settings that differ by that person alone. So only rates and
ratios are shown, groups with few changes not at all (calibration.fairness.compared), bars move in quarters of
a point here, and a cycle that still grows is not compared.
"""

from collections.abc import Sequence
from datetime import date

from calibration.charts.figure import Column, Figure, Value
from calibration.fairness.compared import SideBySide
from calibration.forms.what_if import WhatIfForm
from calibration.periods import Period
from calibration.queries.what_if import groups_compared
from calibration.whatif.history import History

COARSE = 25  # hundredths
_COLUMNS = (
    Column("group", "Group"),
    Column("rate_before", "Not stopped before", "percent"),
    Column("rate_after", "Not stopped after", "percent"),
    Column("ratio_before", "Impact ratio before", "number"),
    Column("ratio_after", "Impact ratio after", "number"),
    Column("four_fifths", "Below four fifths"),
)
_SENTENCE = "The share of each group that no stage stops, and that share over the highest group’s."
_HIDDEN = "too few to show"


def group_figures(period: Period, history: History, form: WhatIfForm, today: date) -> list[Figure]:
    """A table by sex and one by race and ethnicity, or one that says why there is none."""
    why_not = _why_not(period, form, today)
    if why_not:
        return [Figure("what-if-groups", "Groups, before and after", "", _COLUMNS, (), empty=why_not)]
    found = groups_compared(history, form.setting)
    return [
        _figure("what-if-sex", "Sex, before and after", found.sex),
        _figure("what-if-race", "Race and ethnicity, before and after", found.race),
    ]


def _why_not(period: Period, form: WhatIfForm, today: date) -> str:
    if period.cycle is None or period.cycle.ends_on >= today:
        return "Groups are compared for one cycle at a time, once it is over."
    if form.setting.threshold % COARSE or form.setting.floor % COARSE:
        return "Groups are compared for a threshold and a floor in quarters of a point."
    return ""


def _figure(slug: str, title: str, groups: Sequence[SideBySide]) -> Figure:
    return Figure(
        slug=slug,
        title=title,
        sentence=_SENTENCE,
        columns=_COLUMNS,
        rows=tuple(_row(each) for each in groups),
        empty="" if groups else "Nobody has answered.",
        method="what-if",
    )


def _row(side: SideBySide) -> tuple[Value, ...]:
    if side.rate_before is None:
        return (side.group, _HIDDEN, None, None, None, None)
    below = {
        (True, True): "before and after",
        (True, False): "before",
        (False, True): "after",
    }.get((bool(side.below_before), bool(side.below_after)))
    figures = (side.rate_before, side.rate_after, side.ratio_before, side.ratio_after)
    # In the file too: with more digits a rate gives its counts away.
    return (side.group, *(None if each is None else round(each, 2) for each in figures), below)
