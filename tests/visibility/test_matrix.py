"""Every address × every capacity × every state of an application: the answer is the one in matrix.txt.

A new address without a row fails. After a deliberate change, `VISIBILITY_MATRIX=FILE bin/test
tests/visibility` writes the answers found to FILE, to be compared line by line.
"""

import os
import re
from pathlib import Path
from typing import TypeAlias

import pytest
from django.db import transaction
from django.test import Client

from rubrics.models import Rubric
from tests.visibility.addresses import (
    POSTED,
    absent_address,
    address,
    is_of_application,
    names,
    needs_interview,
)
from tests.visibility.world import CANDIDATE, CAPACITIES, EVIDENCE, STATES, World, build_world

MATRIX = Path(__file__).with_name("matrix.txt")
ABSENT = "-"  # nobody has that capacity in that state
TOKEN = re.compile(r"[A-Za-z0-9]{64}")  # CSRF tokens differ each time

OUTSIDERS = {"anonymous", "stranger", "other_manager", "administrator", "auditor"}
# Who may not even know that the application exists; and who may not read others' words on it.
NEVER_KNOW = OUTSIDERS | {"recused_recruiter", "recused_chair"}
NEVER_READ = NEVER_KNOW | {"blind", "blind_recruiter", "recruiter", "other_recruiter"}

Visits: TypeAlias = dict[tuple[str, str], tuple[int, str]]


def expected_rows() -> dict[tuple[str, str], list[str]]:
    """The table: (address, state) to an answer for each capacity in order."""
    rows = {}
    for line in MATRIX.read_text().splitlines():
        if line and not line.startswith("#"):
            name, state, *answers = line.split()
            rows[name, state] = answers
    return rows


def visited(state: str) -> list[str]:
    """The addresses tried in a state: all of them once, those about an application in each."""
    return [
        name
        for name in names()
        if (state == "scoring" or is_of_application(name))
        and not (state == "fresh" and needs_interview(name))
    ]


def test_every_address_has_a_row() -> None:
    wanted = {(name, state) for state in STATES for name in visited(state)}
    assert set(expected_rows()) == wanted


def test_no_answer_tells_the_blind_whether_the_candidate_was_stopped() -> None:
    rows = expected_rows()
    for capacity in ("blind", "blind_recruiter"):
        column = CAPACITIES.index(capacity)
        told = {
            name
            for name, state in rows
            if state == "stopped" and rows[name, "scoring"][column] != rows[name, "stopped"][column]
        }
        assert told == set()


@pytest.fixture(params=STATES)
def world(request: pytest.FixtureRequest, rubric: Rubric) -> World:
    return build_world(request.param, rubric)


def test_everybody_gets_the_answer_in_the_matrix_and_no_more(world: World) -> None:
    """One round of visits, each looked at for its status and for what its page gives away."""
    visits = {
        (name, capacity): ask(client, name, address(name, world))
        for capacity, client in clients(world).items()
        for name in visited(world.state)
    }
    assert statuses(visits, world) == expected_statuses(world)
    assert telling_absences(visits, world) == []
    assert told_the_name(visits) & NEVER_KNOW == set()
    assert read_the_evidence(visits) & NEVER_READ == set()


def test_search_finds_the_candidate_for_those_who_may_know_only(world: World) -> None:
    found = {
        capacity
        for capacity, client in clients(world).items()
        for path in ("/candidates/", "/pipeline/")
        if CANDIDATE in ask(client, "", f"{path}?q=quintessa")[1]
    }
    assert found & NEVER_KNOW == set()
    assert "recruiter" in found


def clients(world: World) -> dict[str, Client]:
    """A browser for each capacity that exists in the world."""
    found = {}
    for capacity in world.capacities():
        found[capacity] = Client(raise_request_exception=False)
        if capacity != "anonymous":
            found[capacity].force_login(world.people[capacity])
    return found


def ask(client: Client, name: str, path: str) -> tuple[int, str]:
    """The status and page of a visit, none of whose effects last."""
    with transaction.atomic():
        response = client.post(path) if name in POSTED else client.get(path)
        page: bytes = response.getvalue()
        transaction.set_rollback(True)
    return response.status_code, TOKEN.sub("", page.decode(errors="replace"))


def statuses(visits: Visits, world: World) -> dict[str, list[str]]:
    found = {
        name: [str(visits[name, each][0]) if (name, each) in visits else ABSENT for each in CAPACITIES]
        for name in visited(world.state)
    }
    if path := os.environ.get("VISIBILITY_MATRIX"):
        with Path(path).open("a") as file:
            file.writelines(f"{name} {world.state} {' '.join(row)}\n" for name, row in found.items())
    return found


def expected_statuses(world: World) -> dict[str, list[str]]:
    return {name: row for (name, state), row in expected_rows().items() if state == world.state}


def telling_absences(visits: Visits, world: World) -> list[tuple[str, str]]:
    """The visits answered "not found" in other words than for what does not exist."""
    browsers = clients(world)
    found = []
    for (name, capacity), (status, page) in visits.items():
        absent = absent_address(name)
        if status == 404 and absent and ask(browsers[capacity], name, absent) != (404, page):
            found.append((name, capacity))
    return found


def told_the_name(visits: Visits) -> set[str]:
    """The capacities that met the candidate's name on any page."""
    return {capacity for (_, capacity), (_, page) in visits.items() if CANDIDATE in page}


def read_the_evidence(visits: Visits) -> set[str]:
    """The capacities that read what somebody wrote on a scorecard."""
    return {capacity for (_, capacity), (_, page) in visits.items() if EVIDENCE in page}
