"""Forms of one's own settings."""

from collections.abc import Collection
from typing import Any

from django import forms

from accounts.forms.entering import name_field
from accounts.forms.fields import TimeZoneField
from accounts.models import NotificationKind, User
from accounts.services.notifications import OPTIONAL_KINDS
from hiring.forms import HouseForm


class OwnDetailsForm(HouseForm):
    """One's name and time zone."""

    submit_label = "Save"
    name = name_field()
    time_zone = TimeZoneField()

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        initial = {"name": person.name, "time_zone": person.time_zone}
        super().__init__(*args, initial=initial, **kwargs)


class PreferencesForm(HouseForm):
    """Which kinds of notification also come by e-mail."""

    submit_label = ""
    kinds = forms.TypedMultipleChoiceField(
        label="By e-mail",
        choices=[(kind.value, kind.label) for kind in OPTIONAL_KINDS],
        coerce=NotificationKind,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, by_email: Collection[NotificationKind] = (), **kwargs: Any) -> None:
        super().__init__(*args, initial={"kinds": [kind.value for kind in by_email]}, **kwargs)
