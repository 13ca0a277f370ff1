"""Two people at the same instant: one of them is told, and the rows are as if one came after the other."""

import datetime
import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.models import User
from candidates.models import Application, ApplicationMove, Candidate, Job, StageVisit, Team
from candidates.services.applications import (
    ApplicationExists,
    NothingToConfirm,
    application_create,
    application_hold,
    stop_confirm,
)
from candidates.services.moves import MoveNotPossible
from candidates.services.organisation import NameTaken, team_create
from candidates.services.people import CandidateContent, candidate_create
from candidates.services.visits import OutcomeFacts, application_place, visit_note_outcome
from hiring.access import Refusal
from tests.factories import MONDAY, CandidateFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(act: Callable[[], object], people: int = 4) -> list[type[Refusal] | None]:
    """What became of `act` in that many threads that begin together: a refusal each, or None."""
    together = threading.Barrier(people)
    answers: list[type[Refusal] | None] = []

    def run() -> None:
        together.wait()
        try:
            act()
            answers.append(None)
        except Refusal as refusal:
            answers.append(type(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers, key=str)


def test_one_application_a_pair_however_many_click(recruiter: User, job: Job) -> None:
    candidate = CandidateFactory()
    answers = at_once(
        lambda: application_create(
            actor=recruiter,
            at=MONDAY,
            candidate=candidate,
            job=job,
            cycle=None,
            referred_by=None,
            source="",
        )
    )
    assert answers == [ApplicationExists] * 3 + [None]
    assert (Application.objects.count(), StageVisit.objects.count()) == (1, 1)


def test_one_hold_however_many_click(recruiter: User, application: Application, visit: StageVisit) -> None:
    answers = at_once(
        lambda: application_hold(
            actor=recruiter,
            at=MONDAY,
            application=Application.objects.select_related("job").get(),
            reason="Budget",
        )
    )
    assert answers.count(None) == 1
    assert set(answers) <= {MoveNotPossible, None}
    assert ApplicationMove.objects.count() == 1


def test_one_confirmation_however_many_click(
    recruiter: User, application: Application, visit: StageVisit
) -> None:
    facts = OutcomeFacts("stop", "floor", None, "", final=True)
    visit_note_outcome(application=application, visit=visit, facts=facts, at=MONDAY)
    application_place(application=application, at=MONDAY)
    instants = iter(MONDAY + datetime.timedelta(seconds=number) for number in range(4))
    answers = at_once(
        lambda: stop_confirm(actor=recruiter, at=next(instants), visit=StageVisit.objects.get())
    )
    assert answers == [NothingToConfirm] * 3 + [None]


def test_one_candidate_a_form_however_often_it_is_sent(recruiter: User) -> None:
    key = uuid.uuid4()
    content = CandidateContent(name="Ana Ruiz")
    answers = at_once(lambda: candidate_create(actor=recruiter, at=MONDAY, content=content, key=key))
    assert answers == [None] * 4
    assert Candidate.objects.count() == 1


def test_one_team_a_name_however_many_add_it(recruiter: User) -> None:
    answers = at_once(lambda: team_create(actor=recruiter, at=MONDAY, name="Discovery", lead=None))
    assert answers == [NameTaken] * 3 + [None]
    assert Team.objects.count() == 1
