from typing import Any

from django.apps import AppConfig


def interviews(user: Any) -> bool:
    """Whether the person may be asked to interview, and so has a page of interviews."""
    return bool(user.is_interviewer or user.is_bar_raiser)


class InterviewersConfig(AppConfig):
    name = "interviewers"

    def ready(self) -> None:
        from accounts.open_work import register_open_work
        from hiring.navigation import RailEntry, RoleHome, register_home, register_rail
        from interviewers import receivers  # noqa: F401 - importing connects them
        from interviewers.open_work import OpenAssignments, OwedVerdicts

        register_open_work(OpenAssignments())
        register_open_work(OwedVerdicts())
        register_rail(RailEntry("Interviews", "interviewers:home", "calendar-event", 30, interviews))
        register_home(RoleHome("interviewers:home", 40, interviews))
