"""A small language for saying what JSON may look like, and Slack's words for what is wrong with it.

A check is given a value and its place and yields what is wrong there. This module knows nothing of blocks.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Surface = Literal["message", "modal", "home"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the payload we stand, on which surface, and which of Slack's newer kinds it knows."""

    pointer: str
    surface: Surface
    newer_kinds: frozenset[str] = frozenset()

    def at(self, key: str | int) -> "Place":
        return replace(self, pointer=f"{self.pointer}/{key}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing Slack refuses."""

    pointer: str
    says: str

    def __str__(self) -> str:
        return f"[ERROR] {self.says} [json-pointer:{self.pointer}]"


Check = Callable[[Any, Place], Iterable[Problem]]


def wrong(place: Place, says: str) -> Problem:
    return Problem(pointer=place.pointer, says=says)


def string(*, most: int, least: int = 1) -> Check:
    def check(value: Any, place: Place) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield wrong(place, "must provide a string")
        elif len(value) < least:
            yield wrong(place, f"must be more than {least - 1} characters")
        elif len(value) > most:
            yield wrong(place, f"must be less than {most + 1} characters")

    return check


def matching(pattern: str, says: str, *, most: int = 3_000) -> Check:
    sized = string(most=most)
    expected = re.compile(pattern)

    def check(value: Any, place: Place) -> Iterator[Problem]:
        yield from sized(value, place)
        if isinstance(value, str) and value and not expected.fullmatch(value):
            yield wrong(place, says)

    return check


def boolean(value: Any, place: Place) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield wrong(place, "must provide a boolean")


def whole_number(*, least: int, most: int) -> Check:
    def check(value: Any, place: Place) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield wrong(place, "must provide an integer")
        elif value < least:
            yield wrong(place, f"must be greater than {least - 1}")
        elif value > most:
            yield wrong(place, f"must be less than {most + 1}")

    return check


def number(value: Any, place: Place) -> Iterator[Problem]:
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield wrong(place, "must provide a number")


def one_of(*allowed: str) -> Check:
    def check(value: Any, place: Place) -> Iterator[Problem]:
        if value not in allowed:
            yield wrong(place, f"must be one of: {', '.join(allowed)}")

    return check


def array(of: Check, *, most: int, least: int = 1) -> Check:
    def check(value: Any, place: Place) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield wrong(place, "must provide an array")
            return
        if len(value) < least:
            yield wrong(place, f"no fewer than {least} items allowed")
        if len(value) > most:
            yield wrong(place, f"no more than {most} items allowed")
        for index, item in enumerate(value):
            yield from of(item, place.at(index))

    return check


def record(
    *,
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    also: Iterable[Check] = (),
) -> Check:
    """An object with these fields and no others; `also` looks at the whole once each field is right."""
    needed, known = dict(required or {}), dict(required or {}) | dict(optional or {})

    def check(value: Any, place: Place) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield wrong(place, "must provide an object")
            return
        problems = [*_fields(value, place, needed, known)]
        if not problems:
            problems = [problem for whole in also for problem in whole(value, place)]
        yield from problems

    return check


def _fields(
    value: dict[str, Any], place: Place, needed: Mapping[str, Check], known: Mapping[str, Check]
) -> Iterator[Problem]:
    for name in [name for name in needed if name not in value]:
        yield wrong(place, f"missing required field: {name}")
    for name, item in value.items():
        if name not in known:
            yield wrong(place, f"invalid additional property: {name}")
        else:
            yield from known[name](item, place.at(name))


def kind(
    *,
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    also: Iterable[Check] = (),
) -> Check:
    """A record that carries its `type`, for a choice with `by_type`."""
    return record(required={**(required or {}), "type": _named}, optional=optional, also=also)


def _named(_value: Any, _place: Place) -> Iterable[Problem]:
    return ()  # the choice by type has looked at it


def by_type(kinds: Mapping[str, Check]) -> Check:
    """An object told from others by its `type`; a type not named here is refused."""

    def check(value: Any, place: Place) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield wrong(place, "must provide an object")
        elif not isinstance(value.get("type"), str):
            yield wrong(place, "missing required field: type")
        elif value["type"] not in kinds:
            yield unsupported(value, place)
        else:
            yield from kinds[value["type"]](value, place)

    return check


def exactly_one(*names: str) -> Check:
    def check(value: Any, place: Place) -> Iterator[Problem]:
        if sum(name in value for name in names) != 1:
            yield wrong(place, f"must have exactly one of: {', '.join(names)}")

    return check


def at_least_one(*names: str) -> Check:
    def check(value: Any, place: Place) -> Iterator[Problem]:
        if not any(name in value for name in names):
            yield wrong(place, f"must have at least one of: {', '.join(names)}")

    return check


def all_different(name: str) -> Check:
    """Of a list of objects: no two carry the same value of this field."""

    def check(value: Any, place: Place) -> Iterator[Problem]:
        seen: set[str] = set()
        for index, item in enumerate(value):
            given = item.get(name) if isinstance(item, dict) else None
            if isinstance(given, str) and given in seen:
                yield wrong(place.at(index).at(name), f'`{name}` "{given}" already exists')
            elif isinstance(given, str):
                seen.add(given)

    return check


def only_on(*surfaces: Surface, check: Check) -> Check:
    def on_surface(value: Any, place: Place) -> Iterator[Problem]:
        if place.surface in surfaces:
            yield from check(value, place)
        else:
            yield unsupported(value, place)

    return on_surface


def unsupported(value: Mapping[str, Any], place: Place) -> Problem:
    return wrong(place.at("type"), f"unsupported type: {value['type']}")
