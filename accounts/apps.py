from typing import Any

from django.apps import AppConfig


def everybody(user: Any) -> bool:
    return True


def administers(user: Any) -> bool:
    """Whether the person is an administrator."""
    return bool(user.is_administrator)


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import receivers  # noqa: F401 - importing connects them
        from accounts.queries.inbox import unread_count
        from hiring.navigation import (
            RailEntry,
            RoleHome,
            register_home,
            register_menu,
            register_rail,
            register_unread,
        )

        register_rail(RailEntry("People", "accounts:person_list", "people", 80, everybody))
        register_rail(RailEntry("Audit", "accounts:audit", "clock-history", 90, administers))
        register_menu(RailEntry("Inbox", "accounts:inbox", "inbox", 10, everybody))
        register_menu(RailEntry("Settings", "accounts:settings", "gear", 20, everybody))
        register_home(RoleHome("accounts:person_list", 90, administers))
        register_unread(unread_count)
