"""Forms of a team's profiles."""

import uuid
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django import forms

from committee.models import TeamMember
from committee.talent_density import Levels, exact
from hiring.fields import RowField, offer
from hiring.forms import HouseForm
from rubrics.gate import GatePolicy, shown
from rubrics.plan import RubricPlan
from rubrics.points import written_points

LEVEL = "level-"  # before the competency's slug


class LevelsForm(HouseForm):
    """A level, or none, for each competency of the rubric, and one for none at all without a rubric."""

    submit_label = ""

    def __init__(
        self, *args: Any, plan: RubricPlan | None, before: Levels | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for competency in plan.competencies if plan else ():
            level = (before or {}).get(competency.slug)
            self.fields[f"{LEVEL}{competency.slug}"] = forms.TypedChoiceField(
                label=competency.name,
                choices=list(_choices(plan.policy, level)) if plan else [],
                coerce=Fraction,
                empty_value=None,
                required=False,
                initial="" if level is None else str(level),
                error_messages={"invalid_choice": "Choose a level from the list."},
            )

    def levels(self) -> Levels:
        """What was chosen, once the form is valid."""
        return {
            name.removeprefix(LEVEL): value
            for name, value in self.cleaned_data.items()
            if name.startswith(LEVEL)
        }

    def level_fields(self) -> list[forms.BoundField]:
        """The fields of the levels, in the rubric's order."""
        return [self[name] for name in self.fields if name.startswith(LEVEL)]


class MemberForm(LevelsForm):
    """A new member. `key` becomes their uuid, so that the same form sent twice adds one."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(max_length=200, error_messages={"required": "Enter the member's name."})

    def __init__(self, *args: Any, plan: RubricPlan | None, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, initial={"key": uuid.uuid4()}, **kwargs)


class TopPerformerForm(HouseForm):
    """Whom candidates are compared with."""

    submit_label = ""
    member = RowField(
        TeamMember.objects.none(),
        label="Top performer",
        chosen="a member",
        required=False,
        empty_label="Nobody",
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "member", members)


def _choices(policy: GatePolicy, level: Fraction | None) -> Iterator[tuple[str, str]]:
    """The steps of the scale, and a level between them that a hire brought, as it stands."""
    yield "", "Not set"
    steps = range(policy.lowest, policy.highest + 1, policy.step)
    pair = exact(level)
    if pair is not None and level not in steps:
        yield str(level), f"{shown(pair)}, as it stands"
    for step in steps:
        yield str(step), written_points(step)
