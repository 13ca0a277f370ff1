"""The form every form of the project is made from."""

from http import HTTPStatus
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms


class HouseForm(forms.Form):
    """A plain form in the house's layout; `submit_label` is the words on its one primary button.

    Set `submit_label = ""` when the template writes the button itself.
    """

    submit_label = "Save"
    error_css_class = "is-invalid"
    use_required_attribute = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # the template writes the token once, beside the form tag
        self.helper.show_errors = True
        if self.submit_label:
            self.helper.add_input(Submit("submit", self.submit_label, css_id=None))


def form_status(form: forms.Form) -> int:
    """The status of a page with the form: 422 when it comes back with what is wrong with it, else 200."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
