"""Who may be put on a panel, and when: the rules, without a database."""

from dataclasses import dataclass

ON_HOLD = "This application is on hold. Resume it before you assign anybody."
WITHDRAWN = "This application is withdrawn, so there are no further interviews."
# The same words whatever settled it: who reads them may not know the result yet.
SETTLED = "This stage takes no further interviews."


@dataclass(frozen=True)
class PanelStanding:
    """One person at one visit. `has_role`: bar raiser where the stage is one, interviewer elsewhere.

    `dependence` says why somebody is not independent (interviewers.independence), at a bar raiser's stage.
    """

    is_active: bool
    has_role: bool
    is_recused: bool = False
    is_on_panel: bool = False
    measured_before: bool = False  # scored, or still owes a scorecard of, another attempt at this stage
    is_bar_raiser_here: bool = False  # of the application, whose other stages they read
    dependence: str = ""


def why_not(standing: PanelStanding, *, bar_raiser: bool) -> str:
    """Why the person cannot be assigned, as words that follow their name; "" when they can."""
    role = "a bar raiser" if bar_raiser else "an interviewer"
    reasons = (
        (not standing.is_active, "no longer works here"),
        (not standing.has_role, f"is not {role}; an administrator can change that"),
        (standing.is_recused, "has declared a conflict with this candidate"),
        (standing.is_on_panel, "is on this panel already"),
        (
            standing.measured_before,
            "has a scorecard in an earlier attempt at this stage; a new attempt has other interviewers",
        ),
        (bar_raiser and bool(standing.dependence), standing.dependence),
        (not bar_raiser and standing.is_bar_raiser_here, "is the bar raiser of this application"),
    )
    return next((words for holds, words in reasons if holds), "")


def why_closed(
    *, state: str, has_left: bool, result: str, replacing: bool = False, lacks_judge: bool = False
) -> str:
    """Why nobody can be put on a visit's panel now, in words; "" when people can.

    `state` is the application's, `result` the visit's. `replacing` one person by another is possible on hold.
    `lacks_judge`: it has advanced, and somebody has still to be found who answers for the bar.
    """
    if state == "withdrawn":
        return WITHDRAWN
    if state not in ("active", "on_hold") or has_left or (result == "advance" and not lacks_judge):
        return SETTLED
    return ON_HOLD if state == "on_hold" and not replacing else ""
