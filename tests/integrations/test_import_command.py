"""manage.py import_history as somebody at a terminal meets it."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.models import Application
from rubrics.models import Rubric
from tests.integrations.sheets import DATA, card, written


def import_history(*files: Path | str, **options: str) -> str:
    said = StringIO()
    call_command("import_history", *map(str, files), stdout=said, **options)
    return said.getvalue()


def test_the_command_says_what_it_added_and_the_same_again_adds_nothing(rubric: Rubric) -> None:
    first, again = import_history(DATA / "clean.csv"), import_history(DATA / "clean.csv")
    assert first == (
        "Imported 2 applications, 15 scorecards and 0 decisions; 0 scorecards were there already.\n"
    )
    assert again == (
        "Imported 0 applications, 0 scorecards and 0 decisions; 15 scorecards were there already.\n"
    )


def test_every_problem_is_on_standard_error_and_nothing_is_written(
    rubric: Rubric, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match=r"^10 problems; nothing was imported\.$"):
        import_history(DATA / "clean.csv", DATA / "broken.csv")
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 10)
    assert (
        told.err.splitlines()[0] == f"{DATA / 'broken.csv'}, line 5: the score “6” is off the scale of 1 to 5"
    )
    assert Application.objects.count() == 0


def test_a_contradiction_with_what_is_stored_is_told_the_same_way(
    rubric: Rubric, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(written(card(scores="4")), "utf-8")
    second.write_text(written(card(scores="5")), "utf-8")
    import_history(first)
    with pytest.raises(CommandError, match=r"^1 problem; nothing was imported\.$"):
        import_history(second)
    where = f"{second}, line 2: ines@example.com gave Dalia Fontaine 5 for judgment at recruiter-screen"
    assert capsys.readouterr().err == f"{where}, but 4 in what is stored already\n"


def test_a_file_that_is_not_there_is_said_plainly(rubric: Rubric) -> None:
    with pytest.raises(CommandError, match=r"^nowhere\.csv cannot be read: No such file or directory$"):
        import_history("nowhere.csv")


def test_an_unknown_rubric_is_said_with_what_to_do(db: None) -> None:
    with pytest.raises(CommandError, match="No published rubric is called small; load one with load_rubric"):
        import_history(DATA / "clean.csv", rubric="small")


def test_the_planner_is_told_of_the_new_rows(rubric: Rubric) -> None:
    with CaptureQueriesContext(connection) as asked:
        import_history(DATA / "clean.csv")
    assert [query["sql"] for query in asked if "ANALYZE" in query["sql"]] == ["ANALYZE"]


def test_a_larger_import_takes_statements_by_the_batch_and_not_by_the_row(
    rubric: Rubric, tmp_path: Path
) -> None:
    def statements(name: str, number: int) -> int:
        file = tmp_path / f"{name}.csv"
        rows = [row for each in range(number) for row in card(f"{name} {each}")]
        file.write_text(written(rows), "utf-8")
        with CaptureQueriesContext(connection) as asked:
            import_history(file)
        return len(asked)

    statements("first", 1)  # makes the job and the interviewer
    # SQLite takes no more than 29 visits in a statement.
    assert statements("three", 3) == statements("twenty-nine", 29)
