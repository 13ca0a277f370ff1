from django.apps import AppConfig

from hiring.navigation import RailEntry, register_rail


class RubricsConfig(AppConfig):
    name = "rubrics"

    def ready(self) -> None:
        register_rail(
            RailEntry("Rubrics", "rubrics:rubric_list", "rulers", order=60, allowed=lambda user: True)
        )
