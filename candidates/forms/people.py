"""Forms for candidates and their CVs."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.urls import reverse

from candidates.cv import CV_TYPES
from candidates.models import Candidate
from candidates.services.people import CandidateContent
from hiring.forms import HouseForm

MOST_LINKS = 10
LONGEST_LINK = 500
PHONE = RegexValidator(
    r"^[\d\s+()./-]{3,40}$", "A phone number has digits, blanks and the signs + ( ) . / - only."
)


class LinksField(forms.CharField):
    """Web addresses, one a line; cleans to a tuple."""

    widget = forms.Textarea(attrs={"rows": 3, "class": "grows"})

    def to_python(self, value: Any) -> tuple[str, ...]:  # type: ignore[override]
        text = super().to_python(value) or ""
        links = tuple(line.strip() for line in text.splitlines() if line.strip())
        if len(links) > MOST_LINKS:
            raise ValidationError(f"At most {MOST_LINKS} links are kept.")
        check = URLValidator(schemes=["http", "https"])
        for number, link in enumerate(links, start=1):
            if len(link) > LONGEST_LINK:
                raise ValidationError(f"Link {number} is longer than {LONGEST_LINK} characters.")
            try:
                check(link)
            except ValidationError as error:
                raise ValidationError(
                    f"Link {number} is not a web address. It starts with https://."
                ) from error
        return links

    def validate(self, value: Any) -> None:
        """Whatever to_python let through is sound."""

    def run_validators(self, value: Any) -> None:
        """Those of a CharField are for one text."""


class CandidateForm(HouseForm):
    """A candidate. `key` becomes the row's uuid, so that the same form sent twice makes one candidate."""

    submit_label = ""
    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(max_length=200, error_messages={"required": "Enter the candidate's name."})
    email = forms.EmailField(
        label="E-mail",
        required=False,
        max_length=254,
        error_messages={"invalid": "Enter an e-mail address, such as ana@example.org."},
    )
    another_person = forms.BooleanField(
        required=False, label="This is another person; add them", widget=forms.HiddenInput
    )
    phone = forms.CharField(max_length=40, required=False, validators=[PHONE])
    location = forms.CharField(max_length=120, required=False)
    links = LinksField(required=False, help_text="One web address a line: portfolio, profile, publications.")
    note = forms.CharField(
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "grows"}),
        help_text="Read by recruiters only.",
    )

    def __init__(
        self, *args: Any, candidate: Candidate | None = None, with_note: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial=_initial(candidate), **kwargs)
        if candidate is None:
            look = {"hx-post": reverse("candidates:candidate_similar"), "hx-target": "#same"}
            self.fields["email"].widget.attrs |= look | {"hx-trigger": "change", "data-quiet-errors": ""}
        if not with_note:
            del self.fields["note"]

    def ask_whether_the_same(self) -> None:
        """Shows the tick that adds somebody whose e-mail a candidate has already."""
        field = self.fields["another_person"]
        field.widget = forms.CheckboxInput()
        self.add_error(
            "email", "A candidate with this e-mail is here already. Tick below when this is another person."
        )

    def content(self) -> CandidateContent:
        """What was typed, once the form is valid."""
        data = self.cleaned_data
        return CandidateContent(
            name=data["name"],
            email=data["email"],
            phone=data["phone"],
            location=data["location"],
            links=data["links"],
            note=data.get("note"),
        )


class CvForm(HouseForm):
    """A file to keep as the candidate's CV."""

    submit_label = ""
    cv = forms.FileField(
        label="File",
        max_length=200,
        help_text="PDF, .docx or .odt, at most 5 MiB.",
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in CV_TYPES)}),
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty.",
            "invalid": "Choose a file.",
            "max_length": "The file's name is too long; at most 200 characters are kept.",
        },
    )


def _initial(candidate: Candidate | None) -> dict[str, Any]:
    if candidate is None:
        return {"key": uuid.uuid4()}
    return {
        "key": candidate.uuid,
        "name": candidate.name,
        "email": candidate.email,
        "phone": candidate.phone,
        "location": candidate.location,
        "links": "\n".join(candidate.links),
        "note": candidate.note,
    }
