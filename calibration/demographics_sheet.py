"""Reading a sheet of what candidates said about themselves. Pure: it knows no application and nobody.

A problem names its line, and never says what an answer was.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from calibration.fairness.groups import DECLINED, RACES, SEXES
from rubrics.sheet import read_rows

ANSWERS = ("sex", "race_ethnicity")
WHOSE = ("application", "candidate", "job")

Report: TypeAlias = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """One line. `application` is None where a candidate's name and a job's slug say whose it is.

    An empty answer is one that was declined.
    """

    line: int
    application: UUID | None
    candidate: str
    job: str
    sex: str
    race_ethnicity: str


def read_demographics(text: Iterable[str], report: Report) -> list[SheetAnswer]:
    """The sound lines; `report` is told of each problem with its physical line, the header's being 1."""
    return [
        answer
        for line, fields in read_rows(text, ANSWERS, WHOSE, report=report)
        for answer in _answers(line, fields, report)
    ]


def _answers(line: int, fields: tuple[str, ...], report: Report) -> Iterator[SheetAnswer]:
    """The line's answer, unless something is wrong with it."""
    sex, race, application, candidate, job = fields
    key = _uuid(application)
    problems = [
        f"the {name} is none of {', '.join([*categories, DECLINED])}"
        for name, said, categories in (("sex", sex, SEXES), ("race_ethnicity", race, RACES))
        if said and said not in (*categories, DECLINED)
    ]
    if application and key is None:
        problems.append("the application is not a uuid")
    if not application and not (candidate and job):
        problems.append("say whose it is: an application, or a candidate and a job")
    for problem in problems:
        report(line, problem)
    if not problems:
        yield SheetAnswer(line, key, candidate, job, sex or DECLINED, race or DECLINED)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
