"""A case, and the moves it can make. Transitions are data, in one place (POLICY 3)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.ids import CaseNumber, DistrictId, IssueId, NotificationId, PersonId
from bot.domain.refusals import (
    AlreadyTheContact,
    AlreadyThere,
    CannotMerge,
    CaseIsClosed,
    ImpossibleMove,
    NoContactYet,
    TooLateToUndo,
)


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


class Frequency(StrEnum):
    CONSISTENT = "consistent"
    INTERMITTENT = "intermittent"


class Scope(StrEnum):
    """Who is affected, as far as the form asks: part of a case's impact."""

    PERSON = "person"
    SEVERAL = "several"
    DISTRICT = "district"


class Ask(StrEnum):
    """What an Update or Refresh Request is for."""

    VERSION_UPDATE = "version-update"
    DATABASE_REFRESH = "database-refresh"


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
    """What can happen to a case's status. Who may do it is the policy's; what it demands, the method's."""

    TAKE = "take"
    ASSIGN = "assign"
    RETURN = "return"
    RESUME = "resume"
    ASSIST = "assist"
    SCHEDULE = "schedule"
    DEVELOP = "develop"
    ASK_INPUT = "ask-input"
    ANSWER = "answer"
    RESOLVE = "resolve"
    SOLVED = "solved"
    NOT_SOLVED = "not-solved"
    NO_RESPONSE = "no-response"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    UNMERGE = "unmerge"
    REFER = "refer"
    REOPEN = "reopen"
    DATE_CAME = "date-came"
    RELEASED = "released"
    INCIDENT_CLOSED = "incident-closed"


OPEN = frozenset(Status) - {Status.CLOSED}
PENDING = frozenset({Status.PENDING_INPUT, Status.PENDING_VERIFICATION})
SUPPORTS_TURN = OPEN - PENDING

MOVES: dict[Move, tuple[frozenset[Status], Status]] = {
    Move.TAKE: (SUPPORTS_TURN, Status.ASSIGNED),
    Move.ASSIGN: (SUPPORTS_TURN, Status.ASSIGNED),
    Move.RETURN: (SUPPORTS_TURN - {Status.NEW}, Status.NEW),
    Move.RESUME: (SUPPORTS_TURN - {Status.ASSIGNED}, Status.ASSIGNED),
    Move.ASSIST: (SUPPORTS_TURN - {Status.ASSIST}, Status.ASSIST),
    Move.SCHEDULE: (SUPPORTS_TURN, Status.SCHEDULED),
    Move.DEVELOP: (SUPPORTS_TURN, Status.DEVELOPMENT),
    Move.ASK_INPUT: (SUPPORTS_TURN, Status.PENDING_INPUT),
    Move.ANSWER: (frozenset({Status.PENDING_INPUT}), Status.ASSIGNED),
    Move.RESOLVE: (SUPPORTS_TURN, Status.PENDING_VERIFICATION),
    Move.SOLVED: (PENDING, Status.CLOSED),
    Move.NOT_SOLVED: (frozenset({Status.PENDING_VERIFICATION}), Status.ASSIGNED),
    Move.NO_RESPONSE: (PENDING, Status.CLOSED),
    Move.WITHDRAW: (OPEN, Status.CLOSED),
    Move.MERGE: (OPEN, Status.CLOSED),
    Move.REFER: (frozenset({Status.NEW, Status.ASSIGNED}), Status.CLOSED),
    Move.REOPEN: (frozenset({Status.CLOSED}), Status.ASSIGNED),
    Move.DATE_CAME: (frozenset({Status.SCHEDULED}), Status.ASSIGNED),
    Move.RELEASED: (frozenset({Status.DEVELOPMENT}), Status.ASSIGNED),
    Move.INCIDENT_CLOSED: (OPEN - {Status.NEW}, Status.PENDING_VERIFICATION),
}
"""From where, and to what. UNMERGE stands apart: it leads to whatever the status was before."""


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
    scope: Scope | None = None
    frequency: Frequency | None = None
    task: str = ""
    """What is to be done."""
    due: date | None = None
    """By when; of an Update or Refresh Request the date that is wanted."""
    ask: Ask | None = None
    loss_confirmed: bool = False
    """Of a refresh: that what is in the target is lost."""
    previous: CaseNumber | None = None
    incident: NotificationId | None = None
    """The open incident that it is one more case of."""
    has_student_data: bool = False


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
    scheduled_for: date | None = None
    """Of Scheduled: the day of the needed action, in the district's zone."""
    issue: IssueId | None = None
    incident: NotificationId | None = None
    """That it is linked to, open or closed."""
    duplicate_of: CaseNumber | None = None
    before: Status | None = None
    """Of a duplicate: what it was, should the merge be undone."""
    previous: CaseNumber | None = None
    """The case that this one follows on."""
    has_student_data: bool = False
    """It is marked as containing student data: nothing of its words shows in previews (POLICY 10)."""
    version: int = 0
    erased_at: datetime | None = None
    """When its words were erased, years after it was closed."""

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    def must_allow(self, move: Move) -> None:
        """Raises ImpossibleMove where the move does not start from here.

        NoContactYet where it would close an emergency that no contact has claimed: nobody does, nor does the clock.
        """
        begins, to = MOVES[move]
        if self.status not in begins:
            raise ImpossibleMove(number=self.number, move=move, status=self.status)
        if to is Status.CLOSED and self.contact is None:
            raise NoContactYet(number=self.number)

    def allows(self, move: Move) -> bool:
        """As `must_allow`, for drawing."""
        begins, to = MOVES[move]
        return self.status in begins and not (to is Status.CLOSED and self.contact is None)

    def taken(self, *, by: PersonId, at: datetime) -> "Case":
        """A case that has an owner is not taken from them; whoever was second is told who was first."""
        if self.owner is not None and self.status is not Status.NEW:
            raise AlreadyThere(number=self.number, owner=self.owner)
        return self._moved(Move.TAKE, at=at, owner=by)

    def assigned(self, *, to: PersonId, at: datetime) -> "Case":
        """A lead gives it to an agent, whoever had it. What waits for a date, an issue or the district goes on so."""
        if self.status is Status.NEW:
            return self._moved(Move.ASSIGN, at=at, owner=to)
        return self.handed_over(to=to, at=at)

    def handed_over(self, *, to: PersonId, at: datetime) -> "Case":
        """Another owner; the status stays."""
        if not self.is_open or self.owner is None:
            raise ImpossibleMove(number=self.number, move=Move.ASSIGN, status=self.status)
        return replace(self.touched(at=at), owner=to)

    def returned(self, *, at: datetime) -> "Case":
        """To New, which has no owner."""
        return self._moved(Move.RETURN, at=at, owner=None)

    def resumed(self, *, by: PersonId, at: datetime) -> "Case":
        return self._moved(Move.RESUME, at=at, owner=self.owner or by)

    def assisted(self, *, by: PersonId, at: datetime) -> "Case":
        return self._moved(Move.ASSIST, at=at, owner=self.owner or by)

    def scheduled(self, *, by: PersonId, on: date, at: datetime) -> "Case":
        return self._moved(Move.SCHEDULE, at=at, owner=self.owner or by, scheduled_for=on)

    def developed(self, *, by: PersonId, issue: IssueId, at: datetime) -> "Case":
        return self._moved(Move.DEVELOP, at=at, owner=self.owner or by, issue=issue)

    def date_came(self, *, at: datetime) -> "Case":
        return self._moved(Move.DATE_CAME, at=at)

    def released(self, *, at: datetime) -> "Case":
        return self._moved(Move.RELEASED, at=at)

    def incident_closed(self, *, at: datetime) -> "Case":
        return self._moved(Move.INCIDENT_CLOSED, at=at)

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
        return self._closed(Move.SOLVED, CloseReason.RESOLVED, at)

    def not_solved(self, *, at: datetime) -> "Case":
        return self._moved(Move.NOT_SOLVED, at=at)

    def unanswered(self, *, at: datetime) -> "Case":
        """Closed for want of a response; by the clock, or for a Critical case by its owner or a lead (POLICY 4)."""
        return self._closed(Move.NO_RESPONSE, CloseReason.NO_RESPONSE, at)

    def close_undone(self, *, back_to: Status) -> "Case":
        """As if the clock had not closed it. The move that follows in the same act counts as the change."""
        if self.close_reason is not CloseReason.NO_RESPONSE:
            raise CaseIsClosed(number=self.number)
        return replace(self, status=back_to, closed_at=None, close_reason=None)

    def given_more_time(self, *, at: datetime) -> "Case":
        """The district goes on waiting, by its own wish: it stays Pending (POLICY 4)."""
        if self.status not in PENDING:
            raise ImpossibleMove(number=self.number, move="more-time", status=self.status)
        return self.touched(at=at)

    def withdrawn(self, *, at: datetime) -> "Case":
        return self._closed(Move.WITHDRAW, CloseReason.WITHDRAWN, at)

    def referred(self, *, by: PersonId, at: datetime) -> "Case":
        return replace(self._closed(Move.REFER, CloseReason.REFERRED, at), owner=self.owner or by)

    def merged(self, *, into: "Case", by: PersonId, at: datetime) -> "Case":
        """Raises CannotMerge unless both are of one district, two cases, and the other is no duplicate itself."""
        if into.district != self.district or into.number == self.number or into.duplicate_of is not None:
            raise CannotMerge(number=self.number)
        case = replace(self._closed(Move.MERGE, CloseReason.DUPLICATE, at), scheduled_for=self.scheduled_for)
        return replace(case, duplicate_of=into.number, before=self.status, owner=self.owner or by)

    def unmerged(
        self, *, at: datetime, within: timedelta, owner_left: bool = False, issue_ended: bool = False
    ) -> "Case":
        """Back to what it was, and what would have happened to it meanwhile: its issue ended, its owner gone.

        Raises ImpossibleMove for one that is no duplicate, TooLateToUndo for one that is one for longer than that.
        """
        closed_at, before = self.closed_at, self.before
        if self.duplicate_of is None or closed_at is None or before is None:
            raise ImpossibleMove(number=self.number, move=Move.UNMERGE, status=self.status)
        if at - closed_at > within:
            raise TooLateToUndo(number=self.number, hours=round(within / timedelta(hours=1)))
        if before is Status.DEVELOPMENT and issue_ended:
            before = Status.ASSIGNED
        again = replace(self.touched(at=at), status=before, closed_at=None, close_reason=None)
        again = replace(again, duplicate_of=None, before=None)
        if before is Status.NEW or (owner_left and before in SUPPORTS_TURN):
            return replace(again, status=Status.NEW, owner=None, scheduled_for=None)
        return again

    def reopened(self, *, at: datetime, owner_left: bool = False) -> "Case":
        """Back to its owner; to New where the owner is gone (POLICY 3). The 60 days: `reopening`."""
        case = self._moved(Move.REOPEN, at=at, closed_at=None, close_reason=None, duplicate_of=None, before=None)
        return replace(case, status=Status.NEW, owner=None) if owner_left or case.owner is None else case

    def taken_over(self, *, by: PersonId, at: datetime) -> "Case":
        """Another contact of the district stands for it from now on, closed or open (POLICY 3)."""
        if self.contact == by:
            raise AlreadyTheContact(number=self.number)
        return replace(self.touched(at=at), contact=by)

    def assessed(self, *, priority: Priority, at: datetime) -> "Case":
        """Its priority after an impact assessment; of a closed case there is none to make."""
        if not self.is_open:
            raise CaseIsClosed(number=self.number)
        return replace(self.touched(at=at), priority=priority)

    def linked(self, *, to: NotificationId, at: datetime) -> "Case":
        """To an open incident, whose closing reaches it; a closed case has no need of that."""
        if not self.is_open:
            raise CaseIsClosed(number=self.number)
        return replace(self.touched(at=at), incident=to)

    def marked(self, *, has_student_data: bool, at: datetime) -> "Case":
        """As containing student data, or no longer: at any time, also once it is closed (POLICY 10)."""
        return replace(self.touched(at=at), has_student_data=has_student_data)

    def touched(self, *, at: datetime) -> "Case":
        return replace(self, modified_at=max(at, self.modified_at), version=self.version + 1)

    def _moved(self, move: Move, *, at: datetime, **facts: object) -> "Case":
        self.must_allow(move)
        waits = {"scheduled_for": None, **facts}  # a date belongs to Scheduled alone
        return replace(self.touched(at=at), status=MOVES[move][1], **waits)  # type: ignore[arg-type]  # facts are fields

    def _closed(self, move: Move, reason: CloseReason, at: datetime) -> "Case":
        return self._moved(move, at=at, closed_at=at, close_reason=reason)
