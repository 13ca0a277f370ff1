from typing import Any

from django.apps import AppConfig


class CalibrationConfig(AppConfig):
    name = "calibration"

    def ready(self) -> None:
        from hiring.navigation import RailEntry, register_rail

        register_rail(RailEntry("Calibration", "calibration:overview", "sliders", 55, _sees_calibration))
        register_rail(RailEntry("Your scoring", "calibration:mine", "person-check", 35, _scores))


def _sees_calibration(user: Any) -> bool:
    from calibration.permissions.pages import can_see_calibration

    return bool(can_see_calibration(user))


def _scores(user: Any) -> bool:
    from calibration.permissions.pages import can_see_own_scoring

    return bool(can_see_own_scoring(user))
