"""What the audit trail is searched by: read from the address, and never an error."""

from datetime import date

from django import forms

from accounts.queries.audit import AuditQuestion


class AuditFilter(forms.Form):
    """Who, what, on what, when, in which request; a field that makes no sense is left out."""

    person = forms.CharField(required=False, max_length=100)
    action = forms.CharField(required=False, max_length=60)
    object = forms.CharField(required=False, max_length=100)
    since = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    request = forms.CharField(required=False, max_length=64)

    def question(self) -> AuditQuestion:
        """What is asked for, of the fields that make sense."""
        self.is_valid()
        return AuditQuestion(
            person=self._text("person"),
            action=self._text("action"),
            on=self._text("object"),
            since=self._day("since"),
            until=self._day("until"),
            request_id=self._text("request"),
        )

    def _text(self, field: str) -> str:
        return str(self.cleaned_data.get(field) or "").strip()

    def _day(self, field: str) -> date | None:
        day: date | None = self.cleaned_data.get(field)
        return day
