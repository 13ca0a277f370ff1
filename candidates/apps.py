from typing import Any

from django.apps import AppConfig

from hiring.navigation import RailEntry, register_rail


class CandidatesConfig(AppConfig):
    name = "candidates"

    def ready(self) -> None:
        from accounts.audit import register_wall
        from accounts.open_work import register_open_work
        from candidates.open_work import JobsHiredFor, JobsRecruitedFor
        from candidates.permissions import has_jobs, recused_applications

        register_wall(recused_applications)
        register_open_work(JobsHiredFor())
        register_open_work(JobsRecruitedFor())
        register_rail(
            RailEntry(
                "Candidates", "candidates:candidate_list", "person-check", order=20, allowed=_knows_candidates
            )
        )
        register_rail(RailEntry("Jobs", "candidates:job_list", "briefcase", order=30, allowed=has_jobs))


def _knows_candidates(user: Any) -> bool:
    return bool(user.is_recruiter or user.is_chair)
