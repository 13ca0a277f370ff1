"""Forms for applications: making one, moving it, declaring a conflict."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.forms.fields import PersonField, people_offered
from candidates.models import HiringCycle, Job
from hiring.fields import RowField, offer
from hiring.forms import HouseForm


class ApplicationForm(HouseForm):
    """A candidate's application at one of `jobs`."""

    submit_label = "Add application"
    job = RowField(Job.objects.none(), label="Job", chosen="a job", empty_label="Choose a job")
    cycle = RowField(
        HiringCycle.objects.all(),
        label="Hiring cycle",
        chosen="a cycle",
        required=False,
        empty_label="The job's own",
    )
    referred_by = PersonField(label="Referred by", required=False, empty_label="Nobody here")
    source = forms.CharField(
        max_length=60, required=False, help_text="Where they heard of the job, such as a conference."
    )

    def __init__(self, *args: Any, jobs: QuerySet[Job], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "job", jobs)
        offer(self, "referred_by", people_offered())


class ReasonForm(HouseForm):
    """Why; the words on the button are the view's."""

    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "grows"}),
        error_messages={"required": "Give a reason; it is kept."},
    )

    def __init__(self, *args: Any, submit_label: str, required: bool = True, **kwargs: Any) -> None:
        self.submit_label = submit_label
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = required
