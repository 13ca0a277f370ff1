"""Forms of people who are not in yet: the first administrator, and the invited."""

from typing import Any

from django import forms

from accounts.forms.fields import NewPasswordField, check_password
from accounts.models import User
from hiring.forms import HouseForm


def name_field() -> forms.CharField:
    """A person's own name."""
    return forms.CharField(
        label="Your name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Enter your name."},
    )


class WelcomeForm(HouseForm):
    """Who the first administrator is."""

    submit_label = "Create account"
    name = name_field()
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        help_text="You sign in with it.",
        error_messages={
            "required": "Enter your e-mail address.",
            "invalid": "Enter an e-mail address, such as ada@example.org.",
        },
    )
    password = NewPasswordField()

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        check_password(self, User(email=data.get("email", ""), name=data.get("name", "")))
        return data


class InvitationForm(HouseForm):
    """The name and password of an invited person."""

    submit_label = "Join"
    name = name_field()
    password = NewPasswordField()

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, initial={"name": person.name}, **kwargs)
        self.person = person

    def clean(self) -> dict[str, Any]:
        check_password(self, self.person)
        return self.cleaned_data
