"""Requests to change a district's list: what was asked, what became of it, and the words in them, apart."""

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.domain.ids import DistrictId, PersonId, RequestId
from bot.domain.list_requests import Kind, Request, State, Waits, Words
from bot.domain.people import Role
from storage.store import Tx
from storage.tables import list_request_words, list_requests

FOR_SUPPORT = (Waits.SUPPORT, Waits.CONFIRMATION)
"""What waits for a support administrator."""


def _request(row: sa.Row[tuple[object, ...]]) -> Request:
    return Request(
        id=RequestId(row.id),
        district=DistrictId(row.district_id),
        kind=Kind(row.kind),
        state=State(row.state),
        person=PersonId(row.person_id),
        asked_by=PersonId(row.asked_by),
        asked_at=row.asked_at,
        waits_for=Waits(row.waits_for),
        role=Role(row.role) if row.role else None,
        training=row.training,
        licensed=row.licensed,
        replacement=PersonId(row.replacement_id) if row.replacement_id is not None else None,
        decided_by=PersonId(row.decided_by) if row.decided_by is not None else None,
        decided_at=row.decided_at,
        undo_until=row.undo_until,
        entered_by=PersonId(row.entered_by) if row.entered_by is not None else None,
    )


def _values(request: Request) -> dict[str, object]:
    return {
        "district_id": request.district,
        "kind": request.kind,
        "state": request.state,
        "waits_for": request.waits_for,
        "person_id": request.person,
        "asked_by": request.asked_by,
        "asked_at": request.asked_at,
        "role": request.role or "",
        "training": request.training,
        "licensed": request.licensed,
        "replacement_id": request.replacement,
        "decided_by": request.decided_by,
        "decided_at": request.decided_at,
        "undo_until": request.undo_until,
        "entered_by": request.entered_by,
    }


async def add(tx: Tx, request: Request, words: Words) -> RequestId:
    """The request's own id is not looked at: it gets one."""
    added = await tx.execute(list_requests.insert().returning(list_requests.c.id), _values(request))
    number = RequestId(added.scalar_one())
    row = {
        "request_id": number,
        "reason": words.reason,
        "answer": words.answer,
        "name": words.name,
        "email": words.email,
        "phone": words.phone,
    }
    await tx.execute(list_request_words.insert(), row)
    return number


async def change(tx: Tx, request: Request, *, answer: str = "") -> None:
    """As it is after a move. `answer`: why it was decided so."""
    await tx.execute(list_requests.update().where(list_requests.c.id == request.id).values(**_values(request)))
    if answer:
        mine = list_request_words.c.request_id == request.id
        await tx.execute(list_request_words.update().where(mine).values(answer=answer))


async def get(tx: Tx, request: RequestId) -> Request | None:
    row = (await tx.execute(sa.select(list_requests).where(list_requests.c.id == request))).first()
    return None if row is None else _request(row)


async def words_of(tx: Tx, request: RequestId) -> Words:
    """Empty where they were erased."""
    query = sa.select(list_request_words).where(list_request_words.c.request_id == request)
    row = (await tx.execute(query)).first()
    if row is None:
        return Words()
    return Words(reason=row.reason, answer=row.answer, name=row.name, email=row.email, phone=row.phone)


async def redact(tx: Tx, request: Request) -> None:
    """Why it was asked for and decided so; and of who was to come what nobody needs to decide it any more."""
    blank = ["reason", "answer", *([] if request.state is State.ASKED else ["name", "email", "phone"])]
    mine = list_request_words.c.request_id == request.id
    await tx.execute(list_request_words.update().where(mine).values(dict.fromkeys(blank, "")))


async def open_for(tx: Tx, district: DistrictId, person: PersonId, kind: Kind) -> RequestId | None:
    """The same that was asked for and waits."""
    query = sa.select(list_requests.c.id).where(
        list_requests.c.district_id == district,
        list_requests.c.person_id == person,
        list_requests.c.kind == kind,
        list_requests.c.state == State.ASKED,
    )
    found = (await tx.execute(query.limit(1))).scalar_one_or_none()
    return None if found is None else RequestId(found)


async def removed_lately(tx: Tx, by: PersonId, district: DistrictId, *, now: datetime, within: timedelta) -> int:
    """How many others they removed there within that time: also what was undone again, took effect."""
    query = sa.select(sa.func.count()).where(
        list_requests.c.kind == Kind.REMOVE,
        list_requests.c.asked_by == by,
        list_requests.c.district_id == district,
        list_requests.c.person_id != by,
        list_requests.c.asked_at > now - within,
        list_requests.c.state.in_((State.APPLIED, State.CONFIRMED, State.UNDONE)),
    )
    return int((await tx.execute(query)).scalar_one())


async def nothing_to_undo(tx: Tx, district: DistrictId, person: PersonId) -> None:
    """They are a contact again by another request: their earlier removals there cannot be undone any more."""
    query = list_requests.update().where(
        list_requests.c.district_id == district,
        list_requests.c.person_id == person,
        list_requests.c.kind == Kind.REMOVE,
        list_requests.c.state.in_((State.APPLIED, State.CONFIRMED)),
    )
    await tx.execute(query.values(undo_until=None))


async def open_of_district(tx: Tx, district: DistrictId, *, most: int) -> list[Request]:
    """What waits, the newest first."""
    query = (
        sa.select(list_requests)
        .where(list_requests.c.district_id == district, list_requests.c.waits_for != "")
        .order_by(list_requests.c.id.desc())
        .limit(most)
    )
    return [_request(row) for row in (await tx.execute(query)).all()]


async def open_in_all(tx: Tx, for_whom: Collection[Waits], *, after: int, size: int) -> list[Request]:
    """What waits for these, of all districts, the oldest first. `after`: the last that was seen."""
    query = (
        sa.select(list_requests)
        .where(
            list_requests.c.waits_for.in_(for_whom),
            list_requests.c.waits_for != "",
            list_requests.c.id > after,
        )
        .order_by(list_requests.c.id)
        .limit(size)
    )
    return [_request(row) for row in (await tx.execute(query)).all()]


async def count_for_support(tx: Tx) -> int:
    waits = list_requests.c.waits_for.in_(FOR_SUPPORT)
    query = sa.select(sa.func.count()).where(waits, list_requests.c.waits_for != "")
    return int((await tx.execute(query)).scalar_one())


async def asked_before(tx: Tx, before: datetime, *, most: int) -> list[RequestId]:
    """What has waited since then, the longest first."""
    query = (
        sa.select(list_requests.c.id)
        .where(
            list_requests.c.waits_for != "",
            list_requests.c.state == State.ASKED,
            list_requests.c.asked_at < before,
        )
        .order_by(list_requests.c.asked_at, list_requests.c.id)
        .limit(most)
    )
    return [RequestId(number) for number in (await tx.execute(query)).scalars()]
