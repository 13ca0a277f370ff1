"""The bar raiser's verdict: who gives it, when, and what then waits for whom."""

import pytest
from django.test import Client

from accounts.models import AuditEntry, User
from candidates.models import (
    Application,
    Participation,
    ParticipationCapacity,
    StageVisit,
    WaitingFor,
    WaitingOn,
)
from candidates.services.applications import application_withdraw
from committee.models import Verdict
from committee.permissions.verdicts import can_give_verdict
from committee.services.verdicts import VerdictNotPossible
from hiring.access import AccessRefused
from interviewers.models import Assignment
from tests.committee.loops import compute, hold_stage, plan_panel, standing, submit
from tests.committee.verdicts import give_verdict
from tests.factories import MONDAY, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_the_bar(
    application: Application, visit: StageVisit, recruiter: User, interviewer: User, bar_raiser: User
) -> StageVisit:
    """The bar-raiser stage, its bar raiser assigned, their scorecard due."""
    hold_stage(application, recruiter, [interviewer], 4)
    for _ in range(2):
        hold_stage(application, recruiter, [UserFactory(is_interviewer=True) for _ in range(3)], 4, 4, 4)
    last = standing(application)
    plan_panel(last, recruiter, [bar_raiser])
    return last


@pytest.fixture
def cleared(at_the_bar: StageVisit) -> StageVisit:
    """The same, advanced by the bar raiser's scorecard."""
    submit(Assignment.objects.get(visit=at_the_bar), 4)
    compute(at_the_bar)
    at_the_bar.refresh_from_db()
    return at_the_bar


def test_the_verdict_hands_the_application_to_the_chair(cleared: StageVisit, bar_raiser: User) -> None:
    assert (cleared.waiting_for, cleared.waiting_on) == (WaitingFor.VERDICT, WaitingOn.BAR_RAISER)
    verdict = give_verdict(bar_raiser, cleared)
    cleared.refresh_from_db()
    assert (cleared.waiting_for, cleared.waiting_on) == (WaitingFor.DECISION, WaitingOn.CHAIR)
    assert cleared.verdict_at == verdict.given_at
    assert verdict.raises_the_bar is True


@pytest.mark.parametrize(("judgment", "impact"), [(True, False), (False, True), (False, False)])
def test_the_bar_is_raised_only_in_both(
    cleared: StageVisit, bar_raiser: User, judgment: bool, impact: bool
) -> None:
    assert give_verdict(bar_raiser, cleared, judgment=judgment, impact=impact).raises_the_bar is False


def test_a_verdict_leaves_a_trail_without_its_words(cleared: StageVisit, bar_raiser: User) -> None:
    verdict = give_verdict(bar_raiser, cleared)
    entry = AuditEntry.objects.get(action="verdict.give")
    assert (entry.actor, entry.object_uuid, entry.changes) == (bar_raiser, verdict.uuid, {})
    assert entry.scope == cleared.application.uuid


def test_before_their_own_scorecard_is_in_it_is_refused(at_the_bar: StageVisit, bar_raiser: User) -> None:
    with pytest.raises(AccessRefused, match="Submit your own scorecard first"):
        give_verdict(bar_raiser, at_the_bar)


def test_unless_the_stage_has_advanced_it_is_refused(at_the_bar: StageVisit, bar_raiser: User) -> None:
    submit(Assignment.objects.get(visit=at_the_bar), 2)
    compute(at_the_bar)
    with pytest.raises(AccessRefused, match="once the stage has advanced"):
        give_verdict(bar_raiser, at_the_bar)


@pytest.mark.parametrize("persona", ["recruiter", "chair", "interviewer", "hiring_manager"])
def test_nobody_else_gives_it(cleared: StageVisit, request: pytest.FixtureRequest, persona: str) -> None:
    with pytest.raises(AccessRefused, match="Only the bar raiser"):
        give_verdict(request.getfixturevalue(persona), cleared)


def test_another_bar_raiser_does_not_give_it(cleared: StageVisit) -> None:
    with pytest.raises(AccessRefused, match="Only the bar raiser of this stage"):
        give_verdict(UserFactory(is_bar_raiser=True), cleared)


def test_it_is_given_once(cleared: StageVisit, bar_raiser: User) -> None:
    give_verdict(bar_raiser, cleared)
    with pytest.raises(AccessRefused, match="The verdict of this stage is in"):
        give_verdict(bar_raiser, cleared)


def test_another_stage_takes_none(visit: StageVisit, bar_raiser: User) -> None:
    assert can_give_verdict(bar_raiser, visit).reason == "A verdict is given at the bar-raiser stage."


def test_without_a_reason_it_is_refused(cleared: StageVisit, bar_raiser: User) -> None:
    with pytest.raises(VerdictNotPossible, match="Say why"):
        give_verdict(bar_raiser, cleared, because="  ")


def test_a_withdrawn_application_takes_none(cleared: StageVisit, bar_raiser: User, recruiter: User) -> None:
    application_withdraw(actor=recruiter, at=MONDAY, application=cleared.application, reason="Another offer.")
    with pytest.raises(VerdictNotPossible, match="not at the bar-raiser stage any more"):
        give_verdict(bar_raiser, cleared)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


ANSWERS = {
    "raises_judgment": "yes",
    "judgment_because": "Named the riskiest assumption first.",
    "raises_impact": "no",
    "impact_because": "Their own part stayed unclear.",
    "critique": "",
}


def test_the_form_is_there_for_the_bar_raiser_alone(
    cleared: StageVisit, bar_raiser: User, chair: User
) -> None:
    url = f"/applications/{cleared.application.uuid}/"
    assert b"Give verdict" in signed_in(bar_raiser).get(url).content
    assert b"Give verdict" not in signed_in(chair).get(url).content


def test_the_form_gives_the_verdict_and_the_page_shows_it(cleared: StageVisit, bar_raiser: User) -> None:
    url = f"/applications/{cleared.application.uuid}/"
    client = signed_in(bar_raiser)
    answer = client.post(f"{url}verdict/", ANSWERS)
    assert (answer.status_code, answer.headers["Location"]) == (302, url)
    verdict = Verdict.objects.get()
    assert (verdict.raises_judgment, verdict.raises_impact) == (True, False)
    shown = client.get(url).content.decode()
    assert "Verdict of Bao Barraiser" in shown
    assert "Named the riskiest assumption first." in shown
    assert "Give verdict" not in shown


def test_an_unfinished_form_says_what_is_missing_and_keeps_the_rest(
    cleared: StageVisit, bar_raiser: User
) -> None:
    url = f"/applications/{cleared.application.uuid}/verdict/"
    answer = signed_in(bar_raiser).post(url, ANSWERS | {"raises_impact": ""})
    assert answer.status_code == 422
    assert "Named the riskiest assumption first." in answer.content.decode()
    assert not Verdict.objects.exists()


@pytest.mark.parametrize(
    ("persona", "status"), [("chair", 403), ("recruiter", 403), ("auditor", 404), ("administrator", 404)]
)
def test_a_verdict_from_somebody_else_is_refused_or_not_found(
    cleared: StageVisit, request: pytest.FixtureRequest, persona: str, status: int
) -> None:
    url = f"/applications/{cleared.application.uuid}/verdict/"
    assert signed_in(request.getfixturevalue(persona)).post(url, ANSWERS).status_code == status


def test_a_refusal_never_tells_where_the_application_stands(
    at_the_bar: StageVisit, visit: StageVisit, recruiter: User, other_interviewer: User
) -> None:
    """A blind interviewer asks; at the bar-raiser stage and withdrawn they hear the same."""
    Participation.objects.create(
        application=at_the_bar.application,
        user=other_interviewer,
        capacity=ParticipationCapacity.INTERVIEWER,
        open_cards=1,
    )
    url = f"/applications/{at_the_bar.application.uuid}/verdict/"
    here = signed_in(other_interviewer).post(url, ANSWERS)
    application_withdraw(actor=recruiter, at=MONDAY, application=at_the_bar.application, reason="Gone.")
    gone = signed_in(other_interviewer).post(url, ANSWERS)
    assert (here.status_code, gone.status_code) == (403, 403)
    assert b"Only the bar raiser of this stage" in here.content
    assert b"Only the bar raiser of this stage" in gone.content


def test_a_verdict_is_never_read_into_being(cleared: StageVisit, bar_raiser: User) -> None:
    url = f"/applications/{cleared.application.uuid}/verdict/"
    assert signed_in(bar_raiser).get(url).status_code == 405
