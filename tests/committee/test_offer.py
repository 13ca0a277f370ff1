"""What an offer still lacks, and when the committee may decide at all: the rule by itself."""

from dataclasses import replace

import pytest

from committee.offer import LoopFacts, StageFacts, VerdictFacts, unmet_for_no_offer, unmet_for_offer

MET = LoopFacts(
    state="active",
    is_imported=False,
    is_decided=False,
    is_settling=False,
    stages=(StageFacts("Screen", "advance"), StageFacts("Bar raiser", "advance")),
    has_bar_raiser=True,
    verdict=VerdictFacts(raises_judgment=True, raises_impact=True, is_on_newest=True),
    questions=(),
)
NO = VerdictFacts(raises_judgment=True, raises_impact=False, is_on_newest=True)
NOT_ENDED = "The loop has not ended: the gate has not stopped it, and not everybody is heard."


def test_with_everything_met_both_are_possible() -> None:
    assert (unmet_for_offer(MET), unmet_for_no_offer(MET)) == ((), ())


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (replace(MET, stages=(StageFacts("Screen", "stop"),)), "Screen has stopped the candidate."),
        (replace(MET, stages=(StageFacts("Screen", "pending"),)), "Screen has no final outcome yet."),
        (replace(MET, stages=(StageFacts("Screen", ""),)), "Screen has not been held."),
        (replace(MET, verdict=None), "The bar raiser has not given the verdict."),
        (
            replace(MET, verdict=NO),
            "The bar raiser's verdict is no: the candidate does not raise the bar in impact.",
        ),
        (
            replace(MET, verdict=VerdictFacts(False, False, is_on_newest=True)),
            "The bar raiser's verdict is no: the candidate does not raise the bar in judgment or impact.",
        ),
        (
            replace(MET, verdict=replace(NO, raises_impact=True, is_on_newest=False)),
            "New evidence has come since the verdict; the bar raiser has to look at it first.",
        ),
        (replace(MET, questions=("to Ines",)), "A question to Ines is still open."),
        (replace(MET, state="on_hold"), "The application is on hold; resume it first."),
        (replace(MET, state="withdrawn"), "The application is withdrawn."),
        (
            replace(MET, is_settling=True),
            "Its outcomes and its packet are being brought up to date; try again in a moment.",
        ),
        (replace(MET, is_imported=True), "This application was imported; its history stays as it came."),
        (replace(MET, is_decided=True), "This application is decided."),
    ],
)
def test_an_offer_says_what_it_lacks(facts: LoopFacts, sentence: str) -> None:
    assert unmet_for_offer(facts) == (sentence,)


def test_an_offer_says_everything_it_lacks() -> None:
    facts = replace(MET, stages=(StageFacts("Screen", "stop"), StageFacts("Talk", "")), verdict=None)
    assert unmet_for_offer(facts) == (
        "Screen has stopped the candidate.",
        "Talk has not been held.",
        "The bar raiser has not given the verdict.",
    )


def test_a_rubric_without_a_bar_raiser_needs_no_verdict() -> None:
    facts = replace(MET, has_bar_raiser=False, verdict=None)
    assert (unmet_for_offer(facts), unmet_for_no_offer(facts)) == ((), ())


@pytest.mark.parametrize(
    "facts",
    [
        replace(MET, state="stopped", stages=(StageFacts("Screen", "stop"),), verdict=None),
        replace(MET, verdict=NO),
        replace(MET, verdict=replace(NO, is_on_newest=False)),
        replace(MET, is_settling=True),
    ],
)
def test_no_offer_is_possible_once_the_loop_has_ended(facts: LoopFacts) -> None:
    assert unmet_for_no_offer(facts) == ()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (replace(MET, stages=(StageFacts("Screen", ""),), verdict=None), NOT_ENDED),
        (replace(MET, verdict=None), NOT_ENDED),
        (replace(MET, state="on_hold"), "The application is on hold; resume it first."),
        (replace(MET, state="withdrawn"), "The application is withdrawn."),
    ],
)
def test_before_the_end_there_is_no_decision(facts: LoopFacts, sentence: str) -> None:
    assert unmet_for_no_offer(facts) == (sentence,)
