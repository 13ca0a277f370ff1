from typing import Any

from django.apps import AppConfig


class CalibrationConfig(AppConfig):
    name = "calibration"

    def ready(self) -> None:
        from hiring.navigation import RailEntry, register_rail

        register_rail(RailEntry("Calibration", "calibration:overview", "rulers", 55, _sees_calibration))


def _sees_calibration(user: Any) -> bool:
    from calibration.permissions.pages import can_see_calibration

    return bool(can_see_calibration(user))
