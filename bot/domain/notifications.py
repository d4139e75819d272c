"""Notifications: what the vendor tells all districts of. An incident is one; maintenance is another (POLICY 8)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import NotificationId

ALL_MODULES = ""
"""The module of a notification that affects every one."""


class Kind(StrEnum):
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """`closing`: the text with which it was closed, the resolution of its cases."""

    id: NotificationId
    title: str
    module: str
    opened_at: datetime
    closed_at: datetime | None = None
    closing: str = ""

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def affects(self, module: str) -> bool:
        return self.module in (ALL_MODULES, module)


def matching(incidents: Iterable[Incident], module: str) -> list[Incident]:
    """The open ones that a case of this module can be linked to; none chosen yet: those of all modules."""
    return [it for it in incidents if it.is_open and it.affects(module)]
