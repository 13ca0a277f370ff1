"""Adding an application, moving it, confirming its stop and declaring a conflict, in the pages."""

import pytest

from accounts.models import User
from candidates.models import (
    Application,
    ApplicationState,
    Candidate,
    Job,
    Participation,
    ParticipationCapacity,
    Recusal,
    StageVisit,
)
from candidates.services.visits import OutcomeFacts, application_place, visit_note_outcome
from tests.candidates.pages import (
    CONFLICT,
    FORBIDDEN,
    FOUND,
    INVALID,
    MISSING,
    MOVED,
    NOBODY,
    errors,
    signed_in,
    text,
)
from tests.factories import MONDAY, CandidateFactory, HiringCycleFactory, JobFactory, UserFactory


@pytest.fixture
def candidate(db: None) -> Candidate:
    return CandidateFactory()


@pytest.fixture
def stopped(application: Application, visit: StageVisit) -> Application:
    facts = OutcomeFacts("stop", "floor", None, "Stopped.", final=True)
    visit_note_outcome(application=application, visit=visit, facts=facts, at=MONDAY)
    application_place(application=application, at=MONDAY)
    return application


def typed(job: Job, **changes: str) -> dict[str, str]:
    return {"job": str(job.uuid), "cycle": "", "referred_by": "", "source": ""} | changes


def state_of(application: Application) -> str:
    return Application.objects.get(pk=application.pk).state


def test_a_candidate_is_added_to_a_job(
    recruiter: User, candidate: Candidate, job: Job, interviewer: User
) -> None:
    cycle = HiringCycleFactory()
    form = typed(job, cycle=str(cycle.uuid), referred_by=str(interviewer.uuid), source="Conference")
    response = signed_in(recruiter).post(f"/candidates/{candidate.uuid}/apply/", form)
    application = Application.objects.get()
    assert response.headers["Location"] == f"/applications/{application.uuid}/"
    assert (application.cycle, application.referred_by, application.source) == (
        cycle,
        interviewer,
        "Conference",
    )


def test_without_a_cycle_an_application_is_of_the_jobs_own(
    recruiter: User, candidate: Candidate, job: Job
) -> None:
    job.cycle = HiringCycleFactory()
    job.save()
    signed_in(recruiter).post(f"/candidates/{candidate.uuid}/apply/", typed(job))
    assert Application.objects.get().cycle == job.cycle


def test_an_application_sent_twice_is_one_and_the_second_answer_says_so(
    recruiter: User, candidate: Candidate, job: Job
) -> None:
    client, url = signed_in(recruiter), f"/candidates/{candidate.uuid}/apply/"
    first, second = client.post(url, typed(job)), client.post(url, typed(job))
    assert (first.status_code, second.status_code, Application.objects.count()) == (MOVED, INVALID, 1)
    assert errors(second) == {
        "__all__": [
            f"{candidate} already has an open application for {job}. Continue with that one, or withdraw it."
        ]
    }


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("job", "", "Choose a job from the list."),
        ("job", NOBODY, "Choose a job from the list."),
        ("cycle", "x", "Choose a cycle from the list."),
        ("referred_by", "x", "Choose a person from the list."),
        ("source", "s" * 61, "Ensure this value has at most 60 characters (it has 61)."),
    ],
)
def test_nonsense_is_answered_in_words(
    field: str, value: str, words: str, recruiter: User, candidate: Candidate, job: Job
) -> None:
    url = f"/candidates/{candidate.uuid}/apply/"
    response = signed_in(recruiter).post(url, typed(job) | {field: value})
    assert (response.status_code, errors(response)) == (INVALID, {field: [words]})
    assert Application.objects.count() == 0


def test_only_open_jobs_of_the_recruiter_are_offered(recruiter: User, candidate: Candidate, job: Job) -> None:
    JobFactory(rubric=job.rubric, recruiter=recruiter, closed_at=MONDAY)
    JobFactory(rubric=job.rubric)
    form = signed_in(recruiter).get(f"/candidates/{candidate.uuid}/apply/").context["form"]
    assert list(form.fields["job"].queryset) == [job]


def test_a_recruiter_without_a_job_is_told_what_to_do(candidate: Candidate) -> None:
    page = text(signed_in(UserFactory(is_recruiter=True)), f"/candidates/{candidate.uuid}/apply/")
    assert "No open job of yours" in page


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (["hold"], ApplicationState.ON_HOLD),
        (["hold", "resume"], ApplicationState.ACTIVE),
        (["withdraw"], ApplicationState.WITHDRAWN),
        (["withdraw", "reopen"], ApplicationState.ACTIVE),
    ],
)
def test_a_recruiter_moves_an_application_with_a_reason(
    steps: list[str], state: str, recruiter: User, application: Application, visit: StageVisit
) -> None:
    client = signed_in(recruiter)
    for step in steps:
        url = f"/applications/{application.uuid}/move/{step}/"
        assert client.get(url).status_code == FOUND
        assert client.post(url, {"reason": "Because"}).status_code == MOVED
    assert state_of(application) == state


@pytest.mark.parametrize("reason", ["", "   ", "r" * 501])
def test_a_step_without_a_fit_reason_is_not_made(
    reason: str, recruiter: User, application: Application, visit: StageVisit
) -> None:
    url = f"/applications/{application.uuid}/move/withdraw/"
    response = signed_in(recruiter).post(url, {"reason": reason})
    assert (response.status_code, list(errors(response))) == (INVALID, ["reason"])
    assert state_of(application) == ApplicationState.ACTIVE


def test_a_step_that_is_not_possible_says_so_before_anything_is_typed(
    recruiter: User, application: Application, visit: StageVisit
) -> None:
    response = signed_in(recruiter).get(f"/applications/{application.uuid}/move/resume/")
    assert response.status_code == CONFLICT
    assert "This application is active, so this step is not possible." in response.content.decode()


def test_a_step_that_somebody_else_made_meanwhile_keeps_the_reason_that_was_typed(
    recruiter: User, application: Application, visit: StageVisit
) -> None:
    url = f"/applications/{application.uuid}/move/hold/"
    client = signed_in(recruiter)
    client.post(url, {"reason": "Budget"})
    again = client.post(url, {"reason": "The budget, at length"})
    assert again.status_code == INVALID
    assert "This application is on hold" in errors(again)["__all__"][0]
    assert "The budget, at length" in again.content.decode()


@pytest.mark.parametrize("step", ["stop", "lift_stop", "decide_offer", "nonsense"])
def test_what_is_no_step_of_a_recruiter_is_not_there(
    step: str, recruiter: User, application: Application
) -> None:
    url = f"/applications/{application.uuid}/move/{step}/"
    assert signed_in(recruiter).get(url).status_code == MISSING


@pytest.mark.parametrize("step", ["hold", "resume", "withdraw", "reopen"])
@pytest.mark.parametrize("state", ["active", "stopped", "withdrawn"])
def test_a_recruiter_who_owes_a_scorecard_learns_no_state_from_the_steps(
    step: str, state: str, recruiter: User, application: Application
) -> None:
    Participation.objects.create(
        application=application,
        user=recruiter,
        capacity=ParticipationCapacity.INTERVIEWER,
        open_cards=1,
    )
    Application.objects.filter(pk=application.pk).update(state=state)
    response = signed_in(recruiter).get(f"/applications/{application.uuid}/move/{step}/")
    assert response.status_code == FORBIDDEN
    assert "You have an open scorecard in this application." in response.content.decode()


def test_reopening_says_that_other_interviewers_are_to_be_assigned(
    recruiter: User, stopped: Application
) -> None:
    page = text(signed_in(recruiter), f"/applications/{stopped.uuid}/move/reopen/")
    assert "Assign other interviewers than before" in page


def test_a_stop_is_confirmed_once(recruiter: User, stopped: Application) -> None:
    client, url = signed_in(recruiter), f"/applications/{stopped.uuid}/confirm-stop/"
    assert client.post(url).headers["Location"] == f"/applications/{stopped.uuid}/"
    assert StageVisit.objects.get().stop_confirmed_by == recruiter
    again = client.post(url)
    assert again.status_code == CONFLICT
    assert "There is no stop to confirm here." in again.content.decode()


@pytest.mark.parametrize(
    ("back", "leads"), [("/pipeline/?late=1", "/pipeline/?late=1"), ("https://evil.example/", None)]
)
def test_confirming_leads_back_to_where_one_was_and_nowhere_else(
    back: str, leads: str | None, recruiter: User, stopped: Application
) -> None:
    response = signed_in(recruiter).post(f"/applications/{stopped.uuid}/confirm-stop/", {"next": back})
    assert response.headers["Location"] == (leads or f"/applications/{stopped.uuid}/")


def test_an_application_in_no_stage_has_no_stop_to_confirm(recruiter: User, application: Application) -> None:
    response = signed_in(recruiter).post(f"/applications/{application.uuid}/confirm-stop/")
    assert response.status_code == MISSING


@pytest.mark.parametrize(
    ("persona", "answer"),
    [("chair", FORBIDDEN), ("hiring_manager", FORBIDDEN), ("auditor", MISSING), ("interviewer", MISSING)],
)
def test_only_a_recruiter_of_the_job_confirms_a_stop(
    persona: str, answer: int, stopped: Application, request: pytest.FixtureRequest
) -> None:
    client = signed_in(request.getfixturevalue(persona))
    assert client.post(f"/applications/{stopped.uuid}/confirm-stop/").status_code == answer
    assert StageVisit.objects.get().stop_confirmed_at is None


@pytest.mark.parametrize("reason", ["", "My cousin"])
def test_a_conflict_is_declared_with_or_without_a_reason(
    reason: str, recruiter: User, application: Application
) -> None:
    client, url = signed_in(recruiter), f"/applications/{application.uuid}/conflict/"
    assert client.post(url, {"reason": reason}).status_code == MOVED
    assert Recusal.objects.get().reason == reason
    assert client.get(url).status_code == MISSING
    assert client.post(url, {"reason": reason}).status_code == MISSING  # a second click
    assert Recusal.objects.count() == 1


def test_an_interviewer_declares_a_conflict(interviewer: User, application: Application) -> None:
    Participation.objects.create(
        application=application,
        user=interviewer,
        capacity=ParticipationCapacity.INTERVIEWER,
        open_cards=1,
    )
    signed_in(interviewer).post(f"/applications/{application.uuid}/conflict/", {"reason": ""})
    assert Recusal.objects.get().user == interviewer


def test_another_recruiter_of_the_job_ends_a_recusal(recruiter: User, application: Application) -> None:
    recused = UserFactory(is_recruiter=True, name="Roy Recruiter")
    recusal = Recusal.objects.create(
        application=application, user=recused, declared_at=MONDAY, declared_by=recused
    )
    client, url = signed_in(recruiter), f"/applications/recusals/{recusal.uuid}/end/"
    assert "Roy Recruiter" in text(client, f"/applications/{application.uuid}/recusals/")
    assert errors(client.post(url, {"reason": ""})) == {"reason": ["Give a reason; it is kept."]}
    response = client.post(url, {"reason": "Wrong person"})
    assert response.headers["Location"] == f"/applications/{application.uuid}/recusals/"
    assert "by Rana Recruiter: Wrong person" in text(client, response.headers["Location"])
    assert "over already" not in text(client, url)
    again = client.post(url, {"reason": "Wrong person"})
    assert errors(again) == {"__all__": ["This recusal has been ended already; there is nothing more to do."]}


def test_the_recused_do_not_find_their_recusal(recruiter: User, application: Application) -> None:
    recusal = Recusal.objects.create(
        application=application, user=recruiter, declared_at=MONDAY, declared_by=recruiter
    )
    client = signed_in(recruiter)
    assert client.get(f"/applications/recusals/{recusal.uuid}/end/").status_code == MISSING
