"""Fields that the forms of candidates share; rows are chosen by their uuid."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from accounts.models import User

# Django's fields take no parameters when the program runs, only in their stubs.
if TYPE_CHECKING:
    OneRow = forms.ModelChoiceField[Any]
    SeveralPeople = forms.ModelMultipleChoiceField[User]
else:
    OneRow = forms.ModelChoiceField
    SeveralPeople = forms.ModelMultipleChoiceField


class RowField(OneRow):
    """A choice of one row by uuid; anything else than an offered one is refused in words."""

    def __init__(self, rows: QuerySet[Any], *, label: str, chosen: str = "", **kwargs: Any) -> None:
        words = f"Choose {chosen} from the list." if chosen else "Choose one from the list."
        super().__init__(
            rows,
            label=label,
            to_field_name="uuid",
            error_messages={"required": words, "invalid_choice": words},
            **kwargs,
        )

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError as error:  # also when it is not a uuid at all
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


class PersonField(RowField):
    """A choice of one colleague, told apart by e-mail."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name} ({obj.email})"


class PeopleField(SeveralPeople):
    """A choice of several colleagues, each a tick."""

    def __init__(self, rows: QuerySet[User], *, label: str, none_chosen: str) -> None:
        super().__init__(
            rows,
            label=label,
            to_field_name="uuid",
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": none_chosen},
        )

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.name} ({obj.email})"

    def clean(self, value: Any) -> QuerySet[User]:
        try:
            return super().clean(value)
        except ValidationError as error:
            if error.code == "required":
                raise
            raise ValidationError("Choose people from the list.", code="invalid_choice") from error


def people_offered(role: str, chosen: QuerySet[User] | None = None) -> QuerySet[User]:
    """Active people with the role ("" for any), by name, and those chosen so far, whatever became of them."""
    people = User.objects.active()
    if role:
        people = people.filter(**{f"is_{role}": True})
    if chosen is not None:
        people = people | chosen
    return people.order_by("name", "id")
