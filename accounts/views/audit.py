"""The audit trail, searched."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.forms.audit import AuditFilter
from accounts.permissions import can_administer_people
from accounts.queries.audit import AuditQuestion, audit_found, audit_lines
from accounts.signed_in import signed_in
from hiring.pagination import keyset_page


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Who did what, on what, when, the latest first."""
    user = signed_in(request)
    can_administer_people(user).require()
    form = AuditFilter(request.GET)
    question = form.question()
    page = keyset_page(request, audit_found(user, question), ["-at", "-id"])
    return render(
        request,
        "accounts/audit.html",
        {
            "filter": form,
            "page": page,
            "lines": audit_lines(page.rows),
            "filtered": question != AuditQuestion(),
        },
    )
