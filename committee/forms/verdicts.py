"""The form of the verdict."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from hiring.forms import HouseForm


@dataclass(frozen=True)
class Choice:
    """An answer in a word, and what it means."""

    word: str
    meaning: str


YES_NO = (
    ("yes", Choice("Yes", "Distinctly better than the best person now doing the job")),
    ("no", Choice("No", "No better, or I cannot tell from what is known")),
)


def _answer(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Answer yes or no."},
    )


def _text(label: str, help_text: str, missing: str = "", rows: int = 3) -> forms.CharField:
    """Optional where `missing`, what is said when it is left empty, is not given."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(missing),
        max_length=10_000,
        widget=forms.Textarea(attrs={"class": "grows", "rows": rows}),
        error_messages={"required": missing} if missing else None,
    )


class VerdictForm(HouseForm):
    """The bar raiser's answer. `critique`: the rubric asks for one, so both parts of it are needed."""

    submit_label = ""

    packet_version = forms.IntegerField(min_value=0, widget=forms.HiddenInput, required=False)
    raises_judgment = _answer("In judgment")
    judgment_because = _text(
        "Because, for judgment", "Name the scorecards and moments it rests on.", "Say why, for judgment."
    )
    raises_impact = _answer("In impact")
    impact_because = _text(
        "Because, for impact", "Name the scorecards and moments it rests on.", "Say why, for impact."
    )
    critique_asked = _text(
        "The critique: what you asked", "Which past decision, and what you wanted to hear.", rows=2
    )
    critique_taken = _text(
        "How they took it",
        "What they weighed, what they admitted not to know, which path they proposed.",
    )
    must_know = _text("Anything the committee must know", "It is read before the decision.", rows=2)

    def __init__(self, *args: Any, critique: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if critique:
            self._require("critique_asked", "Say which decision you asked them to criticise.")
            self._require("critique_taken", "Say how they took it.")

    def _require(self, name: str, words: str) -> None:
        self.fields[name].required = True
        self.fields[name].error_messages["required"] = words

    def clean_packet_version(self) -> int:
        """The version that the form was opened with; 0 while there was none."""
        return self.cleaned_data["packet_version"] or 0


DRAFT_FIELDS = tuple(name for name in VerdictForm.base_fields if name != "packet_version")


def typed_fields(posted: Mapping[str, str]) -> dict[str, str]:
    """What is typed so far, whatever it is worth."""
    return {name: posted.get(name, "") for name in DRAFT_FIELDS}
