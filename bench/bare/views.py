"""A bare page that shows fifty cards, and a bare form that writes what a scorecard and its outcome write."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from bench.bare import statements

COMPETENCIES = ("judgment", "communication", "impact", "curiosity")


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Fifty open applications with one statement."""
    with connection.cursor() as cursor:
        cursor.execute(statements.CARDS)
        cards = cursor.fetchall()
    return render(request, "page.html", {"cards": cards})


@login_required
@transaction.atomic
def form(request: HttpRequest, assignment: UUID) -> HttpResponse:
    """Stores a scorecard with an outcome as they come; checks, computes and hashes nothing."""
    texts = [(slug, request.POST[f"evidence.{slug}"]) for slug in COMPETENCIES]
    values = [(slug, 100 * int(request.POST[f"value.{slug}"])) for slug in COMPETENCIES]
    given = {"assignment": assignment, "user": request.user.pk}
    with connection.cursor() as cursor:
        cursor.execute(statements.LOCK, given)
        given["id"], given["visit"], given["application"], given["scope"] = cursor.fetchone()
        for statement in statements.BEFORE:
            cursor.execute(statement, given)
        cursor.execute(statements.SCORECARD, given)
        (given["scorecard"],) = cursor.fetchone()
        cursor.execute(statements.REVISION, given)
        (revision,) = cursor.fetchone()
        for insert, rows in ((statements.SCORE, values), (statements.TEXT, texts)):
            places = ", ".join(["(%s, %s, %s)"] * len(rows))
            cursor.execute(insert.format(places), [part for row in rows for part in (revision, *row)])
        for statement in statements.AFTER:
            cursor.execute(statement, given)
    return redirect("/page/")
