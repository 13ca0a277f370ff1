"""The form of the committee's decision."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from committee.models import DecisionResult
from hiring.fields import offer
from hiring.forms import HouseForm


class DecisionForm(HouseForm):
    """What was decided, by whom, and why. `people` are those who can be named as present."""

    submit_label = ""

    result = forms.TypedChoiceField(
        label="Result",
        choices=DecisionResult.choices,
        coerce=DecisionResult,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose offer or no offer."},
    )
    members = forms.ModelMultipleChoiceField(
        label="Present",
        queryset=User.objects.none(),
        to_field_name="uuid",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Name who was present; at least one person.",
            "invalid_choice": "One of these people cannot be named; look at the list again.",
            "invalid_pk_value": "One of these people cannot be named; look at the list again.",
        },
    )
    find = forms.CharField(label="Find somebody else", max_length=100, required=False)
    reason = forms.CharField(
        label="Reason",
        help_text="What decided it. Everybody who may see the results of this application reads it.",
        max_length=10_000,
        widget=forms.Textarea(attrs={"class": "grows", "rows": 3}),
        error_messages={"required": "Say why; the reason is kept with the decision."},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "members", people)

    def named(self) -> set[UUID]:
        """The people ticked so far (uuids), as far as they can be read."""
        return {found for text in self["members"].value() or () if (found := _uuid(text)) is not None}

    def sought(self) -> str:
        """The words by which somebody is looked for."""
        return str(self["find"].value() or "").strip()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
