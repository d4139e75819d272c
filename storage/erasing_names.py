"""What stands in cases' threads and names a person who is erased: found, so that it is drawn again without the name.

A line of ours names whoever its row names; one of the clock's whoever was meant when it was posted, which its row
does not say: there all are found that can have named them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.domain.acts import Act
from bot.domain.ids import CaseNumber, CommentId, EmergencyId, PersonId, TeamId
from bot.domain.people import CONTACT_ROLES
from storage.outbox import Kind, Owed
from storage.store import Tx
from storage.tables import audit, cases, comments, emergencies, news, outbox, roster, sessions

OF = "of"
"""The fact of a row that draws another row's post again: that row's key."""

CLAIMED, FOLLOW_UP = "emergency-claimed", "follow-up"
OWNING = (Act.TAKE_CASE, Act.ASSIGN_CASE, Act.WORK_CASE)
"""By which somebody comes to own a case, as the audit log has it when another owns it now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`cursor`: the last row looked at; None: there are no more."""

    owed: list[Owed]
    cursor: str | None


async def lines(tx: Tx, person: PersonId, *, erasure: int, cursor: str, most: int, now: datetime) -> Page:
    """Sentences in threads that named them, as they are to be drawn again."""
    rows = await paged(tx, cursor, most)
    ours = [row for row in rows if row.kind in (Kind.LINE, Kind.BY_CLOCK) and may_stand(row)]
    first = [row for row in ours if OF not in row.facts]
    named = [row for row in first if row.kind == Kind.LINE and str(person) in _people_in(row)]
    named += await _of_the_clock(tx, person, [row for row in first if row.kind == Kind.BY_CLOCK])
    cursor_now = str(rows[-1].id) if len(rows) == most else None
    return Page(owed=[_again(row, erasure, now) for row in named], cursor=cursor_now)


async def paged(tx: Tx, cursor: str, most: int) -> Sequence[Any]:
    """Rows as they come, whatever they are of: to look for some alone would read on and on in one transaction."""
    query = sa.select(outbox).where(outbox.c.id > int(cursor or 0)).order_by(outbox.c.id).limit(most)
    return (await tx.execute(query)).all()


def may_stand(row: Any) -> bool:
    """In Slack; or a courier has it in its hands, drawn as things stood before."""
    return row.ts is not None or (row.done_at is None and row.lease_until is not None)


def _people_in(row: Any) -> set[str]:
    return {str(row.facts[name]) for name in ("by", "to") if name in row.facts}


def _again(row: Any, erasure: int, now: datetime) -> Owed:
    return Owed(
        key=f"erased-{erasure}:{row.key}",
        kind=Kind(row.kind),
        lane=row.lane,
        team=TeamId(row.team_id),
        due_at=now,
        facts={**row.facts, OF: row.key},
    )


async def _of_the_clock(tx: Tx, person: PersonId, rows: Sequence[Any]) -> list[Any]:
    numbers = {int(row.facts["case"]) for row in rows}
    held = {int(row.facts["session"]) for row in rows if "session" in row.facts}
    sat = {*(await tx.execute(sa.select(sessions.c.id).where(sessions.c.id.in_(held), sat_in(person)))).scalars()}
    listed, claimed, owned = [await _cases(tx, numbers, its) for its in _ways(person)]

    def names_them(row: Any) -> bool:
        number = int(row.facts["case"])
        if "session" in row.facts:
            return int(row.facts["session"]) in sat
        return number in {CLAIMED: claimed, FOLLOW_UP: listed}.get(str(row.facts["what"]), owned)

    return [row for row in rows if names_them(row)]


def sat_in(person: PersonId) -> sa.ColumnElement[bool]:
    """Of joint sessions."""
    return sa.or_(*(sessions.c[name] == person for name in ("host_id", "guest_id", "stand_in_id")))


async def _cases(tx: Tx, some: Iterable[int], its: sa.ColumnElement[bool]) -> set[int]:
    return {*(await tx.execute(sa.select(cases.c.number).where(cases.c.number.in_(some), its))).scalars()}


def _ways(person: PersonId) -> tuple[sa.ColumnElement[bool], ...]:
    """On the list of whose district they are, or were; of which they claimed the emergency; which they owned."""
    contact = (roster.c.person_id == person, roster.c.role.in_(CONTACT_ROLES))
    claimed = (emergencies.c.case_number == cases.c.number, emergencies.c.claimed_by == person)
    theirs = sa.or_(audit.c.person_id == person, audit.c.about_id == person)
    owned = sa.exists().where(audit.c.case_number == cases.c.number, theirs, audit.c.act.in_(OWNING))
    return (
        sa.exists().where(*contact, roster.c.district_id == cases.c.district_id),
        sa.exists().where(*claimed),
        sa.or_(cases.c.owner_id == person, owned),
    )


async def cards(tx: Tx, person: PersonId, *, after: int, most: int) -> list[CaseNumber]:
    """Cases whose card names them."""
    its = sa.or_(cases.c.contact_id == person, cases.c.reporter_id == person, cases.c.owner_id == person)
    query = sa.select(cases.c.number).where(its, cases.c.number > after).order_by(cases.c.number).limit(most)
    return [CaseNumber(it) for it in (await tx.execute(query)).scalars()]


async def copies(tx: Tx, person: PersonId, *, after: int, most: int) -> list[tuple[CommentId, CaseNumber]]:
    """Comments of theirs, calls with them, and what was meant for them; stubs as well."""
    told = sa.select(news.c.comment_id).where(news.c.person_id == person, news.c.comment_id.is_not(None))
    its = sa.or_(comments.c.author_id == person, comments.c.with_id == person, comments.c.id.in_(told))
    query = sa.select(comments.c.id, comments.c.case_number).where(its, comments.c.id > after)
    rows = (await tx.execute(query.order_by(comments.c.id).limit(most))).all()
    return [(CommentId(row.id), CaseNumber(row.case_number)) for row in rows]


async def calls(tx: Tx, person: PersonId, *, after: int, most: int) -> list[EmergencyId]:
    """Emergencies that say who reported, decided or claimed them."""
    its = (emergencies.c.person_id == person, emergencies.c.decided_by == person, emergencies.c.claimed_by == person)
    query = sa.select(emergencies.c.id).where(sa.or_(*its), emergencies.c.id > after)
    return [EmergencyId(it) for it in (await tx.execute(query.order_by(emergencies.c.id).limit(most))).scalars()]
