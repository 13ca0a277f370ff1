from typing import Any

from django.apps import AppConfig

from hiring.navigation import RailEntry, RoleHome, register_home, register_rail


class CandidatesConfig(AppConfig):
    name = "candidates"

    def ready(self) -> None:
        from accounts.audit import register_trail_wall, register_wall
        from accounts.open_work import register_open_work
        from candidates.open_work import JobsHiredFor, JobsRecruitedFor
        from candidates.permissions import (
            blind_applications,
            has_board,
            has_jobs,
            recused_applications,
            sees_every_job,
        )

        register_wall(recused_applications)
        register_trail_wall(blind_applications)
        register_open_work(JobsHiredFor())
        register_open_work(JobsRecruitedFor())
        register_rail(RailEntry("Pipeline", "candidates:pipeline", "kanban", order=10, allowed=has_board))
        register_home(RoleHome("candidates:pipeline", 10, _starts_at_board))
        register_rail(
            RailEntry(
                "Candidates", "candidates:candidate_list", "person-check", order=20, allowed=sees_every_job
            )
        )
        register_rail(RailEntry("Jobs", "candidates:job_list", "briefcase", order=30, allowed=has_jobs))


def _starts_at_board(user: Any) -> bool:
    # Whoever also interviews starts with what is due from them.
    from candidates.permissions import has_board

    return bool(user.is_recruiter) or (not user.is_interviewer and has_board(user))
