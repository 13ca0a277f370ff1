"""Forms to plan an interview, and to decline or hand over an assignment."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from hiring.fields import offer
from hiring.forms import HouseForm
from interviewers.models import Interview

LONGEST_MINUTES = 8 * 60


class TimeForm(HouseForm):
    """When and where; times are in the reader's time zone."""

    submit_label = ""
    starts_at = forms.DateTimeField(
        label="Starts",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=LONGEST_MINUTES)
    place = forms.CharField(label="Place", max_length=200, required=False, help_text="A room, say.")
    link = forms.URLField(
        label="Link",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="The address of the video call.",
    )

    def __init__(self, *args: Any, time_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_at"].help_text = f"In your time zone, {time_zone}."

    def times(self) -> dict[str, Any]:
        """The valid form as the services take it."""
        data = self.cleaned_data
        starts_at: datetime = data["starts_at"].astimezone(UTC)  # minutes pass the same on every day there
        return {
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=data["minutes"]),
            "place": data["place"],
            "link": data["link"],
        }


class ScheduleForm(TimeForm):
    """An interview with the people asked to hold it."""

    interviewers = forms.ModelMultipleChoiceField(
        label="Interviewers",
        queryset=User.objects.none(),
        to_field_name="uuid",
        error_messages={
            "required": "Choose at least one person.",
            "invalid_choice": "One of these people cannot be asked any more; look at the list again.",
        },
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "interviewers", people)


class PersonForm(HouseForm):
    """One more person, or another one."""

    submit_label = ""
    person = forms.ModelChoiceField(
        label="Person",
        queryset=User.objects.none(),
        to_field_name="uuid",
        error_messages={
            "required": "Choose a person.",
            "invalid_choice": "This person cannot be asked any more; look at the list again.",
        },
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people)


class ReassignForm(PersonForm):
    """Another person, and why."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        required=False,
        help_text="Kept with the assignment; nobody is sent it.",
        widget=forms.Textarea(attrs={"rows": 2, "class": "grows"}),
    )


class DeclineForm(HouseForm):
    submit_label = ""
    reason = forms.CharField(
        label="Why you cannot do it",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "class": "grows"}),
        help_text="The recruiters of the job read it.",
    )


def initial_times(interview: Interview) -> dict[str, Any]:
    """What the form shows of an interview that is to be moved."""
    length = interview.ends_at - interview.starts_at
    return {
        "starts_at": interview.starts_at,
        "minutes": int(length.total_seconds()) // 60,
        "place": interview.place,
        "link": interview.link,
    }
