"""SQL that was written out once is the same on every connection of one driver: all engines of a process share it."""

from collections.abc import Iterator, MutableMapping
from typing import Any

MOST = 2000
"""Statements kept: some hundreds have been seen."""


class Compiled(MutableMapping[tuple[Any, ...], Any]):
    """What SQLAlchemy keeps for each engine apart; here for each kind of dialect.

    Of a dialect nothing differs from engine to engine that shows in the SQL: none is given settings of its own.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[Any, ...], Any] = {}

    def __getitem__(self, key: tuple[Any, ...]) -> Any:
        return self._kept[_of_its_kind(key)]

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        """Asked before each statement, and so without an error where there is none."""
        return self._kept.get(_of_its_kind(key), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[_of_its_kind(key)] = compiled

    def __delitem__(self, key: tuple[Any, ...]) -> None:
        del self._kept[_of_its_kind(key)]

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


def _of_its_kind(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *rest = key
    return (type(dialect), *rest)


SHARED = {"compiled_cache": Compiled()}
"""An engine's execution options."""
