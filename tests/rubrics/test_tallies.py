"""Summing up a sheet: every value counted once, every second score found with the line of the first."""

from rubrics.files import shipped_rubric
from rubrics.gate import Tally
from rubrics.sheet import Score
from rubrics.tallies import SheetTallies, StageTallies

NONE = Tally()


def score(
    line: int,
    value: int | None,
    candidate: str = "Maya",
    stage: str = "leadership",
    interviewer: str = "ann",
    competency: str = "impact",
) -> Score:
    return Score(line, candidate, stage, interviewer, competency, value, ())


def stage_tallies(submitted: int, **tallies: Tally) -> StageTallies:
    slugs = ("judgment", "communication", "impact", "curiosity")
    return StageTallies(submitted, {slug: tallies.get(slug, NONE) for slug in slugs})


def summed(*scores: Score) -> dict[str, dict[str, StageTallies]]:
    tallies = SheetTallies(shipped_rubric("reference"))
    assert [tallies.add(each) for each in scores] == [0] * len(scores)
    return dict(tallies.candidates())


def test_values_of_several_interviewers_are_summed_up_per_competency() -> None:
    scores = [score(2, 400), score(3, 200, interviewer="ben"), score(4, 500, competency="judgment")]
    assert summed(*scores) == {
        "Maya": {"leadership": stage_tallies(2, impact=Tally(2, 600, 200), judgment=Tally(1, 500, 500))}
    }


def test_the_minimum_is_kept_whichever_comes_first() -> None:
    rising = summed(score(2, 200), score(3, 400, interviewer="ben"))
    falling = summed(score(2, 400), score(3, 200, interviewer="ben"))
    assert rising == falling


def test_a_zero_is_a_value() -> None:
    scores = [score(2, 0), score(3, 400, interviewer="ben")]
    assert summed(*scores) == {"Maya": {"leadership": stage_tallies(2, impact=Tally(2, 400, 0))}}


def test_a_scorecard_that_assessed_nothing_still_counts_as_submitted() -> None:
    assert summed(score(2, None)) == {"Maya": {"leadership": stage_tallies(1)}}


def test_candidates_and_stages_do_not_mix() -> None:
    scores = [score(2, 400), score(3, 500, candidate="Noor"), score(4, 300, stage="product-sense")]
    assert summed(*scores) == {
        "Maya": {
            "product-sense": stage_tallies(1, impact=Tally(1, 300, 300)),
            "leadership": stage_tallies(1, impact=Tally(1, 400, 400)),
        },
        "Noor": {"leadership": stage_tallies(1, impact=Tally(1, 500, 500))},
    }


def test_candidates_come_in_order_of_first_appearance_and_stages_in_rubric_order() -> None:
    found = summed(score(2, 400, candidate="Zoe"), score(3, 400), score(4, 400, "Zoe", "recruiter-screen"))
    assert list(found) == ["Zoe", "Maya"]
    assert list(found["Zoe"]) == ["recruiter-screen", "leadership"]


def test_the_same_score_twice_is_answered_with_the_line_of_the_first_and_not_counted() -> None:
    tallies = SheetTallies(shipped_rubric("reference"))
    assert tallies.add(score(7, 400)) == 0
    assert tallies.add(score(9, 500)) == 7
    assert tallies.add(score(12, 500)) == 7
    assert dict(tallies.candidates()) == {"Maya": {"leadership": stage_tallies(1, impact=Tally(1, 400, 400))}}


def test_a_blank_score_takes_its_place() -> None:
    tallies = SheetTallies(shipped_rubric("reference"))
    assert tallies.add(score(2, None)) == 0
    assert tallies.add(score(3, 400)) == 2


def test_stages_that_score_different_competencies_keep_to_their_own() -> None:
    rubric = shipped_rubric("small")
    tallies = SheetTallies(rubric)
    line = 1
    for stage in rubric.stages:
        for competency in stage.competencies:
            line += 1
            assert tallies.add(score(line, line, "Maya", stage.slug, "ann", competency)) == 0
    read = dict(tallies.candidates())["Maya"]
    assert [tuple(read[stage.slug].competencies) for stage in rubric.stages] == [
        stage.competencies for stage in rubric.stages
    ]
    values = [tally.total for stage in read.values() for tally in stage.competencies.values()]
    assert values == list(range(2, line + 1))
