"""The filters of committee's reports: read from the address, and never an error."""

from datetime import datetime, timedelta
from typing import Any

from django import forms

from candidates.models import HiringCycle

YEAR = timedelta(days=365)


class VerdictFilter(forms.Form):
    """A period or a hiring cycle (its uuid); nonsense is the last twelve months."""

    LATELY, ALL = "", "all"
    period = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cycles = {str(cycle.uuid): cycle for cycle in HiringCycle.objects.order_by("-starts_on", "name")}
        named = [(key, cycle.name) for key, cycle in self.cycles.items()]
        period: Any = self.fields["period"]
        period.choices = [(self.LATELY, "Last 12 months"), (self.ALL, "All time"), *named]

    @property
    def chosen(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("period") or self.LATELY)

    def limits(self, now: datetime) -> dict[str, Any]:
        """What the report is limited to."""
        if self.chosen in self.cycles:
            return {"cycle": self.cycles[self.chosen]}
        return {} if self.chosen == self.ALL else {"since": now - YEAR}
