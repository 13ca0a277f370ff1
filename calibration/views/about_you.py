"""The voluntary form, behind a link of its own; open to whoever has the link, and telling them nothing."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from calibration.about_you import application_of
from calibration.forms.demographics import AboutYouForm
from calibration.services.demographics import SaidOfThemselves, answer_keep
from candidates.models import Application
from hiring.forms import form_status


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def about_you(request: HttpRequest, token: str) -> HttpResponse:
    """The two questions. An earlier answer is not shown; a new one takes its place."""
    uuid = application_of(token)
    application = Application.objects.filter(uuid=uuid).first() if uuid else None
    if application is None:
        return render(request, "calibration/about_you_spent.html", status=404)
    form = AboutYouForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer_keep(at=timezone.now(), application=application, said=SaidOfThemselves(**form.cleaned_data))
        return redirect("about_you_thanks")
    return render(request, "calibration/about_you.html", {"form": form}, status=form_status(form))


@login_not_required
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """The same page for everybody, so that neither it nor its address says anything about anybody."""
    return render(request, "calibration/about_you_thanks.html")
