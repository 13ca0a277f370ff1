"""What statistics give away of one application: nothing to whom it is kept from, names to chairs alone."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from calibration.models import CalibrationRun, Scope
from calibration.periods import Period
from calibration.permissions.hidden import hidden_applications
from calibration.services.runs import run_ask, run_compute
from rubrics.models import Rubric
from tests.visibility.addresses import POSTED, address, names
from tests.visibility.world import CANDIDATE, EVIDENCE, World, build_world

# Chairs alone read how candidates came out by name.
READS_NAMES = {"chair"}


@pytest.fixture(params=["scoring", "complete", "decided"])
def world(request: pytest.FixtureRequest, rubric: Rubric) -> World:
    """With the statistics computed for everybody, each without what is kept from them."""
    made = build_world(request.param, rubric)
    for scope in Scope:
        alike = {hidden_applications(person, scope): person for person in made.people.values()}
        for hidden, person in alike.items():
            compute(made, person, scope, hidden)
    return made


def compute(world: World, person: User, scope: Scope, hidden: tuple[str, ...]) -> None:
    rubric = world.application.rubric
    period = Period(rubric.slug, rubric.name, None)
    at = timezone.now()
    run = run_ask(actor=person, at=at, period=period, scope=scope, hidden=hidden)
    run_compute(run_id=run.pk, at=at)


def page(reader: User, path: str) -> str:
    client = Client()
    client.force_login(reader)
    response = client.get(path)
    body: bytes = response.getvalue()
    return body.decode(errors="replace") if response.status_code == 200 else ""


def test_only_chairs_read_a_candidates_name_beside_statistics_and_nobody_evidence(world: World) -> None:
    addresses = [
        address(name, world) for name in names() if name.startswith("calibration:") and name not in POSTED
    ]
    told, read = set(), set()
    for capacity in set(world.capacities()) - {"anonymous"}:
        for asked in addresses:
            shown = page(world.people[capacity], asked)
            told |= {capacity} if CANDIDATE in shown else set()
            read |= {capacity} if EVIDENCE in shown else set()
    assert told <= READS_NAMES
    assert read == set()


def test_an_application_kept_from_somebody_is_in_no_number_they_read(world: World) -> None:
    blind = {"blind", "blind_recruiter"} & set(world.capacities())
    for capacity in {"recused_chair", "recused_recruiter"} | blind:
        for scope in Scope:
            hidden = list(hidden_applications(world.people[capacity], scope))
            run = CalibrationRun.objects.get(hidden=hidden, scope=scope)
            assert (run.applications, run.scorecards, run.scores) == (0, 0, 0)
    everything = CalibrationRun.objects.get(hidden=[], scope=Scope.FINAL)
    assert everything.applications == 1
