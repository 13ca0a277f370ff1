"""What needs attention, in words: the sentences, their order, and who may read whose name."""

from collections.abc import Mapping
from typing import Any

import pytest

from calibration.results.attention import MOST_NAMED, attention
from calibration.results.drift import drift_content
from calibration.results.habits import habits_content
from calibration.results.key_numbers import KeyNumber, key_numbers
from calibration.results.remarks import Remark
from calibration.results.severity import severity_content
from calibration.results.timeliness import timeliness_content
from tests.calibration.simulated_evidence import Committee, Severity, interviewer_uuid, simulated_evidence

NAMES = {"a": "Ana Ruiz", "b": "Tom Okafor", "l": "Lena Fischer"}


def severe(uuid: str = "a", points: float = -0.71, reading: str = "stricter", **other: Any) -> dict[str, Any]:
    interval = {"low": points - 0.19, "high": points + 0.19}
    usual = {"fit": "expected", "scores": 120, "subset": 0}
    return {"uuid": uuid, "points": points, **interval, "reading": reading, **usual, **other}


def severity(*rows: dict[str, Any], subsets: int = 1, **other: Any) -> dict[str, Any]:
    groups = [{"interviewers": 5, "candidates": 60, "candidates_reliability": 0.84}] * subsets
    return {"why_not": "", "apart": 0.5, "interviewers": list(rows), "subsets": groups, **other}


def drifting(uuid: str = "l", change: float = -0.4) -> dict[str, Any]:
    row = {
        "uuid": uuid,
        "change": change,
        "change_low": change - 0.2,
        "change_high": change + 0.2,
        "first": 0,
        "last": 1,
        "drift": "stricter" if change < 0 else "lenient",
    }
    return {"cycles": [{"name": "Spring"}, {"name": "Autumn"}], "interviewers": [row]}


def agreement(*alphas: float | None) -> dict[str, Any]:
    rows = [
        {
            "stage_name": "Recruiter screen",
            "competency_name": name,
            "alpha_ordinal": None if alpha is None else {"alpha": alpha, "low": None, "high": None},
            "double_scored": 38,
        }
        for name, alpha in zip(("Impact", "Judgment", "Curiosity"), alphas, strict=False)
    ]
    return {"rows": rows}


def words(found: Mapping[str, Any], names: Mapping[str, str] | None = NAMES) -> list[str]:
    return [remark.words.replace("\N{NO-BREAK SPACE}", " ") for remark in attention(found, names)]


def test_the_strict_are_named_with_how_far_and_how_sure_the_furthest_first() -> None:
    found = {"severity": severity(severe("b", -0.6), severe("a", -0.71), severe("l", 0.1, "in_line"))}
    assert words(found) == [
        "Two interviewers are stricter than the rest by more than half a point: "
        "Ana Ruiz (0.71, 95 % 0.52 to 0.90) and Tom Okafor (0.60, 95 % 0.41 to 0.79)."
    ]


def test_a_sentence_about_one_leads_to_their_page_and_one_about_several_to_the_page_of_all() -> None:
    (one,) = attention({"severity": severity(severe("b", 0.8, "lenient"))}, NAMES)
    assert (one.page, one.about, one.words.split(":")[0]) == (
        "interviewers",
        "b",
        "One interviewer is more lenient than the rest by more than half a point",
    )
    (two,) = attention({"severity": severity(severe("a"), severe("b"))}, NAMES)
    assert (two.page, two.about) == ("interviewers", "")


def test_of_many_the_furthest_are_named_and_the_others_counted() -> None:
    many = [severe(str(at), -0.6 - at / 100) for at in range(MOST_NAMED + 3)]
    (sentence,) = words({"severity": severity(*many)}, {str(at): f"Number {at}" for at in range(20)})
    assert sentence.startswith("Eight interviewers are stricter")
    assert sentence.endswith("Number 3 (0.63, 95 % 0.44 to 0.82) and 3 more.")


def test_a_drift_says_between_which_cycles() -> None:
    assert words({"drift": drifting()}) == [
        "Lena Fischer scores stricter from cycle to cycle: by 0.40 points from Spring to Autumn "
        "(95 % 0.20 to 0.60)."
    ]


def test_of_many_who_drift_the_furthest_are_named_and_the_others_counted() -> None:
    rows = [drifting(str(at), -0.4 - at / 100)["interviewers"][0] for at in range(MOST_NAMED + 2)]
    sentences = words(
        {"drift": drifting() | {"interviewers": rows}}, {str(at): f"Number {at}" for at in range(9)}
    )
    assert [sentence.split(" scores")[0] for sentence in sentences[:-1]] == [
        f"Number {at}" for at in (6, 5, 4, 3, 2)
    ]
    assert sentences[-1] == "Two more interviewers score stricter from cycle to cycle."


def test_who_may_not_know_names_reads_counts_alone() -> None:
    slow = {"uuid": "a", "timed": 12, "late": 10}
    found = {
        "severity": severity(severe("a", fit="erratic")),
        "drift": drifting(),
        "timeliness": {"late_hours": 24, "interviewers": [slow]},
    }
    assert words(found, None) == [
        "One interviewer is stricter than the rest by more than half a point.",
        "One interviewer scores stricter from cycle to cycle.",
        "One interviewer gives scores that often surprise, too high here and too low there.",
        "One interviewer hands in most scorecards over 24 hours after the interview.",
    ]
    assert {remark.about for remark in attention(found, None)} == {""}


def test_low_agreement_is_said_of_each_competency_while_they_are_few() -> None:
    assert words({"agreement": agreement(0.41, 0.8, None)}) == [
        "Impact agreement at the recruiter screen is low: 0.41 from 38 double-scored candidates."
    ]
    assert words({"agreement": agreement(0.41, -0.2, 0.3)}) == [
        "Agreement is low on all three competencies across stages, lowest on judgment at the "
        "recruiter screen: −0.20 from 38 double-scored candidates."
    ]


@pytest.mark.parametrize(("timed", "late", "said"), [(10, 6, True), (10, 5, False), (9, 9, False)])
def test_a_habit_of_lateness_needs_ten_scorecards_and_most_of_them(timed: int, late: int, said: bool) -> None:
    row = {"uuid": "a", "timed": timed, "late": late}
    sentences = words({"timeliness": {"late_hours": 24, "interviewers": [row]}})
    assert sentences == (
        [
            "One interviewer hands in most scorecards over 24 hours after the interview: "
            f"Ana Ruiz ({late} of {timed})."
        ]
        if said
        else []
    )


def test_halo_offers_and_the_funnel_are_said_when_they_stand_out() -> None:
    strong = {"offers": {"rate": 0.1, "low": 0.04, "high": 0.2, "total": 50}}
    stage = {"name": "Product sense exercise", "strong": strong, "overall": {"rate": 0.3, "total": 210}}
    found = {
        "habits": {"overall": {"correlation": 0.72, "compared": 300}},
        "bands": {"stages": [stage]},
        "funnel": {"stages": [{"name": "Recruiter screen", "ruled": 200, "passed": 24}]},
    }
    assert words(found) == [
        "The competencies of a scorecard move together more than the candidates make them: 0.72 from 300 "
        "scorecards. One impression colours the rest.",
        "A high score at the product sense exercise did not go with more offers: 10 % of 50, against 30 % of "
        "all 210 with a score there.",
        "Few pass the recruiter screen: 12 %, 24 of 200.",
    ]


def test_thin_data_is_said_last() -> None:
    few = severe("b", reading="too_few") | {"points": None}
    found = {"severity": severity(severe("a"), few, subsets=2), "drift": drifting()}
    assert [remark.subject for remark in attention(found, NAMES)] == [
        "Severity",
        "Drift",
        "Thin data",
        "Thin data",
    ]
    assert words(found)[2:] == [
        "Interviewers fall into two groups that share no candidate or no stage; severity compares only "
        "within a group.",
        "Too little is known of the severity of 1 interviewer of 2.",
    ]


def test_what_could_not_be_fitted_is_said() -> None:
    nothing = {"why_not": "All scores are the same.", "interviewers": [], "subsets": []}
    assert attention({"severity": nothing}, NAMES) == (
        Remark("Thin data", "Nothing can be said of severity. All scores are the same.", "interviewers"),
    )


def test_nothing_stands_out_of_nothing_and_of_an_even_committee() -> None:
    assert attention({}, NAMES) == attention(dict.fromkeys(("severity", "drift", "agreement")), NAMES) == ()
    assert (
        attention({"severity": severity(severe("a", 0.1, "in_line")), "agreement": agreement(0.9)}, NAMES)
        == ()
    )


def test_simulated_interviewers_are_named_by_what_they_were_made() -> None:
    severities: list[Severity] = [0.9, (0.0, 0.9), *[0.0] * 8]
    evidence = simulated_evidence(Committee(severities, cycles=2, candidates=100, hours=[30.0] + [3.0] * 9))
    found = {
        "severity": severity_content(evidence),
        "drift": drift_content(evidence),
        "habits": habits_content(evidence),
        "timeliness": timeliness_content(evidence),
    }
    named = [(remark.subject, remark.about) for remark in attention(found, {})]
    assert named == [
        ("Severity", interviewer_uuid(0)),
        ("Drift", interviewer_uuid(1)),
        ("Timeliness", interviewer_uuid(0)),
    ]


def test_key_numbers_say_how_well_candidates_are_told_apart() -> None:
    found = {"severity": severity(severe("a")), "timeliness": {"interviewers": [{}, {}]}}
    assert key_numbers(1200, 3653, found) == [
        KeyNumber("Applications", "1,200"),
        KeyNumber("Scorecards", "3,653"),
        KeyNumber("Interviewers", "2"),
        KeyNumber("Scores tell candidates apart", "Well", "0.84 of 1"),
    ]
    found["severity"]["subsets"][0]["candidates"] = 19
    assert key_numbers(1200, 3653, found)[-1].value == "Too few to say"
    assert key_numbers(0, 0, {}) == [KeyNumber("Applications", "0"), KeyNumber("Scorecards", "0")]
