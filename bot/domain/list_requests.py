"""Requests to change a district's list of contacts, and the moves they can make (POLICY 6). Pure: facts come in."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.domain.ids import DistrictId, PersonId, RequestId
from bot.domain.limits import Limits
from bot.domain.people import CONTACT_ROLES, Role
from bot.domain.refusals import CannotBeListed, LastContact, NotYourself, RequestOver


class Kind(StrEnum):
    ADD = "add"
    REMOVE = "remove"
    CHANGE_TYPE = "change-type"
    UPDATE = "update"
    REACTIVATE = "reactivate"
    THIRD_PARTY = "third-party"
    BIND = "bind"


class State(StrEnum):
    ASKED = "asked"
    APPLIED = "applied"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    UNDONE = "undone"


class Waits(StrEnum):
    """For whose decision. A removal that was done at once waits for a support administrator to confirm it."""

    NOBODY = ""
    SUPPORT = "support"
    DISTRICT = "district"
    CONFIRMATION = "confirmation"


class Move(StrEnum):
    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"
    CONFIRM = "confirm"
    UNDO = "undo"


MOVES: dict[Move, tuple[frozenset[State], State]] = {
    Move.APPROVE: (frozenset({State.ASKED}), State.APPLIED),
    Move.DECLINE: (frozenset({State.ASKED}), State.DECLINED),
    Move.WITHDRAW: (frozenset({State.ASKED}), State.WITHDRAWN),
    Move.LAPSE: (frozenset({State.ASKED}), State.LAPSED),
    Move.CONFIRM: (frozenset({State.APPLIED}), State.CONFIRMED),
    Move.UNDO: (frozenset({State.APPLIED, State.CONFIRMED}), State.UNDONE),
}
"""From which states, to which. Whatever is not here is impossible, from any button or job."""

OF_REMOVALS = frozenset({Move.CONFIRM, Move.UNDO})
COMES = frozenset({Kind.ADD, Kind.REACTIVATE, Kind.THIRD_PARTY})
"""Whom these are about gets a right by them, and neither asks for it nor decides it."""

REF = "request:"
"""How the ref of whatever is about a request begins, in the audit log."""

A_DAY = timedelta(hours=24)
"""In which one contact removes no more than so many others alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What people wrote in a request. `name`, `email`, `phone`: of who comes. `answer`: why it was decided so."""

    reason: str = ""
    answer: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""


def who_comes(kind: Kind, person: PersonId, replacement: PersonId | None) -> PersonId | None:
    """Who gets a right by such a request, if anybody."""
    return person if kind in COMES else replacement


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Ids and instants alone; words stand apart, where they can be erased.

    `person`: whom it is about. `role`, `training`, `licensed`: what an add or another type makes of them, or of the
    `replacement`, who comes in place of somebody removed, or is bound to a line without a Slack user.
    `undo_until`: of a removal that another contact asked for. `entered_by`: who wrote it down for whoever asked.
    """

    id: RequestId
    district: DistrictId
    kind: Kind
    state: State
    person: PersonId
    asked_by: PersonId
    asked_at: datetime
    waits_for: Waits = Waits.NOBODY
    role: Role | None = None
    training: str = ""
    licensed: bool = False
    replacement: PersonId | None = None
    decided_by: PersonId | None = None
    decided_at: datetime | None = None
    undo_until: datetime | None = None
    entered_by: PersonId | None = None

    @property
    def ref(self) -> str:
        """What the audit log says that a deed made of it: `request:17:add:applied`. A look has the number alone."""
        return f"{REF}{self.id}:{self.kind}:{self.state}"

    @property
    def comes(self) -> PersonId | None:
        return who_comes(self.kind, self.person, self.replacement)

    def moved(self, move: Move, *, by: PersonId | None, at: datetime) -> "Request":
        """Raises RequestOver where the move does not start here, and for an undoing that comes too late."""
        starts, ends = MOVES[move]
        if self.state not in starts or (move in OF_REMOVALS and self.kind is not Kind.REMOVE):
            raise RequestOver(request=self.id, state=self.state)
        if move is Move.UNDO and (self.undo_until is None or at > self.undo_until):
            raise RequestOver(request=self.id, state="undo-over")
        return replace(self, state=ends, waits_for=Waits.NOBODY, decided_by=by, decided_at=at)

    def must_not_be_late(self, now: datetime, *, lives_for: timedelta) -> None:
        """What was asked so long ago is asked again. Raises RequestOver."""
        if self.state is State.ASKED and now > self.asked_at + lives_for:
            raise RequestOver(request=self.id, state=State.LAPSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What is known when a removal is asked for. `removed_lately`: by the same contact, of others, within a day."""

    is_last: bool
    has_replacement: bool
    by_administrator: bool
    of_themselves: bool
    removed_lately: int
    has_administrator: bool


def removal_waits(facts: Removal, *, district: DistrictId, a_day: int) -> Waits:
    """At once, or for whose approval (POLICY 6). `a_day`: others whom a contact may remove. Raises LastContact."""
    if facts.has_replacement:
        return Waits.SUPPORT
    if facts.is_last:
        raise LastContact(district=district)
    if facts.by_administrator or facts.of_themselves or facts.removed_lately < a_day:
        return Waits.NOBODY
    return Waits.DISTRICT if facts.has_administrator else Waits.SUPPORT


AT_ONCE = frozenset({Kind.UPDATE, Kind.BIND})


def waits(kind: Kind) -> Waits:
    """Of everything but a removal, which `removal_waits` knows of."""
    return Waits.NOBODY if kind in AT_ONCE else Waits.SUPPORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How somebody stands to a district's list now.

    `is_contact`: their line gives the right of a contact. `was_contact`: they have one that does not any more.
    `is_removed`: one that was taken off the list.
    `is_third_party`: a guest or somebody of another workspace, without any line here. `is_known`: Slack said who
    they are. `is_admitted`: a guest or somebody of another workspace with an agreement on record.
    """

    role: Role | None = None
    is_contact: bool = False
    was_contact: bool = False
    is_removed: bool = False
    is_third_party: bool = False
    is_admitted: bool = False
    is_known: bool = True
    is_bound: bool = True
    is_erased: bool = False
    is_gone: bool = False
    at_vendor: bool = False


def must_fit(kind: Kind, target: Target, *, role: Role | None = None, deciding: bool) -> None:
    """Whether this can be done of them, asked when it is asked for and again when it is decided.

    `deciding`: it would take effect now. Raises CannotBeListed, naming the reason.
    """
    reason = "erased" if target.is_erased else _why_not(kind, target, role, deciding=deciding)
    if reason:
        raise CannotBeListed(reason=reason)


def _why_not(kind: Kind, target: Target, role: Role | None, *, deciding: bool) -> str:
    match kind:
        case Kind.ADD | Kind.BIND:
            return _why_no_contact(target, deciding=deciding)
        case Kind.CHANGE_TYPE:
            return _why_no_other_type(target, role)
        case Kind.REMOVE | Kind.UPDATE:
            return _why_not_on_the_list(target)
        case Kind.REACTIVATE:
            return _why_not_again(target)
        case Kind.THIRD_PARTY:
            return _why_no_third_party(target, deciding=deciding)


def _why_no_contact(target: Target, *, deciding: bool) -> str:
    if target.is_gone:
        return "gone"
    if target.at_vendor:
        return "vendor"
    if target.is_contact:
        return "contact-already"
    if target.was_contact:
        return "reactivate"
    if not target.is_known:
        return "not-known" if deciding else ""
    return "agreement" if target.is_third_party else ""


def _why_not_on_the_list(target: Target) -> str:
    """Of whoever left it, it keeps no more than that they were there; what they are elsewhere is not its own."""
    is_there = target.is_contact or target.was_contact or target.is_admitted
    return "" if is_there and not target.is_removed else "no-contact"


def _why_no_other_type(target: Target, role: Role | None) -> str:
    if not target.is_contact:
        return "no-contact"
    return "same-type" if role is None or target.role is role else ""


def _why_not_again(target: Target) -> str:
    if target.is_contact:
        return "contact-already"
    if not target.was_contact:
        return "no-contact"
    if target.is_gone:
        return "gone"
    return "" if target.is_bound else "not-bound"


def _why_no_third_party(target: Target, *, deciding: bool) -> str:
    if target.is_gone:
        return "gone"
    if not target.is_known:
        return "not-known" if deciding else ""
    has_line = target.is_contact or target.was_contact or target.is_admitted
    return "" if target.is_third_party and not has_line else "no-third-party"


def details_seen(name: str, email: str, phone: str, training: str) -> str:
    """What tells what a list says of somebody from what it said before, for a form's metadata."""
    return sha256(repr((name, email, phone, training)).encode()).hexdigest()[:16]


def phone_seen(phone: str) -> str:
    """Likewise of the number alone, which is all that somebody changes of themselves."""
    return details_seen("", "", phone, "")


def must_be_as_seen(saw: str, now: str) -> None:
    """Who fills a form in slowly undoes nothing. `saw` '': nothing was looked at. Raises CannotBeListed."""
    if saw not in ("", now):
        raise CannotBeListed(reason="changed")


def must_be_another(comes: PersonId | None, who: PersonId) -> None:
    """Nobody gets a right by their own word. Raises NotYourself."""
    if comes == who:
        raise NotYourself


def must_be_a_type(role: Role | None) -> None:
    """A contact is of one of two types; nobody becomes anything else by a request. Raises CannotBeListed."""
    if role is not None and role not in CONTACT_ROLES:
        raise CannotBeListed(reason="no-type")


class Short(StrEnum):
    """What a district's list has less of than recommended (POLICY 1)."""

    SUPPORT = "support"
    TECHNICAL = "technical"


def shortfalls(*, support: int, technical: int, limits: Limits) -> tuple[Short, ...]:
    """Of how many contacts of each type there are. It is said, and blocks nothing."""
    found = []
    if support < limits.support_contacts:
        found.append(Short.SUPPORT)
    if technical < limits.technical_contacts:
        found.append(Short.TECHNICAL)
    return tuple(found)
