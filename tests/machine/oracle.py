"""How things stand between two steps, read with plain SQL: what the rights are asked of."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

PRESENT = timedelta(minutes=5)
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """A roster line. `district`: its key, '-' for the vendor's."""

    id: int
    person: int
    district: str
    role: str
    standing: str
    silent_since: datetime | None
    flagged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Who:
    """A person with a Slack user, as the database has them."""

    id: int
    user: str
    name: str
    zone: str
    membership: str
    away_until: date | None


@dataclass(frozen=True, slots=True)
class Oracle:
    """How things stand now."""

    rows: tuple[Row, ...]
    people: dict[str, Who]
    """By user, in small letters without the U."""

    cases: dict[int, dict[str, Any]]
    requests: dict[int, dict[str, Any]]
    questions: dict[int, dict[str, Any]]
    emergencies: dict[int, dict[str, Any]]
    sessions: dict[int, dict[str, Any]]
    comments: dict[int, dict[str, Any]]
    """Those that were typed in Slack and stand, as the notes do."""
    notes: dict[int, dict[str, Any]]
    proposals: dict[int, dict[str, Any]]
    absences: dict[int, dict[str, Any]]
    """Of contacts, that are not over."""
    held: frozenset[str]
    """Districts with a legal hold."""
    mixed: frozenset[str]
    """Channels whose district accepted that others read along."""
    seen_at: dict[tuple[int, int], datetime]
    """Of a session, by whom: when they last wrote in its case, or said that they are there."""
    at: datetime

    def is_me(self, user: str, person: int | None) -> bool:
        """Somebody who is there still."""
        who = self.people.get(user)
        return who is not None and who.id == person and who.membership != "gone"

    def has(self, user: str, district: str, *roles: str) -> bool:
        """A line that gives its right now: of somebody who is still there."""
        who = self.people.get(user)
        return (
            who is not None
            and who.membership != "gone"
            and any(
                row.person == who.id
                and row.district == district
                and row.role in roles
                and row.standing in ("active", "flagged")
                for row in self.rows
            )
        )

    @property
    def unbound(self) -> list[Row]:
        """Contacts' lines of which no Slack user is known."""
        bound = {it.id for it in self.people.values()}
        return [row for row in self.rows if row.person not in bound and row.role in ("support", "technical")]

    def all_of(self, kind: str) -> list[dict[str, Any]]:
        """Everything of the kind that a deed is done to."""
        match kind:
            case "line":
                return [asdict(row) for row in self.rows if row.role in ("support", "technical")]
            case "unbound":
                return [asdict(row) for row in self.unbound]
            case "emergency":
                return list(self.emergencies.values())
            case _:
                found: dict[int, dict[str, Any]] = getattr(self, f"{kind}s")
                return list(found.values())

    def contact(self, user: str, district: str) -> bool:
        return self.has(user, district, "support", "technical")

    def is_contact(self, person: int, district: str) -> bool:
        return any(self.contact(user, district) for user, it in self.people.items() if it.id == person)

    def agent(self, user: str) -> bool:
        return self.has(user, "-", "agent", "lead")

    def staff(self, user: str, district: str) -> bool:
        """Of that district, by a line, however it stands: nobody has a home here by their workspace alone.

        By one that was removed only where there is no other, and not of a guest.
        """
        who = self.people.get(user)
        if who is None or who.membership == "gone":
            return False
        own = [row for row in self.rows if row.person == who.id]
        standing = [row for row in own if row.standing != "removed"]
        counted = standing or (own if who.membership == "member" else [])
        return any(row.district == district for row in counted)

    def contacts_of(self, district: str) -> set[str]:
        return {user for user in self.people if self.contact(user, district)}

    def sessions_of(self, case: int) -> list[dict[str, Any]]:
        """Those that are open, of a case that is."""
        is_open = self.cases[case]["status"] != "closed"
        return [
            its for its in self.sessions.values() if is_open and (its["case_number"], its["state"]) == (case, "open")
        ]

    def may_speak(self, user: str, case: int) -> bool:
        """The guest of an open session whose contact has the right; what they say may have to be let in."""
        mine = [its for its in self.sessions_of(case) if self.is_me(user, its["guest_id"])]
        return any(self.is_contact(its["host_id"], its["district"]) for its in mine)

    def is_guest(self, user: str, case: int) -> bool:
        """And its contact, or the stand-in, is there: they wrote, or said so, within five minutes."""
        mine = [its for its in self.sessions_of(case) if self.is_me(user, its["guest_id"])]
        return self.may_speak(user, case) and any(
            self.at < its["ends_at"] and self.is_there(its, person)
            for its in mine
            for person in (its["host_id"], its["stand_in_id"])
        )

    def hears(self, user: str, case: int) -> bool:
        """Of a stand-in who lost the right the threads know at the clock's next look, a minute later."""
        mine = [its for its in self.sessions_of(case) if self.is_me(user, its["guest_id"])]
        return self.is_guest(user, case) or (
            self.may_speak(user, case) and any(self._was_seen(its, its["stand_in_id"]) for its in mine)
        )

    def is_there(self, session: Mapping[str, Any], person: int) -> bool:
        """A contact still, who was seen in it within five minutes."""
        return self.is_contact(person, session["district"]) and self._was_seen(session, person)

    def _was_seen(self, session: Mapping[str, Any], person: int) -> bool:
        return timedelta() <= self.at - self.seen_at.get((session["id"], person), NEVER) < PRESENT

    def districts_of(self, user: str) -> set[str]:
        who = self.people.get(user)
        return {row.district for row in self.rows if who is not None and row.person == who.id and row.district != "-"}
