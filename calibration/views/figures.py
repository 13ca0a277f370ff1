"""The numbers of a figure as a file: every page with figures answers `?csv=<slug>` with it."""

import csv
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from calibration.charts.figure import Column, Figure, Linked, Value
from rubrics.cells import safe_cell

_DIGITS = 6  # after the point; more would claim an exactness that no statistic here has


def answered_as_csv(
    request: HttpRequest, figures: Iterable[Figure], period: object = ""
) -> HttpResponse | None:
    """The figure that `?csv=` names as CSV, None when it names none of them.

    `period` goes into the file's name. Numbers are written plainly (a share as 0.78), a value that
    there is none of as an empty cell.
    """
    asked = request.GET.get("csv")
    figure = next((figure for figure in figures if figure.slug == asked), None)
    return None if figure is None else _csv(figure, period)


def _csv(figure: Figure, period: object) -> HttpResponse:
    name = "-".join(filter(None, (figure.slug, slugify(str(period)))))
    answer = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
    writer = csv.writer(answer)
    writer.writerow([safe_cell(column.label) for column in figure.columns])
    for row in figure.rows:
        writer.writerow([_written(column, value) for column, value in zip(figure.columns, row, strict=True)])
    return answer


def _written(column: Column, value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, Linked):
        value = value.text
    if isinstance(value, str) or not column.is_number:
        return safe_cell(str(value))
    return round(value, _DIGITS)
