"""Querysets that are put together once a process, and run with other keys each time.

Django takes longer to put a query together and to write its SQL than a database takes to answer a short one.
On pages that are open all day that is most of their time, so what they ask is built once.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from copy import copy
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row")
Key = int | UUID


class Built(Generic[Row]):
    """`make` returns a queryset from keys (numbers or UUIDs) and lists of keys; call this instead of it.

    `make` is called once with stand-ins, and nothing but its arguments may change what it returns. A list is
    filled up with its last key to a power of two, so that few statements serve lists of any length. What the
    queryset prefetches is not fetched.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]]) -> None:
        self._make = make
        self._statements: dict[tuple[int, ...], _Statement[Row]] = {}

    def __call__(self, *arguments: Key | Collection[Key]) -> list[Row]:
        """The rows for these keys; none, without a query, when a list of them is empty."""
        filled = [_filled(argument) for argument in arguments]
        if [] in filled:
            return []
        shape = tuple(len(keys) if isinstance(keys, list) else 0 for keys in filled)
        if shape not in self._statements:
            self._statements[shape] = _Statement(self._make, filled)
        return self._statements[shape].rows(list(_flat(filled)))

    def get(self, *arguments: Key | Collection[Key]) -> Row:
        """The only row for these keys. Raises the model's DoesNotExist or MultipleObjectsReturned."""
        rows = self(*arguments)
        if len(rows) == 1:
            return rows[0]
        model: Any = next(iter(self._statements.values())).model
        raise (model.MultipleObjectsReturned if rows else model.DoesNotExist)(f"{len(rows)} rows")


class _Statement(Generic[Row]):
    """One shape of it: its SQL, and where in the parameters the keys belong."""

    def __init__(self, make: Callable[..., QuerySet[Any, Row]], examples: Sequence[Key | list[Key]]) -> None:
        stand_ins = _stand_ins(examples)
        self._queryset = make(*stand_ins)
        self.model = self._queryset.model
        self._compiler = self._queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, self._parameters = self._compiler.as_sql()
        places: dict[object, int] = {key: place for place, key in enumerate(_flat(stand_ins))}
        # SQLite is given a UUID as its digits.
        places |= {key.hex: place for key, place in places.items() if isinstance(key, UUID)}
        self._places = [
            places.get(value) if isinstance(value, int | str | UUID) else None for value in self._parameters
        ]
        if {place for place in self._places if place is not None} != set(places.values()):
            raise ValueError("a key that the query does not send as it is cannot be given to it later")

    def rows(self, keys: Sequence[Key]) -> list[Row]:
        given = tuple(
            value if place is None else _written(keys[place], like=value)
            for value, place in zip(self._parameters, self._places, strict=True)
        )
        compiler = copy(self._compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # the one of this thread
        compiler.as_sql = lambda *args, **kwargs: (self._sql, given)
        queryset: Any = QuerySet(self._queryset.model, query=_query(self._queryset.query, compiler))
        for what in ("_iterable_class", "_fields"):
            setattr(queryset, what, getattr(self._queryset, what))
        return list(queryset)


def _query(made: Query, compiler: SQLCompiler) -> Query:
    query = copy(made)
    query.get_compiler = lambda *args, **kwargs: compiler  # type: ignore[method-assign]
    return query


def _filled(argument: Key | Collection[Key]) -> Key | list[Key]:
    if isinstance(argument, int | UUID):
        return argument
    keys = list(argument)
    wanted = 1 << (len(keys) - 1).bit_length() if keys else 0
    return keys + keys[-1:] * (wanted - len(keys))


def _stand_ins(examples: Sequence[Key | list[Key]]) -> list[Key | list[Key]]:
    """As many keys of the same kinds, none of which is that of a row."""
    numbers = iter(range(-(10**12), 0))

    def stand_in(example: Key) -> Key:
        number = next(numbers)
        return UUID(int=-number) if isinstance(example, UUID) else number

    return [
        [stand_in(each) for each in example] if isinstance(example, list) else stand_in(example)
        for example in examples
    ]


def _flat(arguments: Sequence[Key | list[Key]]) -> Iterator[Key]:
    for argument in arguments:
        yield from argument if isinstance(argument, list) else [argument]


def _written(key: Key, like: object) -> object:
    return key.hex if isinstance(like, str) else key  # type: ignore[union-attr]
