"""Fields that forms about people share: colleagues, a time zone, roles, a new password."""

import zoneinfo
from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import Role, User, UserQuerySet
from hiring.fields import RowField

# Django's fields take no parameters when the program runs, only in their stubs.
if TYPE_CHECKING:
    SeveralPeople = forms.ModelMultipleChoiceField[User]
else:
    SeveralPeople = forms.ModelMultipleChoiceField

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


class PersonField(RowField):
    """A choice of one colleague, told apart by e-mail."""

    def __init__(self, *, label: str, **kwargs: Any) -> None:
        super().__init__(User.objects.none(), label=label, chosen="a person", **kwargs)

    def label_from_instance(self, obj: User) -> str:
        """The name, and the e-mail for those who share one."""
        return _told_apart(obj)


class PeopleField(SeveralPeople):
    """A choice of several colleagues, each a tick."""

    def __init__(self, *, label: str, none_chosen: str) -> None:
        super().__init__(
            User.objects.none(),
            label=label,
            to_field_name="uuid",
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": none_chosen},
        )

    def label_from_instance(self, obj: User) -> str:
        """The name, and the e-mail for those who share one."""
        return _told_apart(obj)

    def clean(self, value: Any) -> QuerySet[User]:
        """Those chosen. Raises ValidationError in one set of words for whatever is not offered."""
        try:
            return super().clean(value)
        except ValidationError as error:
            if error.code == "required":
                raise
            raise ValidationError("Choose people from the list.", code="invalid_choice") from error


def people_offered(
    role: Role | None = None, *, chosen: User | None = None, besides: User | None = None
) -> UserQuerySet:
    """Active people (with the role, without `besides`) by name, and `chosen` whatever became of them."""
    people = User.objects.active()
    if role is not None:
        people = people.with_role(role)
    if besides is not None:
        people = people.exclude(pk=besides.pk)
    if chosen is not None:
        people = people | User.objects.get_queryset().filter(pk=chosen.pk)
    return people.order_by("name", "id")


def _told_apart(person: User) -> str:
    return f"{person.name} ({person.email})"


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
