"""Conflicts: while one stands, the person sees nothing of the application, wherever they look."""

from typing import Any

import pytest

from accounts.audit import hidden_scopes
from accounts.models import AuditEntry, User
from accounts.permissions import visible_audit_entries
from candidates.models import Application, Participation, ParticipationCapacity, Recusal, StageVisit
from candidates.permissions import can_run_application, sight_of, visible_applications, visible_candidates
from candidates.services.applications import application_hold
from candidates.services.moves import ReasonMissing
from candidates.services.recusal import RecusalOver, recusal_declare, recusal_end
from candidates.sight import NOTHING
from candidates.signals import person_recused
from hiring.access import AccessRefused
from tests.factories import MONDAY, JobFactory, UserFactory


@pytest.fixture
def colleague(application: Application) -> User:
    """Another recruiter of the same job."""
    user = UserFactory(is_recruiter=True)
    application.job.job_recruiters.create(user=user)
    return user


@pytest.fixture
def recusal(application: Application, recruiter: User) -> Recusal:
    return recusal_declare(actor=recruiter, at=MONDAY, application=application, reason=" My cousin ")


def test_a_conflict_is_declared_by_and_for_oneself(recusal: Recusal, recruiter: User) -> None:
    assert (recusal.user, recusal.declared_by, recusal.declared_at) == (recruiter, recruiter, MONDAY)
    assert recusal.reason == "My cousin"


def test_the_trail_notes_that_there_is_a_reason_and_not_which(recusal: Recusal) -> None:
    entry = AuditEntry.objects.get(action="recusal.declare")
    assert entry.changes == {"reason": "changed"}
    assert entry.scope == recusal.application.uuid


def test_the_recused_see_nothing(recusal: Recusal, recruiter: User, application: Application) -> None:
    assert sight_of(recruiter, application) == NOTHING
    assert list(visible_applications(recruiter)) == []
    assert list(visible_candidates(recruiter)) == []
    assert not can_run_application(recruiter, application)


def test_the_trail_hides_the_application_from_the_recused(
    recusal: Recusal, recruiter: User, colleague: User
) -> None:
    hidden = [scope for scopes in hidden_scopes(recruiter) for scope in scopes]
    assert hidden == [recusal.application.uuid]
    assert [scope for scopes in hidden_scopes(colleague) for scope in scopes] == []


def test_the_trail_hides_what_happened_to_an_application_from_whoever_owes_a_scorecard_there(
    application: Application, visit: StageVisit, recruiter: User, administrator: User
) -> None:
    application_hold(actor=recruiter, at=MONDAY, application=application, reason="Budget")
    assert visible_audit_entries(administrator).filter(scope=application.uuid).count() == 1
    part = Participation.objects.create(
        application=application,
        user=administrator,
        capacity=ParticipationCapacity.INTERVIEWER,
        open_cards=1,
    )
    assert visible_audit_entries(administrator).filter(scope=application.uuid).count() == 0
    assert [scope for scopes in hidden_scopes(administrator) for scope in scopes] == []  # their inbox stays
    part.open_cards, part.submitted_cards = 0, 1
    part.save()
    assert visible_audit_entries(administrator).filter(scope=application.uuid).count() == 1


def test_apps_that_build_on_it_are_told(application: Application, recruiter: User) -> None:
    told: list[dict[str, Any]] = []

    def listen(sender: object, **kwargs: Any) -> None:
        told.append(kwargs)

    person_recused.connect(listen)
    try:
        recusal_declare(actor=recruiter, at=MONDAY, application=application, reason="")
    finally:
        person_recused.disconnect(listen)
    assert [(facts["application"], facts["user"], facts["at"]) for facts in told] == [
        (application, recruiter, MONDAY)
    ]


def test_a_second_conflict_is_refused_as_for_a_stranger(
    recusal: Recusal, application: Application, recruiter: User
) -> None:
    with pytest.raises(AccessRefused, match="no part"):
        recusal_declare(actor=recruiter, at=MONDAY, application=application, reason="")
    assert Recusal.objects.count() == 1


def test_whoever_may_not_know_of_it_declares_nothing(application: Application, auditor: User) -> None:
    with pytest.raises(AccessRefused):
        recusal_declare(actor=auditor, at=MONDAY, application=application, reason="")


def test_another_recruiter_of_the_job_ends_it_with_a_reason(
    recusal: Recusal, recruiter: User, colleague: User, application: Application
) -> None:
    recusal_end(actor=colleague, at=MONDAY, recusal=recusal, reason="Declared for the wrong person")
    recusal.refresh_from_db()
    assert (recusal.ended_by, recusal.ended_at, recusal.end_reason) == (
        colleague,
        MONDAY,
        "Declared for the wrong person",
    )
    assert list(visible_applications(recruiter)) == [application]


def test_ending_it_needs_a_reason(recusal: Recusal, colleague: User) -> None:
    with pytest.raises(ReasonMissing):
        recusal_end(actor=colleague, at=MONDAY, recusal=recusal, reason=" ")


def test_it_is_not_ended_twice(recusal: Recusal, colleague: User) -> None:
    recusal_end(actor=colleague, at=MONDAY, recusal=recusal, reason="Wrong person")
    with pytest.raises(RecusalOver):
        recusal_end(actor=colleague, at=MONDAY, recusal=recusal, reason="Wrong person")


def test_nobody_ends_their_own(recusal: Recusal, recruiter: User) -> None:
    with pytest.raises(AccessRefused, match="your own recusal"):
        recusal_end(actor=recruiter, at=MONDAY, recusal=recusal, reason="I changed my mind")


def test_a_recruiter_of_another_job_does_not_end_it(recusal: Recusal, rubric: object) -> None:
    stranger = UserFactory(is_recruiter=True)
    JobFactory(rubric=rubric, recruiter=stranger)
    with pytest.raises(AccessRefused, match="not a recruiter of this job"):
        recusal_end(actor=stranger, at=MONDAY, recusal=recusal, reason="Wrong person")


def test_a_conflict_can_be_declared_again_after_it_was_ended(
    recusal: Recusal, recruiter: User, colleague: User, application: Application
) -> None:
    recusal_end(actor=colleague, at=MONDAY, recusal=recusal, reason="Wrong person")
    recusal_declare(actor=recruiter, at=MONDAY, application=application, reason="After all")
    assert sight_of(recruiter, application) == NOTHING
