"""What people are asked about themselves, and the groups that their answers make.

The categories are those of the EEO-1 report's Component 1, which 6 RCNY 5-300 refers to: whoever is Hispanic
or Latino is that, and every other category is of those who are not. Another sex or gender is not in that
report; it is there so that nobody has to say what is not so.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SEXES = {"male": "Male", "female": "Female", "another": "Another sex or gender"}
RACES = {
    "hispanic": "Hispanic or Latino",
    "white": "White",
    "black": "Black or African American",
    "pacific": "Native Hawaiian or Pacific Islander",
    "asian": "Asian",
    "native": "Native American or Alaska Native",
    "several": "Two or more races",
}
HISPANIC = "hispanic"
DECLINED = "declined"

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Answers:
    """One row an application: its place in SEXES and in RACES, or their length where it is not known."""

    sex: Codes
    race: Codes


def coded(answers: Iterable[tuple[str, str]]) -> Answers:
    """The answers as codes; what is no category, such as "declined" or nothing at all, is not known."""
    sexes = {key: place for place, key in enumerate(SEXES)}
    races = {key: place for place, key in enumerate(RACES)}
    rows = [(sexes.get(sex, len(SEXES)), races.get(race, len(RACES))) for sex, race in answers]
    codes = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return Answers(codes[:, 0], codes[:, 1])
