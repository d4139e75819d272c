"""Who people are: roles, a contact's standing, and the lines that give a person their rights (POLICY 1)."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import DistrictId, LineId, PersonId, SlackUser, TeamId


class Role(StrEnum):
    """What a roster line makes of a person. The values are the directory's own words."""

    STAFF = "staff"
    COACH = "coach"
    SUPPORT = "support"
    TECHNICAL = "technical"
    ADMINISTRATOR = "administrator"
    AGENT = "agent"
    LEAD = "lead"
    SUPPORT_ADMINISTRATOR = "support-administrator"


VENDOR_ROLES = frozenset({Role.AGENT, Role.LEAD, Role.SUPPORT_ADMINISTRATOR})
CONTACT_ROLES = frozenset({Role.SUPPORT, Role.TECHNICAL})


class Standing(StrEnum):
    """The state of a line. Only contacts are ever flagged or deactivated (POLICY 7)."""

    ACTIVE = "active"
    FLAGGED = "flagged"
    DEACTIVATED = "deactivated"
    REMOVED = "removed"


class Membership(StrEnum):
    """How Slack knows a person in their workspace (POLICY 1, last point; SLACK 9)."""

    MEMBER = "member"
    GUEST = "guest"
    EXTERNAL = "external"
    GONE = "gone"
    OPERATOR = "operator"
    """None of Slack's: the account by which the command line acts. It is one, and has no Slack user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One roster line: a role of a person, at a district or (district None) at the vendor."""

    id: LineId
    role: Role
    district: DistrictId | None
    standing: Standing = Standing.ACTIVE
    building: str = ""
    deactivated_at: datetime | None = None
    """For silence: by the clock, or by a support administrator before it. None where it did not end so."""

    @property
    def was_removed(self) -> bool:
        """Taken off the list, and not only deactivated."""
        return self.standing is Standing.REMOVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody bound to a workspace and a user id. `home` is where they belong for the redirect alone.

    `lines`: of those that were removed a contact's alone. `left`: where a file had them as staff, and one has them
    no more; of another former role nothing is asked here.
    `reached`: the workspace of ours by which they are written to, which need not be their own (Slack Connect).
    """

    id: PersonId
    name: str
    zone: str
    slack: SlackUser
    reached: TeamId
    lines: tuple[Line, ...] = ()
    left: tuple[DistrictId, ...] = ()
    home: DistrictId | None = None
    membership: Membership = Membership.MEMBER


def is_third_party(person: Person) -> bool:
    """A guest, or somebody of another workspace: without a line nobody tells them anything (POLICY 1)."""
    return person.membership in (Membership.GUEST, Membership.EXTERNAL)


def building_of(person: Person, district: DistrictId) -> str:
    """Where they work in that district, as its list has it; '' where it does not say."""
    return next((line.building for line in person.lines if line.district == district and line.building), "")


def as_of(person: Person, at: datetime) -> Person:
    """As they were when they acted: what the clock ended after that had not ended yet (POLICY 7)."""
    return replace(person, lines=tuple(_as_of(line, at) for line in person.lines))


def _as_of(line: Line, at: datetime) -> Line:
    if line.standing is not Standing.DEACTIVATED or line.deactivated_at is None or line.deactivated_at <= at:
        return line
    return replace(line, standing=Standing.FLAGGED)
