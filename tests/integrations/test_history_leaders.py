"""No sheet makes a dependent leader the bar raiser of a job: its rows are named and nothing is imported."""

from collections.abc import Sequence

import pytest

from accounts.models import User
from candidates.models import Application, Job, Team
from integrations.history.services import HistoryRefused
from interviewers.models import Assignment
from rubrics.models import Rubric
from tests.factories import JobFactory, TeamFactory, UserFactory
from tests.integrations.sheets import Row, card, imported
from tests.plugins.statements import Watch

AT_THE_BAR = "bar-raiser"


@pytest.fixture
def hugo(db: None) -> User:
    return UserFactory(name="Hugo Manager", email="hugo@example.com")


@pytest.fixture
def past_job(rubric: Rubric, hugo: User) -> Job:
    """A job that is here, and that sheets name."""
    return JobFactory(slug="pm-p6", rubric=rubric, hiring_manager=hugo, team=TeamFactory(slug="growth"))


def judged(by: str, candidate: str = "Dalia Fontaine", **extras: str) -> list[Row]:
    return card(candidate, stage=AT_THE_BAR, interviewer=by, job="pm-p6", **extras)


def refused(rubric: Rubric, *sheets: Sequence[Row]) -> list[str]:
    with pytest.raises(HistoryRefused) as found:
        imported(rubric, *sheets)
    assert not Application.objects.exists()
    return [str(problem) for problem in found.value.problems]


def every_row(words: str, lines: Sequence[int] = (2, 3, 4, 5), sheet: str = "a.csv") -> list[str]:
    said = f"Dalia Fontaine has a bar raiser who is not independent: {words}"
    return [f"{sheet}, line {line}: {said}" for line in lines]


def test_a_bar_raiser_below_the_hiring_manager_is_refused_row_by_row(
    rubric: Rubric, past_job: Job, hugo: User
) -> None:
    between = UserFactory(name="Mo Between", manager=hugo)
    UserFactory(name="Lia Below", email="lia@example.com", manager=between)

    found = refused(rubric, [*card(job="pm-p6"), *judged("lia@example.com")])

    assert found == every_row(
        "Lia Below reports to Mo Between, who reports to Hugo Manager, the hiring manager", (6, 7, 8, 9)
    )


def test_a_bar_raiser_above_the_hiring_manager_is_refused(rubric: Rubric, past_job: Job, hugo: User) -> None:
    hugo.manager = UserFactory(name="Ana Above", email="ana@example.com")
    hugo.save()

    assert refused(rubric, judged("ana@example.com")) == every_row(
        "Ana Above is above the hiring manager: Hugo Manager reports to them"
    )


def test_the_hiring_manager_is_refused_as_bar_raiser(rubric: Rubric, past_job: Job) -> None:
    assert refused(rubric, judged("HUGO@example.com")) == every_row("Hugo Manager is the hiring manager")


def test_a_line_to_the_lead_of_the_team_is_refused_too(rubric: Rubric, past_job: Job) -> None:
    lead = UserFactory(name="Lea Lead")
    Team.objects.filter(pk=past_job.team_id).update(lead=lead)
    UserFactory(name="Lia Below", email="lia@example.com", manager=lead)

    assert refused(rubric, judged("lia@example.com")) == every_row(
        "Lia Below reports to Lea Lead, the lead of the team"
    )


def test_a_job_that_is_not_here_yet_counts_the_lead_of_its_team(rubric: Rubric) -> None:
    TeamFactory(slug="growth", lead=UserFactory(name="Lea Lead", email="lea@example.com"))

    found = refused(rubric, judged("lea@example.com", team="growth"))

    assert found == every_row("Lea Lead is the lead of the team")


def test_the_rows_of_every_sheet_are_named(rubric: Rubric, past_job: Job) -> None:
    rows = judged("hugo@example.com")

    found = refused(rubric, rows[:2], rows[2:])

    words = "Hugo Manager is the hiring manager"
    assert found == every_row(words, (2, 3)) + every_row(words, (2, 3), "b.csv")


def test_an_independent_bar_raiser_is_imported(rubric: Rubric, past_job: Job, hugo: User) -> None:
    top = UserFactory(name="Top Leader")
    hugo.manager = top
    hugo.save()
    UserFactory(email="peer@example.com", manager=top)

    imported(rubric, judged("peer@example.com"), judged("Somebody Unknown", "Ben Okafor"))

    assert Assignment.objects.count() == 2


def test_a_leader_is_imported_as_an_interviewer_of_another_stage(rubric: Rubric, past_job: Job) -> None:
    imported(rubric, card(job="pm-p6", interviewer="hugo@example.com", stage="leadership"))

    assert Assignment.objects.get().interviewer.email == "hugo@example.com"


def test_a_bar_raiser_who_interviewed_before_is_history(rubric: Rubric, past_job: Job) -> None:
    UserFactory(email="bao@example.com")

    imported(
        rubric,
        card(job="pm-p6", interviewer="bao@example.com", stage="leadership"),
        judged("bao@example.com"),
    )

    assert Assignment.objects.filter(interviewer__email="bao@example.com").count() == 2


def test_a_stored_scorecard_stays_when_its_bar_raiser_is_independent_no_more(
    rubric: Rubric, past_job: Job, hugo: User
) -> None:
    bar_raiser = UserFactory(email="bao@example.com")
    imported(rubric, judged("bao@example.com"))
    bar_raiser.manager = hugo
    bar_raiser.save()

    assert imported(rubric, judged("bao@example.com")).added.is_empty


def test_many_bar_raisers_are_asked_about_in_as_many_statements_as_one(
    rubric: Rubric, past_job: Job, hugo: User, watch_statements: Watch
) -> None:
    candidates = ["Dalia Fontaine", "Ben Okafor", "Cleo Marsh"]
    leaders = [UserFactory(email=f"below{n}@example.com", manager=hugo) for n in range(3)]
    counts = []
    for number in (1, 1, 3):  # the rubric is read once
        rows = [
            row
            for person, candidate in zip(leaders[:number], candidates[:number], strict=True)
            for row in judged(person.email, candidate)
        ]
        with watch_statements() as asked, pytest.raises(HistoryRefused) as found:
            imported(rubric, rows)
        counts.append(len(asked.statements))
        assert len(found.value.problems) == 4 * number

    assert counts[1] == counts[2]
