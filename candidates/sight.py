"""How much of one application a person sees: the one rule of what nobody may see, without a database.

The most restrictive capacity wins: whoever has an open scorecard there sees what an interviewer sees.
"""

from dataclasses import dataclass
from enum import IntEnum


class Reach(IntEnum):
    """Of which stages something is seen: of none, of final ones, or of all with any scorecard in."""

    NONE = 0
    FINAL = 1
    ALL = 2


@dataclass(frozen=True)
class Standing:
    """The facts of one person at one application."""

    recused: bool = False
    open_cards: int = 0  # as an interviewer
    submitted_cards: int = 0
    is_bar_raiser_here: bool = False  # assigned as the bar raiser and not released
    bar_raiser_stage_open: bool = False
    is_recruiter: bool = False
    is_hiring_manager_here: bool = False
    is_chair: bool = False
    debriefed_or_decided: bool = False


@dataclass(frozen=True)
class Sight:
    """What they see. `row`: that the application exists. `progress`: panel, counts, what it waits for.
    `results`: result, reason and stage and competency scores. `cards`: others' scorecards with names and
    evidence. `unlocks`: what would show the hidden part, in words; "" when nothing is hidden or would.
    """

    row: bool
    progress: bool = False
    results: Reach = Reach.NONE
    cards: Reach = Reach.NONE
    unlocks: str = ""


NOTHING = Sight(row=False)
SUBMIT_FIRST = "Opens once you have submitted your own scorecard."
AFTER_DEBRIEF = "Scorecards open to you with the debrief or the decision."
STAGE_NOT_OPEN = "Earlier stages open to you with the bar-raiser stage."


def sight(standing: Standing) -> Sight:
    """The sight of a person with this standing."""
    if standing.recused:
        return NOTHING
    if standing.is_bar_raiser_here:
        if not standing.bar_raiser_stage_open:
            return Sight(row=True, unlocks=STAGE_NOT_OPEN)
        if standing.open_cards == 0:
            return Sight(row=True, progress=True, results=Reach.ALL, cards=Reach.ALL)
    if standing.open_cards > 0:
        return Sight(row=True, unlocks=SUBMIT_FIRST)
    return _by_roles(standing)


def _by_roles(standing: Standing) -> Sight:
    if standing.submitted_cards > 0:
        return Sight(row=True, progress=True, results=Reach.ALL, cards=Reach.ALL)
    if standing.is_chair:
        return Sight(row=True, progress=True, results=Reach.FINAL, cards=Reach.FINAL)
    if standing.is_hiring_manager_here:
        cards = Reach.FINAL if standing.debriefed_or_decided else Reach.NONE
        unlocks = "" if cards else AFTER_DEBRIEF
        return Sight(row=True, progress=True, results=Reach.FINAL, cards=cards, unlocks=unlocks)
    if standing.is_recruiter:
        return Sight(row=True, progress=True, results=Reach.FINAL)
    return NOTHING
