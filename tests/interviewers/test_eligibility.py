"""Who may be put on a panel, and when."""

import pytest

from interviewers.eligibility import ON_HOLD, SETTLED, WITHDRAWN, PanelStanding, why_closed, why_not


def test_an_active_person_with_the_role_can_be_asked() -> None:
    assert why_not(PanelStanding(is_active=True, has_role=True), bar_raiser=False) == ""


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (PanelStanding(is_active=False, has_role=True), "no longer works here"),
        (
            PanelStanding(is_active=True, has_role=False),
            "is not an interviewer; an administrator can change that",
        ),
        (
            PanelStanding(is_active=True, has_role=True, is_recused=True),
            "has declared a conflict with this candidate",
        ),
        (PanelStanding(is_active=True, has_role=True, is_on_panel=True), "is on this panel already"),
        (
            PanelStanding(is_active=True, has_role=True, measured_before=True),
            "has a scorecard in an earlier attempt at this stage; a new attempt has other interviewers",
        ),
    ],
)
def test_the_reason_follows_the_name(standing: PanelStanding, words: str) -> None:
    assert why_not(standing, bar_raiser=False) == words


def test_a_bar_raiser_stage_asks_for_a_bar_raiser() -> None:
    words = why_not(PanelStanding(is_active=True, has_role=False), bar_raiser=True)
    assert words == "is not a bar raiser; an administrator can change that"


@pytest.mark.parametrize("result", ["", "pending"])
def test_the_panel_of_an_active_undecided_visit_is_open(result: str) -> None:
    assert why_closed(state="active", has_left=False, result=result) == ""


def test_on_hold_nobody_is_added_but_one_can_be_replaced() -> None:
    assert why_closed(state="on_hold", has_left=False, result="") == ON_HOLD
    assert why_closed(state="on_hold", has_left=False, result="", replacing=True) == ""


def test_a_withdrawal_is_said() -> None:
    assert why_closed(state="withdrawn", has_left=True, result="") == WITHDRAWN


@pytest.mark.parametrize(
    ("state", "has_left", "result"),
    [
        ("stopped", False, "stop"),
        ("offer", True, "advance"),
        ("no_offer", True, "stop"),
        ("active", True, "advance"),
        ("active", False, "advance"),
    ],
)
def test_whatever_settled_a_stage_the_words_are_the_same(state: str, has_left: bool, result: str) -> None:
    assert why_closed(state=state, has_left=has_left, result=result) == SETTLED
