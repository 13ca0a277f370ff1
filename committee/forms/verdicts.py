"""Forms of committee: what a person types, checked for its shape."""

from django import forms

from hiring.forms import HouseForm

YES_NO = (("yes", "Yes, distinctly better than the best person now doing the job"), ("no", "No"))


def _answer(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=YES_NO, coerce=lambda said: said == "yes", widget=forms.RadioSelect
    )


def _text(label: str, help_text: str, required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"class": "grows", "rows": 3})
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=10_000, widget=area
    )


class VerdictForm(HouseForm):
    """The bar raiser's answer. It stands once given."""

    submit_label = ""

    raises_judgment = _answer("Does this candidate raise the bar of the team in judgment?")
    judgment_because = _text("Why, for judgment", "Name the scorecards and moments it rests on.")
    raises_impact = _answer("Does this candidate raise the bar of the team in impact?")
    impact_because = _text("Why, for impact", "Name the scorecards and moments it rests on.")
    critique = _text(
        "Their critique of a past decision",
        "Which decision, what they weighed, what they admitted not to know, which path they proposed.",
        required=False,
    )
