"""Reading sheets: what is accepted as people export it, and that each bad row is named by its line."""

from io import BytesIO

import pytest

from rubrics.files import shipped_rubric
from rubrics.sheet import Score, read_rows, read_scores, sheet_text

HEADER = "candidate,stage,interviewer,competency,score\n"


def read(content: str | bytes, *optional: str) -> tuple[list[Score], list[tuple[int, str]]]:
    """The scores of a sheet for the reference rubric, and the problems reported."""
    found: list[tuple[int, str]] = []
    raw = content.encode() if isinstance(content, str) else content
    with sheet_text(BytesIO(raw)) as text:
        rubric = shipped_rubric("reference")
        scores = read_scores(text, rubric, report=lambda *at: found.append(at), optional=optional)
        return list(scores), found


def problems(*rows: str) -> list[tuple[int, str]]:
    return read(HEADER + "\n".join(rows) + "\n")[1]


MAYA = Score(2, "Maya", "leadership", "ann", "impact", 400, ())


def test_a_row_reads_as_a_score() -> None:
    assert read(HEADER + "Maya,leadership,ann,impact,4\n") == ([MAYA], [])


def test_columns_come_in_any_order_and_others_are_ignored() -> None:
    sheet = "note,score,competency,interviewer,stage,candidate,note\nx,4,impact,ann,leadership,Maya,y\n"
    assert read(sheet) == ([MAYA], [])


def test_optional_columns_follow_in_the_order_asked_for_and_are_empty_where_absent() -> None:
    sheet = "email," + HEADER + "m@example.com,Maya,leadership,ann,impact,4\n"
    assert read(sheet, "job", "email") == ([MAYA._replace(extras=("", "m@example.com"))], [])


def test_names_slugs_headers_and_scores_are_trimmed() -> None:
    sheet = " candidate , stage,interviewer\t,competency,score \n Maya , leadership,ann ,impact, 4 \n"
    assert read(sheet) == ([MAYA], [])


def test_a_name_is_otherwise_kept_as_it_is() -> None:
    sheet = HEADER + '"=cmd|\' /C calc\'!A0",leadership,"Zoë ""Zed""  O\'Neil, Jr.",impact,4\n'
    assert read(sheet)[0] == [
        Score(2, "=cmd|' /C calc'!A0", "leadership", 'Zoë "Zed"  O\'Neil, Jr.', "impact", 400, ())
    ]


@pytest.mark.parametrize("empty", ["", " ", "\t"])
def test_an_empty_score_is_not_assessed(empty: str) -> None:
    assert read(f"{HEADER}Maya,leadership,ann,impact,{empty}\n") == ([MAYA._replace(value=None)], [])


@pytest.mark.parametrize("score", ["4", "4.0", "4.00", "4.000", " 4 ", "04"])
def test_a_score_may_be_written_with_decimals(score: str) -> None:
    assert read(f"{HEADER}Maya,leadership,ann,impact,{score}\n") == ([MAYA], [])


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(line_end: str) -> None:
    sheet = (HEADER + "Maya,leadership,ann,impact,4\n").replace("\n", line_end)
    assert read(sheet) == ([MAYA], [])


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert read("\ufeff" + HEADER + "Maya,leadership,ann,impact,4\n") == ([MAYA], [])


def test_the_last_line_needs_no_line_end() -> None:
    assert read(HEADER + "Maya,leadership,ann,impact,4") == ([MAYA], [])


def test_empty_lines_are_skipped_and_still_counted() -> None:
    scores, found = read(HEADER + "\n\nMaya,leadership,ann,impact,4\n\nMaya,leadership,ann,impact,6\n")
    assert scores[0] == MAYA._replace(line=4)
    assert found == [(6, "the score “6” is off the scale of 1 to 5")]


def test_a_row_with_line_breaks_in_quotes_is_named_by_the_line_it_starts_on() -> None:
    sheet = (
        "note," + HEADER + '"one\ntwo\r\nthree",Maya,leadership,ann,impact,6\n,Maya,leadership,ann,impact,7\n'
    )
    assert read(sheet)[1] == [
        (2, "the score “6” is off the scale of 1 to 5"),
        (5, "the score “7” is off the scale of 1 to 5"),
    ]


def test_a_header_alone_is_a_sheet_without_scores() -> None:
    assert read(HEADER) == ([], [])


@pytest.mark.parametrize(
    ("score", "words"),
    [
        ("6", "is off the scale of 1 to 5"),
        ("0", "is off the scale of 1 to 5"),
        ("99999999999", "is off any scale"),
        ("4.25", "is not on a step of 1"),
        ("3.5", "is not on a step of 1"),
        ("4.001", "is finer than a hundredth of a point"),
        ("four", "is not a number"),
        ("NaN", "is not a number"),
        ("1e0", "is not a number"),
        ("-4", "is not a number"),
        ("+4", "is not a number"),
        ("4.", "is not a number"),
        (".5", "is not a number"),
        ("٤", "is not a number"),
    ],
)
def test_a_score_off_the_scale_is_refused_in_words(score: str, words: str) -> None:
    assert problems(f"Maya,leadership,ann,impact,{score}") == [(2, f"the score “{score}” {words}")]


def test_a_bad_score_still_takes_its_place_so_that_a_second_one_is_found() -> None:
    assert read(HEADER + "Maya,leadership,ann,impact,six\n")[0] == [MAYA._replace(value=None)]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",leadership,ann,impact,4", "the candidate is empty"),
        (" ,leadership,ann,impact,4", "the candidate is empty"),
        ("Maya,leadership,,impact,4", "the interviewer is empty"),
        ("Maya,phone-screen,ann,impact,4", "“phone-screen” is not a stage of this rubric"),
        ("Maya,Leadership,ann,impact,4", "“Leadership” is not a stage of this rubric"),
        ("Maya,leadership,ann,charisma,4", "“charisma” is not a competency of this rubric"),
        ("Maya,leadership,ann,impact", "4 fields where the header has 5"),
        ("Maya,leadership,ann,impact,4,", "6 fields where the header has 5"),
    ],
)
def test_a_bad_row_is_named_by_its_line(row: str, words: str) -> None:
    assert problems("Maya,leadership,ann,judgment,4", row) == [(3, words)]


def test_a_competency_of_another_stage_is_refused() -> None:
    found: list[tuple[int, str]] = []
    small = shipped_rubric("small")
    stage, other = next(
        (stage.slug, competency.slug)
        for stage in small.stages
        for competency in small.competencies
        if competency.slug not in stage.competencies
    )
    sheet = f"{HEADER}Maya,{stage},ann,{other},4\n"
    assert list(read_scores(sheet.splitlines(True), small, report=lambda *at: found.append(at))) == []
    assert found == [(2, f"the stage {stage} does not score {other}")]


def test_every_problem_of_a_row_is_named() -> None:
    assert problems(",phone-screen,,charisma,six") == [
        (2, "the score “six” is not a number"),
        (2, "the candidate is empty"),
        (2, "the interviewer is empty"),
        (2, "“phone-screen” is not a stage of this rubric"),
        (2, "“charisma” is not a competency of this rubric"),
    ]


def test_missing_columns_are_all_named_and_nothing_else_is_read() -> None:
    assert read("candidate,stage,interviewer\nMaya,leadership,ann\n") == (
        [],
        [(1, "the column competency is missing"), (1, "the column score is missing")],
    )


def test_an_empty_file_misses_every_column() -> None:
    scores, found = read("")
    assert scores == []
    assert [words for _, words in found] == [
        f"the column {name} is missing" for name in HEADER.strip().split(",")
    ]


def test_a_column_given_twice_is_refused() -> None:
    assert read("score," + HEADER)[1] == [(1, "the column score appears twice")]


def test_bytes_that_are_not_utf8_are_named_by_their_line_wherever_they_stand() -> None:
    sheet = (
        b"note," + HEADER.encode() + b",Maya,leadership,ann,impact,4\nZo\xeb,Maya,leadership,ann,judgment,4\n"
    )
    assert read(sheet)[1] == [(3, "not UTF-8")]


def test_a_sheet_in_another_encoding_is_refused() -> None:
    assert read((HEADER + "Maya,leadership,ann,impact,4\n").encode("utf-16"))[1][0] == (1, "not UTF-8")


def test_quotes_that_never_close_are_named_by_the_line_they_open_on() -> None:
    rows = ["Maya,leadership,ann,judgment,4", '"Maya,leadership,ann,impact,4', "Maya,leadership,ben,impact,4"]
    assert problems(*rows) == [(3, "the quotes of this row do not match (unexpected end of data)")]


def test_reading_goes_on_after_quotes_that_do_not_match() -> None:
    rows = ['"Maya"x,leadership,ann,impact,4', "Maya,leadership,ann,impact,6"]
    assert [line for line, _ in problems(*rows)] == [2, 3]


def test_what_a_message_quotes_is_short_and_harmless() -> None:
    found = problems("Maya,leadership,ann,impact,\x1b[2J" + "9" * 1000)
    assert found == [(2, "the score “\ufffd[2J" + "9" * 56 + "…” is not a number")]


def test_rows_of_any_columns_can_be_read() -> None:
    found: list[tuple[int, str]] = []
    lines = ["b,a\n", "1, 2\n", "3\n"]
    assert list(read_rows(lines, ["a", "b"], ["c"], report=lambda *at: found.append(at))) == [
        (2, ("2", "1", ""))
    ]
    assert found == [(3, "1 field where the header has 2")]
