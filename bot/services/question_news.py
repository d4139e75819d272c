"""Who is told of a question, and when: those who can answer it, and whoever asked. Ids alone are owed."""

from collections.abc import Iterable
from datetime import datetime

from bot.domain.ids import DistrictId, PersonId, QuestionId
from bot.domain.people import CONTACT_ROLES
from bot.domain.questions import Question, State
from bot.services import reaching
from bot.services.reaching import Reader
from storage import calendars, copies, owing, people, questions
from storage.inbound import FormKey
from storage.outbox import Owed
from storage.store import Tx

_WENT_ON = "question-went-on"


async def next_look(tx: Tx, district: DistrictId, *, now: datetime) -> datetime:
    """When the clock looks at it: after a business day of the district's (POLICY 2)."""
    rules = await calendars.rules(tx)
    calendar = await calendars.of_district(tx, district, rules)
    return calendar.add_days(now, rules.limits.question_days)


async def contacts(tx: Tx, district: DistrictId, *, but: PersonId) -> list[Reader]:
    """The district's contacts; nobody is asked by themselves."""
    found = await people.holding(tx, CONTACT_ROLES, district=district)
    return [(person, team) for person, team, _ in found if person != but]


async def first_asked(tx: Tx, district: DistrictId, *, but: PersonId, now: datetime) -> list[Reader]:
    """Those who are there; who is away hears of it with a reminder, through whoever stands in (POLICY 6)."""
    return await reaching.there(tx, await contacts(tx, district, but=but), now=now)


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


async def pass_on(
    tx: Tx, question: Question, to: Reader, *, by: PersonId, absent: PersonId | None, once: FormKey, now: datetime
) -> Owed:
    """To whom it was handed, also where they had been asked before. `absent`: for whom they stand in.

    `once`: each passing on is told, also of the same two.
    """
    person, team = to
    is_new = await questions.asked(tx, question.id, [person], at=now)
    key = asked_key(question, person) if is_new else f"{_passed(question)}{by}:{person}:{once}"
    facts: dict[str, int | str] = {"question": question.id, "by": by}
    if absent is not None:
        facts["in_place_of"] = absent
    return owing.tell(person, team, key=key, what="question-passed", now=now, facts=facts)


def remind(question: Question, readers: Iterable[Reader], *, now: datetime) -> list[Owed]:
    return [
        owing.tell(
            person,
            team,
            key=_reminder_key(question.id, question.reminded, person),
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
        owing.tell(person, team, key=_to_asker_key(question, what, key), what=what, now=now, facts=named)
        for person, team in await people.teams_of(tx, [question.asker])
        if person != by
    ]


async def tell_it_went_on(tx: Tx, question: Question, *, by: PersonId, now: datetime) -> list[Owed]:
    """To whoever asked: this coach cannot help."""
    return await to_asker(tx, question, _WENT_ON, now=now, by=by, key=str(by))


async def went_on(tx: Tx, question: Question, *, by: PersonId) -> bool:
    return bool(await copies.of(tx, [_to_asker_key(question, _WENT_ON, str(by))]))


async def redrawn(tx: Tx, question: Question, *, why: str, now: datetime, answers: bool = False) -> list[Owed]:
    """What was sent, drawn as the question stands now. `answers`: to whoever asked as well."""
    readers = [person for person, _ in await questions.readers(tx, question.id)]
    keys = [key for reader in readers for key in _copies(question, reader)]
    keys += await copies.beginning(tx, _passed(question), what="question-passed")
    if answers:
        keys += [_to_asker_key(question, what) for what in ("question-answered", "question-declined")]
        coaches = await questions.ever_asked(tx, question.id)  # whose account ended among them
        keys += [_to_asker_key(question, _WENT_ON, str(coach)) for coach in coaches]
    return [
        owing.tell(
            PersonId(int(facts["person"])),
            team,
            key=f"{key}:redrawn:{why}",
            what="question-redrawn",
            now=now,
            facts={
                "question": question.id,
                "of": key,
                **{name: value for name, value in facts.items() if name in ("by", "in_place_of")},
            }
            | {"as": facts["what"]},
        )
        for key, team, facts in await copies.of(tx, keys)
    ]


def _copies(question: Question, reader: PersonId) -> list[str]:
    """The keys under which they were asked and reminded."""
    reminders = [_reminder_key(question.id, number, reader) for number in range(question.reminded + 1)]
    return [asked_key(question, reader), *reminders]


def _reminder_key(question: QuestionId, number: int, reader: PersonId) -> str:
    return f"question:{question}:reminder:{number}:{reader}"


def _passed(question: Question) -> str:
    """How the keys begin of what was told by passing it on."""
    return f"question:{question.id}:passed:"


def _to_asker_key(question: Question, what: str, occasion: str = "") -> str:
    return f"question:{question.id}:{what}:{occasion}"


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
