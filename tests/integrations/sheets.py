"""Sheets of past scorecards for tests, and what became of them."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from accounts.models import User
from integrations.history.services import ImportResult, history_import
from integrations.history.sheet import OPTIONAL, History, Problem, read_history
from interviewers.models import Score
from rubrics.models import Rubric
from rubrics.plan import RubricPlan
from rubrics.queries import stored_rubric
from rubrics.sheet import COLUMNS, sheet_text
from tests.factories import MONDAY

DATA = Path(__file__).with_name("data")
COMPETENCIES = ("judgment", "communication", "impact", "curiosity")

Row = Mapping[str, str]


def card(
    candidate: str = "Dalia Fontaine",
    stage: str = "recruiter-screen",
    interviewer: str = "ines@example.com",
    scores: str = "4344",
    **extras: str,
) -> list[Row]:
    """A scorecard's rows, one digit a competency; "-" is not assessed."""
    named = {"candidate": candidate, "stage": stage, "interviewer": interviewer, **extras}
    return [
        named | {"competency": competency, "score": digit.replace("-", "")}
        for competency, digit in zip(COMPETENCIES, scores, strict=False)
    ]


def written(rows: Sequence[Row]) -> str:
    """The rows as a sheet."""
    text = io.StringIO()
    writer = csv.DictWriter(text, (*COLUMNS, *OPTIONAL), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def read(plan: RubricPlan, *sheets: Sequence[Row]) -> tuple[History, list[str]]:
    """What the sheets a.csv, b.csv and so on say, and every problem as it is told."""
    problems: list[Problem] = []
    texts = [
        (f"{name}.csv", io.StringIO(written(rows))) for name, rows in zip("abcdefgh", sheets, strict=False)
    ]
    history = read_history(texts, plan, lambda *told: problems.append(Problem(*told)))
    return history, [str(problem) for problem in problems]


def imported(
    rubric: Rubric, *sheets: Sequence[Row], at: datetime = MONDAY, actor: User | None = None
) -> ImportResult:
    """Imports sound sheets together. Raises HistoryRefused when they do not fit what is stored."""
    history, problems = read(stored_rubric(rubric.pk).plan, *sheets)
    assert problems == []
    return history_import(actor=actor, at=at, rubric=rubric, history=history)


def file_history(plan: RubricPlan, name: str) -> tuple[History, list[str]]:
    """What a file of tests/integrations/data says, and every problem."""
    problems: list[Problem] = []
    with sheet_text((DATA / name).open("rb")) as text:
        history = read_history([(name, text)], plan, lambda *told: problems.append(Problem(*told)))
    return history, [str(problem) for problem in problems]


def stored_scores() -> set[tuple[str, str, str, str, int | None]]:
    """Every stored score: candidate, stage, interviewer, competency and value."""
    rows = Score.objects.values_list(
        "revision__scorecard__application__candidate__name",
        "revision__scorecard__visit__stage__slug",
        "revision__scorecard__interviewer__name",
        "competency__slug",
        "value",
    )
    return set(rows)
