"""Who may be put on a panel, and when: the rules, without a database."""

from dataclasses import dataclass

ON_HOLD = "This application is on hold. Resume it before you assign anybody."
WITHDRAWN = "This application is withdrawn, so there are no further interviews."
# The same words whatever settled it: who reads them may not know the result yet.
SETTLED = "This stage takes no further interviews."


@dataclass(frozen=True)
class PanelStanding:
    """One person at one visit. `has_role`: bar raiser where the stage is one, interviewer elsewhere."""

    is_active: bool
    has_role: bool
    is_recused: bool = False
    is_on_panel: bool = False
    measured_before: bool = False  # scored, or still owes a scorecard of, another attempt at this stage


def why_not(standing: PanelStanding, *, bar_raiser: bool) -> str:
    """Why the person cannot be assigned, as words that follow their name; "" when they can."""
    if not standing.is_active:
        return "no longer works here"
    if not standing.has_role:
        role = "a bar raiser" if bar_raiser else "an interviewer"
        return f"is not {role}; an administrator can change that"
    if standing.is_recused:
        return "has declared a conflict with this candidate"
    if standing.is_on_panel:
        return "is on this panel already"
    if standing.measured_before:
        return "has a scorecard in an earlier attempt at this stage; a new attempt has other interviewers"
    return ""


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
