"""Issues: confirmed defects of the product, and how far their mending is (POLICY 8)."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import IssueId


class IssueStatus(StrEnum):
    CONFIRMED = "confirmed"
    IN_DEVELOPMENT = "in-development"
    IN_TESTING = "in-testing"
    FIXED = "fixed-in-version"
    RELEASED = "released"
    AS_DESIGNED = "works-as-designed"
    WILL_NOT_FIX = "will-not-fix"


ENDED = frozenset({IssueStatus.RELEASED, IssueStatus.AS_DESIGNED, IssueStatus.WILL_NOT_FIX})
"""Nothing more will be done: no case waits for it any longer."""

HAS_VERSION = frozenset({IssueStatus.FIXED, IssueStatus.RELEASED})
"""Of these the version is named in which it is mended; `Fixed in version` cannot be said without it."""


class Lacks(StrEnum):
    """Why a status cannot be set."""

    DESCRIPTION = "description"
    VERSION = "version"
    CHANGE = "change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is said of an issue. Every district reads it once it is published."""

    title: str
    description: str = ""
    workaround: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """`revision` grows with each change that its followers are told of. `fixed_in`: a version of the product."""

    id: IssueId
    words: Words
    module: str
    status: IssueStatus
    fixed_in: str = ""
    revision: int = 0
    created_at: datetime
    changed_at: datetime
    published_at: datetime | None = None

    @property
    def is_ended(self) -> bool:
        return self.status in ENDED

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def mark(self) -> str:
        """Names it as it stands: of a window that was drawn from it, whether it changed since."""
        said = repr((self.words, self.module))
        return f"{self.revision}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"

    def lacks(self, status: IssueStatus, fixed_in: str) -> Lacks | None:
        """Why it cannot be set to this; None: it can. Back from an end too: a defect can come again."""
        if status is IssueStatus.FIXED and not fixed_in:
            return Lacks.VERSION
        return Lacks.CHANGE if (status, _version(status, fixed_in)) == (self.status, self.fixed_in) else None

    def changed(self, status: IssueStatus, fixed_in: str, *, at: datetime) -> "Issue":
        """Nothing `lacks`. What is back in development is fixed in no version."""
        fixed = _version(status, fixed_in)
        return replace(self, status=status, fixed_in=fixed, changed_at=at, revision=self.revision + 1)

    def published(self, *, at: datetime) -> "Issue":
        return replace(self, published_at=at, changed_at=at, revision=self.revision + 1)

    def withdrawn(self, *, at: datetime) -> "Issue":
        """Published no longer. That is told to nobody, and overtakes what was still to be told."""
        return replace(self, published_at=None, changed_at=at, revision=self.revision + 1)


def _version(status: IssueStatus, fixed_in: str) -> str:
    return fixed_in if status in HAS_VERSION else ""
