"""The environments of a district: which version each runs, and when it may be worked on (POLICY 3)."""

from dataclasses import dataclass
from enum import StrEnum


class Environment(StrEnum):
    PRODUCTION = "Production"
    STAGING = "Staging"
    SANDBOX = "Sandbox"
    PREVIEW = "Preview"


VERSION_LONGEST, WINDOW_LONGEST = 40, 100
"""Of what is kept of one, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """As support administrators know it. `window`: when work on it is done, in words: Saturdays 22:00–02:00."""

    environment: Environment
    version: str = ""
    window: str = ""

    @property
    def says_nothing(self) -> bool:
        return not (self.version or self.window)
