"""Who is told of a question, and when: those who can answer it, and whoever asked. Ids alone are owed."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.ids import DistrictId, PersonId, TeamId
from bot.domain.people import CONTACT_ROLES
from bot.domain.questions import Question, State
from storage import calendars, owing, people, questions
from storage.outbox import Owed
from storage.store import Tx

Reader = tuple[PersonId, TeamId]


async def next_look(tx: Tx, district: DistrictId, *, now: datetime) -> datetime:
    """When the clock looks at it: after a business day of the district's (POLICY 2)."""
    rules = await calendars.rules(tx)
    calendar = await calendars.of_district(tx, district, rules)
    return calendar.add_days(now, rules.limits.question_days)


async def contacts(tx: Tx, district: DistrictId, *, but: PersonId) -> list[Reader]:
    """The district's contacts; nobody is asked by themselves."""
    found = await people.holding(tx, CONTACT_ROLES, district=district)
    return [(person, team) for person, team, _ in found if person != but]


async def ask(tx: Tx, question: Question, readers: Iterable[Reader], *, now: datetime) -> list[Owed]:
    """Each once, whoever brings it to them."""
    teams = dict(readers)
    new = await questions.asked(tx, question.id, teams, at=now)
    facts: dict[str, int | str] = {"question": question.id}
    return [
        owing.tell(it, teams[it], key=asked_key(question, it), what="question-asked", now=now, facts=facts)
        for it in new
    ]


def asked_key(question: Question, reader: PersonId) -> str:
    return f"question:{question.id}:to:{reader}"


async def pass_on(tx: Tx, question: Question, to: Reader, *, by: PersonId, now: datetime) -> Owed:
    """To whom it was handed, also where they had been asked before."""
    person, team = to
    is_new = await questions.asked(tx, question.id, [person], at=now)
    key = asked_key(question, person) if is_new else f"question:{question.id}:passed:{now.isoformat()}:{person}"
    return owing.tell(
        person, team, key=key, what="question-passed", now=now, facts={"question": question.id, "by": by}
    )


def remind(question: Question, readers: Iterable[Reader], *, now: datetime) -> list[Owed]:
    return [
        owing.tell(
            person,
            team,
            key=f"question:{question.id}:reminder:{question.reminded}:{person}",
            what="question-reminder",
            now=now,
            facts={"question": question.id},
        )
        for person, team in readers
    ]


async def to_asker(
    tx: Tx, question: Question, what: str, *, now: datetime, by: PersonId | None = None, key: str = "", **facts: int
) -> list[Owed]:
    """`key`: the occasion, for what can happen more than once."""
    named: dict[str, int | str] = {"question": question.id, **facts, **({} if by is None else {"by": by})}
    return [
        owing.tell(person, team, key=f"question:{question.id}:{what}:{key}", what=what, now=now, facts=named)
        for person, team in await people.teams_of(tx, [question.asker])
        if person != by
    ]


async def redrawn(tx: Tx, question: Question, *, why: str, now: datetime) -> list[Owed]:
    """What was sent to each reader, drawn as the question stands now: there is nothing to press any more."""
    return [
        owing.tell(
            person,
            team,
            key=f"question:{question.id}:redrawn:{why}:{person}",
            what="question-redrawn",
            now=now,
            facts={"question": question.id, "of": asked_key(question, person)},
        )
        for person, team in await questions.readers(tx, question.id)
    ]


async def settled(tx: Tx, question: Question, what: str, *, now: datetime, by: PersonId | None) -> list[Owed]:
    """Its asker is told, and everybody's copy is drawn again."""
    told = await to_asker(tx, question, what, now=now, by=by)
    return [*told, *await redrawn(tx, question, why=question.state, now=now)]


async def case_closed(tx: Tx, question: Question, *, closed_at: datetime, now: datetime) -> list[Owed]:
    """The end of the story, for whoever asked and sees no case."""
    if question.state is not State.CASE_OPENED or question.case is None:
        return []
    return await to_asker(
        tx, question, "question-case-closed", now=now, key=closed_at.isoformat(), case=question.case
    )
