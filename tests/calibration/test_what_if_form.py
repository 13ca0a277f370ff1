"""The setting in the address of a what-if: read exactly, kept on the scale, explained when it is nonsense."""

import pytest
from django.http import QueryDict

from calibration.evidence import Label, StageShape
from calibration.forms.what_if import WhatIfForm, what_if_form
from calibration.whatif.history import Block, History, Setting
from tests.calibration.test_what_if_compare import HISTORY as BLOCK

COMPETENCIES = (Label("impact", "Impact"), Label("curiosity", "Curiosity"))
STAGES = (StageShape("screen", "Screen", "screen", (0, 1)), StageShape("case", "Case", "exercise", (0, 1)))
EVERYTHING = frozenset([0, 1])
RUBRIC = Setting(400, 300, "mean", EVERYTHING, EVERYTHING)


def asked(address: str, *blocks: Block) -> WhatIfForm:
    history = History(100, 500, 100, STAGES, COMPETENCIES, blocks or (BLOCK,))
    return what_if_form(QueryDict(address), history)


def test_an_address_that_says_nothing_is_the_rubric() -> None:
    form = asked("")
    assert (form.setting, form.problems, form.is_changed) == (RUBRIC, (), False)
    assert [(bar.value, bar.rubric, bar.lowest, bar.highest, bar.step) for bar in form.bars] == [
        ("4.00", "4.00", "1.00", "5.00", "0.05"),
        ("3.00", "3.00", "1.00", "5.00", "0.05"),
    ]


def test_a_setting_is_read_to_the_hundredth() -> None:
    form = asked("threshold=4.07&floor=2.5&aggregation=lowest&stage=case&competency=impact")
    assert form.setting == Setting(407, 250, "lowest", frozenset([0]), frozenset([1]))
    assert (form.problems, form.is_changed) == ((), True)
    assert [(choice.slug, choice.kept) for choice in form.stages] == [("screen", False), ("case", True)]


@pytest.mark.parametrize(
    ("address", "setting", "problem"),
    [
        ("threshold=5.5", 500, "The threshold 5.50 is off the scale; 5.00 is used."),
        ("threshold=0", 100, "The threshold 0.00 is off the scale; 1.00 is used."),
        ("threshold=4,5", 400, "The threshold “4,5” is not a number; 4.00 is used."),
        ("threshold=-1", 400, "The threshold “-1” is not a number; 4.00 is used."),
        ("threshold=1e3", 400, "The threshold “1e3” is not a number; 4.00 is used."),
        ("threshold=4.005", 400, "The threshold “4.005” is finer than a hundredth of a point; 4.00 is used."),
        (f"threshold={'9' * 5000}", 400, f"The threshold “{'9' * 12}” is off any scale; 4.00 is used."),
        ("threshold=٤", 400, "The threshold “٤” is not a number; 4.00 is used."),
        ("threshold=NaN", 400, "The threshold “NaN” is not a number; 4.00 is used."),
    ],
)
def test_a_bar_that_makes_no_sense_is_explained(address: str, setting: int, problem: str) -> None:
    form = asked(address)
    assert (form.setting.threshold, form.problems) == (setting, (problem,))


def test_an_empty_bar_is_the_rubrics_while_somebody_types() -> None:
    assert asked("threshold=&floor= &stage=screen&stage=case").problems == ()


def test_stages_and_competencies_that_do_not_exist_are_told_when_nothing_is_left() -> None:
    form = asked("stage=nowhere&competency=charm&competency=impact")
    assert form.setting.stages == EVERYTHING
    assert form.setting.competencies == frozenset([0])
    assert form.problems == ("Without any stage there is nothing to replay; all of them are kept.",)


def test_a_form_without_a_box_ticked_keeps_everything_and_says_so() -> None:
    form = asked("threshold=4&floor=3&aggregation=mean")
    assert form.setting == RUBRIC
    assert len(form.problems) == 2


def test_an_aggregation_nobody_knows_is_the_rubrics() -> None:
    form = asked("aggregation=median&stage=screen&stage=case&competency=impact&competency=curiosity")
    assert form.setting == RUBRIC
    assert form.problems == ("“median” is no way to sum up scores; the rubric’s is used.",)
