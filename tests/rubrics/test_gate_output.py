"""Outcomes as text: the JSON of the contract, CSV that no spreadsheet runs, a table that lines up."""

import csv
import json

import pytest

from rubrics.cells import safe_cell
from rubrics.files import shipped_rubric
from rubrics.gate import Card, Result, decide
from rubrics.gate_output import csv_text, json_text, table_text
from rubrics.loop import CandidateLoop

REFERENCE = shipped_rubric("reference")
SLUGS = ("judgment", "communication", "impact", "curiosity")


def looped(name: str = "Maya", ignored: tuple[str, ...] = (), **judgments: int | None) -> CandidateLoop:
    """A loop with one scorecard a stage: fours, and the judgment given."""
    stages = {}
    for stage, judgment in judgments.items():
        values = dict.fromkeys(SLUGS, 400) | {"judgment": judgment}
        card = Card("ann", {slug: value for slug, value in values.items() if value is not None})
        stages[stage.replace("_", "-")] = decide(REFERENCE.policy, SLUGS, [card], 1)
    result = next((outcome.result for outcome in reversed(stages.values())), Result.PENDING)
    return CandidateLoop(name, result, stages, ignored)


def test_json_is_the_list_of_the_contract() -> None:
    loop = looped(ignored=("bar-raiser",), recruiter_screen=500, product_sense=200)
    assert json.loads("".join(json_text([loop]))) == [
        {
            "candidate": "Maya",
            "result": "stop",
            "stages": [
                {
                    "stage": "recruiter-screen",
                    "result": "advance",
                    "reason": "cleared",
                    "score": "4.25",
                    "competencies": {
                        "judgment": "5.00",
                        "communication": "4.00",
                        "impact": "4.00",
                        "curiosity": "4.00",
                    },
                    "floor_breaches": [],
                },
                {
                    "stage": "product-sense",
                    "result": "stop",
                    "reason": "floor",
                    "score": "3.50",
                    "competencies": {
                        "judgment": "2.00",
                        "communication": "4.00",
                        "impact": "4.00",
                        "curiosity": "4.00",
                    },
                    "floor_breaches": ["judgment"],
                },
            ],
            "ignored_stages": ["bar-raiser"],
        }
    ]


def test_json_has_null_where_there_is_no_score() -> None:
    [read] = json.loads("".join(json_text([looped(recruiter_screen=None)])))
    assert (read["result"], read["stages"][0]["reason"]) == ("pending", "unassessed")
    assert read["stages"][0]["score"] is None
    assert read["stages"][0]["competencies"]["judgment"] is None


def test_json_of_nobody_is_an_empty_list() -> None:
    assert json.loads("".join(json_text([]))) == []


def test_json_keeps_names_as_they_are() -> None:
    names = ['Zoë "Zed" O\'Neil', "=cmd", "李小龙", "two\nlines"]
    read = json.loads("".join(json_text([looped(name) for name in names])))
    assert [each["candidate"] for each in read] == names


def test_csv_has_a_row_per_candidate_and_stage() -> None:
    loop = looped(ignored=("leadership", "bar-raiser"), recruiter_screen=500, product_sense=None)
    assert "".join(csv_text(REFERENCE, [loop])).splitlines() == [
        "candidate,result,stage,stage_result,reason,score,"
        "judgment,communication,impact,curiosity,floor_breaches,ignored_stages",
        "Maya,pending,recruiter-screen,advance,cleared,4.25,5.00,4.00,4.00,4.00,,leadership bar-raiser",
        "Maya,pending,product-sense,pending,unassessed,,,4.00,4.00,4.00,,leadership bar-raiser",
    ]


def test_csv_has_a_row_for_a_candidate_without_a_decided_stage() -> None:
    [_, row] = csv.reader(csv_text(REFERENCE, [looped(ignored=("bar-raiser",))]))
    assert row == ["Maya", "pending", *[""] * 9, "bar-raiser"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_name_that_a_spreadsheet_would_run_is_escaped_in_csv(start: str) -> None:
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"
    loop = looped(f"{start}HYPERLINK(1)", recruiter_screen=400)
    [_, row] = csv.reader(csv_text(REFERENCE, [loop]))
    assert row[0] == f"'{start}HYPERLINK(1)"


def test_a_harmless_cell_stays_as_it_is() -> None:
    assert [safe_cell(text) for text in ("Maya", "a=b", "", "4.00")] == ["Maya", "a=b", "", "4.00"]


def table(*loops: CandidateLoop) -> list[str]:
    names = [loop.candidate for loop in loops]
    return "".join(table_text(REFERENCE, names, loops, lambda result, text: text)).splitlines()


def test_the_table_explains_each_stage_and_counts_the_results() -> None:
    stopped = looped("Noor", ignored=("leadership",), recruiter_screen=200)
    assert table(looped(recruiter_screen=400), stopped) == [
        "candidate  stage             score  judgment  communication  impact  curiosity  outcome",
        "Maya       recruiter-screen  4.00   4.00      4.00           4.00    4.00       "
        "Advanced: 4.00 meets the threshold of 4.00; one scorecard",
        "Noor       recruiter-screen  3.50   2.00      4.00           4.00    4.00       "
        "Stopped: judgment 2.00 is below the floor of 3.00; one scorecard",
        "Noor       leadership                                                           "
        "Ignored: not every stage before it advances",
        "",
        "2 candidates: 1 advance, 1 stop, 0 pending",
    ]


def test_the_table_lines_up_in_every_script_and_cuts_long_names() -> None:
    wide, long = looped("李小龙李小龙", recruiter_screen=400), looped("x" * 60, recruiter_screen=400)
    assert [line[:36].rstrip() for line in table(wide, long)[1:3]] == [
        "李小龙李小龙" + " " * 22 + "recruite",
        "x" * 32 + "  re",
    ]


def test_the_table_shows_nothing_a_terminal_would_obey() -> None:
    assert table(looped("a\x1b[2J\nb", recruiter_screen=400))[1].startswith("a\ufffd[2J\ufffdb  ")


def test_the_table_paints_outcomes_by_result() -> None:
    loops = [looped(recruiter_screen=400), looped("Noor", recruiter_screen=None)]
    painted = "".join(table_text(REFERENCE, ["Maya", "Noor"], loops, lambda result, text: f"<{result}>"))
    assert [line[-10:].strip() for line in painted.splitlines()[1:3]] == ["<advance>", "<pending>"]
