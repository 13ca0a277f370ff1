"""The forms of a question about a scorecard, and of its answer."""

from django import forms

from hiring.forms import HouseForm
from interviewers.content import LONGEST_TEXT

ANYWAY = "anyway"  # what the second button says, once the asker has read what the question quotes


def _text(label: str, missing: str, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"class": "grows", "rows": rows}),
        error_messages={"required": missing},
    )


class AskForm(HouseForm):
    """A question. The hidden fields say about what, and in which version of the packet the asker read it."""

    submit_label = ""

    card = forms.CharField(widget=forms.HiddenInput)
    competency = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    question = _text("Your question", "Write what you want to know.", 4)


class AnswerForm(HouseForm):
    """An answer. `revision`: the number of the scorecard's revision that the page was made from."""

    submit_label = ""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    answer = _text("Your answer", "Write an answer.", 5)
