"""Questions that wait on whoever looks: on their Home the oldest of them, and all of them in a window, by pages."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain import policy
from bot.domain.acts import Act
from bot.domain.ids import PersonId, QuestionId, SlackUser
from bot.domain.people import Person
from bot.domain.policy import Matter
from bot.domain.questions import Question, Said
from bot.domain.sheets import PersonSheet
from bot.services.deeds import Deed, deed
from storage import districts, people, questions, questions_waiting
from storage.owing import Spot
from storage.store import Store, Tx

ON_HOME, PAGE = 3, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """`words` None: erased. `may_open`: its reader is a contact, who can make a case of it."""

    question: Question
    words: str | None
    asker: PersonSheet
    district: str
    may_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`count`: of all. `after`: where the next page begins; None: this is the last."""

    rows: list[Waiting]
    count: int
    after: QuestionId | None = None


async def on_home(this: Deed, person: Person) -> Page | None:
    """None: nobody asks them anything."""
    where = policy.asked_at(person)
    return await _page(this.tx, person, where, after=None, size=ON_HOME) if where else None


async def look(
    store: Store, *, who: SlackUser, after: QuestionId | None, now: datetime, spot: Spot | None = None
) -> Page:
    """Raises Refusal."""
    async with deed(store, who=who, now=now, spot=spot) as this:
        where = policy.asked_at(this.person) if this.person else []
        if not where:
            this.may_in_each(Act.ANSWER_QUESTION, ())  # to say why not
        for matter in where:
            person = this.may(Act.ANSWER_QUESTION, matter)
        its = {matter.district for matter in where}
        this.district = its.pop() if len(its) == 1 else None  # so that each of several finds its line
        return await _page(this.tx, person, where, after=after, size=PAGE)


async def _page(tx: Tx, person: Person, where: list[Matter], *, after: QuestionId | None, size: int) -> Page:
    found = await questions_waiting.page(tx, person.id, where, after=after, size=size + 1)
    rows = [await _waiting(tx, person, it) for it in found[:size]]
    return Page(
        rows=rows,
        count=await questions_waiting.count(tx, person.id, where),
        after=found[size - 1].id if len(found) > size else None,
    )


async def _waiting(tx: Tx, person: Person, question: Question) -> Waiting:
    return Waiting(
        question=question,
        words=await questions.words_of(tx, question.id, Said.QUESTION),
        asker=await _named(tx, question.asker),
        district=(await districts.get(tx, question.district)).name,
        may_open=policy.is_contact_of(person, question.district),
    )


async def _named(tx: Tx, person: PersonId) -> PersonSheet:
    return (await people.sheets(tx, [person]))[person]
