"""The components say in words what they show in colour."""

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from hiring import styleguide
from hiring.pagination import Page


def text_of(html: str) -> str:
    """The words of a piece of a page, blanks joined."""
    return " ".join(strip_tags(html.replace("><", "> <")).split())


@pytest.fixture
def matrix() -> str:
    return render_to_string("components/score_matrix.html", {"matrix": styleguide.matrix()})


def gate_line(gate: dict[str, Any]) -> str:
    return render_to_string("components/gate_line.html", {"gate": gate})


def rows(html: str) -> list[str]:
    return re.findall(r"<tr>.*?</tr>", html, re.DOTALL)


def test_matrix_has_a_row_per_stage_and_a_column_per_competency(matrix: str) -> None:
    head, *body = rows(matrix)

    assert text_of(head) == "Stage Judgment Communication Impact Curiosity Gate"
    assert [re.findall(r"<th scope=\"row\">\s*([\w ]+\w)", row)[0] for row in body] == [
        "Recruiter screen",
        "Product sense exercise",
        "Leadership and collaboration",
        "Bar raiser",
    ]


def test_matrix_row_ends_with_the_gates_word_score_and_sentence(matrix: str) -> None:
    stopped = rows(matrix)[2]

    gate = stopped[stopped.index("matrix-gate") - len('<td class="') :]
    assert text_of(gate) == (
        "Stopped 3.91 Stopped: judgment 2.33 is below the floor of 3.00; three scorecards"
    )


def test_matrix_cell_names_every_interviewer_with_their_value(matrix: str) -> None:
    titles = [text_of(title) for title in re.findall(r"<title>.*?</title>", matrix)]

    assert titles[4] == "Ines Moreau 2, Tom Okafor 3, Lena Fischer 2"


def test_matrix_gives_each_interviewer_of_a_cell_a_lane_of_their_own(matrix: str) -> None:
    cell = re.findall(r"<svg class=\"matrix-ticks\".*?</svg>", matrix, re.DOTALL)[4]

    assert re.findall(r'd="M(\d+) (\d+)v(\d+)"', cell) == [
        ("25", "0", "5"),
        ("50", "5", "5"),
        ("25", "11", "5"),
    ]


def test_matrix_says_what_an_empty_cell_is(matrix: str) -> None:
    pending = rows(matrix)[3]

    assert re.findall(r"<small>(.*?)</small>", pending) == ["not yet", "not yet"]


def test_matrix_row_that_is_hidden_says_what_unlocks_it_and_nothing_else(matrix: str) -> None:
    hidden = rows(matrix)[4]

    assert text_of(hidden) == "Bar raiser Shown once you have submitted your scorecard."
    assert 'colspan="5"' in hidden


def test_matrix_escapes_what_people_typed() -> None:
    matrix = styleguide.matrix()
    matrix["rows"][0]["sentence"] = "<script>alert(1)</script>"

    assert "<script>" not in render_to_string("components/score_matrix.html", {"matrix": matrix})


def test_gate_line_puts_floor_threshold_and_scores_where_they_are_on_the_scale() -> None:
    html = gate_line(styleguide.gate_stopped())

    assert re.findall(r'class="gate-floor"\s+x1="([\d.]+)%"', html) == ["50.00"] * 5
    assert re.findall(r'class="gate-threshold"\s+x1="([\d.]+)%"', html) == ["75.00"] * 5
    assert re.findall(r'<svg x="([\d.]+)%"', html) == ["33.25", "91.50", "83.25", "83.25"]
    assert re.findall(r'class="gate-bar gate-bar-stop"[^>]*width="([\d.]+)%"', html) == ["72.75"]


def test_gate_line_marks_a_breach_by_shape_and_word() -> None:
    html = gate_line(styleguide.gate_stopped())

    assert html.count("gate-breach") == 1
    assert html.count('<circle class="gate-dot"') == 3
    assert "Judgment 2.33 below floor Communication 4.66" in text_of(html)


def test_gate_line_shows_no_dot_for_what_nobody_assessed() -> None:
    html = gate_line(styleguide.gate_pending())

    assert html.count('<circle class="gate-dot"') == 2
    assert html.count("not assessed") == 2
    assert "gate-bar" not in html


def test_gate_line_reads_without_its_drawing() -> None:
    text = text_of(re.sub(r"<(svg|div)[^>]*aria-hidden.*?</\1>", "", gate_line(styleguide.gate_advanced())))

    assert "Gate of the product sense exercise: floor 3.00, threshold 4.00" in text
    assert text.endswith("Advanced: 4.25 meets the threshold of 4.00; one scorecard")


@pytest.mark.parametrize("kind", ["advance", "stop", "pending", "attention", "late", "neutral"])
def test_chip_always_has_a_word(kind: str) -> None:
    html = render_to_string("components/chip.html", {"kind": kind, "word": "Late, 9 d"})

    assert (text_of(html), f"chip-{kind}" in html) == ("Late, 9 d", True)


@pytest.mark.parametrize(
    ("page", "links"),
    [
        (Page([], next_url="", first_url=""), []),
        (Page([], next_url="?after=x", first_url=""), ["?after=x"]),
        (Page([], next_url="", first_url="/people/"), ["/people/"]),
        (Page([], next_url="?after=x", first_url="/people/"), ["/people/", "?after=x"]),
    ],
)
def test_pagination_links_only_to_pages_that_exist(page: Page[Any], links: list[str]) -> None:
    html = render_to_string("components/pagination.html", {"page": page})

    assert re.findall(r'href="([^"]*)"', html) == links


def test_empty_state_offers_a_step_only_to_those_who_can_take_it() -> None:
    words = {"title": "No jobs yet", "text": "A job names the rubric."}
    with_step = words | {"action_url": "/jobs/new/", "action_label": "Add job"}

    assert text_of(render_to_string("components/empty.html", words)) == "No jobs yet A job names the rubric."
    assert text_of(render_to_string("components/empty.html", with_step)).endswith("Add job")


def test_error_summary_links_each_problem_to_its_field() -> None:
    html = render_to_string("components/error_summary.html", {"form": styleguide.sample()["unsent"]})

    assert re.findall(r'<a href="([^"]*)">\s*([^:]*):', html) == [
        ("#id_name", "Name"),
        ("#id_email", "E-mail"),
        ("#id_origin_0", "How they came to us"),
    ]


def test_error_summary_is_absent_while_nothing_is_wrong() -> None:
    html = render_to_string("components/error_summary.html", {"form": styleguide.sample()["form"]})

    assert html.strip() == ""


def test_style_guide_shows_every_component() -> None:
    html = render_to_string("hiring/styleguide.html", styleguide.sample())

    for mark in ("matrix", "gate-line", "chip", "board", "house-table", "timeline", "facts", "empty"):
        assert f'class="{mark}' in html, mark
