"""What lists are filtered by: read from the address, and never an error; nonsense filters nothing."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from candidates.models import ApplicationState, Job, Team
from hiring.fields import RowField, offer


class _Filter(forms.Form):
    q = forms.CharField(required=False, max_length=100)

    def value(self, field: str) -> Any:
        """What to filter by, or a value that is false."""
        self.is_valid()
        return self.cleaned_data.get(field)


class CandidateFilter(_Filter):
    """Search by name or e-mail, a job, a state of an application."""

    job = RowField(Job.objects.none(), label="Job", required=False, empty_label="All jobs")
    state = forms.ChoiceField(required=False, choices=[("", "Any state"), *ApplicationState.choices])

    def __init__(self, *args: Any, jobs: QuerySet[Job], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "job", jobs)


class JobFilter(_Filter):
    """Search by title, a team, open or closed, one's own."""

    OPEN, CLOSED, ALL = "", "closed", "all"
    team = RowField(Team.objects.none(), label="Team", required=False, empty_label="All teams")
    shown = forms.ChoiceField(
        required=False, choices=[(OPEN, "Open jobs"), (CLOSED, "Closed jobs"), (ALL, "Open and closed")]
    )
    mine = forms.BooleanField(required=False)

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "team", teams)
