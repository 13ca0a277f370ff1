"""Forms of administrators: inviting, changing and letting go of people, and finding them."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.fields import PersonField, RolesField, TimeZoneField, people_offered
from accounts.models import PersonState, Role, User
from accounts.open_work import OpenWork
from accounts.services.people import PersonContent
from hiring.fields import offer
from hiring.forms import HouseForm


class PeopleFilter(forms.Form):
    """Search by name or e-mail, a role, a state; nonsense filters nothing."""

    HERE = ""
    q = forms.CharField(required=False, max_length=100)
    role = forms.ChoiceField(required=False, choices=[("", "Any role"), *Role.choices])
    state = forms.ChoiceField(
        required=False, choices=[(HERE, "Active and invited"), *PersonState.choices, ("all", "Everybody")]
    )

    def value(self, field: str) -> str:
        """What to filter by, or ""."""
        self.is_valid()
        return str(self.cleaned_data.get(field) or "")


class PersonForm(HouseForm):
    """What an administrator sets of a person; without `person`, an invitation."""

    submit_label = ""
    name = forms.CharField(max_length=200, error_messages={"required": "Enter the person's name."})
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        error_messages={
            "required": "Enter the person's e-mail address.",
            "invalid": "Enter an e-mail address, such as ada@example.org.",
        },
    )
    roles = RolesField()
    manager = PersonField(label="Manager", required=False, empty_label="Nobody")
    time_zone = TimeZoneField()

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(person), **kwargs)
        chosen = person.manager if person else None
        offer(self, "manager", people_offered(chosen=chosen, besides=person))

    def content(self) -> PersonContent:
        """What was typed, once the form is valid."""
        data = self.cleaned_data
        return PersonContent(
            name=data["name"],
            email=data["email"],
            time_zone=data["time_zone"],
            manager=data["manager"],
            roles=frozenset(data["roles"]),
        )


class HandOverForm(HouseForm):
    """Which pieces of one kind of open work go to whom, and why."""

    submit_label = ""
    kind = forms.CharField(widget=forms.HiddenInput)
    works = forms.MultipleChoiceField(
        label="Work",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose what to reassign.",
            "invalid_choice": "Some of this is not open any more; look at the list again.",
        },
    )
    to = PersonField(label="Give to", empty_label="Choose a person")
    reason = forms.CharField(label="Reason", max_length=500, required=False)

    def __init__(self, *args: Any, person: User, kind: str, works: list[OpenWork], **kwargs: Any) -> None:
        everything = [str(work.uuid) for work in works]
        super().__init__(
            *args, initial={"kind": kind, "works": everything}, auto_id=f"id_{kind}_%s", **kwargs
        )
        cast(forms.MultipleChoiceField, self.fields["works"]).choices = [
            (str(work.uuid), work.label) for work in works
        ]
        offer(self, "to", people_offered(besides=person))

    def clean_works(self) -> frozenset[UUID]:
        return frozenset(UUID(work) for work in self.cleaned_data["works"])


def put_refusal(form: forms.Form, field: str, words: str) -> None:
    """Shows beside `field` why a service refused what the form says."""
    form.add_error(field, ValidationError(words))


def _initial(person: User | None) -> dict[str, Any]:
    if person is None:
        return {"roles": [], "time_zone": "UTC"}
    return {
        "name": person.name,
        "email": person.email,
        "roles": [role.value for role in person.roles],
        "manager": person.manager.uuid if person.manager else None,
        "time_zone": person.time_zone,
    }
