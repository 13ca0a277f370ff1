"""Whether a bar raiser is independent of a job and a candidate, and the tie found where they are not. Pure.

People are keys, and the reporting line is a mapping from each person to their manager. Nothing here asks
whether somebody is still employed: a line through a person who has left is a line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from accounts.reporting_line import managers_above


class Tie(StrEnum):
    """Why a person is not independent."""

    CONFLICT = "conflict"
    IS_LEADER = "is_leader"
    BELOW_LEADER = "below_leader"
    ABOVE_LEADER = "above_leader"
    REFERRED = "referred"
    INTERVIEWED = "interviewed"


HIRING_MANAGER = "the hiring manager"
TEAM_LEAD = "the lead of the team"
LINES = frozenset({Tie.IS_LEADER, Tie.BELOW_LEADER, Tie.ABOVE_LEADER})


@dataclass(frozen=True, slots=True)
class Loop:
    """Those of whom the bar raiser of one application has to be independent, and those who cannot be.

    `interviewed_by` interviewed the candidate in an earlier stage of it; `conflicted` declared a conflict.
    """

    hiring_manager: int | None = None
    team_lead: int | None = None
    referred_by: int | None = None
    interviewed_by: frozenset[int] = field(default_factory=frozenset)
    conflicted: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Dependence:
    """A tie. `leader` is HIRING_MANAGER or TEAM_LEAD, and `line` the people of a reporting line from the
    lower end to the upper; both are empty for the other ties.
    """

    tie: Tie
    leader: str = ""
    line: tuple[int, ...] = ()


def dependence(person: int, loop: Loop, managers: Mapping[int, int | None]) -> Dependence | None:
    """The first tie of `person` to the loop, or None when they are independent."""
    if person in loop.conflicted:
        return Dependence(Tie.CONFLICT)
    for words, leader in ((HIRING_MANAGER, loop.hiring_manager), (TEAM_LEAD, loop.team_lead)):
        if leader is not None and (tie := _line(person, leader, words, managers)):
            return tie
    if person == loop.referred_by:
        return Dependence(Tie.REFERRED)
    if person in loop.interviewed_by:
        return Dependence(Tie.INTERVIEWED)
    return None


class Remedy(StrEnum):
    """What is to be done about somebody at the bar."""

    NOTHING = "nothing"
    RELEASE = "release"
    SET_ASIDE = "set_aside"  # the scorecard stays and counts, the verdict is for another to give
    RETURN = "return"
    REPORT = "report"


def remedy(tie: Tie | None, *, submitted: bool, answered: bool, set_aside: bool) -> Remedy:
    """What to do about a bar raiser with this tie, or none.

    `submitted`: their scorecard is in; `answered`: so is the verdict of the visit. A conflict declared after
    the scorecard asks for nothing: the recusal itself keeps the person from the verdict. Who was set aside
    before the verdict did not give it.
    """
    if not submitted:
        return Remedy.NOTHING if tie is None else Remedy.RELEASE
    if tie is Tie.CONFLICT or bool(tie) == set_aside:
        return Remedy.NOTHING
    if answered:
        return Remedy.REPORT if tie else Remedy.NOTHING
    return Remedy.SET_ASIDE if tie else Remedy.RETURN


def dependence_words(found: Dependence, names: Mapping[int, str]) -> str:
    """The tie in words that follow the name: "reports to Ana, who reports to Bo, the hiring manager".

    `names` has a name for everybody in the line.
    """
    if found.tie is Tie.IS_LEADER:
        return f"is {found.leader}"
    if found.tie is Tie.BELOW_LEADER:
        return f"reports to {_chain(found.line[1:], names)}, {found.leader}"
    if found.tie is Tie.ABOVE_LEADER:
        first = names[found.line[0]]
        above = _chain(found.line[1:-1], names)
        between = f"{above}, who reports to them" if above else "them"
        return f"is above {found.leader}: {first} reports to {between}"
    return {
        Tie.CONFLICT: "has declared a conflict with this candidate",
        Tie.REFERRED: "referred this candidate",
        Tie.INTERVIEWED: "has interviewed this candidate in an earlier stage",
    }[found.tie]


def _line(person: int, leader: int, words: str, managers: Mapping[int, int | None]) -> Dependence | None:
    if person == leader:
        return Dependence(Tie.IS_LEADER, words)
    if up := _path(person, leader, managers):
        return Dependence(Tie.BELOW_LEADER, words, up)
    if down := _path(leader, person, managers):
        return Dependence(Tie.ABOVE_LEADER, words, down)
    return None


def _path(low: int, high: int, managers: Mapping[int, int | None]) -> tuple[int, ...]:
    """The line from `low` up to `high`, both included; empty when `high` is not above `low`."""
    line = [low]
    for above in managers_above(low, managers):
        line.append(above)
        if above == high:
            return tuple(line)
    return ()


def _chain(line: tuple[int, ...], names: Mapping[int, str]) -> str:
    return ", who reports to ".join(names[key] for key in line)
