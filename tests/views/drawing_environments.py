"""Environments of a district, drawn with somebody's words."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.environments import VERSION_LONGEST, WINDOW_LONGEST, Environment, Kept
from bot.domain.ids import DistrictId
from bot.views import environments
from bot.views.message import Message
from tests.views.naming import name


def known(said: str) -> list[Kept]:
    return [
        Kept(
            environment=it,
            version=name(said)[:VERSION_LONGEST] if place % 2 else "",
            window=name(said)[:WINDOW_LONGEST] if place % 3 else "",
        )
        for place, it in enumerate(Environment)
    ]


def _listings(said: str) -> list[Message]:
    return [
        environments.listing([(DistrictId(1), name(said), rows)] * many, command="/case", may_change=may_change)
        for rows in (known(said), [])
        for many in (1, 2)
        for may_change in (True, False)
    ]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {"environments.listing": _listings}
WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {
    "environments.change_form": lambda said: [
        environments.change_form(DistrictId(1), name(said), rows) for rows in (known(said), [])
    ],
    "environments.saved": lambda said: [environments.saved(name(said))],
}
