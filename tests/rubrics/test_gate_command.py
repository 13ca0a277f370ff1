"""`manage.py gate` as people and scripts run it: real files in, streams and an exit code out."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

DATA = Path(__file__).parent / "data"
HEADER = "candidate,stage,interviewer,competency,score\n"


def gate(sheet: Path, *options: str) -> str:
    out = StringIO()
    call_command("gate", str(sheet), *options, stdout=out)
    return out.getvalue()


def refused(sheet: Path, *options: str) -> tuple[list[str], str]:
    """The lines on standard error and the last word of a command that must leave standard output empty."""
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("gate", str(sheet), *options, stdout=out, stderr=err)
    assert out.getvalue() == ""
    assert refusal.value.returncode == 1
    return err.getvalue().splitlines(), str(refusal.value)


@pytest.mark.parametrize("style", ["table", "csv", "json"])
@pytest.mark.parametrize(("sheet", "options"), [("clean", []), ("untidy", ["--step", "0.5"])])
def test_a_sheet_is_decided_as_it_was_checked_by_hand(sheet: str, options: list[str], style: str) -> None:
    golden = (DATA / f"{sheet}.outcomes.{style}").read_bytes().decode()
    assert gate(DATA / f"{sheet}.csv", *options, "--format", style) == golden


def test_the_table_is_what_people_get_unasked() -> None:
    assert gate(DATA / "clean.csv") == gate(DATA / "clean.csv", "--format", "table")


def test_every_bad_row_is_named_by_its_line_and_nothing_is_decided() -> None:
    assert refused(DATA / "broken.csv", "--format", "json") == (
        [
            "line 5: the score “6” is off the scale of 1 to 5",
            "line 11: the score “0” is off the scale of 1 to 5",
            "line 16: the score “four” is not a number",
            "line 22: “charisma” is not a competency of this rubric",
            "line 28: “phone-screen” is not a stage of this rubric",
            "line 33: the candidate is empty",
            "line 35: the score “4.25” is not on a step of 1",
            "line 38: the score “NaN” is not a number",
            "line 39: the score “1e9” is not a number",
            "line 42: 4 fields where the header has 5",
            "line 49: the same score as on line 3",
        ],
        "11 problems; nothing was decided",
    )


def test_half_points_need_a_scale_with_half_points() -> None:
    problems, last = refused(DATA / "untidy.csv")
    assert len(problems) > 0
    assert {problem.partition(": ")[2][-20:] for problem in problems} == {" is not on a step of 1"[-20:]}
    assert last == f"{len(problems)} problems; nothing was decided"


def test_one_problem_is_one(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(HEADER + "Maya,leadership,ann,impact,6\n", encoding="utf-8")
    assert refused(sheet)[1] == "1 problem; nothing was decided"


def test_the_rubric_can_be_another_that_ships_or_a_file(tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(HEADER + "Maya,talk,ann,judgment,2.5\nMaya,talk,ann,impact,2.5\n", encoding="utf-8")
    read = json.loads(gate(sheet, "--rubric", str(DATA / "minimal.toml"), "--format", "json"))
    assert read[0]["stages"] == [
        {
            "stage": "talk",
            "result": "advance",
            "reason": "cleared",
            "score": "2.50",
            "competencies": {"judgment": "2.50", "impact": "2.50"},
            "floor_breaches": [],
        }
    ]
    assert refused(sheet, "--rubric", "small")[0][0] == "line 2: “talk” is not a stage of this rubric"


def test_a_rubric_file_with_mistakes_names_them_all(tmp_path: Path) -> None:
    rubric = tmp_path / "rubric.toml"
    text = (DATA / "minimal.toml").read_text(encoding="utf-8")
    rubric.write_text(
        text.replace("minutes = 45", "minutes = 0").replace('"mean"', '"best"'), encoding="utf-8"
    )
    assert refused(DATA / "clean.csv", "--rubric", str(rubric))[1].splitlines() == [
        "gate: aggregation “best” must be one of mean, lowest",
        "stages talk: minutes must be at least 1",
    ]


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("half", "--step half is not a number"),
        ("0", "--step 0: the step of the scale must be more than zero"),
        ("0.3", "--step 0.3: the step must divide the scale from lowest to highest evenly"),
        ("5", "--step 5: the step must divide the scale from lowest to highest evenly"),
    ],
)
def test_a_step_that_does_not_fit_the_scale_is_refused(step: str, words: str) -> None:
    assert refused(DATA / "clean.csv", "--step", step) == ([], words)


def test_a_sheet_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    absent = tmp_path / "absent.csv"
    assert refused(absent)[1] == f"{absent} cannot be read: No such file or directory"


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "gate", *arguments],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_no_database_is_needed_and_the_exit_code_tells() -> None:
    unreachable = {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "SECRET_KEY": "only-for-this-test" * 4,
    }
    good = manage(str(DATA / "clean.csv"), **unreachable)
    assert (good.returncode, good.stdout, good.stderr) == (0, gate(DATA / "clean.csv"), "")
    bad = manage(str(DATA / "broken.csv"), **unreachable)
    assert (bad.returncode, bad.stdout, len(bad.stderr.splitlines())) == (1, "", 12)


def test_names_in_every_script_are_written_whatever_the_locale() -> None:
    done = manage(str(DATA / "untidy.csv"), "--step", "0.5", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == gate(DATA / "untidy.csv", "--step", "0.5")


def test_a_reader_that_has_seen_enough_is_no_error() -> None:
    command = f'"{sys.executable}" manage.py gate "{DATA / "clean.csv"}" --format json | head -c 1'
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=settings.BASE_DIR,
        env={**os.environ},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[", "")
