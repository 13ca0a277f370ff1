"""What rows of past scorecards say, and which of them cannot be meant."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from integrations.history.sheet import ApplicationKey, CardKey
from rubrics.files import shipped_rubric
from tests.integrations.sheets import Row, card, file_history, read

PLAN = shipped_rubric("reference")


def problems(*sheets: Sequence[Row]) -> list[str]:
    return read(PLAN, *sheets)[1]


def test_a_scorecard_is_all_rows_of_a_candidate_job_stage_and_interviewer() -> None:
    rows = card(scores="43-5", job="pm-p6", email="Dalia@Example.org")
    history, found = read(PLAN, rows[:2], rows[2:])
    key = CardKey("Dalia Fontaine", "dalia@example.org", "pm-p6", "recruiter-screen", "ines@example.com")
    assert (found, list(history.cards)) == ([], [key])
    expected = {"judgment": 400, "communication": 300, "impact": None, "curiosity": 500}
    assert history.cards[key].values == expected


def test_an_interviewer_is_one_person_however_the_e_mail_is_capitalised() -> None:
    history, found = read(PLAN, card(scores="4"), card(interviewer="INES@example.com", scores="43")[1:])
    assert (found, [key.interviewer for key in history.cards]) == ([], ["ines@example.com"])


def test_the_same_score_twice_is_named_with_both_lines() -> None:
    again = "b.csv, line 2: the same score again: judgment was given at line 2 of a.csv"
    assert problems(card(scores="4"), card(scores="4")) == [again]


def test_a_row_without_the_e_mail_belongs_to_the_one_candidate_of_that_name() -> None:
    history, found = read(PLAN, card(scores="4"), card(scores="44", email="d@example.org")[1:])
    assert (found, list(history.applications)) == (
        [],
        [ApplicationKey("Dalia Fontaine", "d@example.org", "imported")],
    )


def test_a_row_without_the_e_mail_is_refused_where_two_of_that_name_are_told_apart() -> None:
    told = card(scores="4", email="a@example.org") + card(scores="4", email="b@example.org")
    words = "the email is empty, and 2 candidates of this name are told apart by theirs"
    assert problems(told, card(stage="leadership", scores="4")) == [f"b.csv, line 2: {words}"]


@pytest.mark.parametrize(
    ("column", "first", "second", "words"),
    [
        ("decision", "offer", "no_offer", "the decision is no_offer, but offer at line 2 of a.csv"),
        ("cycle", "spring", "autumn", "the cycle is autumn, but spring at line 2 of a.csv"),
        ("team", "growth", "studio", "the team of imported is studio, but growth at line 2 of a.csv"),
    ],
)
def test_rows_that_contradict_each_other_are_named(column: str, first: str, second: str, words: str) -> None:
    one, other = card(scores="4", **{column: first}), card(stage="leadership", scores="4", **{column: second})
    assert problems(one, other) == [f"b.csv, line 2: {words}"]


@pytest.mark.parametrize(
    ("column", "text", "words"),
    [
        ("email", "dalia", "the email “dalia” is not an e-mail address"),
        ("job", "PM P6", "the job “PM P6” is not a slug (small letters, digits and hyphens)"),
        ("team", "t" * 61, "the team is longer than 60 characters"),
        ("decision", "hired", "the decision “hired” is neither offer nor no_offer"),
        (
            "submitted_at",
            "yesterday",
            "the submitted_at “yesterday” is not an ISO 8601 time, such as 2026-03-02T14:30:00Z",
        ),
        (
            "interviewed_at",
            "0001-01-01",
            "the interviewed_at “0001-01-01” is not an ISO 8601 time, such as 2026-03-02T14:30:00Z",
        ),
        ("candidate", "n" * 201, "the candidate is longer than 200 characters"),
        ("evidence", "a\0b", "a field holds a zero byte"),
    ],
)
def test_a_field_that_cannot_be_stored_is_named(column: str, text: str, words: str) -> None:
    assert problems([{**card(scores="4")[0], column: text}]) == [f"a.csv, line 2: {words}"]


def test_a_time_without_an_offset_is_in_utc_and_one_with_an_offset_is_kept() -> None:
    rows = card(scores="4", interviewed_at="2026-03-02T09:00", submitted_at="2026-03-02T14:00+02:00")
    history, _ = read(PLAN, rows)
    (found,) = history.cards.values()
    assert found.interviewed_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert found.submitted_at == datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_scorecard_submitted_before_its_interview_is_named() -> None:
    rows = card(scores="4", interviewed_at="2026-03-02T09:00", submitted_at="2026-03-01T09:00")
    assert problems(rows) == ["a.csv, line 2: this scorecard was submitted before its interview"]


def test_a_sheet_without_a_row_is_named() -> None:
    assert problems([]) == ["a.csv, line 1: there is no row to import"]


def test_every_problem_of_the_broken_sheet_is_named_with_its_line() -> None:
    assert file_history(PLAN, "broken.csv")[1] == [
        "broken.csv, line 5: the score “6” is off the scale of 1 to 5",
        "broken.csv, line 11: the score “0” is off the scale of 1 to 5",
        "broken.csv, line 16: the score “four” is not a number",
        "broken.csv, line 22: “charisma” is not a competency of this rubric",
        "broken.csv, line 28: “phone-screen” is not a stage of this rubric",
        "broken.csv, line 33: the candidate is empty",
        "broken.csv, line 35: the score “4.25” is not on a step of 1",
        "broken.csv, line 38: the score “NaN” is not a number",
        "broken.csv, line 39: the score “1e9” is not a number",
        "broken.csv, line 42: 4 fields where the header has 5",
    ]
