"""What stands in the audit log besides people's deeds: the acts of nobody, and what each of them did (POLICY 10).

A deed's line has the policy's act and rule, or the name of the refusal. The others have one of these.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.acts import Act
from bot.domain.ids import CaseNumber, DistrictId, PersonId, RequestId
from bot.domain.list_requests import REF
from bot.domain.people import Role
from bot.domain.seals import LogLine
from bot.domain.sheets import PersonSheet


class Unasked(StrEnum):
    """An act that no person asked for in Slack."""

    CLOCK = "clock"
    IMPORT = "import"
    ACCOUNT = "account"
    DELIVER = "deliver"
    COMMAND = "command"
    ERASURE = "erasure"


class ByClock(StrEnum):
    """What a date did, when it came. Those of cases are the round's name and what its look did."""

    WARNED = "inactivity-warned"
    FLAGGED = "inactivity-flagged"
    DEACTIVATED = "inactivity-deactivated"
    PROTECTED = "inactivity-protected"
    UNDONE = "inactivity-undone"
    FOLLOWED_UP = "pending-follow-up"
    OWNER_TOLD = "pending-owner-told"
    CLOSED = "pending-close"
    TARGET_NEAR = "target-near"
    TARGET_MISSED = "target-missed"
    TARGET_LEAD = "target-lead"
    DATE_CAME = "date-came"
    INCIDENT_MOVED = "incident-moved"
    INCIDENT_TOLD = "incident-told"
    ISSUE_MOVED = "issue-moved"
    ISSUE_TOLD = "issue-told"
    REQUEST_LAPSED = "request-lapsed"
    WORDS_ERASED = "words-erased"


class ByErasure(StrEnum):
    """What became of an erasure: asked for, scheduled, called off, done."""

    DISTRICT_ASKED = "district-erasure-asked"
    PERSON_ASKED = "person-erasure-asked"
    SCHEDULED = "uninstalled-scheduled"
    CANCELLED = "uninstalled-cancelled"
    RETENTION = "retention-erased"
    DISTRICT = "district-erased"
    PERSON = "person-erased"
    UNINSTALLED = "uninstalled-erased"


NO_EFFECT = frozenset({"wait", "rest", "gone", ""})
"""What a look of a round may do that changes nothing and tells nobody, and leaves no line."""


def of_look(clock: str, did: str) -> tuple[str, str] | None:
    """Rule and ref of what a round's look did. Which of several follow-ups it was stands apart: `follow-up:2`."""
    if did in NO_EFFECT:
        return None
    what, _, which = did.rpartition("-")
    return (f"{clock}-{what}", f"{what}:{which}") if which.isdigit() else (f"{clock}-{did}", "")


class ByImport(StrEnum):
    """What a line of a file did to the directory."""

    DISTRICT_ADDED = "district-added"
    DISTRICT_CHANGED = "district-changed"
    PERSON_CHANGED = "person-changed"
    LINE_ADDED = "line-added"
    LINE_CHANGED = "line-changed"
    LINE_REMOVED = "line-removed"
    LINE_BOUND = "line-bound"
    CLOSURE_PUT = "closure-put"


class ByAccount(StrEnum):
    """What a Slack account became. Of contacts and the vendor's people, whose rights depend on it."""

    GONE = "account-gone"
    MEMBER = "account-member"
    GUEST = "account-guest"
    EXTERNAL = "account-external"
    AT_HOME = "account-at-home"
    BINDING_ASKED = "binding-asked"
    BINDING_UNCLEAR = "binding-unclear"
    BINDING_LAPSED = "binding-lapsed"


class ByCommand(StrEnum):
    """What whoever looks after the bot did with a district's data, where the bot runs."""

    EXPORT_BEGUN = "district-export-begun"
    EXPORTED = "district-exported"


COMMAND_LINE = "command-line"
"""The rule by which whoever looks after the bot may do a person's deed."""

DETAILS_CHANGED = "details-changed"
"""The rule of a line that another district has, whose list says of somebody what was changed."""

WITHHELD = "withheld"
"""The rule of a message that its reader may not see any more."""


class Question(StrEnum):
    """What the log is asked."""

    WHY = "why"
    """What somebody asked for, and what was done to them: allowed or refused, and by which rule."""

    RIGHTS = "rights"
    """Who gave whom a right, and what took one away."""

    EMERGENCIES = "emergencies"
    """Every use of the emergency exception."""


BY_REQUEST = frozenset(
    {
        Act.REQUEST_LIST_CHANGE.value,
        Act.ENTER_LIST_CHANGE.value,
        Act.APPROVE_LIST_CHANGE.value,
        Act.APPROVE_REMOVAL.value,
        Act.OVERRIDE_REMOVAL.value,
        Act.UNDO_REMOVAL.value,
        Act.WITHDRAW_REQUEST.value,
        Act.BIND_LINE.value,
    }
)
"""Acts by which somebody gets a right, or loses it: where the ref says what became of the request. Without that, a
form was opened."""

OF_SILENCE = frozenset({Act.DEACTIVATE_CONTACT.value, Act.KEEP_CONTACT.value})
"""Likewise; who was kept is named by a ref, which the opening of the form has not."""

RIGHTS_BY_IMPORT = frozenset(
    {ByImport.LINE_ADDED.value, ByImport.LINE_CHANGED.value, ByImport.LINE_REMOVED.value, ByImport.LINE_BOUND.value}
)
RIGHTS_BY_CLOCK = frozenset(
    {ByClock.FLAGGED.value, ByClock.DEACTIVATED.value, ByClock.PROTECTED.value, ByClock.UNDONE.value}
)
OF_EMERGENCIES = frozenset({Act.REPORT_EMERGENCY.value, Act.DECIDE_EMERGENCY.value, Act.CLAIM_EMERGENCY.value})
EMERGENCY = "emergency:"
"""How the ref of whatever is about one begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question to the log. `districts` None: every line, the vendor's and those of no district too.

    `person`: who did it, or to whom. `since` is within the span, `until` is not.
    """

    question: Question
    districts: tuple[DistrictId, ...] | None
    person: PersonId | None = None
    since: datetime | None = None
    until: datetime | None = None
    case: CaseNumber | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody in a line, as its reader may know them. `hidden`: of another district than the reader's."""

    id: PersonId
    sheet: PersonSheet | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line with the names that go with it, read now: the log itself has none.

    `comes`: who came in the place of whom it is about, where it is of such a request.
    """

    line: LogLine
    who: Named | None
    about: Named | None
    district: str
    comes: Named | None = None


ENTRY = "entry:"


def entry(former: PersonId) -> str:
    """The ref of a line that became somebody's: who stood in it before."""
    return f"{ENTRY}{former}"


def of_role(role: Role) -> str:
    """The ref of a line that ended, and was no contact's: what somebody is no more."""
    return f"role:{role}"


def request_in(ref: str) -> RequestId | None:
    """The request that a line is about, by its ref."""
    kind, _, rest = ref.partition(":")
    number = rest.partition(":")[0]
    return RequestId(int(number)) if f"{kind}:" == REF and number.isdecimal() else None
