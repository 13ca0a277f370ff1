"""What the made-up candidates of the finished cycles said about themselves.

Shares are roughly those of applicants in a large city; about one in twelve said nothing or declined. Women
and men fare alike but at the last gates, where fewer women come through than chance would have; one race is
less than 2 % of everybody, and another too small to be shown past the first gates.
"""

from datetime import datetime
from random import Random

from calibration.fairness.groups import DECLINED
from calibration.services.demographics import SaidOfThemselves, answers_import
from candidates.models import Application, ApplicationState, Origin

SILENT = 0.04  # neither answered nor declined
DECLINES = 0.04
WOMEN, WOMEN_OF_OFFERS, ANOTHER = 0.44, 0.36, 0.012
RACES = {
    "white": 0.42,
    "asian": 0.2,
    "hispanic": 0.15,
    "black": 0.13,
    "several": 0.06,
    "native": 0.025,
    "pacific": 0.015,
}


def demo_answers(random: Random, at: datetime) -> None:
    """Answers of the imported applications, through the import."""
    applications = Application.objects.filter(origin=Origin.IMPORTED).order_by("pk")
    said = {
        key: _answer(random, offered=state == ApplicationState.OFFER)
        for key, state in applications.values_list("pk", "state")
        if random.random() >= SILENT
    }
    answers_import(at=at, said=said)


def _answer(random: Random, *, offered: bool) -> SaidOfThemselves:
    if random.random() < DECLINES:
        return SaidOfThemselves(DECLINED, DECLINED)
    women = WOMEN_OF_OFFERS if offered else WOMEN
    sex = random.choices(["female", "another", "male"], [women, ANOTHER, 1 - women - ANOTHER])[0]
    race = random.choices(list(RACES), list(RACES.values()))[0]
    return SaidOfThemselves(sex, race)
