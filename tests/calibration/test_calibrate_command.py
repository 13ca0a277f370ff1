"""`manage.py calibrate` as people and scripts run it: real files in, streams and an exit code out."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

DATA = Path(__file__).parent / "data"
TOY, SPLIT = DATA / "reconnected_toy.csv", DATA / "disconnected_toy.csv"
HEADER = "ratee,rater,item,score\n"


def calibrated(sheet: Path, *options: str) -> Any:
    out = StringIO()
    call_command("calibrate", str(sheet), "--format", "json", *options, stdout=out)
    return json.loads(out.getvalue())


def refused(sheet: Path, *options: str) -> tuple[list[str], str]:
    """The lines on standard error and the last word of a command that must leave standard output empty."""
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("calibrate", str(sheet), *options, stdout=out, stderr=err)
    assert out.getvalue() == ""
    assert refusal.value.returncode == 1
    return err.getvalue().splitlines(), str(refusal.value)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "ratings.csv"


def test_json_has_the_keys_that_scripts_rely_on() -> None:
    found = calibrated(TOY)
    assert list(found) == [
        *("method", "severity", "difficulty", "ability", "mu", "sigma", "thresholds"),
        *("log_likelihood", "iterations", "converged", "subsets", "agreement"),
    ]
    element = ["measure", "se", "infit", "outfit", "n", "fair_average", "subset"]
    assert list(found["severity"]) == ["R1", "R2", "R3", "R4"]
    for facet in ("severity", "difficulty", "ability"):
        assert {tuple(each) for each in found[facet].values()} == {tuple(element)}


def test_agreement_is_told_per_item() -> None:
    agreement = calibrated(TOY)["agreement"]
    assert list(agreement) == ["C1", "C2"]
    assert agreement["C1"] == pytest.approx({"alpha_ordinal": -0.10580709, "alpha_interval": -0.03125})
    assert agreement["C2"] == pytest.approx({"alpha_ordinal": 0.06469979, "alpha_interval": 0.02985075})


def test_agreement_that_is_undefined_is_null(sheet: Path) -> None:
    sheet.write_text(HEADER + "a,x,i,3\nb,x,i,4\nc,x,i,2\na,x,j,4\nb,x,j,3\nc,x,j,2\n")
    assert calibrated(sheet)["agreement"]["i"] == {"alpha_ordinal": None, "alpha_interval": None}


def test_marginal_is_the_method_unasked() -> None:
    assert calibrated(TOY)["method"] == "mml"
    assert calibrated(TOY) == calibrated(TOY, "--method", "mml")


def test_joint_measures_are_those_of_another_program() -> None:
    found = calibrated(TOY, "--method", "jml")
    assert found["log_likelihood"] == pytest.approx(-35.880583, abs=1e-4)
    assert found["severity"]["R1"]["measure"] == pytest.approx(-0.748711, abs=1e-4)
    assert found["severity"]["R1"]["fair_average"] == pytest.approx(3.678377, abs=1e-4)


def test_subsets_are_listed_with_who_is_in_them() -> None:
    first, second = calibrated(SPLIT)["subsets"]
    assert (first["ratees"], first["raters"]) == (["A1", "A2", "A3", "A4"], ["R1", "R2"])
    assert (second["ratees"], second["raters"]) == (["B1", "B2", "B3"], ["R3", "R4"])
    assert len(second["thresholds"]) == 4
    assert calibrated(SPLIT)["severity"]["R3"]["subset"] == 1


def test_extremes_have_no_fit(sheet: Path) -> None:
    sheet.write_text(TOY.read_text() + "TOP,R1,C1,5\nTOP,R1,C2,5\n")
    for method in ("mml", "jml"):
        top = calibrated(sheet, "--method", method)["ability"]["TOP"]
        assert (top["infit"], top["outfit"], top["n"]) == (None, None, 2)
        assert top["measure"] > 1


def test_an_error_that_the_scores_do_not_determine_is_null(sheet: Path) -> None:
    rows = [f"TOP,R9,{item},5\nLOW,R9,{item},1\nLOW,R1,{item},1\n" for item in ("C1", "C2")]
    sheet.write_text(TOY.read_text() + "".join(rows))
    found = calibrated(sheet, "--method", "jml")["severity"]["R9"]
    assert (found["measure"], found["se"], found["infit"]) == (0, None, None)


def test_columns_and_rows_in_any_order_and_others_ignored(sheet: Path) -> None:
    rows = [line.split(",") for line in TOY.read_text().splitlines()]
    turned = [f"{row[3]},note,{row[1]},{row[0]},{row[2]}" for row in rows]
    sheet.write_bytes(b"\xef\xbb\xbf" + ("\r\n".join(turned) + "\r\n\r\n").encode())
    assert calibrated(sheet) == calibrated(TOY)


def test_a_blank_score_is_not_rated(sheet: Path) -> None:
    sheet.write_text(TOY.read_text() + "A1,R3,C1,\nNOBODY,R4,C1, \n")
    assert calibrated(sheet) == calibrated(TOY)


def test_the_scale_is_what_is_found_unless_it_is_said() -> None:
    assert len(calibrated(TOY)["thresholds"]) == 4
    assert len(calibrated(TOY, "--highest", "7")["thresholds"]) == 6
    assert calibrated(TOY, "--lowest", "1", "--highest", "5", "--step", "1") == calibrated(TOY)
    assert len(calibrated(TOY, "--step", "0.5")["thresholds"]) == 8


def test_every_bad_row_is_named_by_its_line_and_nothing_is_calibrated(sheet: Path) -> None:
    rows = [
        "a,x,i,3",
        "a,x,i,4",
        ",y,i,4.5",
        "b, ,,abc",
        '"b\nb",z,i,9',
        "c,d",
        "e,z,i,-1",
        "e,y,i,1.5",
        "e,y,j,3.125",
    ]
    sheet.write_text(HEADER + "\n".join(rows) + "\n")
    assert refused(sheet, "--lowest", "1", "--highest", "5", "--step", "1") == (
        [
            "line 3: the same ratee, rater and item as on line 2",
            "line 4: the ratee is empty",
            "line 5: the item is empty",
            "line 5: the rater is empty",
            "line 5: the score “abc” is not a number",
            "line 6: the score “9” is off the scale of 1 to 5",
            "line 8: 2 fields where the header has 4",
            "line 9: the score “-1” is not a number",
            "line 10: the score “1.5” is not on a step of 1",
            "line 11: the score “3.125” is finer than a hundredth of a point",
        ],
        "10 problems; nothing was calibrated",
    )


def test_a_missing_column_is_named(sheet: Path) -> None:
    sheet.write_text("ratee,rater,score\na,x,3\n")
    assert refused(sheet) == (["line 1: the column item is missing"], "1 problem; nothing was calibrated")


def test_bytes_that_are_not_utf8_are_named_by_line(sheet: Path) -> None:
    sheet.write_bytes(HEADER.encode() + b"a,x,i,3\nb\xff,x,i,4\n")
    assert refused(sheet)[0] == ["line 3: not UTF-8"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("", "there are no scores"),
        ("a,x,i,\n", "there are no scores"),
        ("a,x,i,3\nb,x,i,3\n", "all scores are the same, so nothing tells anyone apart"),
    ],
)
def test_what_cannot_be_calibrated_is_refused_in_words(sheet: Path, rows: str, words: str) -> None:
    sheet.write_text(HEADER + rows)
    assert refused(sheet) == ([], f"{sheet}: {words}")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--lowest", "one"], "--lowest one is not a number"),
        (["--step", "0"], f"{TOY}: the step of the scale is not more than zero"),
        (["--lowest", "9"], f"{TOY}: the highest score of the scale is below its lowest"),
    ],
)
def test_a_scale_that_makes_no_sense_is_refused(options: list[str], words: str) -> None:
    assert refused(TOY, *options) == ([], words)


def test_a_file_that_is_not_there_is_refused(sheet: Path) -> None:
    assert refused(sheet) == ([], f"{sheet} cannot be read: No such file or directory")


def test_the_table_tells_subsets_severity_and_agreement() -> None:
    out = StringIO()
    call_command("calibrate", str(SPLIT), stdout=out)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    assert lines[0].startswith("28 scores, marginal maximum likelihood: converged after ")
    assert "2 subsets that nobody connects: measures do not compare between them." in lines
    severities = [line.split() for line in lines if line.strip().startswith("R")]
    assert [line[0] for line in severities] == ["R2", "R1", "R4", "R3"]
    assert severities[0][-1] == "0"
    assert "Agreement, Krippendorff's alpha" in lines


def test_a_name_cannot_command_the_terminal(sheet: Path) -> None:
    sheet.write_text(TOY.read_text().replace("R1", "\x1b[31mR1[bold]"))
    out = StringIO()
    call_command("calibrate", str(sheet), stdout=out)
    assert "\x1b" not in out.getvalue()
    assert "\ufffd[31mR1[bold]" in out.getvalue()


def test_it_needs_no_database(tmp_path: Path) -> None:
    environment = {**os.environ, "SECRET_KEY": "x", "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    run = subprocess.run(
        [sys.executable, "manage.py", "calibrate", str(TOY), "--format", "json"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, b"")
    assert json.loads(run.stdout)["converged"] is True
