"""Who works at the made-up company. Pure: names, roles, lines and how strict each interviewer is."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

NAMES = Path(__file__).with_name("names.toml")
TEAMS = ("Discovery", "Playback", "Growth", "Payments", "Studio tools", "Messaging")
INTERVIEWERS = 48
STRICT = 2  # stricter than the rest by over half a point
STRICTER_BY = 0.85
DRIFT_A_CYCLE = 0.7  # clear of what chance makes of 48 interviewers
MARKED = STRICT + 1  # the last ones: the strict and the one that drifts
DOMAIN = "demo.example"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody at the made-up company; `manager` is an index into the people, `team` into TEAMS."""

    name: str
    email: str
    roles: tuple[str, ...]
    manager: int | None
    team: int | None = None


@dataclass(frozen=True)
class DemoInterviewer:
    """How an interviewer scores: `severity` in points below what a typical one would give, by cycle."""

    person: DemoPerson
    severity: tuple[float, float, float]

    @property
    def email(self) -> str:
        return self.person.email


def demo_names(random: Random, number: int) -> list[str]:
    """That many different names, from many places."""
    names = tomllib.loads(NAMES.read_text("utf-8"))
    pairs = [f"{given} {family}" for given in names["given"] for family in names["family"]]
    return random.sample(pairs, number)


def demo_people(random: Random) -> list[DemoPerson]:
    """Everybody: the ones to log in as first, then team leads, bar raisers and interviewers.

    The lines: a chief at the top, six leads below, interviewers below the leads; bar raisers answer to a
    second branch, so that there is always one without a line to a job's hiring manager.
    """
    names = iter(demo_names(random, 80))
    people = [
        DemoPerson(next(names), f"administrator@{DOMAIN}", ("administrator",), None),
        DemoPerson(next(names), f"chair@{DOMAIN}", ("chair",), 0),
        DemoPerson(next(names), f"recruiter@{DOMAIN}", ("recruiter",), 0),
        DemoPerson(next(names), f"recruiter2@{DOMAIN}", ("recruiter",), 2),
        DemoPerson(next(names), f"auditor@{DOMAIN}", ("auditor",), 0),
    ]
    first_lead = len(people)
    for team in range(len(TEAMS)):
        email = f"manager@{DOMAIN}" if team == 0 else f"manager{team + 1}@{DOMAIN}"
        people.append(DemoPerson(next(names), email, (), 0, team))
    for number in range(6):
        email = f"bar-raiser@{DOMAIN}" if number == 0 else f"bar-raiser{number + 1}@{DOMAIN}"
        people.append(DemoPerson(next(names), email, ("interviewer", "bar_raiser"), 1))
    for number in range(INTERVIEWERS - 6):
        email = f"interviewer@{DOMAIN}" if number == 0 else f"interviewer{number + 1}@{DOMAIN}"
        team = number % len(TEAMS)
        people.append(DemoPerson(next(names), email, ("interviewer",), first_lead + team, team))
    return people


def demo_interviewers(random: Random, people: Sequence[DemoPerson]) -> list[DemoInterviewer]:
    """The interviewers among them with how strict each is; the last ones are the strict and the drifting."""
    found = [person for person in people if "interviewer" in person.roles]
    usual = [round(random.gauss(0.0, 0.12), 3) for _ in found]
    marked = len(found) - MARKED
    result = []
    for index, person in enumerate(found):
        if index > marked:
            severity = (STRICTER_BY, STRICTER_BY, STRICTER_BY)
        elif index == marked:
            severity = (0.0, DRIFT_A_CYCLE, 2 * DRIFT_A_CYCLE)
        else:
            severity = (usual[index],) * 3
        result.append(DemoInterviewer(person, severity))
    return result
