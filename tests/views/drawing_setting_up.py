"""What is told of workspaces, drawn with somebody's words."""

from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.ids import DistrictId
from bot.views import setting_up
from bot.views.message import Message
from tests.views.naming import name

HERE = "T0HERE"


def _set_up_forms(said: str) -> list[dict[str, Any]]:
    many = [(DistrictId(number), said) for number in range(300)]
    return [
        setting_up.form(said, team=HERE, channel=channel, districts=known, is_own=is_own)
        for known in (many, many[:100], [])
        for channel in ("", "C0HERE")
        for is_own in (True, False)
    ]


MESSAGES: dict[str, Callable[[str], Sequence[Message]]] = {
    "setting_up.to_set_up": lambda said: [
        setting_up.to_set_up(name(said), team=HERE, channel=channel) for channel in ("", "C0HERE")
    ],
    "setting_up.installed_here": lambda _: [setting_up.installed_here()],
    "setting_up.installed_too_late": lambda _: [setting_up.installed_too_late()],
    "setting_up.set_up_here": lambda said: [setting_up.set_up_here(name(said))],
    "setting_up.set_up": lambda said: [
        setting_up.set_up(name(said), district=name(said), channel=channel) for channel in ("", "C0HERE")
    ],
}
WINDOWS: dict[str, Callable[[str], Sequence[dict[str, Any]]]] = {"setting_up.form": _set_up_forms}
