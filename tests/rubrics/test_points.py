import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubrics.points import NotPoints, parse_points, written_points


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [
        ("4", 400),
        ("4.0", 400),
        ("4.00", 400),
        ("4.000", 400),
        ("3.5", 350),
        ("3.25", 325),
        ("0", 0),
        ("007", 700),
    ],
)
def test_points_are_read_into_hundredths(text: str, hundredths: int) -> None:
    assert parse_points(text) == hundredths


@pytest.mark.parametrize(
    "text",
    [
        "",
        "four",
        "4.",
        ".5",
        "4,5",
        "+4",
        "-4",
        "1e1",
        "NaN",
        "inf",
        "4 5",
        " 4",
        "4\n",
        "٤",
        "\N{FULLWIDTH DIGIT FOUR}",
        "²",
        "4_0",
        "0x4",
    ],
)
def test_anything_but_ascii_digits_and_one_point_is_not_a_number(text: str) -> None:
    with pytest.raises(NotPoints, match=r"^is not a number$"):
        parse_points(text)


def test_a_third_decimal_is_refused_and_not_rounded() -> None:
    with pytest.raises(NotPoints, match=r"^is finer than a hundredth of a point$"):
        parse_points("3.995")


def test_a_number_of_any_length_is_answered_at_once() -> None:
    with pytest.raises(NotPoints, match=r"^is off any scale$"):
        parse_points("9" * 100_000)
    with pytest.raises(NotPoints, match=r"^is not a number$"):
        parse_points("0" * 100_000 + "4." + "0" * 100_000 + "x")
    assert parse_points("0" * 100_000 + "4." + "0" * 100_000) == 400


@given(st.integers(0, 99_999_999))
def test_what_is_written_reads_the_same(hundredths: int) -> None:
    assert parse_points(written_points(hundredths)) == hundredths


@pytest.mark.parametrize(
    ("hundredths", "text"), [(400, "4"), (350, "3.5"), (325, "3.25"), (305, "3.05"), (1000, "10")]
)
def test_points_are_written_as_briefly_as_they_can_be(hundredths: int, text: str) -> None:
    assert written_points(hundredths) == text
