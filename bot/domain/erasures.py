"""An erasure: of what, when it is due, how far it has come. What it does, `services.erasing` says (POLICY 10)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import DistrictId, PersonId, TeamId


class Kind(StrEnum):
    """`RETENTION`: cases of a district that were closed for years. `UNINSTALLED`: a workspace, or its district."""

    RETENTION = "retention"
    DISTRICT = "district"
    PERSON = "person"
    UNINSTALLED = "uninstalled"


class State(StrEnum):
    """`CANCELLED`: the app was installed again before anything was erased."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


OPEN = frozenset({State.WAITING, State.RUNNING})

LEFT = "left:"

Counts = dict[str, int]
"""How many rows of which table were erased, and what else was done: `cases`, `comments`, `copies-removed`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """`asked_by` None: the clock, or whoever looks after the bot at the command line. `with_words`: of a person.

    `trouble`: why it does not come further, `left:` and the table in which something is left, or a fault's name.
    """

    id: int
    kind: Kind
    state: State
    asked_at: datetime
    due_at: datetime
    district: DistrictId | None = None
    person: PersonId | None = None
    team: TeamId | None = None
    asked_by: PersonId | None = None
    with_words: bool = False
    step: str = ""
    cursor: str = ""
    counts: Counts = field(default_factory=dict)
    finished_at: datetime | None = None
    trouble: str = ""


def added(counts: Counts, more: Counts) -> Counts:
    """Both together."""
    return {name: counts.get(name, 0) + more.get(name, 0) for name in sorted({*counts, *more})}
