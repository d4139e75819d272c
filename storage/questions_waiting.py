"""Questions that wait on somebody: those they were asked and may answer, the oldest first."""

from collections.abc import Iterable

import sqlalchemy as sa

from bot.domain.ids import PersonId, QuestionId
from bot.domain.policy import Matter
from bot.domain.questions import Question, State
from storage import questions as kept
from storage.store import Tx
from storage.tables import question_readers, questions


def _waits_on(reader: PersonId, where: Iterable[Matter]) -> sa.ColumnElement[bool]:
    """`where`: at which districts, and of which buildings, they may answer now."""
    places = [
        sa.and_(questions.c.district_id == it.district, questions.c.building == it.building)
        if it.building
        else questions.c.district_id == it.district
        for it in where
    ]
    asked = sa.exists().where(
        question_readers.c.question_id == questions.c.id, question_readers.c.person_id == reader
    )
    return sa.and_(asked, questions.c.state == State.ASKED, sa.or_(sa.false(), *places))


async def page(
    tx: Tx, reader: PersonId, where: Iterable[Matter], *, after: QuestionId | None, size: int
) -> list[Question]:
    """The oldest first; `after`: where the page before ended."""
    waits = _waits_on(reader, where)
    here = waits if after is None else sa.and_(waits, questions.c.id > after)
    query = sa.select(questions.c.id).where(here).order_by(questions.c.id).limit(size)
    found = [await kept.get(tx, QuestionId(it)) for it in (await tx.execute(query)).scalars().all()]
    return [it for it in found if it is not None]


async def count(tx: Tx, reader: PersonId, where: Iterable[Matter]) -> int:
    query = sa.select(sa.func.count()).select_from(questions).where(_waits_on(reader, where))
    return int((await tx.execute(query)).scalar_one())
