"""A case, and the moves it can make. Transitions are data, in one place (POLICY 3)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import CaseNumber, DistrictId, PersonId
from bot.domain.refusals import AlreadyThere, ImpossibleMove


class CaseType(StrEnum):
    QUESTION = "question"
    APPLICATION_ISSUE = "application-issue"
    SERVICE_REQUEST = "service-request"
    TECHNICAL = "technical"
    UPDATE_OR_REFRESH = "update-or-refresh"
    ENHANCEMENT = "enhancement"


class Priority(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Status(StrEnum):
    NEW = "new"
    ASSIGNED = "assigned"
    ASSIST = "assist-request"
    SCHEDULED = "scheduled"
    DEVELOPMENT = "assigned-to-development"
    PENDING_INPUT = "pending-customer-input"
    PENDING_VERIFICATION = "pending-customer-verification"
    CLOSED = "closed"


class Turn(StrEnum):
    SUPPORT = "support"
    DISTRICT = "district"
    NOBODY = "nobody"


class CloseReason(StrEnum):
    RESOLVED = "resolved"
    NO_RESPONSE = "no-response"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    REFERRED = "referred"


class Move(StrEnum):
    """What can happen to a case's status. Who may do it is the policy's; what it demands, the service's."""

    TAKE = "take"
    RETURN = "return"
    ASK_INPUT = "ask-input"
    ANSWER = "answer"
    RESOLVE = "resolve"
    SOLVED = "solved"
    NOT_SOLVED = "not-solved"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


OPEN = frozenset(Status) - {Status.CLOSED}
PENDING = frozenset({Status.PENDING_INPUT, Status.PENDING_VERIFICATION})
SUPPORTS_TURN = OPEN - PENDING

MOVES: dict[Move, tuple[frozenset[Status], Status]] = {
    Move.TAKE: (SUPPORTS_TURN, Status.ASSIGNED),
    Move.RETURN: (SUPPORTS_TURN - {Status.NEW}, Status.NEW),
    Move.ASK_INPUT: (SUPPORTS_TURN, Status.PENDING_INPUT),
    Move.ANSWER: (frozenset({Status.PENDING_INPUT}), Status.ASSIGNED),
    Move.RESOLVE: (SUPPORTS_TURN, Status.PENDING_VERIFICATION),
    Move.SOLVED: (PENDING, Status.CLOSED),
    Move.NOT_SOLVED: (frozenset({Status.PENDING_VERIFICATION}), Status.ASSIGNED),
    Move.WITHDRAW: (OPEN, Status.CLOSED),
    Move.REOPEN: (frozenset({Status.CLOSED}), Status.ASSIGNED),
}


def whose_turn(status: Status) -> Turn:
    if status is Status.CLOSED:
        return Turn.NOBODY
    return Turn.DISTRICT if status in PENDING else Turn.SUPPORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a person filled in: a case that has no number yet."""

    district: DistrictId
    type: CaseType
    module: str
    subject: str
    description: str
    steps: str = ""
    expected: str = ""
    actual: str = ""
    impact: str = ""
    urgency: Priority = Priority.MEDIUM
    environment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The facts of a case. Words live apart from it, where they can be erased (POLICY 10)."""

    number: CaseNumber
    district: DistrictId
    type: CaseType
    module: str
    status: Status
    priority: Priority
    contact: PersonId | None
    reporter: PersonId
    owner: PersonId | None
    opened_at: datetime
    modified_at: datetime
    closed_at: datetime | None = None
    close_reason: CloseReason | None = None
    version: int = 0

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def taken(self, *, by: PersonId, at: datetime) -> "Case":
        """A case that has an owner is not taken from them; whoever was second is told who was first."""
        if self.owner is not None and self.status is not Status.NEW:
            raise AlreadyThere(number=self.number, owner=self.owner)
        return self._moved(Move.TAKE, at=at, owner=by)

    def waiting_for_input(self, *, by: PersonId, at: datetime) -> "Case":
        """Who asks a New case becomes its owner in the same act (POLICY 3)."""
        return self._moved(Move.ASK_INPUT, at=at, owner=self.owner or by)

    def waiting_for_verification(self, *, by: PersonId, at: datetime) -> "Case":
        return self._moved(Move.RESOLVE, at=at, owner=self.owner or by)

    def answered(self, *, at: datetime) -> "Case":
        """A contact's words came in: a question that was open is open no more; else only the time moves."""
        if self.status is Status.PENDING_INPUT:
            return self._moved(Move.ANSWER, at=at)
        return self.touched(at=at)

    def solved(self, *, at: datetime) -> "Case":
        return self._moved(Move.SOLVED, at=at, closed_at=at, close_reason=CloseReason.RESOLVED)

    def not_solved(self, *, at: datetime) -> "Case":
        return self._moved(Move.NOT_SOLVED, at=at)

    def withdrawn(self, *, at: datetime) -> "Case":
        return self._moved(Move.WITHDRAW, at=at, closed_at=at, close_reason=CloseReason.WITHDRAWN)

    def reopened(self, *, at: datetime) -> "Case":
        """Back to its owner; to New where the owner is gone (POLICY 3). The 60 days: `reopening`."""
        case = self._moved(Move.REOPEN, at=at, closed_at=None, close_reason=None)
        return case if case.owner is not None else replace(case, status=Status.NEW)

    def touched(self, *, at: datetime) -> "Case":
        return replace(self, modified_at=max(at, self.modified_at), version=self.version + 1)

    def _moved(self, move: Move, *, at: datetime, **facts: object) -> "Case":
        sources, target = MOVES[move]
        if self.status not in sources:
            raise ImpossibleMove(number=self.number, move=move, status=self.status)
        return replace(self.touched(at=at), status=target, **facts)  # type: ignore[arg-type]  # facts are fields
