"""Whose workspace it is: what an administrator says of one that is nobody's district yet."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import ChannelId, DistrictId

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]+")


class Flaw(StrEnum):
    """What is wrong with a field."""

    NEITHER = "neither"
    BOTH = "both"
    NAME = "name"
    KEY = "key"
    ZONE = "zone"
    CHANNEL = "channel"
    SURE = "sure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A district there is, or a new one with key, name and zone. `channel` '': its cases go by direct message.
    `sure`: confirmed that everybody of the workspace belongs to the district."""

    district: DistrictId | None
    key: str
    name: str
    zone: str
    channel: ChannelId
    sure: bool


def flaws(wish: Wish, zones: Collection[str]) -> dict[str, Flaw]:
    """By field."""
    found: dict[str, Flaw] = {}
    is_new = bool(wish.key or wish.name)
    if wish.district is not None and is_new:
        found["district"] = Flaw.BOTH
    elif wish.district is None and not is_new:
        found["district"] = Flaw.NEITHER
    elif is_new:
        checked = {"name": bool(wish.name), "key": bool(_KEY.fullmatch(wish.key)), "zone": wish.zone in zones}
        found |= {field: Flaw(field) for field, well in checked.items() if not well}
    if wish.channel and not _CHANNEL.fullmatch(wish.channel):
        found["channel"] = Flaw.CHANNEL
    if not wish.sure:
        found["sure"] = Flaw.SURE
    return found
