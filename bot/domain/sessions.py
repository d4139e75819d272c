"""Joint sessions: a staff member in a case for a while, with a contact who is there all the time (POLICY 2).

Whose words are taken in is asked with `is_present`; what the clock does about a session, with `verdict`.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.domain.ids import CaseNumber, DistrictId, PersonId, SessionId
from bot.domain.refusals import NotInSession, SessionOver

LOOK_AGAIN = timedelta(minutes=1)
"""While it is open: whether its contact may still act is looked at so often."""

PLANNED_AGAIN = timedelta(minutes=15)
"""Likewise, before it begins: whoever was to be there is told in time that it does not take place."""


class State(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    ENDED = "ended"


class Why(StrEnum):
    """It ended."""

    TIME = "time"
    BY_CONTACT = "contact"
    RIGHT_LOST = "right"
    CASE_CLOSED = "case"
    GUEST_GONE = "guest"


class Verdict(StrEnum):
    """What is due. CARRY_ON: the stand-in has it from now on. PAUSE: nobody is there, which is to be said."""

    WAIT = "wait"
    BEGIN = "begin"
    PAUSE = "pause"
    CARRY_ON = "carry-on"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """`present_since`, `present_until`: the latest stretch in which its contact, or the stand-in, was there."""

    id: SessionId
    case: CaseNumber
    district: DistrictId
    host: PersonId
    guest: PersonId
    starts_at: datetime
    ends_at: datetime
    state: State = State.PLANNED
    stand_in: PersonId | None = None
    host_seen_at: datetime | None = None
    stand_in_seen_at: datetime | None = None
    present_since: datetime | None = None
    present_until: datetime | None = None
    paused_told: bool = False
    why: Why | None = None

    def is_present(self, at: datetime) -> bool:
        """Joined, and wrote or said *I am here* not long before. What is said by the guest then is taken in."""
        if self.state is not State.OPEN or self.present_since is None or self.present_until is None:
            return False
        return self.present_since <= at < self.present_until

    def must_be_of(self, person: PersonId) -> None:
        """Raises NotInSession: it is its contact's, and the stand-in's."""
        if person not in (self.host, self.stand_in):
            raise NotInSession(session=self.id)

    def must_be_open(self) -> None:
        if self.state is not State.OPEN:
            raise SessionOver(session=self.id, state=self.state)

    def begun(self) -> "Session":
        return replace(self, state=State.OPEN)

    def seen(self, by: PersonId, *, at: datetime, lasts: timedelta) -> "Session":
        """They wrote, or said that they are here. What was seen later stays."""
        self.must_be_open()
        if by == self.host:
            it = replace(self, host_seen_at=max(at, self.host_seen_at or at))
        else:
            it = replace(self, stand_in_seen_at=max(at, self.stand_in_seen_at or at))
        until = min(max(at + lasts, self.present_until or at), self.ends_at)
        since = self.present_since if self.is_present(at) else at
        return replace(it, present_since=since, present_until=until, paused_told=False)

    def kept_by_host(self, *, lasts: timedelta) -> "Session":
        """As it stands without the stand-in, who is no contact any more: that they were there counts no longer."""
        if self.present_until is None:
            return self
        until = self.host_seen_at + lasts if self.host_seen_at else self.starts_at
        return replace(self, stand_in_seen_at=None, present_until=min(self.present_until, until))

    def carried_on(self, *, lasts: timedelta) -> "Session":
        """By the stand-in, who is there; its contact lost the right."""
        if self.stand_in is None or self.stand_in_seen_at is None:
            raise SessionOver(session=self.id, state=self.state)
        until = min(self.stand_in_seen_at + lasts, self.ends_at)
        return replace(
            self,
            host=self.stand_in,
            stand_in=None,
            host_seen_at=self.stand_in_seen_at,
            stand_in_seen_at=None,
            present_until=until,
        )

    def paused(self) -> "Session":
        return replace(self, paused_told=True)

    def ended(self, why: Why, *, at: datetime) -> "Session":
        """Raises SessionOver for one that has ended."""
        if self.state is State.ENDED:
            raise SessionOver(session=self.id, state=self.state)
        until = min(self.present_until, at) if self.present_until else None
        return replace(self, state=State.ENDED, why=why, present_until=until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """Who of them may still be in it, and whether the case is open."""

    host_may: bool = True
    stand_in_may: bool = True
    guest_may: bool = True
    case_open: bool = True


def verdict(session: Session, company: Company, now: datetime, *, lasts: timedelta) -> tuple[Verdict, Why | None]:
    """What is due now; with why, where it ends."""
    if session.state is State.ENDED:
        return Verdict.WAIT, None
    over = _why_over(session, company, now)
    if over is not None:
        return Verdict.END, over
    if not company.host_may:
        carries = company.stand_in_may and _is_there(session, now, lasts)
        return (Verdict.CARRY_ON, None) if carries else (Verdict.END, Why.RIGHT_LOST)
    if session.state is State.PLANNED:
        return (Verdict.BEGIN, None) if session.starts_at <= now else (Verdict.WAIT, None)
    if not session.is_present(now) and not session.paused_told:
        return Verdict.PAUSE, None
    return Verdict.WAIT, None


def _why_over(session: Session, company: Company, now: datetime) -> Why | None:
    if now >= session.ends_at:
        return Why.TIME
    if not company.case_open:
        return Why.CASE_CLOSED
    return None if company.guest_may else Why.GUEST_GONE


def _is_there(session: Session, now: datetime, lasts: timedelta) -> bool:
    """The stand-in, when the contact is no longer one."""
    seen = session.stand_in_seen_at
    return session.state is State.OPEN and seen is not None and seen <= now < seen + lasts


def next_look(session: Session, now: datetime) -> datetime | None:
    """None: never again."""
    match session.state:
        case State.ENDED:
            return None
        case State.PLANNED:
            return min(max(session.starts_at, now), now + PLANNED_AGAIN)
        case State.OPEN:
            changes = [it for it in (session.present_until, session.ends_at) if it is not None and it > now]
            return min([now + LOOK_AGAIN, *changes])


def held_as(words: str, files: int) -> str:
    """What tells what a guest wrote from what they made of it since, for a form's metadata. `files`: how many."""
    return sha256(repr((words, files)).encode()).hexdigest()[:12]
