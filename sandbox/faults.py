"""How the sandbox misbehaves when it is told to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Trouble(StrEnum):
    """What befalls a call of the Web API."""

    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    DELAY = "delay"
    ERROR = "error"
    LAG = "lag"


@dataclass(slots=True, kw_only=True)
class Fault:
    """Befalls calls of `method` ("*": any), of one channel or workspace if named.

    `skip` calls first go well; then `times` calls fail (None: until cleared). LAG hides from history what is
    younger than `seconds` on the given clock; DELAY holds the answer back for `seconds` on the wall's.
    """

    trouble: Trouble
    method: str = "*"
    channel: str | None = None
    team: str | None = None
    skip: int = 0
    times: int | None = 1
    retry_after: int = 1
    error: str = "internal_error"
    seconds: float = 0.0

    def concerns(self, method: str, channel: str | None, team: str | None) -> bool:
        return self.method in {"*", method} and self.channel in {None, channel} and self.team in {None, team}


def _nobody() -> None:
    """Nobody watches."""


@dataclass(slots=True, kw_only=True)
class Faults:
    """All faults now switched on. `changed` is told of every one that comes or goes."""

    of_api: list[Fault] = field(default_factory=list)
    changed: Callable[[], None] = _nobody

    def add(self, fault: Fault) -> None:
        self.of_api.append(fault)
        self.changed()

    def lift(self, trouble: Trouble, method: str | None) -> None:
        """Those of this kind, and of this method where one is named."""
        self.of_api = [it for it in self.of_api if it.trouble is not trouble or method not in {None, it.method}]
        self.changed()

    def clear(self) -> None:
        self.of_api.clear()
        self.changed()

    def befalling(self, method: str, channel: str | None, team: str | None) -> list[Fault]:
        """Counts the call: each fault of it that strikes now, used up by one."""
        struck = [fault for fault in self.of_api if fault.concerns(method, channel, team) and _strikes(fault)]
        self.of_api = [fault for fault in self.of_api if fault.times != 0]
        if struck:
            self.changed()
        return struck


def _strikes(fault: Fault) -> bool:
    if fault.skip > 0:
        fault.skip -= 1
        return False
    if fault.times is not None:
        fault.times -= 1
    return True
