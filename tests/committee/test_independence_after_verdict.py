"""A line that grows after the verdict: it stands, and once reopened it is for another to give."""

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import User
from accounts.services.people import person_change_manager
from candidates.models import StageVisit
from committee.queries.verdicts import latest_verdict
from hiring.access import AccessRefused
from interviewers.models import Assignment, Scorecard
from tests.committee.loops import HOUR, compute, correct
from tests.committee.verdicts import give_verdict, packet_version
from tests.factories import MONDAY


def test_a_verdict_reopened_after_the_line_grew_is_for_another_bar_raiser(
    cleared: StageVisit,
    bar_raiser: User,
    hiring_manager: User,
    administrator: User,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    given = give_verdict(bar_raiser, cleared)
    person_change_manager(actor=administrator, at=MONDAY + 9 * HOUR, user=bar_raiser, manager=hiring_manager)
    own = Assignment.objects.get(visit=cleared, interviewer=bar_raiser)
    assert (own.dependent_since, latest_verdict(cleared.application)) == (None, given)

    screen = Scorecard.objects.filter(application=cleared.application).earliest("pk")
    correct(screen, {"impact": 5})
    compute(screen.visit)
    with django_capture_on_commit_callbacks(execute=True):
        packet_version(cleared.application, at=MONDAY + 10 * HOUR)

    own.refresh_from_db()
    assert own.dependent_since == MONDAY + 10 * HOUR
    cleared.refresh_from_db()
    assert (cleared.waiting_for, cleared.waiting_on) == ("bar_raiser", "recruiter")
    with pytest.raises(AccessRefused, match="You are not independent here any more"):
        give_verdict(bar_raiser, cleared)
