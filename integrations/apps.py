from typing import Any

from django.apps import AppConfig


def _imports(user: Any) -> bool:
    return bool(user.is_recruiter or user.is_chair)


def _is_made_up(user: Any) -> bool:
    from integrations.demo.people import DOMAIN

    return str(user.email).endswith(f"@{DOMAIN}")


class IntegrationsConfig(AppConfig):
    name = "integrations"

    def ready(self) -> None:
        from hiring.navigation import RailEntry, register_demo, register_rail

        register_rail(RailEntry("Import", "integrations:import_history", "upload", 70, _imports))
        register_demo(_is_made_up)
