"""Forms for teams, hiring cycles and jobs."""

import uuid
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from accounts.forms.fields import PeopleField, PersonField, people_offered
from accounts.models import Role, User
from candidates.models import HiringCycle, Job, Team
from candidates.services.organisation import JobContent
from hiring.fields import RowField, offer
from hiring.forms import HouseForm
from rubrics.models import Rubric

LEVEL = RegexValidator(r"^[A-Za-z]{1,3}\d{1,2}$", "A level is letters and a number, such as P6.")


class TeamForm(HouseForm):
    """A team and who leads it."""

    submit_label = "Save team"
    name = forms.CharField(max_length=120, error_messages={"required": "Enter the team's name."})
    lead = PersonField(label="Lead", required=False, empty_label="Nobody yet")

    def __init__(self, *args: Any, team: Team | None = None, **kwargs: Any) -> None:
        initial = {"name": team.name, "lead": team.lead.uuid if team.lead else None} if team else {}
        super().__init__(*args, initial=initial, **kwargs)
        offer(self, "lead", people_offered(chosen=team.lead if team else None))


class CycleForm(HouseForm):
    """A hiring cycle; both days belong to it."""

    submit_label = "Save cycle"
    name = forms.CharField(max_length=120, error_messages={"required": "Enter the cycle's name."})
    starts_on = forms.DateField(
        label="First day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the first day.", "invalid": "Enter a date, such as 2026-01-31."},
    )
    ends_on = forms.DateField(
        label="Last day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Enter the last day.", "invalid": "Enter a date, such as 2026-01-31."},
    )

    def __init__(self, *args: Any, cycle: HiringCycle | None = None, **kwargs: Any) -> None:
        fields = ("name", "starts_on", "ends_on")
        initial = {field: getattr(cycle, field) for field in fields} if cycle else {}
        super().__init__(*args, initial=initial, **kwargs)


class JobForm(HouseForm):
    """A job. `key` becomes its uuid, so that the same form sent twice makes one job."""

    submit_label = "Save job"
    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(max_length=160, error_messages={"required": "Enter the job's title."})
    level = forms.CharField(
        max_length=10, required=False, validators=[LEVEL], help_text="Such as P5, P6, P7 or P8."
    )
    team = RowField(Team.objects.all(), label="Team", chosen="a team", empty_label="Choose a team")
    rubric = RowField(
        Rubric.objects.published(),
        label="Rubric",
        chosen="a published rubric",
        empty_label="Choose a rubric",
        help_text="For new applications; those under way keep the version they began with.",
    )
    cycle = RowField(
        HiringCycle.objects.all(), label="Hiring cycle", chosen="a cycle", required=False, empty_label="None"
    )
    hiring_manager = PersonField(
        label="Hiring manager",
        required=False,
        empty_label="Nobody yet",
        help_text="Sees results of this job's candidates, and scorecards once the debrief has opened.",
    )
    recruiters = PeopleField(label="Recruiters", none_chosen="Choose at least one recruiter.")

    def __init__(self, *args: Any, user: User, job: Job | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_job_initial(user, job), **kwargs)
        offer(self, "hiring_manager", people_offered(chosen=job.hiring_manager if job else None))
        offer(self, "recruiters", people_offered(Role.RECRUITER))

    def clean_level(self) -> str:
        return str(self.cleaned_data["level"]).upper()

    def content(self) -> JobContent:
        """What was typed, once the form is valid."""
        data = self.cleaned_data
        return JobContent(
            title=data["title"],
            team=data["team"],
            level=data["level"],
            hiring_manager=data["hiring_manager"],
            recruiters=tuple(data["recruiters"]),
            rubric=data["rubric"],
            cycle=data["cycle"],
        )


def _job_initial(user: User, job: Job | None) -> dict[str, Any]:
    if job is None:
        return {"key": uuid.uuid4(), "recruiters": [user.uuid] if user.is_recruiter else []}
    return {
        "key": job.uuid,
        "title": job.title,
        "level": job.level,
        "team": job.team.uuid,
        "rubric": job.rubric.uuid,
        "cycle": job.cycle.uuid if job.cycle else None,
        "hiring_manager": job.hiring_manager.uuid if job.hiring_manager else None,
        "recruiters": [person.uuid for person in job.recruiters.all()],
    }
