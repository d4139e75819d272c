"""How much an erasure would take: counted, nothing changed."""

import sqlalchemy as sa

from bot.domain.cases import Status
from bot.domain.erasures import Counts
from bot.domain.ids import DistrictId, PersonId
from storage import erasing_requests
from storage.erasing import (
    GOES,
    OF_A_PERSON,
    OF_ONE,
    STAYS,
    Row,
    is_its_alone,
    is_of_district,
    is_of_person,
    whose_rows,
)
from storage.store import Tx
from storage.tables import cases, comments, emergency_words, metadata, notes, people, question_words


async def _rows(tx: Tx, table: str, where: Row) -> int:
    query = sa.select(sa.func.count()).select_from(metadata.tables[table]).where(where)
    return int((await tx.execute(query)).scalar_one())


async def of_district(tx: Tx, district: DistrictId) -> Counts:
    """By table; `open-cases` are closed by it."""
    found = {table: await _rows(tx, table, is_of_district(table, district)) for table in (*STAYS, *GOES)}
    its = is_its_alone(district)
    found["people"] = await _rows(tx, "people", its)
    found |= {table: await _rows(tx, table, whose_rows(table, its)) for table in OF_ONE}
    is_open = sa.and_(cases.c.district_id == district, cases.c.status != Status.CLOSED)
    found["open-cases"] = await _rows(tx, "cases", is_open)
    return {name: count for name, count in found.items() if count}


async def of_person(tx: Tx, person: PersonId) -> Counts:
    found = {table: await _rows(tx, table, is_of_person(table, person)) for table in OF_A_PERSON}
    found["people"] = await _rows(tx, "people", people.c.id == person)
    found["comments"] = await _rows(tx, "comments", comments.c.author_id == person)
    found["cases"] = await _rows(tx, "cases", cases.c.reporter_id == person)
    found["notes"] = await _rows(tx, "notes", notes.c.author_id == person)
    found["question_words"] = await _rows(tx, "question_words", question_words.c.author_id == person)
    reported = sa.and_(is_of_person("emergency_words", person), emergency_words.c.broken != "")
    found["emergency_words"] = await _rows(tx, "emergency_words", reported)
    found["reasons"] = await erasing_requests.reasons_of(tx, person)
    return {name: count for name, count in found.items() if count}
