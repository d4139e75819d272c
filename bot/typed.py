"""What is typed at the command line, as it is read: what cannot be is said in our words, and what to do next."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from bot.console import wrong

LARGEST = 10**18
"""No number of ours is larger."""

DAY = "%Y-%m-%d"
Kind = TypeVar("Kind", bound=StrEnum)


def a_request(typed: object) -> int:
    said = str(typed)
    return _number(said, f"{said} is no request's number. python -m bot contacts requests lists them.")


def a_case(typed: object) -> int:
    return _number(str(typed), f"{typed} is no case's number, such as 17.")


def lines(typed: object) -> int:
    """How many at most."""
    return _number(str(typed), f"{typed} is no number of lines, such as 200.")


def _number(typed: str, problem: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and 0 < int(typed[:30]) <= LARGEST):
        wrong(problem)
    return int(typed)


def a_day(typed: str) -> date:
    try:
        return datetime.strptime(typed, DAY).date()  # noqa: DTZ007  # a day, which has no zone
    except ValueError:
        wrong(f"{typed} is no day. Please write it like 2026-11-27.")


def one_of(kind: type[Kind]) -> Callable[[object], Kind]:
    """Reads one of these."""

    def read(typed: object) -> Kind:
        if typed not in [*kind]:
            wrong(f"{typed} is none of {', '.join(kind)}.")
        return kind(str(typed))

    return read


def shown(kind: type[StrEnum]) -> str:
    """As help shows what can be typed."""
    return f"[{'|'.join(kind)}]"
