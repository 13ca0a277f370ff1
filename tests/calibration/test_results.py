"""What a run keeps of agreement, score bands and the funnel: right numbers, counted right, ready for JSON."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from calibration.evidence import Decided, Evidence, Ruled
from calibration.results.agreement import agreement_content
from calibration.results.bands import bands_content
from calibration.results.funnel import MOST_GROUPS, funnel_content
from tests.calibration.made_evidence import Applied, Card, Visit, evidence_of

Content = dict[str, Any]


def scored(*pairs: tuple[int, int], stage: int = 0) -> list[Applied]:
    """Candidates whom interviewers 0 and 1 gave these values in both competencies."""
    return [
        Applied([Visit(stage, cards=[Card(0, (one, one)), Card(1, (other, other))])]) for one, other in pairs
    ]


def row(content: Content, stage: str = "product-sense", competency: str = "judgment") -> Content:
    found: Content = next(
        each for each in content["rows"] if (each["stage"], each["competency"]) == (stage, competency)
    )
    return found


SPREAD = [(number % 5 + 1, number % 5 + 1) for number in range(20)]


@pytest.mark.parametrize("compute", [agreement_content, bands_content, funnel_content])
@pytest.mark.parametrize(
    "evidence",
    [
        evidence_of(),
        evidence_of(Applied()),
        evidence_of(*scored(*SPREAD)),
        evidence_of(Applied([Visit(1, cards=[Card(0, (None, None))])])),
    ],
    ids=["nothing", "nobody seen", "much", "nothing assessed"],
)
def test_results_are_plain_data_whatever_there_is(
    compute: Callable[[Evidence], Content], evidence: Evidence
) -> None:
    content = compute(evidence)
    assert json.loads(json.dumps(content, allow_nan=False)) == content


def test_interviewers_who_always_agree_do_so_entirely() -> None:
    found = row(agreement_content(evidence_of(*scored(*SPREAD))))
    assert found["alpha_ordinal"] == {"alpha": 1.0, "low": 1.0, "high": 1.0}
    assert (found["double_scored"], found["mean_kappa"], found["kappa_pairs"]) == (20, 1.0, 1)
    assert (found["icc"]["single"]["value"], found["icc"]["units"], found["icc"]["raters"]) == (1.0, 20, 2)
    assert (found["stage_name"], found["competency_name"]) == ("Product sense", "Judgment")


def test_stages_and_competencies_are_compared_apart() -> None:
    leadership = scored(*[(one, 6 - one) for one, _ in SPREAD], stage=1)
    content = agreement_content(evidence_of(*scored(*SPREAD), *leadership))
    assert row(content)["alpha_interval"]["alpha"] == 1.0
    assert row(content, stage="leadership")["alpha_interval"]["alpha"] < 0
    assert row(content, stage="leadership")["double_scored"] == 20


def test_too_few_double_scored_candidates_are_counted_and_have_no_alpha() -> None:
    alone = [Applied([Visit(0, cards=[Card(2, (4, 4))])]) for _ in range(30)]
    found = row(agreement_content(evidence_of(*scored(*SPREAD[:9]), *alone)))
    assert (found["double_scored"], found["units"], found["alpha_ordinal"]) == (9, 39, None)


def test_a_correction_made_later_does_not_improve_agreement() -> None:
    apart = [
        Applied([Visit(0, cards=[Card(0, (one, one)), Card(1, (6 - one, 6 - one), corrected=(one, one))])])
        for one, _ in SPREAD
    ]
    assert row(agreement_content(evidence_of(*apart)))["alpha_interval"]["alpha"] < 0


def test_a_scorecard_of_somebody_who_had_seen_scores_is_not_compared() -> None:
    seen = [
        Applied([Visit(0, cards=[Card(0, (one, one)), Card(1, (one, one), not_blind=True)])])
        for one, _ in SPREAD
    ]
    content = agreement_content(evidence_of(*seen))
    assert (row(content)["double_scored"], content["not_blind"]) == (0, 20)
    assert sum(each["scores"] for each in content["scale"]) == 2 * 20


def test_the_use_of_the_scale_counts_every_first_score_given_blind() -> None:
    seen = Applied([Visit(0, cards=[Card(2, (2, 2), not_blind=True)])])
    content = agreement_content(evidence_of(*scored((1, 5), (4, 4)), seen))
    assert [(each["value"], each["scores"]) for each in content["scale"]] == [
        *((1.0, 2), (2.0, 0), (3.0, 0)),
        *((4.0, 4), (5.0, 2)),
    ]


def decided(product_sense: tuple[int, int], leadership: tuple[int, int], offer: bool) -> Applied:
    return Applied(
        [Visit(0, score=product_sense), Visit(1, score=leadership)],
        decided=Decided.OFFER if offer else Decided.NO_OFFER,
    )


def stage_of(content: Content, slug: str = "product-sense") -> Content:
    found: Content = next(each for each in content["stages"] if each["stage"] == slug)
    return found


def test_a_score_is_in_the_band_that_its_exact_fraction_says() -> None:
    content = bands_content(
        evidence_of(
            decided((450, 1), (300, 1), offer=True),
            decided((1349, 3), (1051, 3), offer=False),  # 4.4966 and 3.5033
        )
    )
    bands = {band["label"]: band["offers"]["total"] for band in stage_of(content)["bands"]}
    assert (bands["4.00–4.49"], bands["4.50–5.00"]) == (1, 1)
    assert stage_of(content)["strong"]["offers"]["total"] == 1
    assert stage_of(content, "leadership")["weak"]["offers"]["total"] == 1


def test_the_published_example_reads_off_the_sides_of_the_bars() -> None:
    strong = [decided((460, 1), (400, 1), offer=number < 39) for number in range(50)]
    weak = [decided((410, 1), (340, 1), offer=number < 6) for number in range(50)]
    content = bands_content(evidence_of(*strong, *weak))
    assert (content["strong"], content["weak"]) == (450, 350)
    assert stage_of(content)["strong"]["offers"]["rate"] == 0.78
    assert stage_of(content, "leadership")["weak"]["offers"]["rate"] == 0.12


def test_the_weak_are_split_by_whether_they_were_strong_elsewhere() -> None:
    rows = [decided((460, 1), (340, 1), offer=number < 1) for number in range(6)]
    rows += [decided((300, 1), (340, 1), offer=number < 2) for number in range(10)]
    rows += [Applied([Visit(1, score=(340, 1))], decided=Decided.OFFER)]
    content = bands_content(evidence_of(*rows))
    split = next(each for each in content["despite"] if each["weak"] == "leadership")
    assert split["strong"] == "product-sense"
    sides = [split[side]["offers"] for side in ("among_strong", "among_others")]
    assert [(side["cases"], side["total"]) for side in sides] == [(1, 6), (2, 10)]


def test_a_rate_of_fewer_than_five_is_counts_alone() -> None:
    content = bands_content(evidence_of(*[decided((420, 1), (420, 1), offer=True)] * 4))
    assert stage_of(content)["overall"] == {"cases": 4, "total": 4, "rate": None, "low": None, "high": None}


def test_two_stages_are_crossed_once_first_stage_down() -> None:
    content = bands_content(evidence_of(*[decided((420, 1), (310, 1), offer=True)] * 5))
    (grid,) = content["grids"]
    assert (grid["first"], grid["second"]) == ("product-sense", "leadership")
    place = content["labels"].index("4.00–4.49"), content["labels"].index("3.00–3.49")
    assert grid["cells"][place[0]][place[1]]["rate"] == 1.0
    assert sum(cell["total"] for line in grid["cells"] for cell in line) == 5


def test_only_the_attempt_that_counts_has_a_score() -> None:
    again = Applied(
        [
            Visit(0, score=(200, 1), standing=False),
            Visit(0, score=(460, 1), attempt=2),
        ],
        decided=Decided.OFFER,
    )
    content = stage_of(bands_content(evidence_of(*[again] * 5)))
    assert [band["label"] for band in content["bands"] if band["offers"]["total"]] == ["4.50–5.00"]


def funnel_of(*applications: Applied, **given: Any) -> Content:
    return funnel_content(evidence_of(*applications, **given))


def test_what_became_of_applications_is_counted_by_stage() -> None:
    content = funnel_of(
        Applied([Visit(0), Visit(1, Ruled.STOP_FLOOR)]),
        Applied([Visit(0, Ruled.STOP_THRESHOLD)]),
        Applied([Visit(0, Ruled.PENDING, days=None)]),
        Applied([Visit(0), Visit(1, Ruled.NOT_YET, days=None)], withdrawn=True),
    )
    first, second = content["stages"]
    counts = ("entered", "advanced", "stopped_by_floor", "stopped_by_threshold", "pending", "withdrawn")
    assert [first[count] for count in counts] == [4, 2, 0, 1, 1, 0]
    assert [second[count] for count in counts] == [2, 0, 1, 0, 0, 1]
    assert (first["ruled"], first["passed"], first["went_on"], second["went_on"]) == (3, 2, 2, 0)
    assert first["days"]["cases"] == 3


def test_who_withdrew_after_passing_a_stage_has_passed_it() -> None:
    (first, _) = funnel_of(Applied([Visit(0)], withdrawn=True))["stages"]
    assert (first["advanced"], first["withdrawn"]) == (1, 0)


def test_time_in_stage_and_to_the_scorecard() -> None:
    rows = [
        Applied([Visit(0, days=float(days), cards=[Card(0, (4, 4), hours=2 * days)])])
        for days in range(1, 11)
    ]
    content = funnel_of(*rows, Applied([Visit(0, days=None)]))
    assert content["stages"][0]["days"] == {"cases": 10, "unit": "days", "median": 5.0, "p90": 9.0}
    assert content["scorecards"] == {"cases": 10, "unit": "hours", "median": 10.0, "p90": 18.0}


def test_groups_are_the_largest_first_and_who_has_none_is_one() -> None:
    rows = [Applied([Visit(0)], team=1, source=-1)] * 3 + [
        Applied([Visit(0, Ruled.STOP_FLOOR)], team=0, source=0, cycle=0)
    ] * 2
    groups = funnel_of(*rows)["groups"]
    named = {
        by: [(group["name"], group["applications"], group["stages"][0]["passed"]) for group in found["rows"]]
        for by, found in groups.items()
    }
    assert named == {
        "job": [("Job", 5, 3)],
        "team": [("Search", 3, 3), ("Growth", 2, 0)],
        "source": [("No source", 3, 3), ("Event", 2, 0)],
        "cycle": [("No cycle", 3, 3), ("Spring", 2, 0)],
    }
    assert groups["source"]["rows"][0]["stages"][0]["days"]["cases"] == 3


def test_of_many_groups_the_smaller_are_said_in_one_count() -> None:
    sources = [f"Source {number:02d}" for number in range(MOST_GROUPS + 3)]
    rows = [Applied([Visit(0)], source=number) for number in range(len(sources))]
    found = funnel_of(*rows, Applied([Visit(0)], source=7), sources=sources)["groups"]["source"]
    assert found["rows"][0]["name"] == "Source 07"
    assert (len(found["rows"]), found["others"], found["of_others"]) == (MOST_GROUPS, 3, 3)
