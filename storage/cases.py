"""Cases: facts in one table, words in another. A district's query has its district in it; an agents'
query is another function, with another name (DESIGN, invariant 8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from bot.domain.cases import Ask, Case, CaseType, CloseReason, Draft, Frequency, Priority, Scope, Status
from bot.domain.ids import CaseNumber, DistrictId, IssueId, NotificationId, PersonId
from bot.domain.sheets import CaseRow
from storage import searching
from storage.store import Tx
from storage.tables import case_words, cases, districts

PAGE = 15


class Overtaken(Exception):  # a fault of concurrency, not an answer; the deed reads again
    """Somebody else wrote this case between our reading and our writing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What people wrote into a case, and chose beside it. `redacted_at`: when the words were erased."""

    subject: str
    description: str
    steps: str
    expected: str
    actual: str
    impact: str
    environment: str
    task: str
    building: str
    scope: Scope | None
    frequency: Frequency | None
    ask: Ask | None
    due: date | None
    loss_confirmed: bool
    redacted_at: datetime | None


_ADD = cases.insert().returning(cases.c.number)
_ADD_WORDS = case_words.insert()


async def add(
    tx: Tx,
    draft: Draft,
    *,
    contact: PersonId | None,
    reporter: PersonId,
    building: str,
    priority: Priority,
    at: datetime,
) -> Case:
    """Numbers the case and stores its words. `contact` None: an accepted emergency. `building`: the reporter's."""
    facts = {
        "district_id": draft.district,
        "type": draft.type,
        "module": draft.module,
        "status": Status.NEW,
        "priority": priority,
        "urgency": draft.urgency,
        "contact_id": contact,
        "reporter_id": reporter,
        "building": building,
        "previous_number": draft.previous,
        "notification_id": draft.incident,
        "has_student_data": draft.has_student_data,
        **_particulars_of(draft),
        "opened_at": at,
        "modified_at": at,
    }
    row = (await tx.execute(_ADD, facts)).one()
    await tx.execute(_ADD_WORDS, {"number": row.number, **_words_of(draft)})
    await searching.opened(tx, CaseNumber(row.number), _words_of(draft).values())
    return Case(
        number=CaseNumber(row.number),
        district=draft.district,
        type=draft.type,
        module=draft.module,
        status=Status.NEW,
        priority=priority,
        contact=contact,
        reporter=reporter,
        owner=None,
        opened_at=at,
        modified_at=at,
        previous=draft.previous,
        incident=draft.incident,
        has_student_data=draft.has_student_data,
    )


def _particulars_of(draft: Draft) -> dict[str, object]:
    return {
        "scope": draft.scope or "",
        "frequency": draft.frequency or "",
        "ask": draft.ask or "",
        "due_on": draft.due,
        "loss_confirmed": draft.loss_confirmed,
    }


def _words_of(draft: Draft) -> dict[str, str]:
    return {
        "subject": draft.subject,
        "description": draft.description,
        "steps": draft.steps,
        "expected": draft.expected,
        "actual": draft.actual,
        "impact": draft.impact,
        "environment": draft.environment,
        "task": draft.task,
    }


def _case(row: sa.Row[tuple[object, ...]]) -> Case:
    return Case(
        number=CaseNumber(row.number),
        district=DistrictId(row.district_id),
        type=CaseType(row.type),
        module=row.module,
        status=Status(row.status),
        priority=Priority(row.priority),
        contact=PersonId(row.contact_id) if row.contact_id is not None else None,
        reporter=PersonId(row.reporter_id),
        owner=PersonId(row.owner_id) if row.owner_id is not None else None,
        opened_at=row.opened_at,
        modified_at=row.modified_at,
        closed_at=row.closed_at,
        close_reason=CloseReason(row.close_reason) if row.close_reason is not None else None,
        scheduled_for=row.scheduled_for,
        issue=IssueId(row.issue_id) if row.issue_id is not None else None,
        incident=NotificationId(row.notification_id) if row.notification_id is not None else None,
        duplicate_of=CaseNumber(row.duplicate_of) if row.duplicate_of is not None else None,
        before=Status(row.status_before) if row.status_before is not None else None,
        previous=CaseNumber(row.previous_number) if row.previous_number is not None else None,
        has_student_data=row.has_student_data,
        version=row.version,
        erased_at=row.erased_at,
    )


_LOCKED = sa.select(cases).where(cases.c.number == sa.bindparam("number")).with_for_update(key_share=True)
_PLAIN = sa.select(cases).where(cases.c.number == sa.bindparam("number"))


async def locked(tx: Tx, number: CaseNumber) -> Case | None:
    """The case, held until the deed ends, so that who acts second sees what the first did."""
    row = (await tx.execute(_LOCKED, {"number": number})).first()
    return None if row is None else _case(row)


async def get(tx: Tx, number: CaseNumber) -> Case | None:
    row = (await tx.execute(_PLAIN, {"number": number})).first()
    return None if row is None else _case(row)


async def goes_on_in(tx: Tx, case: Case) -> CaseNumber:
    """Where a duplicate leads to in the end: its main case may have been merged itself since."""
    known = {case.number}
    while case.duplicate_of is not None and case.duplicate_of not in known:
        known.add(case.duplicate_of)
        main = await get(tx, case.duplicate_of)
        if main is None:
            break
        case = main
    return case.number


_SAVE = (
    cases.update()
    .where(cases.c.number == sa.bindparam("b_number"), cases.c.version == sa.bindparam("b_seen"))
    .values(
        status=sa.bindparam("b_status"),
        priority=sa.bindparam("b_priority"),
        contact_id=sa.bindparam("b_contact"),
        owner_id=sa.bindparam("b_owner"),
        modified_at=sa.bindparam("b_modified"),
        closed_at=sa.bindparam("b_closed"),
        close_reason=sa.bindparam("b_reason"),
        scheduled_for=sa.bindparam("b_scheduled_for"),
        issue_id=sa.bindparam("b_issue"),
        notification_id=sa.bindparam("b_incident"),
        duplicate_of=sa.bindparam("b_duplicate_of"),
        status_before=sa.bindparam("b_before"),
        has_student_data=sa.bindparam("b_has_student_data"),
        version=sa.bindparam("b_version"),
    )
)


async def save(tx: Tx, case: Case) -> None:
    """Writes what a move changed. Raises Overtaken when the case is not the one that was read."""
    result = await tx.execute(_SAVE, _changes(case))
    if result.rowcount != 1:
        raise Overtaken(case.number)


def _changes(case: Case) -> dict[str, object]:
    return {
        "b_number": case.number,
        "b_seen": case.version - 1,
        "b_status": case.status,
        "b_priority": case.priority,
        "b_contact": case.contact,
        "b_owner": case.owner,
        "b_modified": case.modified_at,
        "b_closed": case.closed_at,
        "b_reason": case.close_reason,
        "b_scheduled_for": case.scheduled_for,
        "b_issue": case.issue,
        "b_incident": case.incident,
        "b_duplicate_of": case.duplicate_of,
        "b_before": case.before,
        "b_has_student_data": case.has_student_data,
        "b_version": case.version,
    }


_WORDS = (
    sa.select(
        case_words,
        cases.c.building,
        cases.c.scope,
        cases.c.frequency,
        cases.c.ask,
        cases.c.due_on,
        cases.c.loss_confirmed,
    )
    .join(cases, cases.c.number == case_words.c.number)
    .where(case_words.c.number == sa.bindparam("number"))
)


async def words(tx: Tx, number: CaseNumber) -> Words:
    row = (await tx.execute(_WORDS, {"number": number})).one()
    return Words(
        subject=row.subject,
        description=row.description,
        steps=row.steps,
        expected=row.expected,
        actual=row.actual,
        impact=row.impact,
        environment=row.environment,
        task=row.task,
        building=row.building,
        scope=Scope(row.scope) if row.scope else None,
        frequency=Frequency(row.frequency) if row.frequency else None,
        ask=Ask(row.ask) if row.ask else None,
        due=row.due_on,
        loss_confirmed=row.loss_confirmed,
        redacted_at=row.redacted_at,
    )


async def following(tx: Tx, number: CaseNumber) -> tuple[CaseNumber, ...]:
    """The cases that follow on this one; of the same district, as they were opened from it."""
    query = sa.select(cases.c.number).where(cases.c.previous_number == number).order_by(cases.c.number)
    return tuple(CaseNumber(found) for found in (await tx.execute(query)).scalars())


async def is_erased(tx: Tx, number: CaseNumber, *, since: datetime | None) -> bool:
    """Whether a text that went at that time went with all words of its case."""
    erased_at = (await tx.execute(sa.select(cases.c.erased_at).where(cases.c.number == number))).scalar_one()
    return since is not None and erased_at is not None and since >= erased_at


async def redact(tx: Tx, number: CaseNumber, *, at: datetime) -> None:
    """Erases a case's own words; that they were, and when, stays."""
    blank = dict.fromkeys(("subject", "description", "steps", "expected", "actual", "impact", "task"), "")
    await tx.execute(case_words.update().where(case_words.c.number == number).values(redacted_at=at, **blank))
    await searching.opening_redacted(tx, number)


_LIST = (
    sa.select(
        cases,
        case_words.c.subject,
        case_words.c.redacted_at,
        districts.c.name.label("district"),
        districts.c.previews,
    )
    .join(case_words, case_words.c.number == cases.c.number)
    .join(districts, districts.c.id == cases.c.district_id)
)


async def page_of_districts(
    tx: Tx, its: Sequence[DistrictId], *, before: tuple[datetime, CaseNumber] | None = None, size: int = PAGE
) -> list[CaseRow]:
    """The cases of these districts, the last modified first. `before`: where the page above ended."""
    return await _page(tx, _LIST.where(cases.c.district_id.in_(its)), before, size)


async def page_for_agents(
    tx: Tx, *, before: tuple[datetime, CaseNumber] | None = None, size: int = PAGE
) -> list[CaseRow]:
    """Open cases of every district, for the vendor's agents alone."""
    return await _page(tx, _LIST.where(cases.c.status != Status.CLOSED), before, size)


async def _page(
    tx: Tx,
    query: sa.Select[tuple[object, ...]],
    before: tuple[datetime, CaseNumber] | None,
    size: int,
) -> list[CaseRow]:
    if before is not None:
        modified_at, number = before
        query = query.where(
            sa.or_(
                cases.c.modified_at < modified_at,
                sa.and_(cases.c.modified_at == modified_at, cases.c.number < number),
            )
        )
    return await rows(tx, query.order_by(cases.c.modified_at.desc(), cases.c.number.desc()).limit(size))


def listing() -> sa.Select[tuple[object, ...]]:
    """What `rows` reads: cases with subject and district. Of which districts is for the caller's WHERE."""
    return _LIST


async def rows(tx: Tx, query: sa.Select[tuple[object, ...]]) -> list[CaseRow]:
    return [row_of(row) for row in (await tx.execute(query)).all()]


def row_of(row: sa.Row[tuple[object, ...]]) -> CaseRow:
    """Of what `listing` selects."""
    return CaseRow(
        case=_case(row),
        subject=None if row.redacted_at is not None else row.subject,
        district=row.district,
        previews=row.previews and not row.has_student_data,
    )


_STILL_OPEN = _LIST.where(cases.c.status != sa.literal_column("'closed'"))


async def open_of_contact(tx: Tx, contact: PersonId, district: DistrictId, *, most: int) -> list[CaseRow]:
    """The open cases of that district for which this person stands."""
    theirs = _STILL_OPEN.where(cases.c.contact_id == contact, cases.c.district_id == district)
    return await _page(tx, theirs, None, most)


async def last_district(tx: Tx, contact: PersonId) -> DistrictId | None:
    """Of the latest case for which this person stands."""
    query = sa.select(cases.c.district_id).where(cases.c.contact_id == contact).order_by(cases.c.number.desc())
    found = (await tx.execute(query.limit(1))).scalar_one_or_none()
    return None if found is None else DistrictId(found)


async def open_of_owner(tx: Tx, owner: PersonId, *, most: int) -> list[CaseRow]:
    """The open cases that this agent has, of every district."""
    return await _page(tx, _STILL_OPEN.where(cases.c.owner_id == owner), None, most)
