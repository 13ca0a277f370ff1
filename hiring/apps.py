from django.apps import AppConfig
from django.db.models.signals import post_migrate


class HiringConfig(AppConfig):
    name = "hiring"

    def ready(self) -> None:
        from hiring.triggers import install_after_migrate

        post_migrate.connect(install_after_migrate, dispatch_uid="hiring.triggers")
