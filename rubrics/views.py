"""Reading rubrics, and publishing drafts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.signed_in import signed_in
from hiring.access import AccessRefused
from rubrics import services
from rubrics.models import Rubric
from rubrics.permissions import can_manage_rubrics, visible_rubrics
from rubrics.queries import rubric_summaries, stored_rubric


def rubric_list(request: HttpRequest) -> HttpResponse:
    """Every rubric version the reader may know of, with what it asks of a candidate in one line."""
    return render(
        request,
        "rubrics/rubric_list.html",
        {"rubrics": rubric_summaries(visible_rubrics(signed_in(request)))},
    )


def rubric_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One version, stage by stage, as a person would want to read it."""
    rubric = _load(signed_in(request), uuid)
    return render(
        request,
        "rubrics/rubric.html",
        {
            "rubric": rubric,
            "plan": stored_rubric(rubric.pk).plan,
            "may_publish": bool(can_manage_rubrics(signed_in(request))) and not rubric.is_published,
        },
    )


@require_POST
def rubric_publish(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Publishes a draft for good."""
    user = signed_in(request)
    rubric = _load(user, uuid)
    can_manage_rubrics(user).require()
    try:
        services.rubric_publish(actor=user, at=timezone.now(), rubric=rubric)
    except (services.RubricAlreadyPublished, AccessRefused) as refusal:
        messages.error(request, refusal.words)
    else:
        messages.success(request, f"{rubric} is published. Jobs can use it from now on.")
    return redirect("rubrics:rubric", uuid=uuid)


def _load(user: User, uuid: UUID) -> Rubric:
    return get_object_or_404(visible_rubrics(user), uuid=uuid)
