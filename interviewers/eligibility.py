"""Who may be put on a panel: the rule, without a database."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """One person at one visit. `has_role`: bar raiser where the stage is one, interviewer elsewhere."""

    is_active: bool
    has_role: bool
    is_recused: bool = False
    is_on_panel: bool = False
    measured_before: bool = False  # submitted a scorecard in an earlier attempt at this stage


def why_not(standing: Standing, *, bar_raiser: bool) -> str:
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
        return "scored an earlier attempt at this stage; a new attempt has other interviewers"
    return ""
