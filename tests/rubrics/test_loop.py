"""A candidate's way through the stages, from rows in any order."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rubrics.files import shipped_rubric
from rubrics.gate import Card, Reason, Result, decide
from rubrics.loop import CandidateLoop, candidate_loop
from rubrics.sheet import Score
from rubrics.tallies import SheetTallies

REFERENCE = shipped_rubric("reference")
STAGES = [stage.slug for stage in REFERENCE.stages]
SLUGS = [competency.slug for competency in REFERENCE.competencies]


def loops(scores: list[Score]) -> dict[str, CandidateLoop]:
    tallies = SheetTallies(REFERENCE)
    for score in scores:
        assert tallies.add(score) == 0
    return {name: candidate_loop(REFERENCE, name, stages) for name, stages in tallies.candidates()}


def loop(**points: int) -> CandidateLoop:
    """The loop of Maya, one interviewer a stage giving the same points to everything."""
    scores = [
        Score(2, "Maya", stage.replace("_", "-"), "ann", slug, value * 100, ())
        for stage, value in points.items()
        for slug in SLUGS
    ]
    return loops(scores)["Maya"]


def test_a_loop_that_advances_everywhere_lists_every_stage() -> None:
    found = loop(recruiter_screen=4, product_sense=4, leadership=4, bar_raiser=4)
    assert (found.result, list(found.stages), found.ignored_stages) == (Result.ADVANCE, STAGES, ())


def test_a_loop_ends_at_the_first_stage_that_does_not_advance() -> None:
    found = loop(recruiter_screen=4, product_sense=3, leadership=5, bar_raiser=5)
    assert list(found.stages) == ["recruiter-screen", "product-sense"]
    assert (found.result, found.stages["product-sense"].reason) == (Result.STOP, Reason.THRESHOLD)
    assert found.ignored_stages == ("leadership", "bar-raiser")


def test_a_loop_ends_before_a_stage_without_scorecards() -> None:
    found = loop(recruiter_screen=4, leadership=5)
    assert (found.result, list(found.stages)) == (Result.ADVANCE, ["recruiter-screen"])
    assert found.ignored_stages == ("leadership",)


def test_a_loop_without_its_first_stage_lists_none_and_is_pending() -> None:
    found = loop(bar_raiser=5)
    assert found == CandidateLoop("Maya", Result.PENDING, {}, ("bar-raiser",))


def test_a_pending_stage_ends_the_loop() -> None:
    scores = [Score(2, "Maya", "recruiter-screen", "ann", "impact", 500, ())]
    scores.append(Score(3, "Maya", "product-sense", "ann", "impact", 500, ()))
    found = loops(scores)["Maya"]
    assert (found.result, list(found.stages)) == (Result.PENDING, ["recruiter-screen"])
    assert found.stages["recruiter-screen"].reason is Reason.UNASSESSED


KEYS = st.tuples(
    st.sampled_from(["Maya", "Noor", "Zoë"]),
    st.sampled_from(STAGES),
    st.sampled_from(["ann", "ben", "cem"]),
    st.sampled_from(SLUGS),
)
VALUES = st.sampled_from([None, 100, 200, 300, 400, 500])
SHEETS = st.dictionaries(KEYS, VALUES, max_size=100).map(
    lambda sheet: [Score(line, *key, value, ()) for line, (key, value) in enumerate(sheet.items(), 2)]
)


@settings(deadline=None, max_examples=150)
@given(SHEETS, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(scores: list[Score], chance: Random) -> None:
    shuffled = scores.copy()
    chance.shuffle(shuffled)
    assert loops(shuffled) == loops(scores)


@settings(deadline=None, max_examples=150)
@given(SHEETS)
def test_every_stage_of_a_sheet_is_decided_as_its_scorecards_alone_would_be(scores: list[Score]) -> None:
    for name, found in loops(scores).items():
        for stage, outcome in found.stages.items():
            cards: dict[str, dict[str, int]] = {}
            for score in scores:
                if (score.candidate, score.stage) == (name, stage):
                    values = cards.setdefault(score.interviewer, {})
                    if score.value is not None:
                        values[score.competency] = score.value
            alone = [Card(interviewer, values) for interviewer, values in cards.items()]
            assert outcome == decide(REFERENCE.policy, SLUGS, alone, len(alone))
