"""The demo: made once for this module, in every situation, honest in its numbers, and the same for a seed."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from statistics import mean
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import F, Q

from accounts.models import Notification, Role, User
from calibration.models import CalibrationRun, RunState, Scope
from candidates.models import Application, HiringCycle, StageVisit, Team, WaitingFor, WaitingOn
from committee.ledger import Head, verify
from committee.models import Clarification, Decision, GateOutcome, Packet
from committee.queries.ledger import stored_chains
from committee.queries.profiles import density_history, team_bar
from integrations.demo.calibration import demo_runs
from integrations.demo.people import DOMAIN
from integrations.demo.services import PASSWORD, PeopleExist, demo_create
from interviewers.models import Assignment, AssignmentState, Score, Scorecard
from interviewers.queries.home import interviewer_home
from tests.candidates.pages import signed_in, text

NOW = datetime(2026, 3, 4, 10, 20, tzinfo=UTC)  # a Wednesday morning
SEED = 2026


@pytest.fixture(scope="module")
def demo(lasting_rows: None) -> None:
    """The demo of a morning; the tests of the module only read."""
    demo_create(at=NOW, seed=SEED)
    demo_runs(at=NOW)


pytestmark = pytest.mark.usefixtures("demo")


def account(name: str) -> User:
    return User.objects.get(email=f"{name}@{DOMAIN}")


def live_visits() -> Any:
    return StageVisit.objects.open().filter(application__origin="live")


def stage_scores(stage: str) -> dict[int, Fraction]:
    """The stage scores of the finished cycles in points, exactly as the gate has them, by application."""
    rows = StageVisit.objects.filter(
        application__origin="imported", stage__slug=stage, score_denominator__isnull=False
    ).values_list("application_id", "score_numerator", "score_denominator")
    return {key: Fraction(score, 100 * parts) for key, score, parts in rows if score and parts}


def offers_in_percent(applications: set[int]) -> Fraction:
    offers = Decision.objects.filter(application__in=applications, result="offer").count()
    return Fraction(100 * offers, len(applications))


def residuals() -> dict[str, dict[str, list[float]]]:
    """By interviewer and finished cycle: how far each value is from the mean of the others in that visit, in
    points.
    """
    values: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    cycles: dict[int, str] = {}
    rows = Score.objects.filter(revision__scorecard__application__origin="imported")
    for visit, competency, cycle, email, value in rows.values_list(
        "revision__scorecard__visit_id",
        "competency_id",
        "revision__scorecard__application__cycle__slug",
        "revision__scorecard__interviewer__email",
        "value",
    ):
        if value is not None:
            values[visit, competency][email], cycles[visit] = value, cycle
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for (visit, _), given in values.items():
        for email, value in given.items():
            others = [other for person, other in given.items() if person != email]
            if others:
                found[email][cycles[visit]].append((value - mean(others)) / 100)
    return found


def test_the_size_is_what_was_promised() -> None:
    assert Application.objects.count() == pytest.approx(600, abs=20)
    assert Application.objects.filter(origin="imported").count() == 540
    assert User.objects.with_role(Role.INTERVIEWER).count() == 48
    assert (Team.objects.count(), HiringCycle.objects.count()) == (6, 3)


def test_somebody_has_every_role_and_all_have_the_printed_password() -> None:
    assert {role for user in User.objects.active() for role in user.roles} == set(Role)
    assert account("recruiter").check_password(PASSWORD)


def test_every_situation_of_the_pipeline_is_there() -> None:
    """All but an outcome being computed, which lasts a moment."""
    found = set(live_visits().values_list("waiting_for", "waiting_on"))
    ahead = live_visits().filter(waiting_for=WaitingFor.SCORECARDS, interview_starts_at__gt=NOW)
    assert ahead.exists()
    assert found >= {
        (WaitingFor.PANEL, WaitingOn.RECRUITER),
        (WaitingFor.SCORECARDS, WaitingOn.INTERVIEWERS),
        (WaitingFor.ONE_MORE_SCORECARD, WaitingOn.RECRUITER),
        (WaitingFor.CONFIRMATION, WaitingOn.RECRUITER),
        (WaitingFor.BAR_RAISER, WaitingOn.RECRUITER),
        (WaitingFor.VERDICT, WaitingOn.BAR_RAISER),
        (WaitingFor.DECISION, WaitingOn.CHAIR),
    }


def test_the_life_of_an_application_shows_in_every_state() -> None:
    live = set(Application.objects.filter(origin="live").values_list("state", flat=True))
    past = set(Application.objects.filter(origin="imported").values_list("state", flat=True))
    decided = {"offer", "no_offer"}
    assert (live, past) == ({"active", "on_hold", "stopped", "withdrawn"} | decided, decided)


def test_the_waits_are_new_nearly_late_and_late() -> None:
    open_ = live_visits().filter(waiting_for=WaitingFor.PANEL)
    late = open_.filter(due_at__lt=NOW).count()
    new = open_.filter(waiting_since__gt=NOW - timedelta(hours=20)).count()
    assert (late > 2, new > 2, open_.count() - late - new > 2) == (True, True, True)


def test_the_interviewers_home_has_each_kind_of_work() -> None:
    home = interviewer_home(account("interviewer"), NOW)
    parts = (home.today, home.upcoming, home.due, home.overdue, home.done)
    assert [bool(part) for part in parts] == [True] * 5


def test_nothing_but_interviews_ahead_is_after_the_present() -> None:
    assert not Scorecard.objects.filter(submitted_at__gt=NOW).exists()
    early = Scorecard.objects.filter(submitted_at__lt=F("assignment__interview__ends_at"))
    assert early.filter(application__origin="live").count() == 0
    assert not Application.objects.filter(Q(applied_at__gt=NOW) | Q(state_since__gt=NOW)).exists()
    assert not Assignment.objects.filter(state=AssignmentState.SUBMITTED, interview__ends_at__gt=NOW).exists()


def test_offers_came_at_the_published_rates_to_the_percent() -> None:
    strong = {key for key, score in stage_scores("product-sense").items() if score >= Fraction(9, 2)}
    weak = {key for key, score in stage_scores("leadership").items() if score < Fraction(7, 2)}
    assert abs(offers_in_percent(strong) - 78) < Fraction(1, 2)
    assert abs(offers_in_percent(weak) - 12) < Fraction(1, 2)
    assert (len(strong) > 30, len(weak) > 30) == (True, True)


def test_two_interviewers_are_stricter_than_those_beside_them_by_over_half_a_point() -> None:
    overall = {
        email: mean(value for cycle in cycles.values() for value in cycle)
        for email, cycles in residuals().items()
    }
    strict = sorted(overall, key=lambda email: overall[email])[:2]
    assert set(strict) == {f"interviewer41@{DOMAIN}", f"interviewer42@{DOMAIN}"}
    assert [overall[email] < -0.5 for email in strict] == [True, True]


def test_one_interviewer_drifts_stricter_from_cycle_to_cycle() -> None:
    cycles = residuals()[f"interviewer40@{DOMAIN}"]
    first, second = HiringCycle.objects.order_by("starts_on").values_list("slug", flat=True)[:2]
    assert mean(cycles[second]) < mean(cycles[first]) - 0.2


def test_double_scoring_connects_all_interviewers() -> None:
    panels: dict[int, set[int]] = defaultdict(set)
    for visit, interviewer in Scorecard.objects.values_list("visit_id", "interviewer_id"):
        panels[visit].add(interviewer)
    connected: set[int] = set()
    for panel in sorted(panels.values(), key=len, reverse=True) * 48:
        if not connected or connected & panel:
            connected |= panel
    assert len(connected) == 48


def test_every_cycle_and_all_together_are_computed_for_chairs_and_for_interviewers() -> None:
    runs = set(CalibrationRun.objects.values_list("cycle", "scope", "state"))
    cycles = [None, *HiringCycle.objects.values_list("pk", flat=True)]
    assert runs == {(cycle, scope, RunState.DONE) for cycle in cycles for scope in Scope}


def test_the_published_rates_read_off_the_bands_of_all_cycles() -> None:
    run = CalibrationRun.objects.get(cycle=None, scope=Scope.FINAL)
    stages = {stage["stage"]: stage for stage in run.sections.get(name="bands").content["stages"]}
    strong, weak = stages["product-sense"]["strong"]["offers"], stages["leadership"]["weak"]["offers"]
    assert (f"{strong['rate']:.0%}", f"{weak['rate']:.0%}") == ("78%", "12%")
    page = text(signed_in(account("chair")), "/calibration/bands/").replace("\N{NO-BREAK SPACE}", " ")
    assert "Product sense exercise 4.5 or above: 78 % of " in page
    assert "Leadership and collaboration below 3.5: 12 % of " in page


def test_the_ledger_verifies() -> None:
    head = Head()
    assert verify(stored_chains(), head) is None
    assert head.outcomes == GateOutcome.objects.count()


def test_nobody_is_written_to() -> None:
    assert Counter(Notification.objects.values_list("email_state", flat=True)).keys() <= {"not_wanted"}


@pytest.mark.parametrize(
    ("name", "address"),
    [("recruiter", "/pipeline/"), ("interviewer", "/interviews/"), ("auditor", "/people/")],
)
def test_every_page_says_that_the_data_are_made_up(name: str, address: str) -> None:
    assert "Made-up data" in text(signed_in(account(name)), address)


def test_an_interview_is_at_a_place_or_a_link() -> None:
    ahead = Assignment.objects.filter(interview__starts_at__gt=NOW).values_list(
        "interview__place", "interview__link"
    )
    assert [bool(place) != bool(link) for place, link in ahead] == [True] * len(ahead)


def test_a_second_demo_is_refused() -> None:
    with pytest.raises(PeopleExist):
        demo_create(at=NOW, seed=SEED)
    call_command("load_demo", "--yes-made-up-data")
    assert Application.objects.filter(origin="live").count() < 70


def test_every_team_has_a_top_performer_and_a_density_that_has_changed() -> None:
    for team in Team.objects.all():
        bar = team_bar(team.pk, NOW)
        assert bar.top is not None
        assert len(bar.members) >= 5
        densities = {average.overall for _, average in density_history(team)}
        assert len(densities) > 1


def test_a_bar_raiser_has_an_answer_in_the_packet_and_a_question_that_waits() -> None:
    assert sorted(Clarification.objects.values_list("state", flat=True)) == ["answered", "open"]
    asked = Clarification.objects.filter(state="answered").values("application")
    latest = Packet.objects.filter(application__in=asked).latest("version")
    assert [change["kind"] for change in latest.content.changes] == ["clarification"]
