"""A figure is one sentence, a chart, and the same numbers as a table and as CSV."""

import ast
import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory

from calibration.charts.figure import Column, Figure, Kind, Linked, Value, shown
from calibration.charts.samples import sample_figures, severity, thin
from calibration.views.figures import answered_as_csv

COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab)a?\(|light-dark\(")
COLUMNS = (
    Column("who", "Interviewer"),
    Column("severity", "Points", "difference"),
    Column("rate", "Offers", "percent"),
)


def figure(*rows: tuple[Value, ...], **parts: Any) -> Figure:
    return Figure("severity", "Severity", "Who is strict.", COLUMNS, rows, **parts)


def html_of(one: Figure, address: str = "/?cycle=all") -> str:
    request = RequestFactory().get(address)
    html = render_to_string("calibration/_figure.html", {"figure": one}, request=request)
    return re.sub(r">\s+|\s+<", lambda blank: blank.group().strip(), html)


def csv_of(one: Figure, address: str = "/?csv=severity", period: object = "") -> list[list[str]]:
    answer = answered_as_csv(RequestFactory().get(address), [thin(), one], period)
    assert answer is not None
    return list(csv.reader(io.StringIO(answer.content.decode())))


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("text", "Ines Moreau", "Ines Moreau"),
        ("points", 3.916, "3.92"),
        ("difference", 0.42, "+0.42"),
        ("difference", -0.42, "−0.42"),
        ("difference", -0.001, "0.00"),
        ("logits", -1.5, "−1.50"),
        ("percent", 0.784, "78\N{NO-BREAK SPACE}%"),
        ("count", 1204, "1,204"),
        ("days", 3.25, "3.2"),
        ("number", 0.4, "0.40"),
        ("percent", "too few (7)", "too few (7)"),
        ("percent", None, "–"),
        ("text", Linked("Ines Moreau", "/x/"), "Ines Moreau"),
    ],
)
def test_value_is_shown_in_the_words_of_its_kind(kind: Kind, value: Value, words: str) -> None:
    assert shown(kind, value) == words


def test_chart_is_drawn_from_the_rows_of_the_table() -> None:
    drawn = figure((Linked("Ines", "/ines/"), -0.5, "too few (3)"), spec={"mark": "point", "height": 90})

    assert drawn.vega["mark"] == "point"
    assert drawn.vega["data"] == {
        "name": "figure",
        "values": [
            {
                "row": 0,
                "who": "Ines",
                "who_text": "Ines",
                "who_url": "/ines/",
                "severity": -0.5,
                "severity_text": "−0.50",
                "rate": None,
                "rate_text": "too few (3)",
            }
        ],
    }


def test_figure_refuses_a_row_that_is_not_its_columns() -> None:
    with pytest.raises(ValueError, match="2 values for 3 columns"):
        figure(("Ines", 0.1))


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_figure_refuses_a_number_that_no_page_can_show(number: float) -> None:
    with pytest.raises(ValueError, match="not finite"):
        figure(("Ines", number, 0.5))


def test_table_names_its_rows_and_columns_and_sets_numbers_to_the_right() -> None:
    html = html_of(figure((Linked("Ines", "/ines/"), -0.5, None)))

    assert '<th scope="col">Interviewer</th>' in html
    assert '<th scope="col" class="number">Points</th>' in html
    assert '<th scope="row"><a href="/ines/">Ines</a></th>' in html
    assert '<td data-label="Points" class="number">−0.50</td>' in html
    assert '<td data-label="Offers" class="number" data-nothing>–</td>' in html


def test_figure_keeps_the_room_of_its_chart_until_it_is_drawn() -> None:
    html = html_of(severity(7))

    assert f'height="{severity(7).height}"' in html
    assert 'role="img"' in html
    assert "<details" in html


def test_figure_without_a_chart_is_its_table_with_the_words_that_say_why() -> None:
    html = html_of(thin())

    assert "data-chart" not in html
    assert "<details" not in html
    assert "so nothing is drawn" in html
    assert "too few (3)" in html


def test_table_that_says_too_few_many_times_folds() -> None:
    many = replace(thin(), rows=thin().rows * 7)

    assert "<details" in html_of(many)
    assert "<details" not in html_of(replace(many, empty=""))


def test_figure_without_rows_says_so_and_has_nothing_to_download() -> None:
    html = html_of(figure(spec={"height": 90}, empty="Nobody has scored yet."))

    assert "Nobody has scored yet." in html
    assert "<table" not in html
    assert "csv=" not in html


def test_links_of_a_figure_keep_the_period_and_name_the_method() -> None:
    html = html_of(figure(("Ines", 0.1, 0.5), method="drift"), "/?cycle=spring")

    assert 'href="?cycle=spring&amp;csv=severity"' in html
    assert 'href="/calibration/method/#drift"' in html


def test_name_in_a_chart_is_text_and_no_markup() -> None:
    drawn = figure(("</pre><b>&lt;", 0.1, 0.5), spec={"height": 90})

    assert "</pre><b>" not in html_of(drawn)
    assert "&lt;" not in drawn.json
    assert json.loads(drawn.json) == drawn.vega


def test_csv_holds_plain_numbers_and_no_formula() -> None:
    rows = csv_of(figure(("=1+1", -0.42, 0.123456789), (Linked("@Tom", "/x/"), None, "-too few (3)")))

    assert rows == [
        ["Interviewer", "Points", "Offers"],
        ["'=1+1", "-0.42", "0.123457"],
        ["'@Tom", "", "'-too few (3)"],
    ]


def test_csv_is_named_after_the_figure_and_its_period() -> None:
    answer = answered_as_csv(RequestFactory().get("/?csv=offers"), [thin()], "Autumn 2026")

    assert answer is not None
    assert answer["Content-Disposition"] == 'attachment; filename="offers-autumn-2026.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("address", ["/", "/?csv=", "/?csv=severity"])
def test_page_answers_as_a_page_unless_csv_names_one_of_its_figures(address: str) -> None:
    assert answered_as_csv(RequestFactory().get(address), [thin()]) is None


def test_every_chart_has_a_height_and_draws_any_number_of_rows() -> None:
    for rows in (1, 2, 12, 60):
        for one in sample_figures(rows):
            json.dumps(one.vega, allow_nan=False)
            assert (one.height > 0) == (one.spec is not None)
    assert severity(60).height - severity(12).height == 4 * (severity(24).height - severity(12).height)


def test_python_knows_colours_only_by_name() -> None:
    files = (Path(settings.BASE_DIR) / "calibration").rglob("*.py")
    assert [str(file) for file in files if COLOUR.search(file.read_text())] == []


def test_charts_name_only_colours_that_there_are() -> None:
    tokens = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
    specs = json.dumps([one.spec for one in sample_figures(12)])
    named = set(re.findall(r'"token:([\w-]+)"', specs))
    assert named
    assert {name for name in named if f"--{name}:" not in tokens} == set()


def test_every_figure_points_at_a_method_that_is_explained() -> None:
    page = (Path(settings.BASE_DIR) / "templates/calibration/method.html").read_text()
    explained = set(re.findall(r'\bid="([\w-]+)"', page))
    assert methods()
    assert methods() - explained == set()


def methods() -> set[str]:
    """Every `method` that a Figure is made with, anywhere in calibration."""
    found = set()
    for file in (Path(settings.BASE_DIR) / "calibration").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Figure":
                words = [key.value for key in node.keywords if key.arg == "method"]
                found |= {str(word.value) for word in words if isinstance(word, ast.Constant)}
    return found
