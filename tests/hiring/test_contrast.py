"""The colours can be read: WCAG 2.2 contrast of every pair that meets on a page, in both schemes."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

PAIR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\);")
SCHEMES = ("light", "dark")
LEVELS = [f"level-{bucket}" for bucket in range(10, 55, 5)]
MEANINGS = ["advance", "stop", "pending", "attention"]
GROUNDS = ["ground", "surface", "raised"]

TEXT = [
    *product(["ink", "quiet", "accent"], [*GROUNDS, "sunken"]),
    *product(MEANINGS, GROUNDS),
    *((meaning, f"{meaning}-soft") for meaning in MEANINGS),
    *(("ink", f"{meaning}-soft") for meaning in MEANINGS),
    *product(["on-level"], LEVELS),
    *product(["on-accent"], ["accent-fill", "accent-fill-hover"]),
    ("ink", "accent-soft"),
    ("accent", "accent-soft"),
    ("accent", "stop-soft"),
    ("ink", "tint"),
    ("quiet", "tint"),
]
MARKS = [
    *product(["edge", "focus", "accent-fill"], ["ground", "surface"]),
    *product(["tick"], LEVELS),
]


def tokens() -> dict[str, tuple[str, str]]:
    text = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
    return {name: (light, dark) for name, light, dark in PAIR.findall(text)}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, for sRGB."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(pairs: list[tuple[str, str]], scheme: str, least: float) -> list[str]:
    """The pairs whose contrast stays under `least`, with what they reach."""
    colours = {name: pair[SCHEMES.index(scheme)] for name, pair in tokens().items()}
    reached = [(front, back, contrast(colours[front], colours[back])) for front, back in pairs]
    return [f"{front} on {back}: {ratio:.2f}" for front, back, ratio in reached if ratio < least]


def test_contrast_agrees_with_the_published_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_reaches_four_and_a_half_to_one(scheme: str) -> None:
    assert too_faint(TEXT, scheme, 4.5) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_marks_reach_three_to_one(scheme: str) -> None:
    assert too_faint(MARKS, scheme, 3) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_shades_of_scores_leave_the_neutral_middle_step_by_step(scheme: str) -> None:
    colours = [tokens()[level][SCHEMES.index(scheme)] for level in LEVELS]
    colourfulness = [max(rgb) - min(rgb) for rgb in (tuple(bytes.fromhex(colour[1:])) for colour in colours)]

    assert colourfulness[:5] == sorted(colourfulness[:5], reverse=True)
    assert colourfulness[4:] == sorted(colourfulness[4:])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_low_scores_are_red_and_high_scores_blue(scheme: str) -> None:
    colours = {level: tokens()[level][SCHEMES.index(scheme)] for level in LEVELS}
    warmer = {level: int(colour[1:3], 16) > int(colour[5:7], 16) for level, colour in colours.items()}

    assert [level for level in LEVELS if warmer[level]] == LEVELS[:4]


def test_every_colour_of_a_style_sheet_is_a_token() -> None:
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b")
    folder = Path(settings.BASE_DIR) / "static/css"
    found = {path.name: colour.findall(path.read_text()) for path in folder.glob("*.css")}

    assert {name for name, colours in found.items() if colours} == {"tokens.css"}


def test_every_token_that_a_style_sheet_uses_exists() -> None:
    folder = Path(settings.BASE_DIR) / "static/css"
    sheets = "".join(path.read_text() for path in folder.glob("*.css"))
    defined = set(re.findall(r"(--[\w-]+):", sheets))
    used = set(re.findall(r"var\((--[\w-]+)\)", sheets))

    assert {name for name in used - defined if not name.startswith("--bs-")} == set()
