"""The colour of a score."""

import pytest

from hiring.shades import level


@pytest.mark.parametrize(
    ("hundredths", "shade"),
    [
        (100, "level-10"),
        (149, "level-10"),
        (150, "level-15"),
        (299, "level-25"),
        (300, "level-30"),
        (399, "level-35"),
        (400, "level-40"),
        (500, "level-50"),
        (None, "level-none"),
    ],
)
def test_level_is_the_half_point_that_was_reached(hundredths: int | None, shade: str) -> None:
    assert level(hundredths) == shade


@pytest.mark.parametrize(("hundredths", "shade"), [(0, "level-10"), (50, "level-10"), (700, "level-50")])
def test_level_stays_on_the_colour_scale(hundredths: int, shade: str) -> None:
    assert level(hundredths) == shade
