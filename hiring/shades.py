"""The colour of a score: the same in tables, components and charts."""


def level(hundredths: int | None) -> str:
    """The class of the colour of a value in hundredths, on half points between 1 and 5: 349 is `level-30`."""
    if hundredths is None:
        return "level-none"
    half_points = min(max(hundredths // 50, 2), 10)
    return f"level-{half_points * 5}"
