"""Choices of rows, by their uuid, in any form of the project."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

# Django's fields take no parameters when the program runs, only in their stubs.
if TYPE_CHECKING:
    OneRow = forms.ModelChoiceField[Any]
else:
    OneRow = forms.ModelChoiceField


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
        """The row. Raises ValidationError for what is not offered, also when it is not a uuid at all."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error


def offer(form: forms.Form, field: str, rows: QuerySet[Any]) -> None:
    """Makes these rows what a choice of the form offers, whether of one row or of several."""
    cast("forms.ModelChoiceField[Any]", form.fields[field]).queryset = rows
