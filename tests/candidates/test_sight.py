"""How much of an application a person sees: the rule, and that the most restrictive capacity wins."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.sight import NOTHING, Reach, Sight, Standing, sight

STANDINGS = st.builds(
    Standing,
    recused=st.booleans(),
    open_cards=st.integers(0, 2),
    submitted_cards=st.integers(0, 2),
    is_bar_raiser_here=st.booleans(),
    bar_raiser_stage_open=st.booleans(),
    is_recruiter=st.booleans(),
    is_hiring_manager_here=st.booleans(),
    is_chair=st.booleans(),
    debriefed_or_decided=st.booleans(),
)


def seen(standing: Standing) -> tuple[bool, bool, str, str]:
    """Row, progress, results, cards: the four that hide or show."""
    view = sight(standing)
    return view.row, view.progress, view.results.name, view.cards.name


@pytest.mark.parametrize(
    ("who", "standing", "view"),
    [
        ("a stranger", Standing(), (False, False, "NONE", "NONE")),
        ("an interviewer who owes a card", Standing(open_cards=1), (True, False, "NONE", "NONE")),
        ("an interviewer who is done", Standing(submitted_cards=1), (True, True, "ALL", "ALL")),
        (
            "an interviewer with one in and one to do",
            Standing(open_cards=1, submitted_cards=1),
            (True, False, "NONE", "NONE"),
        ),
        ("a recruiter", Standing(is_recruiter=True), (True, True, "FINAL", "NONE")),
        (
            "a recruiter who owes a card",
            Standing(is_recruiter=True, open_cards=1),
            (True, False, "NONE", "NONE"),
        ),
        ("the hiring manager", Standing(is_hiring_manager_here=True), (True, True, "FINAL", "NONE")),
        (
            "the hiring manager after the debrief",
            Standing(is_hiring_manager_here=True, debriefed_or_decided=True),
            (True, True, "FINAL", "FINAL"),
        ),
        ("the chair", Standing(is_chair=True), (True, True, "FINAL", "FINAL")),
        (
            "the chair who owes a card",
            Standing(is_chair=True, open_cards=1),
            (True, False, "NONE", "NONE"),
        ),
        (
            "the bar raiser before their stage",
            Standing(is_bar_raiser_here=True),
            (True, False, "NONE", "NONE"),
        ),
        (
            "the bar raiser in their stage",
            Standing(is_bar_raiser_here=True, bar_raiser_stage_open=True),
            (True, True, "ALL", "ALL"),
        ),
        (
            "the bar raiser who owes a card of another stage",
            Standing(is_bar_raiser_here=True, bar_raiser_stage_open=True, open_cards=1),
            (True, False, "NONE", "NONE"),
        ),
        (
            "a recused chair",
            Standing(is_chair=True, submitted_cards=1, recused=True),
            (False, False, "NONE", "NONE"),
        ),
    ],
)
def test_what_each_sees(who: str, standing: Standing, view: tuple[bool, bool, str, str]) -> None:
    assert seen(standing) == view, who


def shows_no_more(less: Sight, more: Sight) -> bool:
    return (
        less.row <= more.row
        and less.progress <= more.progress
        and less.results <= more.results
        and less.cards <= more.cards
    )


@given(STANDINGS)
def test_one_more_open_card_never_shows_more_of_what_is_there(standing: Standing) -> None:
    """But for the row itself: who is asked to interview has to know for whom."""
    more_to_do = sight(replace(standing, open_cards=standing.open_cards + 1))
    assert shows_no_more(replace(more_to_do, row=False), sight(standing))


@given(STANDINGS)
def test_the_recused_see_nothing_whatever_else_they_are(standing: Standing) -> None:
    assert sight(replace(standing, recused=True)) == NOTHING


@given(STANDINGS)
def test_nothing_is_seen_of_a_row_that_is_not(standing: Standing) -> None:
    view = sight(standing)
    assert view.row or view == NOTHING


@given(STANDINGS)
def test_whoever_reads_cards_reads_the_results_they_make(standing: Standing) -> None:
    view = sight(standing)
    assert view.cards <= view.results
    assert view.progress or view.results is Reach.NONE


@given(STANDINGS)
def test_an_open_card_hides_all_but_the_row(standing: Standing) -> None:
    view = sight(replace(standing, recused=False, open_cards=1))
    assert (view.row, view.progress, view.results, view.cards) == (True, False, Reach.NONE, Reach.NONE)
    assert view.unlocks != ""


@given(STANDINGS)
def test_what_is_hidden_for_now_says_what_unlocks_it(standing: Standing) -> None:
    view = sight(standing)
    if view.row and view.results is Reach.NONE:
        assert view.unlocks != ""
    if view.cards is not Reach.NONE:
        assert view.unlocks == ""
