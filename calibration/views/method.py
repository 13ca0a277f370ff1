"""How each statistic is computed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """One plain section for each statistic; it says nothing about anybody, so everybody may read it."""
    return render(request, "calibration/method.html")
