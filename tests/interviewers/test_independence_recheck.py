"""A bar raiser who stops being independent is released or set aside at once; everyone concerned is told."""

from datetime import timedelta

import pytest

from accounts.models import AuditEntry, Notification, User
from candidates.models import Application, Participation, StageVisit
from candidates.permissions import sight_of
from candidates.services.applications import application_withdraw
from candidates.services.organisation import job_content, job_update
from candidates.services.recusal import recusal_declare, recusal_end
from candidates.services.visits import visit_note_verdict
from interviewers.merge import Change
from interviewers.models import Assignment, Draft, Interview
from interviewers.queries.people import judges
from interviewers.queries.scorecard_pages import own_assignment
from interviewers.services.drafts import draft_save
from interviewers.services.independence import independence_recheck
from tests.factories import TeamFactory, UserFactory
from tests.interviewers.bars import (
    LATER,
    another_bar_raiser,
    bar_stage,
    hire_for,
    lead,
    report,
    scored,
)
from tests.interviewers.interviews import TUESDAY, assignment_of, plan, told
from tests.plugins.statements import Watch

TIED = "Bao Barraiser reports to Hugo Manager, the hiring manager."


@pytest.fixture
def bar(application: Application) -> StageVisit:
    return bar_stage(application)


@pytest.fixture
def planned(bar: StageVisit, bar_raiser: User) -> Assignment:
    plan(bar, bar_raiser)
    return assignment_of(bar, bar_raiser)


@pytest.fixture
def submitted(bar: StageVisit, bar_raiser: User) -> Assignment:
    """The bar raiser's scorecard is in; the verdict is missing."""
    return scored(bar, bar_raiser)


def body(person: User, key: str) -> list[str]:
    return Notification.objects.get(recipient=person, key__startswith=key).body.split("\n")


def test_a_new_line_to_the_hiring_manager_releases_the_bar_raiser(
    planned: Assignment, bar_raiser: User, hiring_manager: User, administrator: User
) -> None:
    report(bar_raiser, hiring_manager, by=administrator)
    planned.refresh_from_db()
    assert (planned.state, planned.closed_at) == ("released", LATER)
    assert planned.close_reason == "reports to Hugo Manager, the hiring manager"


def test_a_line_that_closes_far_above_releases_them_too(
    planned: Assignment, bar_raiser: User, hiring_manager: User, administrator: User
) -> None:
    middle, top = UserFactory(name="Mia Middle"), UserFactory(name="Tor Top")
    report(bar_raiser, middle, by=administrator)
    report(top, hiring_manager, by=administrator)
    assert assignment_of(planned.visit, bar_raiser).state == "open"
    report(middle, top, by=administrator)
    assert assignment_of(planned.visit, bar_raiser).close_reason == (
        "reports to Mia Middle, who reports to Tor Top, who reports to Hugo Manager, the hiring manager"
    )


def test_another_hiring_manager_above_whom_they_are_releases_them(
    planned: Assignment, bar: StageVisit, bar_raiser: User, administrator: User
) -> None:
    hire_for(bar, UserFactory(name="Nils New", manager=bar_raiser), by=administrator)
    assert assignment_of(bar, bar_raiser).close_reason == (
        "is above the hiring manager: Nils New reports to them"
    )


def test_becoming_the_lead_of_the_team_releases_them(
    planned: Assignment, bar: StageVisit, bar_raiser: User, administrator: User
) -> None:
    lead(bar, bar_raiser, by=administrator)
    assert assignment_of(bar, bar_raiser).close_reason == "is the lead of the team"


def test_a_job_that_moves_to_their_team_releases_them(
    planned: Assignment, bar: StageVisit, bar_raiser: User, administrator: User
) -> None:
    content = job_content(bar.job)
    moved = type(content)(**{**vars(content), "team": TeamFactory(lead=bar_raiser)})
    job_update(actor=administrator, at=LATER, job=bar.job, content=moved)
    assert assignment_of(bar, bar_raiser).state == "released"


def test_other_changes_release_nobody(
    planned: Assignment, bar: StageVisit, bar_raiser: User, administrator: User
) -> None:
    report(bar_raiser, UserFactory(), by=administrator)
    hire_for(bar, UserFactory(), by=administrator)
    lead(bar, UserFactory(), by=administrator)
    assert assignment_of(bar, bar_raiser).state == "open"
    assert told(bar_raiser, "not-independent") == []


def test_only_bar_raisers_are_released(
    application: Application, interviewer: User, hiring_manager: User, administrator: User, visit: StageVisit
) -> None:
    plan(visit, interviewer)
    report(interviewer, hiring_manager, by=administrator)
    assert assignment_of(visit, interviewer).state == "open"


def test_the_bar_raiser_and_the_recruiters_are_told_why(
    planned: Assignment, bar_raiser: User, hiring_manager: User, administrator: User, recruiter: User
) -> None:
    report(bar_raiser, hiring_manager, by=administrator)
    candidate = planned.application.candidate
    assert told(bar_raiser, "not-independent") == [f"You are no longer the bar raiser of {candidate}"]
    assert body(bar_raiser, "not-independent") == [
        f"Bar raiser, {planned.application.job}",
        TIED,
        "What you have written so far is kept, and only you can read it.",
        "If that is not so, ask an administrator to correct it.",
    ]
    assert told(recruiter, "not-independent") == [f"Bao Barraiser is no longer the bar raiser of {candidate}"]
    assert body(recruiter, "not-independent")[1:] == [TIED, "Find another bar raiser."]


def test_who_is_recused_from_the_application_is_told_nothing(
    planned: Assignment, bar_raiser: User, hiring_manager: User, administrator: User, recruiter: User
) -> None:
    recusal_declare(actor=recruiter, at=LATER, application=planned.application, reason="")
    report(bar_raiser, hiring_manager, by=administrator)
    assert told(recruiter) == []


def test_what_they_had_written_stays_theirs_to_read(
    planned: Assignment, bar_raiser: User, hiring_manager: User, administrator: User
) -> None:
    written = {"evidence.judgment": Change("", "They asked what the member gains.")}
    draft_save(actor=bar_raiser, at=LATER, assignment=planned, changes=written)
    report(bar_raiser, hiring_manager, by=administrator)
    kept = own_assignment(bar_raiser, planned.uuid)
    assert (kept.assignment.state, kept.draft) == (
        "released",
        {"evidence.judgment": "They asked what the member gains."},
    )


def test_a_declared_conflict_keeps_what_was_written_too(planned: Assignment, bar_raiser: User) -> None:
    written = {"summary": Change("", "So far so good.")}
    draft_save(actor=bar_raiser, at=LATER, assignment=planned, changes=written)
    recusal_declare(actor=bar_raiser, at=LATER, application=planned.application, reason="A cousin.")
    assert assignment_of(planned.visit, bar_raiser).state == "released"
    assert Draft.objects.get(assignment=planned).fields == {"summary": "So far so good."}


def test_the_released_see_nothing_of_the_application_any_more(
    planned: Assignment, bar_raiser: User, hiring_manager: User, administrator: User
) -> None:
    assert sight_of(bar_raiser, planned.application).cards
    report(bar_raiser, hiring_manager, by=administrator)
    assert not sight_of(bar_raiser, planned.application).row
    assert Participation.objects.get(user=bar_raiser).ended_at == LATER


def test_the_visit_waits_for_another_bar_raiser_and_the_empty_interview_is_called_off(
    planned: Assignment, bar: StageVisit, bar_raiser: User, hiring_manager: User, administrator: User
) -> None:
    report(bar_raiser, hiring_manager, by=administrator)
    bar.refresh_from_db()
    assert (bar.assigned, bar.waiting_for, bar.waiting_on) == (0, "bar_raiser", "recruiter")
    assert Interview.objects.get(pk=planned.interview_id).cancelled_at == LATER


def test_an_interview_that_somebody_else_holds_goes_on(
    bar: StageVisit, bar_raiser: User, hiring_manager: User, administrator: User, recruiter: User
) -> None:
    interview = plan(bar, bar_raiser, another_bar_raiser())
    report(bar_raiser, hiring_manager, by=administrator)
    interview.refresh_from_db()
    assert interview.cancelled_at is None
    assert body(recruiter, "not-independent")[2] == "Another bar raiser is on the panel."


def test_the_trail_says_who_changed_the_line(
    planned: Assignment, bar_raiser: User, hiring_manager: User, administrator: User
) -> None:
    report(bar_raiser, hiring_manager, by=administrator)
    entry = AuditEntry.objects.get(action="assignment.released")
    assert (entry.actor, entry.scope) == (administrator, planned.application.uuid)
    assert entry.changes["close_reason"] == "changed"


def test_a_line_longer_than_the_column_is_cut_in_its_middle(
    planned: Assignment, bar_raiser: User, hiring_manager: User, administrator: User
) -> None:
    above = hiring_manager
    for number in range(5):
        above = UserFactory(name=f"{number} {'x' * 180}", manager=above)
    report(bar_raiser, above, by=administrator)
    reason = assignment_of(planned.visit, bar_raiser).close_reason
    assert len(reason) <= 500
    assert reason.startswith("reports to 4 xxx")
    assert reason.endswith("who reports to Hugo Manager, the hiring manager")


def test_who_has_scored_is_set_aside_and_the_scorecard_counts(
    submitted: Assignment, bar: StageVisit, bar_raiser: User, hiring_manager: User, administrator: User
) -> None:
    report(bar_raiser, hiring_manager, by=administrator)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.dependent_since) == ("submitted", LATER)
    assert submitted.dependence == "reports to Hugo Manager, the hiring manager"
    bar.refresh_from_db()
    assert (bar.submitted, bar.waiting_people.count()) == (1, 0)
    assert list(judges(bar)) == []
    assert body(bar_raiser, "not-independent")[1:3] == [
        TIED,
        "Your scorecard stays and counts. Another bar raiser gives the verdict.",
    ]


def test_recruiters_read_the_same_before_and_after_the_scorecard(
    submitted: Assignment, bar_raiser: User, hiring_manager: User, administrator: User, recruiter: User
) -> None:
    report(bar_raiser, hiring_manager, by=administrator)
    assert body(recruiter, "not-independent")[1:] == [TIED, "Find another bar raiser."]


def test_who_is_independent_again_owes_the_verdict_again(
    submitted: Assignment, bar: StageVisit, bar_raiser: User, hiring_manager: User, administrator: User
) -> None:
    report(bar_raiser, hiring_manager, by=administrator)
    report(bar_raiser, None, by=administrator)
    submitted.refresh_from_db()
    assert (submitted.dependent_since, submitted.dependence) == (None, "")
    assert [row.user for row in bar.waiting_people.all()] == [bar_raiser]
    assert told(bar_raiser, "independent") == [f"You are the bar raiser of {bar.application.candidate} again"]
    actions = AuditEntry.objects.filter(object_uuid=submitted.uuid).order_by("pk")
    assert list(actions.values_list("action", flat=True))[-2:] == [
        "assignment.set_aside",
        "assignment.return",
    ]


def test_after_the_verdict_the_bar_raiser_stays(
    submitted: Assignment, bar: StageVisit, bar_raiser: User, hiring_manager: User, administrator: User
) -> None:
    bar.refresh_from_db()
    visit_note_verdict(application=bar.application, visit=bar, at=TUESDAY + timedelta(days=1))
    report(bar_raiser, hiring_manager, by=administrator)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.dependent_since) == ("submitted", None)
    assert told(bar_raiser, "not-independent") == []


def test_decided_applications_are_left_alone(
    submitted: Assignment, bar: StageVisit, bar_raiser: User, hiring_manager: User, administrator: User
) -> None:
    Application.objects.update(state="no_offer", decided_at=TUESDAY)
    report(bar_raiser, hiring_manager, by=administrator)
    assert assignment_of(bar, bar_raiser).dependent_since is None


def test_a_withdrawn_application_that_may_come_back_is_looked_after_in_silence(
    submitted: Assignment,
    bar: StageVisit,
    bar_raiser: User,
    hiring_manager: User,
    administrator: User,
    recruiter: User,
) -> None:
    application_withdraw(
        actor=recruiter, at=TUESDAY + timedelta(days=1), application=bar.application, reason="Other offer."
    )
    report(bar_raiser, hiring_manager, by=administrator)
    assert assignment_of(bar, bar_raiser).dependent_since == LATER
    assert told(recruiter, "not-independent") == []


def test_a_line_that_grew_during_a_conflict_counts_once_the_conflict_is_over(
    submitted: Assignment, bar_raiser: User, hiring_manager: User, administrator: User, recruiter: User
) -> None:
    recusal = recusal_declare(actor=bar_raiser, at=LATER, application=submitted.application, reason="")
    report(bar_raiser, hiring_manager, by=administrator)
    submitted.refresh_from_db()
    assert submitted.dependent_since is None
    recusal_end(actor=recruiter, at=TUESDAY, recusal=recusal, reason="Another of that name.")
    submitted.refresh_from_db()
    assert submitted.dependent_since == TUESDAY


def test_the_recheck_costs_the_same_for_one_and_for_three_who_are_independent(
    bar: StageVisit, bar_raiser: User, watch_statements: Watch
) -> None:
    plan(bar, bar_raiser)
    with watch_statements() as for_one:
        independence_recheck(actor=None, at=LATER)
    plan(bar, another_bar_raiser("B"), another_bar_raiser("C"), starts_at=TUESDAY + timedelta(hours=2))
    with watch_statements() as for_three:
        independence_recheck(actor=None, at=LATER)
    assert len(for_one.statements) == len(for_three.statements)
