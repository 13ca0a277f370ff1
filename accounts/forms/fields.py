"""Fields that the forms of accounts share: a colleague, a time zone, roles, a new password."""

import zoneinfo
from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from accounts.models import Role, User

if TYPE_CHECKING:
    ColleagueChoice = forms.ModelChoiceField[User]
else:
    ColleagueChoice = forms.ModelChoiceField

# The parts of the world; the database also has old names and fixed offsets, which nobody lives in.
PLACES = {
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
}


class ColleagueField(ColleagueChoice):
    """A choice of one person who can be given something, told apart by e-mail; chosen by uuid."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(
            User.objects.none(),
            label=label,
            to_field_name="uuid",
            error_messages={
                "required": "Choose a person.",
                "invalid_choice": "This person cannot be chosen any more; look at the list again.",
            },
            **kwargs,
        )

    def offer(self, besides: User | None = None, chosen: User | None = None) -> None:
        """Offers everybody who works here, without `besides`, with `chosen` whatever became of them."""
        people = User.objects.active()
        if besides is not None:
            people = people.exclude(pk=besides.pk)
        if chosen is not None:
            people = people | User.objects.filter(pk=chosen.pk)
        self.queryset = people.order_by("name", "id")

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name} ({obj.email})"

    def to_python(self, value: Any) -> User | None:
        try:
            return super().to_python(value)
        except ValidationError as error:  # also when it is not a uuid at all
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


class TimeZoneField(forms.ChoiceField):
    """A time zone by its place, such as Europe/Berlin."""

    def __init__(self) -> None:
        super().__init__(
            label="Time zone",
            choices=time_zone_choices,
            initial="UTC",
            error_messages={"invalid_choice": "Choose a time zone from the list."},
        )


class RolesField(forms.TypedMultipleChoiceField):
    """Any number of roles; cleans to a list of Role."""

    def __init__(self) -> None:
        super().__init__(
            label="Roles",
            choices=Role.choices,
            coerce=Role,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="The hiring manager of a job is whoever the job names; that is no role.",
        )


class NewPasswordField(forms.CharField):
    """A password to be set; the form that has it calls `check_password`."""

    def __init__(self) -> None:
        super().__init__(
            label="Password",
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
            help_text="At least 12 characters; a few words nobody would guess are best.",
            error_messages={"required": "Choose a password."},
        )


def check_password(form: forms.Form, person: User) -> None:
    """Puts what is wrong with the password of `form`, for this person, beside its field."""
    password = form.cleaned_data.get("password")
    if not password:
        return
    try:
        password_validation.validate_password(password, person)
    except ValidationError as error:
        form.add_error("password", error)


@cache
def time_zone_choices() -> list[tuple[str, str]]:
    names = sorted(zone for zone in zoneinfo.available_timezones() if zone.partition("/")[0] in PLACES)
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names if "/" in name)]
