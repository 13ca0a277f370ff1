"""A bar raiser who has scored and then cannot answer: somebody else is found, and nothing is lost."""

import pytest

from accounts.models import User
from accounts.services.leaving import OpenWorkLeft, open_work_reassign, person_deactivate
from candidates.models import Application, StageVisit
from candidates.services.applications import application_reopen, application_withdraw
from candidates.services.nudges import NobodyToNudge, nudge_send
from candidates.services.recusal import recusal_declare, recusal_end
from hiring.access import AccessRefused
from interviewers.models import Assignment
from interviewers.open_work import OwedVerdicts
from interviewers.services.assignments import NotEligible, PanelClosed
from tests.committee.loops import HOUR, compute, hold_stage, plan_panel, standing, submit
from tests.committee.verdicts import give_verdict
from tests.factories import MONDAY, UserFactory
from tests.interviewers.interviews import told

NOON = MONDAY + 6 * HOUR


@pytest.fixture
def second(db: None) -> User:
    return UserFactory(name="Bea Second", is_bar_raiser=True)


@pytest.fixture
def cleared(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User, bar_raiser: User
) -> StageVisit:
    """The bar-raiser stage, advanced by its bar raiser's scorecard; the verdict is missing."""
    hold_stage(application, recruiter, [interviewer], 4)
    for _ in range(2):
        hold_stage(application, recruiter, [UserFactory(is_interviewer=True) for _ in range(3)], 4, 4, 4)
    return hold_stage(application, recruiter, [bar_raiser], 4)


def answer(actor: User, visit: StageVisit) -> None:
    give_verdict(actor, visit, at=MONDAY + 30 * HOUR)


def waits(visit: StageVisit) -> tuple[str, str]:
    visit.refresh_from_db()
    return visit.waiting_for, visit.waiting_on


def test_while_the_bar_raiser_can_answer_nobody_else_is_asked(
    cleared: StageVisit, recruiter: User, second: User
) -> None:
    assert waits(cleared) == ("verdict", "bar_raiser")
    with pytest.raises(PanelClosed):
        plan_panel(cleared, recruiter, [second])


def test_a_conflict_after_the_scorecard_waits_for_another_bar_raiser(
    cleared: StageVisit, recruiter: User, bar_raiser: User
) -> None:
    recusal_declare(actor=bar_raiser, at=NOON, application=cleared.application, reason="A cousin.")
    assert waits(cleared) == ("bar_raiser", "recruiter")
    assert told(recruiter, "recused:") == [f"Bao Barraiser cannot interview {cleared.application.candidate}"]
    with pytest.raises(NobodyToNudge):
        nudge_send(actor=recruiter, at=NOON, visit=cleared)
    with pytest.raises(AccessRefused):
        answer(bar_raiser, cleared)


def test_a_conflict_that_is_over_leaves_the_verdict_to_who_owed_it(
    cleared: StageVisit, recruiter: User, bar_raiser: User
) -> None:
    recusal = recusal_declare(actor=bar_raiser, at=NOON, application=cleared.application, reason="")
    recusal_end(actor=recruiter, at=NOON + HOUR, recusal=recusal, reason="Another person of that name.")
    assert waits(cleared) == ("verdict", "bar_raiser")
    answer(bar_raiser, cleared)


def test_the_other_bar_raiser_scores_and_answers(
    cleared: StageVisit, recruiter: User, bar_raiser: User, second: User
) -> None:
    recusal_declare(actor=bar_raiser, at=NOON, application=cleared.application, reason="")
    [given] = plan_panel(cleared, recruiter, [second], at=NOON)
    compute(cleared, at=NOON)
    assert waits(cleared) == ("scorecards", "bar_raiser")
    submit(given, 4, at=NOON + 4 * HOUR)
    compute(cleared, at=NOON + 5 * HOUR)
    assert waits(cleared) == ("verdict", "bar_raiser")
    assert [row.user for row in cleared.waiting_people.all()] == [second]
    answer(second, cleared)
    assert waits(standing(cleared.application)) == ("decision", "chair")


def test_who_owes_a_verdict_leaves_once_another_is_asked(
    cleared: StageVisit, administrator: User, bar_raiser: User, second: User
) -> None:
    with pytest.raises(OpenWorkLeft):
        person_deactivate(actor=administrator, at=NOON, user=bar_raiser)
    [work] = OwedVerdicts().list_open(bar_raiser)
    assert work.label == f"Bar raiser, {cleared.job}"
    handed = open_work_reassign(
        actor=administrator,
        at=NOON,
        user=bar_raiser,
        kind="verdicts",
        works=[work.uuid],
        to=second,
        reason="Leaves.",
    )
    assert (handed.given, handed.kept) == (1, ())
    assert person_deactivate(actor=administrator, at=NOON, user=bar_raiser).is_active is False
    given = Assignment.objects.get(visit=cleared, interviewer=second)
    assert (given.capacity, given.state, given.due_at) == ("bar_raiser", "open", NOON + 48 * HOUR)
    submit(given, 4, at=NOON + 4 * HOUR)
    compute(cleared, at=NOON + 5 * HOUR)
    answer(second, cleared)
    assert waits(cleared) == ("decision", "chair")


def test_a_place_at_the_bar_is_for_bar_raisers(
    cleared: StageVisit, administrator: User, bar_raiser: User, other_interviewer: User
) -> None:
    [work] = OwedVerdicts().list_open(bar_raiser)
    with pytest.raises(NotEligible):
        OwedVerdicts().reassign(
            actor=administrator, at=NOON, work=work.uuid, to=other_interviewer, reason="Leaves."
        )


def test_withdrawn_and_reopened_it_waits_for_the_same_answer(
    cleared: StageVisit, recruiter: User, bar_raiser: User
) -> None:
    application = cleared.application
    application_withdraw(actor=recruiter, at=NOON, application=application, reason="Another offer.")
    application_reopen(actor=recruiter, at=NOON + HOUR, application=application, reason="Thought again.")
    assert waits(cleared) == ("verdict", "bar_raiser")
    assert [nudge.person for nudge in nudge_send(actor=recruiter, at=NOON + HOUR, visit=cleared)] == [
        bar_raiser
    ]


def test_after_the_verdict_nothing_is_owed(cleared: StageVisit, bar_raiser: User) -> None:
    answer(bar_raiser, cleared)
    assert OwedVerdicts().list_open(bar_raiser) == []
