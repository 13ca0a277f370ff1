"""The voluntary form's two questions."""

from django import forms

from calibration.fairness.groups import DECLINED, RACES, SEXES
from hiring.forms import HouseForm

NO_ANSWER = (DECLINED, "I do not wish to answer")


class AboutYouForm(HouseForm):
    """Both may be declined, and both are asked for, so that nothing is sent by mistake."""

    submit_label = "Send"
    sex = forms.ChoiceField(
        label="What is your sex or gender?",
        choices=[*SEXES.items(), NO_ANSWER],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one, or that you do not wish to answer."},
    )
    race_ethnicity = forms.ChoiceField(
        label="What is your race or ethnicity?",
        help_text="Hispanic or Latino includes people of any race; the other choices are for everybody else.",
        choices=[*RACES.items(), NO_ANSWER],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one, or that you do not wish to answer."},
    )
