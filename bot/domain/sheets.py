"""What a card, a list or a thread shows: facts gathered for reading, with the names that go with them.

Services and delivery fill these from storage; views draw them. `None` for words means: erased.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from bot.domain.cases import Ask, Case, Frequency, Scope
from bot.domain.emergencies import Emergency, Report
from bot.domain.home_lists import Shown
from bot.domain.ids import CaseNumber, CommentId, DistrictId, PersonId, SlackUser
from bot.domain.notifications import Notification
from bot.domain.people import Role, Standing
from bot.domain.proposals import Proposal
from bot.domain.sessions import Session
from bot.domain.targets import Kind


class Side(StrEnum):
    """The two sides of a case's record (POLICY 3: two threads, one record)."""

    DISTRICT = "district"
    DESK = "desk"


class Seat(StrEnum):
    """Beside whom somebody sits at a case: its side's own people, or one of the two who are let in (POLICY 2)."""

    SIDE = ""
    REPORTER = "reporter"
    GUEST = "guest"


class CommentKind(StrEnum):
    REPLY = "reply"
    QUESTION = "question"
    RESOLUTION = "resolution"
    NOT_SOLVED = "not-solved"
    REOPENING = "reopening"
    CALL = "call"
    ASSESSMENT = "assessment"
    ESCALATION = "escalation"
    REFERRAL = "referral"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSheet:
    """A person as our directory names them. `slack` lets a reader in the same workspace see a mention."""

    id: PersonId
    name: str
    slack: SlackUser | None
    at_vendor: bool = False

    @property
    def is_erased(self) -> bool:
        """Who was has neither a name nor a Slack user."""
        return not self.name and self.slack is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSheet:
    """A line of 'who are my contacts': by mention, with type and how to reach them (POLICY 2)."""

    person: PersonSheet
    role: Role
    standing: Standing
    phone: str
    zone: str
    away_until: date | None = None
    """The last day on which they are away, in their own zone; it may be over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictSheet:
    name: str
    zone: str
    previews: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSheet:
    """Everything a card may show. `subject` None: redacted. `reopen_until`: a closed case's last day.

    `closes_at`: when a Pending case closes without a response; `waits_from`: its day 0. `misses_at`: when the
    desk misses the target that runs now. `undo_until`: of a duplicate, until when its merge can be undone.
    `callback`: of a case that came from an emergency, where whoever reported it is called back.
    """

    case: Case
    district: DistrictSheet
    subject: str | None
    contact: PersonSheet | None
    reporter: PersonSheet
    owner: PersonSheet | None
    reopen_until: datetime | None = None
    undo_until: datetime | None = None
    owner_away_until: date | None = None
    issue_title: str = ""
    issue_is_published: bool = False
    incident: Notification | None = None
    closes_at: datetime | None = None
    waits_from: date | None = None
    target: Kind | None = None
    misses_at: datetime | None = None
    description: str = ""
    steps: str = ""
    expected: str = ""
    actual: str = ""
    impact: str = ""
    environment: str = ""
    task: str = ""
    building: str = ""
    scope: Scope | None = None
    frequency: Frequency | None = None
    ask: Ask | None = None
    due: date | None = None
    loss_confirmed: bool = False
    followed_by: tuple[CaseNumber, ...] = ()
    callback: str = ""

    @property
    def previews(self) -> bool:
        """Whether its words may stand in a message's text (POLICY 10)."""
        return self.district.previews and not self.case.has_student_data


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencySheet:
    """A report, with the names that go with it. `by`: who decided; `claimer`: who stands for its case."""

    emergency: Emergency
    district: DistrictSheet
    person: PersonSheet
    said: Report
    reason: str = ""
    by: PersonSheet | None = None
    claimer: PersonSheet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalSheet:
    """Whose a line without a Slack user may be. `line`: whom the list names; `role`: what it would make them.

    `email`: '' once it was erased.
    """

    proposal: Proposal
    district: DistrictSheet
    line: PersonSheet
    role: Role
    email: str
    member: PersonSheet
    by: PersonSheet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSheet:
    session: Session
    host: PersonSheet
    guest: PersonSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A line of a list: a case, and its district's name. `subject` None: redacted."""

    case: Case
    subject: str | None
    district: str
    previews: bool = False
    """Its subject may stand in a message's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeRow:
    """A line of a list on the Home. `zone`: its district's. `closes_at`, `target`, `misses_at`: as on its card."""

    row: CaseRow
    zone: str
    is_theirs: bool = False
    """Whoever looks is its contact."""

    closes_at: datetime | None = None
    target: Kind | None = None
    misses_at: datetime | None = None
    reopen_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """A page of the list of cases on a Home. `after`: where the next one begins; None: there is none.

    `districts`: those that can be chosen, by id and name. `waits`: of a contact, what waits on their districts,
    whatever is listed; `more_waits`: not all of it.
    """

    shown: Shown
    rows: list[HomeRow]
    is_first: bool
    after: tuple[datetime, CaseNumber] | None
    districts: list[tuple[DistrictId, str]]
    waits: list[HomeRow] = field(default_factory=list)
    more_waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSheet:
    name: str
    size: int
    permalink: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentSheet:
    """A comment, as both sides may read it. `words` None: deleted or redacted, see the two flags."""

    id: CommentId
    kind: CommentKind
    author: PersonSheet
    at: datetime
    words: str | None
    edited: bool = False
    deleted: bool = False
    redacted: bool = False
    erased: bool = False
    """Redacted, not by a person: with all words of an old case."""

    files: tuple[FileSheet, ...] = ()
    with_whom: PersonSheet | None = None
    """Of a call: the contact it was with."""

    seat: Seat = Seat.SIDE
    """Its author's, who may be no contact."""
