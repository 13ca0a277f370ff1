"""Who may see and do what: that the lists and the answers agree, over every standing a person can have."""

from itertools import product

import pytest

from accounts.models import Role, User
from candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    Job,
    Participation,
    ParticipationCapacity,
    Recusal,
)
from candidates.permissions import (
    can_add_application,
    can_declare_conflict,
    can_edit_job,
    can_manage_candidates,
    can_manage_jobs,
    can_move_application,
    can_read_note,
    can_run_application,
    can_view_application,
    can_view_candidate,
    can_view_job,
    can_view_organisation,
    has_jobs,
    is_blind_to,
    sight_of,
    sights_of,
    visible_applications,
    visible_candidates,
    visible_cycles,
    visible_jobs,
    visible_teams,
    withheld_applications,
)
from candidates.sight import Reach
from rubrics.models import Rubric
from tests.factories import (
    MONDAY,
    ApplicationFactory,
    CandidateFactory,
    HiringCycleFactory,
    JobFactory,
    TeamFactory,
    UserFactory,
)

INTERVIEWER, BAR_RAISER = ParticipationCapacity.INTERVIEWER, ParticipationCapacity.BAR_RAISER
# What a person may be in an application: capacity, open cards, submitted cards, over.
PARTS: dict[str, tuple[ParticipationCapacity, int, int, bool] | None] = {
    "no part": None,
    "owes a card": (INTERVIEWER, 1, 0, False),
    "one in, one to do": (INTERVIEWER, 1, 1, False),
    "card in": (INTERVIEWER, 0, 1, False),
    "released": (INTERVIEWER, 0, 0, True),
    "bar raiser": (BAR_RAISER, 1, 0, False),
    "bar raiser done": (BAR_RAISER, 0, 1, False),
    "bar raiser released": (BAR_RAISER, 0, 0, True),
}
ROLES: list[Role | None] = [None, *Role]
# The roles that show applications, and one that does not.
SEEING: list[Role | None] = [None, Role.RECRUITER, Role.CHAIR, Role.ADMINISTRATOR]
WHOLE = list(product(SEEING, PARTS, (False, True), (False, True), (False, True)))


@pytest.fixture
def everyone(rubric: Rubric) -> list[tuple[User, Application]]:
    """A person and an application for every role, part, recusal, hiring manager and open bar-raiser stage."""
    made = []
    team = TeamFactory()
    for role, part, recused, manages, opened in WHOLE:
        user = UserFactory(**({f"is_{role.value}": True} if role else {}))
        job = JobFactory(rubric=rubric, team=team, hiring_manager=user if manages else None)
        application = ApplicationFactory(job=job, bar_raiser_opened_at=MONDAY if opened else None)
        if facts := PARTS[part]:
            capacity, open_cards, submitted_cards, over = facts
            Participation.objects.create(
                application=application,
                user=user,
                capacity=capacity,
                open_cards=open_cards,
                submitted_cards=submitted_cards,
                ended_at=MONDAY if over else None,
            )
        if recused:
            Recusal.objects.create(application=application, user=user, declared_at=MONDAY, declared_by=user)
        made.append((user, application))
    return made


def test_a_list_holds_an_application_exactly_when_it_may_be_seen(
    everyone: list[tuple[User, Application]],
) -> None:
    for user, application in everyone:
        listed = visible_applications(user).filter(pk=application.pk).exists()
        assert listed == bool(can_view_application(user, application)), (user.roles, application)
        assert bool(can_declare_conflict(user, application)) == listed


def test_a_candidate_is_listed_exactly_when_one_of_their_applications_is(
    everyone: list[tuple[User, Application]],
) -> None:
    for user, application in everyone:
        listed = visible_candidates(user).filter(pk=application.candidate_id).exists()
        assert listed == bool(can_view_application(user, application))
        assert listed == bool(can_view_candidate(user, application.candidate))


def test_lists_withhold_results_exactly_where_the_page_does(
    everyone: list[tuple[User, Application]],
) -> None:
    for user, application in everyone:
        view = sight_of(user, application)
        withheld = withheld_applications(user)
        assert (application.pk in {row[0] for row in withheld}) == (
            (view.row and view.results is Reach.NONE)
            or Recusal.objects.filter(application=application, user=user).exists()
            or Participation.objects.filter(application=application, user=user, open_cards=1)
            .exclude(capacity=BAR_RAISER)
            .exists()
        )
        if view.row:
            blind = Application.objects.filter(is_blind_to(user), pk=application.pk).exists()
            assert blind == (view.results is Reach.NONE), (user.roles, application)


def test_what_is_seen_of_many_is_what_is_seen_of_each(
    everyone: list[tuple[User, Application]],
) -> None:
    user, _ = everyone[-1]
    applications = [application for _, application in everyone]
    seen = sights_of(user, applications)
    assert seen == {application.pk: sight_of(user, application) for application in applications}


def test_whoever_acts_on_an_application_sees_it(everyone: list[tuple[User, Application]]) -> None:
    for user, application in everyone:
        if user.is_recruiter:
            application.job.job_recruiters.create(user=user)
        runs = can_run_application(user, application)
        moves = can_move_application(user, application)
        view = sight_of(user, application)
        assert bool(runs) == (user.is_recruiter and view.row)
        assert bool(moves) == (bool(runs) and view.results is not Reach.NONE)
        assert moves or moves.reason


@pytest.mark.parametrize("state", ApplicationState)
def test_who_may_see_an_application_does_not_hang_on_its_state(
    state: ApplicationState, application: Application, recruiter: User, interviewer: User, auditor: User
) -> None:
    Application.objects.filter(pk=application.pk).update(state=state)
    Participation.objects.create(
        application=application, user=interviewer, capacity=INTERVIEWER, open_cards=1
    )
    readers = (recruiter, interviewer, auditor)
    assert [visible_applications(user).count() for user in readers] == [1, 1, 0]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("manages", [False, True])
def test_a_job_is_listed_exactly_when_it_may_be_seen(
    role: Role | None, manages: bool, rubric: Rubric
) -> None:
    user = UserFactory(**({f"is_{role.value}": True} if role else {}))
    job = JobFactory(rubric=rubric, hiring_manager=user if manages else None)
    listed = visible_jobs(user).filter(pk=job.pk).exists()
    expected = manages or role in (Role.RECRUITER, Role.CHAIR, Role.ADMINISTRATOR)
    assert (listed, bool(can_view_job(user, job)), has_jobs(user)) == (expected, expected, expected)


@pytest.mark.parametrize("role", ROLES)
def test_teams_and_cycles_are_listed_for_those_who_run_the_process(role: Role | None, job: Job) -> None:
    HiringCycleFactory()
    user = UserFactory(**({f"is_{role.value}": True} if role else {}))
    expected = role in (Role.RECRUITER, Role.CHAIR, Role.ADMINISTRATOR)
    listed = (visible_teams(user).exists(), visible_cycles(user).exists())
    assert (bool(can_view_organisation(user)), *listed) == (expected, expected, expected)


@pytest.mark.parametrize(
    ("role", "candidates", "jobs"),
    [
        (None, False, False),
        (Role.INTERVIEWER, False, False),
        (Role.BAR_RAISER, False, False),
        (Role.RECRUITER, True, True),
        (Role.CHAIR, False, False),
        (Role.AUDITOR, False, False),
        (Role.ADMINISTRATOR, False, True),
    ],
)
def test_what_each_role_manages(role: Role | None, candidates: bool, jobs: bool, db: None) -> None:
    user = UserFactory(**({f"is_{role.value}": True} if role else {}))
    assert (bool(can_manage_candidates(user)), bool(can_manage_jobs(user))) == (candidates, jobs)


def test_a_job_is_changed_by_its_recruiters_and_administrators(
    job: Job, recruiter: User, administrator: User, hiring_manager: User
) -> None:
    other = UserFactory(is_recruiter=True)
    people = (recruiter, administrator, hiring_manager, other)
    assert [bool(can_edit_job(user, job)) for user in people] == [True, True, False, False]
    assert [bool(can_add_application(user, job)) for user in people] == [True, False, False, False]


def test_recruiters_see_candidates_who_have_not_applied_and_nobody_else_does(
    recruiter: User, chair: User
) -> None:
    candidate: Candidate = CandidateFactory()
    assert list(visible_candidates(recruiter)) == [candidate]
    assert list(visible_candidates(chair)) == []


def test_the_note_is_for_recruiters_who_owe_no_scorecard(
    application: Application, recruiter: User, chair: User
) -> None:
    candidate = application.candidate
    assert [bool(can_read_note(user, candidate)) for user in (recruiter, chair)] == [True, False]
    Participation.objects.create(application=application, user=recruiter, capacity=INTERVIEWER, open_cards=1)
    assert not can_read_note(recruiter, candidate)


def test_a_recruiter_of_the_job_who_owes_a_card_still_runs_it_and_moves_nothing(
    application: Application, recruiter: User
) -> None:
    Participation.objects.create(application=application, user=recruiter, capacity=INTERVIEWER, open_cards=1)
    assert can_run_application(recruiter, application)
    assert not can_move_application(recruiter, application)
