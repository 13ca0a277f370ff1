"""export_ledger and verify_ledger: a sound ledger passes, and whatever is tampered with is named."""

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from candidates.models import Application, StageVisit
from candidates.services.visits import visit_open
from committee.models import GateOutcome
from hiring.triggers import install_guards, remove_guards
from rubrics.queries import stored_rubric
from tests.committee.loops import compute, correct, hold_stage, plan_panel, standing, submit
from tests.factories import MONDAY, ApplicationFactory
from tests.project.sources import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(application: Application, visit: StageVisit, recruiter: User, people: list[User]) -> Application:
    """Four outcomes: a screen that was corrected, then an exercise with two of three scorecards in."""
    assignment, *_ = plan_panel(visit, recruiter, people[:1])
    scorecard = submit(assignment, 4)
    compute(visit)
    correct(scorecard, 5)
    compute(visit)
    exercise = standing(application)
    for assignment in plan_panel(exercise, recruiter, people)[:2]:
        submit(assignment, 4)
        compute(exercise)
    return application


def output_of(command: str, *arguments: str) -> str:
    out = StringIO()
    call_command(command, *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def refusal_of(*arguments: str) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("verify_ledger", *arguments, stdout=StringIO())
    return str(refused.value)


def tamper(statement: str, *values: int) -> None:
    """What somebody with the database's own password can do."""
    remove_guards(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1
    install_guards(connection)


def test_a_sound_ledger_says_its_head(ledger: Application) -> None:
    last = GateOutcome.objects.filter(application=ledger).last()
    assert last is not None
    assert re.fullmatch(r"Head [0-9a-f]{64}, 4 outcomes of 1 applications\n", output_of("verify_ledger"))


def test_an_empty_ledger_is_sound() -> None:
    assert "0 outcomes of 0 applications" in output_of("verify_ledger")


def test_the_head_is_what_the_documentation_says(ledger: Application) -> None:
    last = GateOutcome.objects.get(application=ledger, number=4)
    line = f"{ledger.uuid} 4 {last.hash}\n"
    assert output_of("verify_ledger").split()[1] == f"{hashlib.sha256(line.encode()).hexdigest()},"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE committee_gateoutcome SET result = 'stop' WHERE number = 2", "does not hash to its hash"),
        ("UPDATE committee_gateoutcome SET reason = 'floor' WHERE number = 2", "does not hash"),
        ("UPDATE committee_gateoutcome SET score_numerator = 499 WHERE number = 2", "does not hash"),
        ("UPDATE committee_gateoutcome SET competencies = '{}' WHERE number = 2", "does not hash"),
        ("UPDATE committee_gateoutcome SET floor_breaches = '[\"x\"]' WHERE number = 2", "does not hash"),
        ("UPDATE committee_gateoutcome SET inputs = '{}' WHERE number = 2", "does not hash"),
        ("UPDATE committee_gateoutcome SET inputs_digest = 'x' WHERE number = 2", "does not hash"),
        ("UPDATE committee_gateoutcome SET trigger = 'panel' WHERE number = 2", "does not hash"),
        ("UPDATE committee_gateoutcome SET advisory = TRUE WHERE number = 2", "does not hash"),
        (
            "UPDATE committee_gateoutcome SET computed_at = '2026-01-01 00:00:00' WHERE number = 2",
            "does not hash",
        ),
        ("UPDATE committee_gateoutcome SET hash = 'x' WHERE number = 2", "does not hash"),
        ("UPDATE committee_gateoutcome SET previous_hash = 'x' WHERE number = 2", "does not follow"),
        ("UPDATE committee_gateoutcome SET number = 9 WHERE number = 4", "outcome 4: is numbered 9"),
        ("DELETE FROM committee_gateoutcome WHERE number = 2", "outcome 2: is numbered 3"),
        ("DELETE FROM committee_gateoutcome WHERE number = 4", "was read by no outcome since"),
    ],
)
def test_a_changed_outcome_is_found(ledger: Application, statement: str, words: str) -> None:
    tamper(statement)
    assert words in refusal_of()


def test_an_outcome_moved_to_another_visit_is_found(ledger: Application) -> None:
    elsewhere = standing(ledger)
    tamper("UPDATE committee_gateoutcome SET visit_id = %s WHERE number = 2", elsewhere.pk)
    assert "outcome 2: does not hash to its hash" in refusal_of()


def test_a_changed_score_is_found(ledger: Application) -> None:
    tamper(
        "UPDATE interviewers_score SET value = 100 WHERE id IN "
        "(SELECT id FROM interviewers_score WHERE value = 400 ORDER BY id LIMIT 1)"
    )
    assert "read other values than revision 1" in refusal_of()


def test_a_revision_written_past_the_services_is_found(ledger: Application) -> None:
    """A revision made unnoticed, as the gate would have to read it."""
    tamper(
        "INSERT INTO interviewers_scorecardrevision "
        "(scorecard_id, number, submitted_at, saw_others, signals, measures, asked) "
        "SELECT scorecard_id, 7, submitted_at, saw_others, signals, measures, asked "
        "FROM interviewers_scorecardrevision ORDER BY id LIMIT 1"
    )
    tamper(
        "INSERT INTO interviewers_score (revision_id, competency_id, value) "
        "SELECT (SELECT id FROM interviewers_scorecardrevision WHERE number = 7), competency_id, 500 "
        "FROM interviewers_score ORDER BY id LIMIT 1"
    )
    assert "revision 7 of scorecard" in refusal_of()


def test_the_exit_is_1_and_the_break_on_standard_error(tmp_path: Path) -> None:
    """As a nightly job sees it."""
    broken = tmp_path / "broken.jsonl"
    broken.write_text("{}\n")
    done = subprocess.run(
        [sys.executable, "manage.py", "verify_ledger", "--file", str(broken)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "Broken: line 1 is not a line of a ledger" in done.stderr


@pytest.fixture
def export(ledger: Application, tmp_path: Path) -> Path:
    file = tmp_path / "ledger.jsonl"
    file.write_text(output_of("export_ledger"), encoding="utf-8")
    return file


def test_an_export_verifies_to_the_same_head_as_the_database(export: Path) -> None:
    assert output_of("verify_ledger", "--file", str(export)) == output_of("verify_ledger")


def test_an_export_is_read_from_standard_input(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with export.open() as lines:
        monkeypatch.setattr(sys, "stdin", lines)
        assert output_of("verify_ledger", "--file", "-") == output_of("verify_ledger")


def test_an_export_holds_revisions_first_and_then_outcomes(export: Path) -> None:
    kinds = [json.loads(line)["kind"] for line in export.read_text().splitlines()]
    assert kinds == ["revision"] * 4 + ["outcome"] * 4


def test_an_export_says_its_head_beside_the_lines(ledger: Application) -> None:
    err = StringIO()
    call_command("export_ledger", stdout=StringIO(), stderr=err)
    assert err.getvalue() == output_of("verify_ledger")


def test_an_export_holds_no_name_and_no_text(export: Path, ledger: Application, people: list[User]) -> None:
    words = export.read_text()
    personal = [ledger.candidate.name, ledger.candidate.email, "What they said", "I misread"]
    personal += [person.name for person in people]
    assert [word for word in personal if word in words] == []


def test_the_documented_program_checks_an_export(export: Path) -> None:
    page = (ROOT / "docs" / "ledger.md").read_text()
    program = re.findall(r"```python\n(.*?)```", page, re.DOTALL)[0]
    for text, code in ((export.read_text(), 0), (export.read_text().replace('"advance"', '"stop"'), 1)):
        done = subprocess.run(
            [sys.executable, "-I", "-c", program], input=text, text=True, capture_output=True, check=False
        )
        assert done.returncode == code


def swap(lines: list[str]) -> list[str]:
    return [*lines[:-2], lines[-1], lines[-2]]


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda lines: lines[:4] + lines[5:], "outcome 1: is numbered 2"),
        (lambda lines: lines[:-1], "was read by no outcome since"),
        (lambda lines: lines[1:], "which does not exist"),
        (swap, "outcome 3: is numbered 4"),
        (lambda lines: [*lines, lines[-1]], "outcome 5: is numbered 4"),
        (lambda lines: [line.replace('"advance"', '"stop"') for line in lines], "does not hash"),
        (lambda lines: [line.replace(":400", ":500", 1) for line in lines], "does not hash"),
        (lambda lines: [line.replace(":400", ":400.0", 1) for line in lines], "400.0 is not a whole number"),
        (lambda lines: [lines[0].replace(":400", ':"400"', 1), *lines[1:]], "not whole numbers"),
        (lambda lines: [lines[0].replace("{", '{"kind":"revision",', 1), *lines[1:]], "stands twice"),
        (lambda lines: [lines[0].replace("{", '{"more":1,', 1), *lines[1:]], "other fields than a revision"),
        (lambda lines: [*lines[:-1], lines[-1].replace("{", '{"a":1,', 1)], "other fields than an outcome"),
        (lambda lines: [lines[0].replace("revision", "note", 1), *lines[1:]], "its kind is note"),
        (lambda lines: ["", *lines], "line 1 is not a line of a ledger"),
        (lambda lines: ["[]", *lines], "line 1 is not a line of a ledger"),
    ],
)
def test_an_edited_export_is_found(export: Path, edit: Callable[[Any], Any], words: str) -> None:
    lines = export.read_text().splitlines()
    export.write_text("".join(f"{line}\n" for line in edit(lines)))
    assert words in refusal_of("--file", str(export))


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    assert "could not be read" in refusal_of("--file", str(tmp_path / "none.jsonl"))
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    assert "could not be read" in refusal_of("--file", str(tmp_path / "bytes"))


@pytest.fixture
def more(ledger: Application, recruiter: User, people: list[User]) -> list[Application]:
    """Two more applications with one outcome each."""
    made = []
    for _ in range(2):
        other = ApplicationFactory(job=ledger.job)
        first = next(iter(stored_rubric(other.rubric_id).stage_ids.values()))
        visit_open(application=other, stage_id=first, at=MONDAY)
        hold_stage(other, recruiter, people[:1], 3)
        made.append(other)
    return made


def test_one_application_is_exported_alone(ledger: Application, more: list[Application]) -> None:
    lines = output_of("export_ledger", "--application", str(more[0].uuid)).splitlines()
    assert [json.loads(line)["kind"] for line in lines] == ["revision", "outcome"]
    assert {json.loads(line)["row"]["application"] for line in lines[1:]} == {str(more[0].uuid)}


def test_an_unknown_application_is_refused() -> None:
    with pytest.raises(CommandError, match="There is no application"):
        call_command("export_ledger", "--application", "00000000-0000-0000-0000-000000000000")


def test_applications_in_another_order_are_found(export: Path, more: list[Application]) -> None:
    lines = output_of("export_ledger").splitlines()
    last = json.loads(lines[-1])["row"]["application"]
    moved = [line for line in lines if last in line] + [line for line in lines if last not in line]
    export.write_text("".join(f"{line}\n" for line in moved))
    assert "stands twice, or out of order" in refusal_of("--file", str(export))


def test_three_applications_are_read_in_as_many_statements_as_one(
    ledger: Application, request: pytest.FixtureRequest
) -> None:
    with CaptureQueriesContext(connection) as one:
        output_of("verify_ledger")
    request.getfixturevalue("more")
    with CaptureQueriesContext(connection) as three:
        assert "6 outcomes of 3 applications" in output_of("verify_ledger")
    assert len(three) == len(one)
