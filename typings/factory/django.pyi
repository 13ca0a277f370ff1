from typing import Any, TypeVar

from factory import Factory

_Row = TypeVar("_Row")

class DjangoModelFactory(Factory[_Row]):
    class Meta:
        model: Any
