"""Tables that only grow: the model, the QuerySet and a database trigger each refuse to change a row."""

from typing import Any, NoReturn, TypeVar

from django.db import models

from hiring.triggers import Guard, register_guard

Row = TypeVar("Row", bound=models.Model)


class AppendOnlyError(Exception):
    """Code tried to change or delete a row that is kept as it was written."""


def _refuse(what: str) -> NoReturn:
    raise AppendOnlyError(f"{what} is append-only; write a new row that supersedes it")


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Reads and inserts; every way to change existing rows is refused."""

    def update(self, **kwargs: Any) -> NoReturn:
        _refuse(self.model._meta.label)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse(self.model._meta.label)

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Row]:
        if kwargs.get("update_conflicts"):
            _refuse(self.model._meta.label)
        return super().bulk_create(*args, **kwargs)

    def delete(self) -> NoReturn:
        _refuse(self.model._meta.label)

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse(self.model._meta.label)


class AppendOnlyModel(models.Model):
    """A row is written once. Subclasses call `keep_forever` below their definition for the trigger."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse(self._meta.label)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        _refuse(self._meta.label)


def keep_forever(model: type[models.Model]) -> type[models.Model]:
    """Registers the database trigger that refuses update, delete and truncate on the model's table."""
    table = model._meta.db_table
    register_guard(
        Guard(
            app_label=model._meta.app_label,
            table=table,
            name=f"{table}_append_only",
            events=("UPDATE", "DELETE"),
            words=f"{table} is append-only",
            truncate=True,
        )
    )
    return model
