"""The form for uploading past scorecards."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from hiring.fields import offer
from hiring.forms import HouseForm
from integrations.files import Sheet
from rubrics.models import Rubric

MOST_FILES = 20
MEBIBYTE = 1024 * 1024
LARGEST = 5 * MEBIBYTE  # of all files together
MOST_LINES = 25_000  # the same; a page's request writes them in under half a minute
INSTEAD = "Use the command instead: manage.py import_history FILE..."


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class SheetsField(forms.FileField):
    """One or more CSV files; cleans to a list of Sheet."""

    widget = _SeveralFiles(attrs={"accept": ".csv,text/csv", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> Any:
        files: Sequence[UploadedFile[bytes]] = data if isinstance(data, list) else [data] if data else []
        if not files:
            raise ValidationError("Choose one or more CSV files.")
        if len(files) > MOST_FILES:
            raise ValidationError(f"At most {MOST_FILES} files at once. {INSTEAD}")
        if sum(file.size or 0 for file in files) > LARGEST:
            raise ValidationError(
                f"More than {LARGEST // MEBIBYTE} MiB in all is too much for a page. {INSTEAD}"
            )
        sheets = [_sheet(file) for file in files]
        if len({sheet.name for sheet in sheets}) < len(sheets):
            raise ValidationError(
                "Two of the files have the same name. Rename one, so that problems can be told apart."
            )
        if sum(sheet.content.count(b"\n") for sheet in sheets) > MOST_LINES:
            raise ValidationError(f"More than {MOST_LINES:,} lines in all is too much for a page. {INSTEAD}")
        return sheets


class ImportForm(HouseForm):
    """Past scorecards to look at, and the rubric they were given by."""

    submit_label = "Preview"
    sheets = SheetsField(
        label="Sheets",
        help_text=f"CSV files in UTF-8, at most {LARGEST // MEBIBYTE} MiB and {MOST_LINES:,} lines in all.",
    )
    rubric = forms.ModelChoiceField(
        queryset=Rubric.objects.none(),
        to_field_name="uuid",
        empty_label=None,
        help_text="The stages, competencies and scale that the sheets use.",
        error_messages={"invalid_choice": "Choose a rubric from the list."},
    )

    def __init__(self, *args: Any, rubrics: Sequence[Rubric], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "rubric", Rubric.objects.filter(pk__in=[row.pk for row in rubrics]))


def _sheet(file: "UploadedFile[bytes]") -> Sheet:
    """The file's name and bytes. Raises ValidationError for what is plainly not a sheet."""
    name, content = file.name or "sheet", file.read()
    if not content.strip(b"\xef\xbb\xbf\r\n\t ,"):
        raise ValidationError(f"{name} is empty.")
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise ValidationError(
            f"{name} is a spreadsheet or an archive, not CSV. Save it as “CSV UTF-8” first."
        )
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ValidationError(f"{name} is in UTF-16. Save it as “CSV UTF-8” first.")
    if b"\0" in content or content.startswith((b"%PDF", b"\x89PNG", b"\x1f\x8b")):
        raise ValidationError(f"{name} is not text. Choose a CSV file.")
    header = content.split(b"\n", 1)[0]
    if b"," not in header and (b";" in header or b"\t" in header):
        raise ValidationError(f"{name} separates its columns by semicolons or tabs. Save it with commas.")
    return Sheet(name, content)
