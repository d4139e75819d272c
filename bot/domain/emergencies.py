"""The emergency exception: what can become of a report, and when the clock asks again (POLICY 2).

An accepted report has a case that no contact stands for: that the case has none is all that the rest of the house
asks. Moves are data, in one place.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import CaseNumber, DistrictId, EmergencyId, PersonId
from bot.domain.refusals import EmergencyOver


class State(StrEnum):
    """`ACCEPTED`: it has a case, which no contact has claimed yet. `UNDECIDED`: the clock ended it, nobody did."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    CLAIMED = "claimed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    UNDECIDED = "undecided"


class Move(StrEnum):
    """`TAKE`: a contact opens a case from it before an agent decides. `OFFER`: an agent asks one contact to claim."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    TAKE = "take"
    OFFER = "offer"
    CLAIM = "claim"
    GIVE_UP = "give-up"


OPEN = frozenset({State.ASKED, State.ACCEPTED})
"""Somebody is still waited for, and its reporter has no second one meanwhile."""

MOVES: dict[Move, tuple[State, State]] = {
    Move.ACCEPT: (State.ASKED, State.ACCEPTED),
    Move.DECLINE: (State.ASKED, State.DECLINED),
    Move.WITHDRAW: (State.ASKED, State.WITHDRAWN),
    Move.TAKE: (State.ASKED, State.CLAIMED),
    Move.OFFER: (State.ACCEPTED, State.ACCEPTED),
    Move.CLAIM: (State.ACCEPTED, State.CLAIMED),
    Move.GIVE_UP: (State.ASKED, State.UNDECIDED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the form holds: all of it is asked for."""

    broken: str
    affected: str
    unreachable: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Whom a report reaches at a district. `others`: contacts besides who reports it, who may be one themselves."""

    district: DistrictId
    name: str
    others: bool
    is_contact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """The facts of a report; its words live apart.

    `decided_by`: who accepted, declined or took it; None: nobody, or the clock. `reminded`: on how many
    business days the leads were asked.
    """

    id: EmergencyId
    district: DistrictId
    person: PersonId
    state: State
    asked_at: datetime
    pages: int = 1
    """How often the desk was paged."""
    reminded: int = 0
    decided_by: PersonId | None = None
    decided_at: datetime | None = None
    case: CaseNumber | None = None
    offered_to: PersonId | None = None
    claimed_by: PersonId | None = None
    claimed_at: datetime | None = None
    due_at: datetime | None = None
    """When the clock looks at it next."""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def not_asked(self) -> PersonId | None:
        """Its reporter, who reaches no contact; but once it has a case they may be one, and claim it."""
        return self.person if self.state is State.ASKED else None

    def must_allow(self, move: Move) -> None:
        """Raises EmergencyOver, with what became of it."""
        if self.state is not MOVES[move][0]:
            raise EmergencyOver(emergency=self.id, state=self.state)

    def accepted(self, *, by: PersonId, case: CaseNumber, at: datetime) -> "Emergency":
        return self._moved(Move.ACCEPT, decided_by=by, decided_at=at, case=case)

    def declined(self, *, by: PersonId, at: datetime) -> "Emergency":
        return self._moved(Move.DECLINE, decided_by=by, decided_at=at, due_at=None)

    def withdrawn(self, *, at: datetime) -> "Emergency":
        return self._moved(Move.WITHDRAW, decided_by=self.person, decided_at=at, due_at=None)

    def left_undecided(self, *, at: datetime) -> "Emergency":
        """Nobody decided in time, and nobody is waited for any more."""
        return self._moved(Move.GIVE_UP, decided_at=at, due_at=None)

    def taken(self, *, by: PersonId, case: CaseNumber, at: datetime) -> "Emergency":
        """A contact made a case of theirs of it."""
        return self._moved(
            Move.TAKE, decided_by=by, decided_at=at, case=case, claimed_by=by, claimed_at=at, due_at=None
        )

    def offered(self, *, to: PersonId) -> "Emergency":
        return self._moved(Move.OFFER, offered_to=to)

    def claimed(self, *, by: PersonId, at: datetime) -> "Emergency":
        return self._moved(Move.CLAIM, claimed_by=by, claimed_at=at, due_at=None)

    def paged_again(self) -> "Emergency":
        return replace(self, pages=self.pages + 1)

    def asked_of_leads(self) -> "Emergency":
        return replace(self, reminded=self.reminded + 1)

    def due(self, at: datetime | None) -> "Emergency":
        return replace(self, due_at=at)

    def _moved(self, move: Move, **facts: object) -> "Emergency":
        self.must_allow(move)
        return replace(self, state=MOVES[move][1], **facts)  # type: ignore[arg-type]  # facts are fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A line of the report on the exception (POLICY 2 and 9). `agent`: who decided; '' where nobody has."""

    id: EmergencyId
    asked_at: datetime
    district: str
    person: str
    state: State
    agent: str
    decided_at: datetime | None
    case: CaseNumber | None
    claimed_by: str
    claimed_at: datetime | None


def next_page(asked_at: datetime, now: datetime, *, every: timedelta) -> datetime:
    """The first time after now that the desk is paged again; those that were slept through are not made up for."""
    return asked_at + ((now - asked_at) // every + 1) * every


def is_often(uses: int, *, most: int) -> bool:
    """More than that many by one person is told to their district's administrator. `uses`: this one among them."""
    return uses > most
